"""A time as people and systems write it -> an instant: ISO 8601 with an offset or a zone, or bare in a zone given."""

from __future__ import annotations

import datetime as dt
import re

from smslint.errors import ConfigError
from smslint.plan.zones import zone_of

BAD_TIME, UNKNOWN_ZONE, DATE_ONLY, OUT_OF_RANGE = -1, -2, -3, -4
"""What `instant` gives in place of microseconds for a time that is none."""
YEARS = (1970, 2200)  # the first year read, and the first no longer read
_MICROSECOND = dt.timedelta(microseconds=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_WRITTEN = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
    r"(?:(?:[Tt]|\s+|(?<=日))(\d{1,2})(?::|时|点)(\d{2})分?(?::?(\d{2})(?:[.,](\d{1,9}))?秒?)?(?P<rest>.*))?",
    re.ASCII | re.DOTALL,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?P<rest>(?![\d.]).*)?)?", re.ASCII | re.DOTALL)
_REST = re.compile(r"\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?\s*(?:\[([^\[\]]+)\]|([A-Za-z][\w+\-/]*))?", re.ASCII)


def instant(written: str, zone: str) -> int:
    """Microseconds since 1970 (UTC), or a negative number that says what is wrong.

    A time without offset or zone is one of `zone`; where a clock was set back, the first of the two; where it was set
    forward over it, as much later as the clock was moved. An offset goes before a zone named behind it.
    """
    text = written.strip()
    found = _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return BAD_TIME
    if found[4] is None:
        return DATE_ONLY
    rest = _REST.fullmatch(found["rest"] or "")
    if not rest:
        return BAD_TIME
    tz = _tz(rest[1], rest[2] or rest[3], zone)
    return UNKNOWN_ZONE if tz is None else _instant(found, tz)


def _instant(found: re.Match[str], tz: dt.tzinfo) -> int:
    fraction = (found[7] if found.re is _WRITTEN else None) or ""
    year, month, day, hour, minute, second = (int(found[group] or 0) for group in range(1, 7))
    try:
        at = dt.datetime(year, month, day, hour, minute, second, int(f"{fraction[:6]:0<6}"), tz)
        microseconds = (at.astimezone(dt.UTC) - _EPOCH) // _MICROSECOND
    except ValueError:
        return BAD_TIME
    except OverflowError:
        return OUT_OF_RANGE
    return microseconds if in_range(microseconds) else OUT_OF_RANGE


def in_range(microseconds: int) -> bool:
    """Whether an instant lies in the years that are read."""
    return EARLIEST <= microseconds < LATEST


EARLIEST = (dt.datetime(YEARS[0], 1, 2, tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND
LATEST = (dt.datetime(YEARS[1], 1, 1, tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND


def _tz(offset: str | None, name: str | None, zone: str) -> dt.tzinfo | None:
    """The zone that a time is to be read in; None for one that nobody knows."""
    try:
        named = zone_of(name) if name else None
        if offset is None:
            return named or zone_of(zone)
    except ConfigError:
        return None
    if offset in ("Z", "z"):
        return dt.UTC
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if minutes >= 24 * 60 or int(digits[2:] or 0) >= 60:
        return None
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def at_of(microseconds: int, zone: str) -> dt.datetime:
    """The instant as a time on the clock of `zone`."""
    return (_EPOCH + dt.timedelta(microseconds=microseconds)).astimezone(zone_of(zone))


def microseconds_of(at: dt.datetime) -> int:
    """An aware time as microseconds since 1970 (UTC)."""
    return (at - _EPOCH) // _MICROSECOND
