"""The windows of the checks: what of a recipient's other sends has to be known of each, as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smslint.model import Form
from smslint.plan.model import DEBT_STOPS, FORM_CODES, STOPS
from smslint.plan.policy import Policy

DAYS = 131_072
"""More than the days of all years that are read: a place and a day fit into one number."""
_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_SO_FAR = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the data hold, so that nothing is computed for what is not there."""

    creditors: bool = True
    stops: tuple[str, ...] = STOPS


WHOLE = Shape()
"""Data that hold everything."""


def counted(policy: Policy, check: str) -> str:
    """The condition under which `check` looks at a send."""
    codes = sorted(FORM_CODES[form] for form in policy.forms(check))
    return f"(NOT event AND form IN ({', '.join(map(str, codes))}))"


def windows(policy: Policy, shape: Shape, checks: Iterable[str]) -> dict[str, str]:
    """The windows that `checks` need, by the names of their columns."""
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
    those = comparable(policy)
    over = f"OVER (PARTITION BY recipient, {those}, text_key ORDER BY ord)"
    return {"duplicate_last": f"lag(ord) {over}", "duplicate_at": f"lag(moment) {over}"}


def comparable(policy: Policy) -> str:
    """The condition under which the text of a send is compared with others."""
    return f"(text_key IS NOT NULL AND (marketing OR {counted(policy, 'duplicate-text')}))"


def _demand_windows(policy: Policy, shape: Shape) -> dict[str, str]:
    those = counted(policy, "effective-demand-interval")
    return _of_debt("demand", f"{those}", f"ord * {DAYS} + day", shape, _BEFORE)


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


def debt(name: str, shape: Shape) -> str:
    """What of those holds for a send: its creditor's and those without one; for a send without one, all."""
    if not shape.creditors:
        return f"{name}_any"
    both = f"CASE WHEN {name}_none IS NULL OR {name}_same >= {name}_none THEN {name}_same ELSE {name}_none END"
    return f"(CASE WHEN creditor = '' THEN {name}_any ELSE {both} END)"


_WINDOWS = {
    "daily-frequency": _daily_windows, "weekly-frequency": _weekly_windows, "min-interval": _interval_windows,
    "duplicate-text": _duplicate_windows, "effective-demand-interval": _demand_windows,
    "escalation-order": _escalation_windows, "contact-after-stop": _stop_windows,
}  # fmt: skip
