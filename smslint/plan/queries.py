"""The checks as windowed SQL over a table of sends; plain enough for DuckDB and for Spark alike.

The table has a row a send, with the columns that `sends_columns` names: `moment` is in microseconds since 1970 (UTC),
`clock` in microseconds since midnight and `day` in days since 1970, both on the recipient's clock; `form` is one of
FORM_CODES; `holiday` is its name, or NULL. The answer has a row for every send that a check finds fault with, in the
columns FLAG_COLUMNS; record-keeping alone, which looks at `has_id` and nothing else, is counted elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from smslint.model import Severity
from smslint.plan.model import DEBT_STOPS, FORM_CODES, MARKETING_STOPS, STOPS
from smslint.plan.policy import COLLECTION, Hours, Policy
from smslint.plan.windows import DAYS, WHOLE, Shape, comparable, counted, debt, windows

HOUR = 3_600_000_000
FLAG_COLUMNS = (
    "src", "row", "recipient", "ord", "moment", "day", "form", "quiet", "marketing_hours", "holiday_send", "daily",
    "weekly", "interval_ord", "duplicate_ord", "demand_ord", "escalation", "stops", "stop_ords",
)  # fmt: skip
"""`daily` and `weekly` are counts, 0 where they are within all numbers; `…_ord` the place, from 1 and in order of time,
of the recipient's send that came too shortly before; `stops` has a bit for every stop, in the order of STOPS; where
`stop_ords` has more than one, they are parted by commas."""


def flags_query(
    policy: Policy, table: str, shape: Shape = WHOLE, *, keep: Sequence[str] = (), every: bool = False
) -> str:
    """The query over `table` (a name, or a query in brackets) that flags sends.

    `keep` are further columns to give; with `every` there is a row for each of the table, flagged or not.
    """
    checks = [one for one in _FLAGS if policy.on(one)]
    place = "CAST(row_number() OVER (PARTITION BY recipient ORDER BY moment, src, row) AS BIGINT) AS ord"
    ordered = f"SELECT *, {place} FROM {table} AS sends"
    named = [f"{sql} AS {name}" for name, sql in windows(policy, shape, checks).items()]
    windowed = f"SELECT {', '.join(['*', *named])} FROM ({ordered}) AS ordered"
    flags = {one: _FLAGS[one](policy, shape) if one in checks else {} for one in _FLAGS}
    found = {name: sql for group in flags.values() for name, sql in group.items()}
    listed = ", ".join(f"{found.get(name, _EMPTY[name])} AS {name}" for name in FLAG_COLUMNS[7:])
    hit = " OR ".join(_HIT[name] for name in FLAG_COLUMNS[7:-1])
    given = ", ".join((*FLAG_COLUMNS[:7], *keep))
    flagged = f"SELECT {given}, {listed} FROM ({windowed}) AS windowed"
    if every:
        return flagged
    return f"SELECT {', '.join((*FLAG_COLUMNS, *keep))} FROM ({flagged} WHERE NOT event) AS flagged WHERE {hit}"


_EMPTY: Mapping[str, str] = {
    "quiet": "false", "marketing_hours": "false", "holiday_send": "false", "daily": "0", "weekly": "0",
    "interval_ord": "0", "duplicate_ord": "0", "demand_ord": "0", "escalation": "false", "stops": "0",
    "stop_ords": "''",
}  # fmt: skip
_HIT = {name: name if empty == "false" else f"{name} > 0" for name, empty in _EMPTY.items()}


def _quiet(policy: Policy, shape: Shape) -> dict[str, str]:
    awake = "coalesce(consent_night, false)"
    return {"quiet": f"({counted(policy, 'quiet-hours')} AND {_within(policy.quiet)} AND NOT {awake})"}


def _marketing(policy: Policy, shape: Shape) -> dict[str, str]:
    return {"marketing_hours": f"(marketing AND NOT {_within(policy.marketing)})"}


def _holiday(policy: Policy, shape: Shape) -> dict[str, str]:
    return {"holiday_send": f"(holiday IS NOT NULL AND {counted(policy, 'holiday-send')})"}


def _within(hours: Hours) -> str:
    start, end = _microseconds(hours.start), _microseconds(hours.end)
    joint = "AND" if start <= end else "OR"
    return f"(clock >= {start} {joint} clock < {end})"


def _microseconds(clock: dt.time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000


def _count(count: str, check: str, over: Mapping[Severity, float], policy: Policy) -> str:
    least = int(min(over.values())) if over else None
    if least is None:
        return "0"
    return f"(CASE WHEN {counted(policy, check)} AND {count} > {least} THEN {count} ELSE 0 END)"


def _daily(policy: Policy, shape: Shape) -> dict[str, str]:
    return {"daily": _count("daily_count", "daily-frequency", policy.daily, policy)}


def _weekly(policy: Policy, shape: Shape) -> dict[str, str]:
    count = "(weekly_sofar - coalesce(weekly_gone, 0))"
    return {"weekly": _count(count, "weekly-frequency", policy.weekly, policy)}


def _interval(policy: Policy, shape: Shape) -> dict[str, str]:
    near = f"{counted(policy, 'min-interval')} AND moment - interval_at < {_length(policy.interval_hours)}"
    return {"interval_ord": f"(CASE WHEN {near} THEN interval_last ELSE 0 END)"}


def _duplicate(policy: Policy, shape: Shape) -> dict[str, str]:
    near = f"{comparable(policy)} AND moment - duplicate_at < {_length(policy.duplicate_hours)}"
    return {"duplicate_ord": f"(CASE WHEN {near} THEN duplicate_last ELSE 0 END)"}


def _length(hours: float) -> int:
    return round(hours * HOUR)


def _demand(policy: Policy, shape: Shape) -> dict[str, str]:
    last = debt("demand", shape)
    near = f"{counted(policy, 'effective-demand-interval')} AND day - {last} % {DAYS} < {policy.demand_days}"
    return {"demand_ord": f"(CASE WHEN {near} THEN CAST(floor({last} / {DAYS}) AS BIGINT) ELSE 0 END)"}


def _escalation(policy: Policy, shape: Shape) -> dict[str, str]:
    warned = f"coalesce({debt('softer', shape)} >= day - {policy.escalation_days}, false)"
    excused = "coalesce(prior_notice_sent, false)"
    return {"escalation": f"({counted(policy, 'escalation-order')} AND NOT {warned} AND NOT {excused})"}


def _stop(policy: Policy, shape: Shape) -> dict[str, str]:
    bits, places = ["0"], []
    for name in shape.stops:
        stated = debt(f"{name}_stated", shape) if name in DEBT_STOPS else f"{name}_stated_any"
        forms = ", ".join(str(FORM_CODES[form]) for form in sorted(COLLECTION, key=lambda one: FORM_CODES[one]))
        looked = f"(form IN ({forms}) {'OR marketing' if name in MARKETING_STOPS else ''})"
        holds = f"{looked} AND {stated} % 2 = 1"
        bits.append(f"CASE WHEN {holds} THEN {1 << STOPS.index(name)} ELSE 0 END")
        places.append(
            f"CASE WHEN {holds} THEN concat(CAST(CAST(floor({stated} / 2) AS BIGINT) AS STRING), ',') ELSE '' END"
        )
    return {"stops": f"({' + '.join(bits)})", "stop_ords": f"concat({', '.join(places)})" if places else "''"}


_FLAGS = {
    "quiet-hours": _quiet, "marketing-hours": _marketing, "holiday-send": _holiday, "daily-frequency": _daily,
    "weekly-frequency": _weekly, "min-interval": _interval, "duplicate-text": _duplicate,
    "effective-demand-interval": _demand, "escalation-order": _escalation, "contact-after-stop": _stop,
}  # fmt: skip


def sends_columns() -> Iterator[str]:
    """The columns that the query needs."""
    yield from (
        "src",
        "row",
        "recipient",
        "moment",
        "day",
        "clock",
        "form",
        "marketing",
        "event",
        "creditor",
        "text_key",
    )
    yield from (*STOPS, "consent_night", "prior_notice_sent", "holiday")
