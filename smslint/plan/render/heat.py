"""The heat map of a plan: sends by day and hour, or by weekday and hour where there are many days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from smslint.plan.policy import Policy
from smslint.plan.render.labels import LABELS, day_name
from smslint.plan.report import Cell

HOURS = 24
_MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One line of the map: the sends and the sends at fault of every hour."""

    name: str
    sends: tuple[int, ...]
    flagged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The map whole; `most` is its greatest number, `quiet` the hours that lie wholly in the quiet ones."""

    rows: tuple[HeatRow, ...]
    most: int
    quiet: frozenset[int]
    by_week: bool


def heat_of(cells: Iterable[Cell], policy: Policy, lang: str) -> Heat:
    """The map of `cells`."""
    cells = list(cells)
    days = sorted({one.day for one in cells})
    by_week = len(days) > _MOST_DAYS
    names = LABELS[lang]["weekdays"].split()
    keys: list[object] = list(range(7)) if by_week else list(_every_day(days))
    rows = {key: ([0] * HOURS, [0] * HOURS) for key in keys}
    for one in cells:
        sends, flagged = rows[one.day.weekday() if by_week else one.day]
        sends[one.hour] += one.sends
        flagged[one.hour] += one.flagged
    told = tuple(
        HeatRow(names[key] if isinstance(key, int) else _name(key, lang), tuple(sends), tuple(flagged))
        for key, (sends, flagged) in rows.items()
    )
    most = max((number for row in told for number in row.sends), default=0)
    return Heat(told, most, quiet_hours(policy), by_week)


def _name(key: object, lang: str) -> str:
    return day_name(key, lang) if isinstance(key, dt.date) else ""


def _every_day(days: list[dt.date]) -> Iterable[dt.date]:
    """The days from the first to the last, those without sends too where there is room for them."""
    if not days or (days[-1] - days[0]).days >= _MOST_DAYS:
        return days
    return (days[0] + dt.timedelta(days=number) for number in range((days[-1] - days[0]).days + 1))


def quiet_hours(policy: Policy) -> frozenset[int]:
    """The hours that lie in the quiet ones from their first moment on."""
    if not policy.on("quiet-hours"):
        return frozenset()
    return frozenset(hour for hour in range(HOURS) if policy.quiet.holds(dt.time(hour)))


def shade(number: int, most: int, steps: int) -> int:
    """How dark a cell is, from 0 (empty) to `steps`."""
    return 0 if not number else max(1, -(-number * steps // max(1, most)))
