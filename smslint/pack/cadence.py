"""The checks of kind `cadence` and the numbers that each of them takes: read, and checked, from YAML or settings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from smslint.errors import did_you_mean
from smslint.model import Severity
from smslint.pack.nodes import Node
from smslint.pack.types import Cadence

HOLIDAYS = ("off", "statutory", "rest")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")

Reader = Callable[[object], object]
"""A value as written -> the value; a ValueError says what was expected."""


def clock(value: object) -> dt.time:
    """A time of day: `22:00` or `22:00:30`."""
    found = _CLOCK.fullmatch(str(value).strip())
    if not found:
        raise ValueError("a time of day such as 22:00")
    hour, minute, second = (int(part or 0) for part in found.groups())
    return dt.time(hour, minute, second)


def whole(value: object) -> int:
    """A whole number from 0 on."""
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdigit():
        raise ValueError("a whole number from 0 on")
    return int(text)


def hours(value: object) -> float:
    """A number of hours from 0 on."""
    try:
        number = float("nan") if isinstance(value, bool) else float(str(value))
    except ValueError:
        number = float("nan")
    if not 0 <= number < 10_000:
        raise ValueError("a number of hours from 0 on")
    return number


def holidays(value: object) -> str:
    """Which days count as holidays: off, statutory, rest (weekends too); YAML reads a bare `off` as false."""
    text = "off" if value is False else str(value)
    if text not in HOLIDAYS:
        raise ValueError(f"one of {', '.join(HOLIDAYS)}")
    return text


@dataclass(frozen=True, slots=True)
class CadenceCheck:
    """What a check takes: its options, and whether it counts (and so needs `over`)."""

    options: Mapping[str, Reader] = field(default_factory=dict)
    counts: bool = False


_STRETCH: Mapping[str, Reader] = MappingProxyType({"start": clock, "end": clock})
CADENCE_CHECKS: Mapping[str, CadenceCheck] = MappingProxyType({
    "quiet-hours": CadenceCheck(_STRETCH),
    "marketing-hours": CadenceCheck(_STRETCH),
    "daily-frequency": CadenceCheck(counts=True),
    "weekly-frequency": CadenceCheck({"days": whole}, counts=True),
    "min-interval": CadenceCheck({"hours": hours}),
    "duplicate-text": CadenceCheck({"hours": hours}),
    "effective-demand-interval": CadenceCheck({"days": whole}),
    "escalation-order": CadenceCheck({"days": whole}),
    "contact-after-stop": CadenceCheck(),
    "record-keeping": CadenceCheck({"days": whole}),
    "holiday-send": CadenceCheck({"holidays": holidays}),
})  # fmt: skip


def read_options(check: str, node: Node | None, rule: Node) -> dict[str, object]:
    """The options of `check`, each of its type; one that is missing, unknown or ill-typed is a PackError."""
    known = CADENCE_CHECKS[check].options
    given = node.mapping(known, f"option of '{check}'") if node else {}
    for name in known:
        if name not in given:
            (node or rule).fail(f"'{check}' needs the option '{name}'{did_you_mean(name, given)}")
    return {name: _read(known[name], child) for name, child in given.items()}


def _read(reader: Reader, node: Node) -> object:
    try:
        return reader(node.value)
    except ValueError as error:
        node.fail(f"expected {error}, not '{node.value}'")


def tuned(spec: Cadence, numbers: Mapping[str, object]) -> Cadence:
    """`spec` with other numbers: options by name, counts by severity; a ValueError says what is wrong.

    A count of `off` is one that never speaks.
    """
    check = CADENCE_CHECKS[spec.check]
    severities = tuple(str(one) for one in Severity) if check.counts else ()
    options, over = dict(spec.options), dict(spec.over)
    for name, value in numbers.items():
        if name in severities:
            over.pop(Severity(name), None)
            over |= {} if value in ("off", False) else {Severity(name): _count(name, value)}
        elif name in check.options:
            options[name] = _option(check, name, value)
        else:
            known = (*severities, *check.options)
            takes = f"; it takes {', '.join(known)}" if known else "; it takes no numbers"
            raise ValueError(f"'{spec.check}' has no '{name}'{did_you_mean(name, known)}{takes}")
    return spec._replace(options=options, over=over)


def _count(name: str, value: object) -> int:
    try:
        return whole(value)
    except ValueError as error:
        raise ValueError(f"{name}: expected {error}, or off, not '{value}'") from None


def _option(check: CadenceCheck, name: str, value: object) -> object:
    try:
        return check.options[name](value)
    except ValueError as error:
        raise ValueError(f"{name}: expected {error}, not '{value}'") from None
