"""What a zone's clock shows, as arithmetic of SQL: the offsets between its changes, in microseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from smslint.plan.moments import EARLIEST, LATEST, YEARS
from smslint.plan.session import text_literal
from smslint.plan.zones import zone_of

SECOND = 1_000_000
DAY = 86_400 * SECOND
Change = tuple[int, int, int]
"""An instant, the offset before it and the offset from it on."""


@lru_cache(maxsize=128)
def changes(zone: str) -> tuple[int, tuple[Change, ...]]:
    """The offset with which the years that are read begin in `zone`, and every change of it, in order."""
    tz, found = zone_of(zone), list[Change]()
    day, last = dt.datetime(YEARS[0], 1, 1, tzinfo=dt.UTC), dt.datetime(YEARS[1], 1, 2, tzinfo=dt.UTC)
    first = before = _offset(day, tz)
    while day < last:
        after = _offset(day + dt.timedelta(days=1), tz)
        if after != before:
            found.append((_change(day, tz), before, after))
        day, before = day + dt.timedelta(days=1), after
    return first, tuple(found)


def _offset(at: dt.datetime, tz: dt.tzinfo) -> int:
    offset = at.astimezone(tz).utcoffset()
    return int(offset.total_seconds()) * SECOND if offset else 0


def _change(day: dt.datetime, tz: dt.tzinfo) -> int:
    """The second, on the day that begins at `day`, at which the offset changes."""
    low, high = 0, 86_400
    before = _offset(day, tz)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(day + dt.timedelta(seconds=middle), tz) == before else (low, middle)
    return int((day + dt.timedelta(seconds=high)).timestamp()) * SECOND


def offset_at(zones: Sequence[str], zone: str, instant: str) -> str:
    """The offset of the zone that the expression `zone` names, at the instant of the expression `instant`."""
    return _by_zone(zones, zone, lambda one: _steps(one, instant, lambda change: change[0]))


def offset_on_wall(zones: Sequence[str], zone: str, wall: str) -> str:
    """The same for what a clock shows: the earlier of two instants; in a gap, as if the clock had not been moved."""
    return _by_zone(zones, zone, lambda one: _steps(one, wall, lambda change: change[0] + max(change[1:])))


def _by_zone(zones: Sequence[str], zone: str, steps: Callable[[str], str]) -> str:
    if len(zones) == 1:
        return steps(zones[0])
    branches = " ".join(f"WHEN {text_literal(one)} THEN {steps(one)}" for one in zones)
    return f"(CASE {zone} {branches} END)"


def _steps(zone: str, value: str, edge: Callable[[Change], int]) -> str:
    first, found = changes(zone)
    edges = [(edge(change), change[2]) for change in found if EARLIEST - DAY <= edge(change) <= LATEST + DAY]
    if not edges:
        return str(found[-1][2] if found else first)
    early = [change for change in found if edge(change) < EARLIEST - DAY]
    return "".join(_tree(value, early[-1][2] if early else first, edges))


def _tree(value: str, before: int, edges: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Halving, so that no value is compared with more than a few edges."""
    if not edges:
        yield str(before)
        return
    middle = len(edges) // 2
    at, after = edges[middle]
    yield f"(CASE WHEN {value} < {at} THEN "
    yield from _tree(value, before, edges[:middle])
    yield " ELSE "
    yield from _tree(value, after, edges[middle + 1 :])
    yield " END)"
