"""Where a plan crowds: its sends by day and hour, by day, and by template; and how many findings there are of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from smslint.errors import ConfigError
from smslint.model import Severity
from smslint.pack import Rule
from smslint.plan.holidays import holiday_name
from smslint.plan.offsets import SECOND
from smslint.plan.policy import Policy
from smslint.plan.report import Cell, Group
from smslint.plan.session import Session
from smslint.plan.wording import form_of

_FIRST = dt.date(1970, 1, 1)
_HOUR = 3600 * SECOND
_MOST = 200  # templates told
_JUDGED = "s.problem IS NULL AND NOT s.event"


def cells(session: Session, judged: str) -> tuple[Cell, ...]:
    """The sends of every hour in which there are any; `judged` is the condition on `src`."""
    rows = session.connection.execute(f"""SELECT s.day, s.clock // {_HOUR}, count(*), count(f.row)
        FROM sends s LEFT JOIN flagged f USING (src, row) WHERE {_JUDGED} AND {judged} GROUP BY 1, 2 ORDER BY 1, 2""")
    return tuple(Cell(_date(day), int(hour), int(sends), int(bad)) for day, hour, sends, bad in rows.fetchall())


def days(session: Session, judged: str) -> tuple[Group, ...]:
    """The sends of every day, with the name of the holiday that it is, where that is known."""
    rows = session.connection.execute(f"""SELECT s.day, count(*), count(DISTINCT s.recipient), count(f.row)
        FROM sends s LEFT JOIN flagged f USING (src, row) WHERE {_JUDGED} AND {judged} GROUP BY 1 ORDER BY 1""")
    return tuple(
        Group(str(_date(day)), sends, heads, bad, _note(_date(day))) for day, sends, heads, bad in rows.fetchall()
    )


def templates(session: Session, judged: str) -> tuple[Group, ...]:
    """The sends of every template, the most frequent first; by form where the files name no templates."""
    rows = session.connection.execute(f"""
        SELECT coalesce(t.label, '') AS label, CASE WHEN t.label IS NULL THEN s.form END AS form, count(*) AS sends,
            count(DISTINCT s.recipient), count(f.row)
        FROM sends s LEFT JOIN texts t USING (src, row) LEFT JOIN flagged f USING (src, row)
        WHERE {_JUDGED} AND {judged} GROUP BY 1, 2 ORDER BY sends DESC, 1, 2 LIMIT {_MOST}""")
    return tuple(
        Group(label or str(form_of(form)), sends, heads, bad, "" if label else "form")
        for label, form, sends, heads, bad in rows.fetchall()
    )


def _date(day: int) -> dt.date:
    return _FIRST + dt.timedelta(days=day)


def _note(day: dt.date) -> str:
    try:
        return holiday_name(day, "statutory")
    except ConfigError:  # the calendar is an extra, and this no check
        return ""


FLAGS = {
    "quiet-hours": "quiet", "marketing-hours": "marketing_hours", "holiday-send": "holiday_send",
    "min-interval": "interval_ord > 0", "duplicate-text": "duplicate_ord > 0",
    "effective-demand-interval": "demand_ord > 0", "escalation-order": "escalation", "contact-after-stop": "stops > 0",
}  # fmt: skip
COUNTS = {"daily-frequency": "daily", "weekly-frequency": "weekly"}


def count_flags(session: Session, policy: Policy, judged: str) -> Iterator[tuple[Rule, Severity, int]]:
    """How many sends each rule finds fault with, by severity."""
    for check, rule in policy.rules.items():
        tally: Counter[Severity] = Counter()
        for severity, count in _severities(session, policy, check, judged):
            tally[severity] += count
        yield from ((rule, severity, tally[severity]) for severity in Severity if tally[severity])


def _severities(session: Session, policy: Policy, check: str, judged: str) -> Iterable[tuple[Severity, int]]:
    if check in FLAGS:
        query = f"SELECT form, count(*) FROM flagged WHERE {FLAGS[check]} AND {judged} GROUP BY 1"
        for form, count in session.connection.execute(query).fetchall():
            yield policy.severity(check, form_of(form)), count
    if check in COUNTS:
        name = COUNTS[check]
        query = f"SELECT {name}, count(*) FROM flagged WHERE {name} > 0 AND {judged} GROUP BY 1"
        for number, count in session.connection.execute(query).fetchall():
            over = policy.over(check, int(number))
            if over:
                yield over[0], count


def rank_sql(policy: Policy) -> str:
    """The rank of the worst finding of a row of `flagged`, as SQL."""
    ranks = ["0"]
    for check, flag in FLAGS.items():
        if policy.on(check):
            by_form = " ".join(f"WHEN {code} THEN {policy.severity(check, form_of(code)).rank}" for code in range(4))
            ranks.append(f"CASE WHEN {flag} THEN CASE form {by_form} END ELSE 0 END")
    for check, name in COUNTS.items():
        if policy.on(check):
            over = policy.daily if check == "daily-frequency" else policy.weekly
            ranks += [f"CASE WHEN {name} > {most:g} THEN {severity.rank} ELSE 0 END" for severity, most in over.items()]
    return f"greatest({', '.join(ranks)})"
