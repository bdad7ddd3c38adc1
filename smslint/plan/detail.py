"""The sends that are listed, whole: their findings with the earlier sends, and what to do with them.

The queries say which sends are found fault with; here the recipients of those that are listed are fetched, one after
the other, and their findings told in the words of the rules.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from smslint.plan.columns import CADENCE_FACTS
from smslint.plan.crowd import rank_sql
from smslint.plan.flagged import faults_of_flags
from smslint.plan.model import PlanFinding, Send
from smslint.plan.moments import at_of
from smslint.plan.policy import Policy
from smslint.plan.queries import FLAG_COLUMNS
from smslint.plan.report import Suggestion
from smslint.plan.session import Progress, Session
from smslint.plan.suggest import suggest
from smslint.plan.wording import form_of
from smslint.plan.words import finding_of

_MOST_SENDS = 400  # to one recipient: beyond, findings are told without suggestions
_FETCHED = 20_000  # sends to one recipient: more is no person, and would not fit into memory
_LISTED = 20  # earlier sends that a finding names, the last ones
_CHUNK = 10_000
_TOLD = 200  # recipients between two tellings of how far it is


@dataclass(frozen=True, slots=True)
class Teller:
    """How sends are told: by which policy, in which language, under which key, and from which files."""

    policy: Policy
    lang: str
    key: Callable[[str], str]
    paths: Sequence[str]
    suggests: bool = True


def detail(
    session: Session, teller: Teller, judged: str, limit: int | None, progress: Progress
) -> tuple[list[PlanFinding], list[Suggestion]]:
    """The findings and the suggestions of the `limit` worst sends (None: all), in the order of the files."""
    most = f"LIMIT {limit}" if limit is not None else ""
    session.connection.execute(f"""CREATE OR REPLACE TABLE reported AS SELECT * FROM flagged
        WHERE {judged} AND ord <= {_FETCHED} ORDER BY {rank_sql(teller.policy)} DESC, src, row {most}""")
    findings: list[PlanFinding] = []
    suggestions: list[Suggestion] = []
    total = int(str(session.one("SELECT count(DISTINCT recipient) FROM reported")[0]))
    for number, (recipient, rows) in enumerate(_groups(session)):
        if number % _TOLD == 0:
            progress("report", number / total)
        key, sends = teller.key(recipient), [_send(row, teller) for row in rows]
        found = {place: row for place, row in enumerate(rows) if row[_FLAGGED] is not None}
        for place, row in found.items():
            flags = dict(zip(_FLAGS, row[_FLAGGED:], strict=True))
            faults = faults_of_flags(sends[place], flags, sends, place, teller.policy)
            for fault in faults:
                named = dataclasses.replace(fault, earlier=fault.earlier[-_LISTED:])
                findings.append(finding_of(sends[place], named, teller.policy, key, teller.lang))
        if teller.suggests and len(sends) <= _MOST_SENDS:
            flagged = {(sends[place].source, sends[place].row) for place in found}
            suggestions += suggest(sends, flagged, teller.policy, key, teller.lang)
    order = {path: number for number, path in enumerate(teller.paths)}
    findings.sort(key=lambda one: (order[one.source], one.row))
    suggestions.sort(key=lambda one: (order[one.source], one.row))
    return findings, suggestions


_Row = tuple[Any, ...]
_SEND = ("src", "row", "recipient", "moment", "zone", "form", "marketing", "event", "creditor", "text_key",
         *CADENCE_FACTS)  # fmt: skip
_FLAGS = FLAG_COLUMNS[7:]
_ID = len(_SEND)
_FLAGGED = _ID + 1  # the first column that is NULL where a send is not reported


def _groups(session: Session) -> Iterator[tuple[str, list[_Row]]]:
    """The sends to each recipient of whom something is reported, in order of time, with what is flagged of them."""
    listed = ", ".join(["s." + name for name in _SEND] + ["t.id"] + ["r." + name for name in _FLAGS])
    query = f"""SELECT {listed}
        FROM sends s LEFT JOIN reported r USING (src, row) LEFT JOIN texts t USING (src, row)
        WHERE s.problem IS NULL AND s.recipient IN (SELECT recipient FROM reported)
        QUALIFY row_number() OVER (PARTITION BY s.recipient ORDER BY s.moment, s.src, s.row) <= {_FETCHED}
        ORDER BY s.recipient, s.moment, s.src, s.row"""
    reader = session.connection.cursor().execute(query)
    rows = (row for chunk in iter(lambda: reader.fetchmany(_CHUNK), []) for row in chunk)
    for recipient, group in itertools.groupby(rows, key=lambda row: str(row[2])):
        yield recipient, list(group)


def _send(row: _Row, teller: Teller) -> Send:
    src, number, recipient, moment, zone, form, marketing, event, creditor, key, *stated = row[:_ID]
    facts = {name: value for name, value in zip(CADENCE_FACTS, stated, strict=True) if value is not None}
    at = at_of(moment, zone or teller.policy.zone)
    return Send(
        recipient, at, form_of(form), "", creditor, marketing, event, facts, row[_ID] or "", teller.paths[src], number,
        zone or "", key,
    )  # fmt: skip
