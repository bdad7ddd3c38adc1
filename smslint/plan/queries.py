"""The checks as windowed SQL over a table of sends; plain enough for DuckDB and for Spark alike.

The table has a row a send, with the columns that `sends_columns` names: `moment` is in microseconds since 1970 (UTC),
`clock` in microseconds since midnight and `day` in days since 1970, both on the recipient's clock; `form` is one of
FORM_CODES; `holiday` is its name, or NULL. The answer has a row for every send that a check finds fault with, in the
columns FLAG_COLUMNS; record-keeping alone, which looks at `has_id` and nothing else, is counted elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smslint.model import Form, Severity
from smslint.plan.model import DEBT_STOPS, FORM_CODES, MARKETING_STOPS, STOPS
from smslint.plan.policy import COLLECTION, Hours, Policy

HOUR = 3_600_000_000
_DAYS = 131_072  # more than the days of all years that are read: a place and a day fit into one number
_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_SO_FAR = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
FLAG_COLUMNS = (
    "src", "row", "recipient", "ord", "moment", "day", "form", "quiet", "marketing_hours", "holiday_send", "daily",
    "weekly", "interval_ord", "duplicate_ord", "demand_ord", "escalation", "stops", "stop_ords",
)  # fmt: skip
"""`daily` and `weekly` are counts, 0 where they are within all numbers; `…_ord` the place, from 1 and in order of time,
of the recipient's send that came too shortly before; `stops` has a bit for every stop, in the order of STOPS; where
`stop_ords` has more than one, they are parted by commas."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the data hold, so that nothing is computed for what is not there."""

    creditors: bool = True
    stops: tuple[str, ...] = STOPS


def flags_query(
    policy: Policy, table: str, shape: Shape = Shape(), *, keep: Sequence[str] = (), every: bool = False
) -> str:
    """The query over `table` (a name, or a query in brackets) that flags sends.

    `keep` are further columns to give; with `every` there is a row for each of the table, flagged or not.
    """
    checks = [one for one in _FLAGS if policy.on(one)]
    place = "CAST(row_number() OVER (PARTITION BY recipient ORDER BY moment, src, row) AS BIGINT) AS ord"
    ordered = f"SELECT *, {place} FROM {table} AS sends"
    windows = ", ".join(f"{sql} AS {name}" for name, sql in _windows(policy, shape, checks).items())
    windowed = f"SELECT *{', ' + windows if windows else ''} FROM ({ordered}) AS ordered"
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


def counted(policy: Policy, check: str) -> str:
    """The condition under which `check` looks at a send."""
    codes = sorted(FORM_CODES[form] for form in policy.forms(check))
    return f"(NOT event AND form IN ({', '.join(map(str, codes))}))"


def _windows(policy: Policy, shape: Shape, checks: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for check in checks:
        if check in _WINDOWS:
            found |= _WINDOWS[check](policy, shape)
    return found


def _over(partition: str, order: str, frame: str) -> str:
    return f"OVER (PARTITION BY {partition} ORDER BY {order} {frame})"


def _daily_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    one = f"sum(CASE WHEN {counted(policy, 'daily-frequency')} THEN 1 ELSE 0 END)"
    return {"daily_count": f"{one} {_over('recipient, day', 'ord', _SO_FAR)}"}


def _weekly_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    one = f"sum(CASE WHEN {counted(policy, 'weekly-frequency')} THEN 1 ELSE 0 END)"
    long_ago = f"RANGE BETWEEN UNBOUNDED PRECEDING AND {policy.weekly_days} PRECEDING"
    return {
        "weekly_sofar": f"{one} {_over('recipient', 'ord', _SO_FAR)}",
        "weekly_gone": f"{one} {_over('recipient', 'day', long_ago)}",
    }


def _interval_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    those = counted(policy, "min-interval")
    over = _over("recipient", "ord", _BEFORE)
    return {
        "interval_last": f"max(CASE WHEN {those} THEN ord END) {over}",
        "interval_at": f"max(CASE WHEN {those} THEN moment END) {over}",
    }


def _duplicate_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    those = _comparable(policy)
    over = f"OVER (PARTITION BY recipient, {those}, text_key ORDER BY ord)"
    return {"duplicate_last": f"lag(ord) {over}", "duplicate_at": f"lag(moment) {over}"}


def _comparable(policy: Policy) -> str:
    return f"(text_key IS NOT NULL AND (marketing OR {counted(policy, 'duplicate-text')}))"


def _demand_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    those = counted(policy, "effective-demand-interval")
    return _of_debt("demand", f"{those}", f"ord * {_DAYS} + day", shape, _BEFORE)


def _escalation_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    softer = f"(NOT event AND form IN ({FORM_CODES[Form.REMINDER]}, {FORM_CODES[Form.SOFT]}))"
    return _of_debt("softer", softer, "day", shape, _BEFORE)


def _stop_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in shape.stops:
        stated = f"ord * 2 + CASE WHEN {name} THEN 1 ELSE 0 END"
        if name in DEBT_STOPS:
            found |= _of_debt(f"{name}_stated", f"{name} IS NOT NULL", stated, shape, _SO_FAR)
        else:
            over = _over("recipient", "ord", _SO_FAR)
            found[f"{name}_stated_any"] = f"max(CASE WHEN {name} IS NOT NULL THEN {stated} END) {over}"
    return found


def _of_debt(name: str, those: str, value: str, shape: Shape, frame: str) -> dict[str, str]:
    """The greatest value among all sends to a recipient, those of the same creditor, and those that name none."""
    anyone = _over("recipient", "ord", frame)
    found = {f"{name}_any": f"max(CASE WHEN {those} THEN {value} END) {anyone}"}
    if shape.creditors:
        same = _over("recipient, creditor", "ord", frame)
        found[f"{name}_same"] = f"max(CASE WHEN {those} THEN {value} END) {same}"
        found[f"{name}_none"] = f"max(CASE WHEN {those} AND creditor = '' THEN {value} END) {anyone}"
    return found


def _debt(name: str, shape: Shape) -> str:
    """What of those holds for a send: its creditor's and those without one; for a send without one, all."""
    if not shape.creditors:
        return f"{name}_any"
    both = f"CASE WHEN {name}_none IS NULL OR {name}_same >= {name}_none THEN {name}_same ELSE {name}_none END"
    return f"(CASE WHEN creditor = '' THEN {name}_any ELSE {both} END)"


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
    near = f"{_comparable(policy)} AND moment - duplicate_at < {_length(policy.duplicate_hours)}"
    return {"duplicate_ord": f"(CASE WHEN {near} THEN duplicate_last ELSE 0 END)"}


def _length(hours: float) -> int:
    return round(hours * HOUR)


def _demand(policy: Policy, shape: Shape) -> dict[str, str]:
    last = _debt("demand", shape)
    near = f"{counted(policy, 'effective-demand-interval')} AND day - {last} % {_DAYS} < {policy.demand_days}"
    return {"demand_ord": f"(CASE WHEN {near} THEN CAST(floor({last} / {_DAYS}) AS BIGINT) ELSE 0 END)"}


def _escalation(policy: Policy, shape: Shape) -> dict[str, str]:
    warned = f"coalesce({_debt('softer', shape)} >= day - {policy.escalation_days}, false)"
    excused = "coalesce(prior_notice_sent, false)"
    return {"escalation": f"({counted(policy, 'escalation-order')} AND NOT {warned} AND NOT {excused})"}


def _stop(policy: Policy, shape: Shape) -> dict[str, str]:
    bits, places = ["0"], []
    for name in shape.stops:
        stated = _debt(f"{name}_stated", shape) if name in DEBT_STOPS else f"{name}_stated_any"
        forms = ", ".join(str(FORM_CODES[form]) for form in sorted(COLLECTION, key=lambda one: FORM_CODES[one]))
        looked = f"(form IN ({forms}) {'OR marketing' if name in MARKETING_STOPS else ''})"
        holds = f"{looked} AND {stated} % 2 = 1"
        bits.append(f"CASE WHEN {holds} THEN {1 << STOPS.index(name)} ELSE 0 END")
        places.append(
            f"CASE WHEN {holds} THEN concat(CAST(CAST(floor({stated} / 2) AS BIGINT) AS STRING), ',') ELSE '' END"
        )
    return {"stops": f"({' + '.join(bits)})", "stop_ords": f"concat({', '.join(places)})" if places else "''"}


_WINDOWS = {
    "daily-frequency": _daily_windows, "weekly-frequency": _weekly_windows, "min-interval": _interval_windows,
    "duplicate-text": _duplicate_windows, "effective-demand-interval": _demand_windows,
    "escalation-order": _escalation_windows, "contact-after-stop": _stop_windows,
}  # fmt: skip
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
