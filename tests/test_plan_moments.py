"""Times as they are written, and the clocks of zones: Python and the SQL made from it say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.plan.moments import BAD_TIME, DATE_ONLY, OUT_OF_RANGE, UNKNOWN_ZONE, at_of, instant, microseconds_of
from smslint.plan.offsets import SECOND, changes, offset_at, offset_on_wall

SHANGHAI, YORK, HOWE, CASABLANCA = "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"
ZONES = (SHANGHAI, YORK, HOWE, CASABLANCA)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24T22:00:00+08:00", "2026-11-24T22:00:00", "2026-11-24 22:00", "2026-11-24t22:00:00",
        "2026-11-24T14:00:00Z", "2026-11-24T14:00Z", "2026-11-24T22:00:00+0800", "2026-11-24T22:00:00+08",
        "2026/11/24 22:00:00", "2026.11.24 22:00", "2026年11月24日 22:00", "2026年11月24日22时00分00秒",
        "20261124T220000", "20261124220000", "20261124T220000+0800", "2026-11-24 23:00:00 Asia/Tokyo",
        "2026-11-24T23:00:00+09:00[Asia/Tokyo]", "2026-11-24T22:00:00.000000000+08:00", " 2026-11-24  22:00 ",
        "2026-11-24T09:00:00-05:00", "2026-11-24 9:00 America/New_York",
    ],
)  # fmt: skip
def test_one_moment_in_many_spellings(written: str) -> None:
    assert at_of(instant(written, SHANGHAI), SHANGHAI).isoformat() == "2026-11-24T22:00:00+08:00"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2026-11-24", DATE_ONLY), ("20261124", DATE_ONLY), ("2026年11月24日", DATE_ONLY), ("tomorrow", BAD_TIME),
        ("", BAD_TIME), ("2026-02-30 10:00", BAD_TIME), ("2026-11-24 24:00:00", BAD_TIME), ("1795528800", BAD_TIME),
        ("2026-13-01 10:00", BAD_TIME), ("2026-11-24 10:60", BAD_TIME), ("22:00", BAD_TIME),
        ("2026-11-24 22:00 CST", UNKNOWN_ZONE),
        ("2026-11-24 22:00 Mars/Base", UNKNOWN_ZONE), ("2026-11-24T22:00:00+99:00", UNKNOWN_ZONE),
        ("1969-12-31 10:00", OUT_OF_RANGE), ("2200-01-02 10:00", OUT_OF_RANGE), ("0001-01-01 00:00", OUT_OF_RANGE),
        ("２０２６-11-24 10:00", BAD_TIME), ("2026-11-24 10:00 ; DROP TABLE sends", BAD_TIME),
    ],
)  # fmt: skip
def test_what_is_no_moment(written: str, problem: int) -> None:
    assert instant(written, SHANGHAI) == problem


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-03-08 01:59:59", "2026-03-08T01:59:59-05:00"),
        ("2026-03-08 02:00:00", "2026-03-08T03:00:00-04:00"),  # the clock skips from 2 to 3
        ("2026-03-08 02:30:00", "2026-03-08T03:30:00-04:00"),
        ("2026-03-08 03:00:00", "2026-03-08T03:00:00-04:00"),
        ("2026-11-01 01:30:00", "2026-11-01T01:30:00-04:00"),  # the first of two
        ("2026-11-01 02:00:00", "2026-11-01T02:00:00-05:00"),
        ("2026-11-01 01:30:00-05:00", "2026-11-01T01:30:00-05:00"),  # the second, by its offset
    ],
)
def test_clocks_that_are_moved(written: str, told: str) -> None:
    assert at_of(instant(written, YORK), YORK).isoformat() == told


def test_the_changes_of_a_zone() -> None:
    first, found = changes(SHANGHAI)
    assert first == 8 * 3600 * SECOND
    assert {after for _, _, after in found} == {8 * 3600 * SECOND, 9 * 3600 * SECOND}  # summer time, 1986 to 1991
    assert at_of(found[-1][0], "UTC").year == 1991
    march = next(at for at, _, _ in changes(YORK)[1] if at_of(at, "UTC").year == 2026)
    assert at_of(march, "UTC").isoformat() == "2026-03-08T07:00:00+00:00"


@pytest.fixture(scope="module")
def offsets() -> Iterator[object]:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    yield connection
    connection.close()


def test_sql_knows_every_clock_to_the_second(offsets: object) -> None:
    values, wanted = [], []
    for zone in ZONES:
        edges = [at for at, _, _ in changes(zone)[1]]
        for at in [*edges[:6], *edges[60:70], *edges[-4:], 1_795_528_800 * SECOND]:
            for second in (at - SECOND, at, at + SECOND, at - 1, at + 1800 * SECOND):
                values.append((zone, second))
                wanted.append((_offset_at(second, zone), _offset_on_wall(second, zone)))
    rows = ", ".join(f"('{zone}', {second})" for zone, second in values)
    query = f"SELECT {offset_at(ZONES, 'z', 'm')}, {offset_on_wall(ZONES, 'z', 'm')} FROM (VALUES {rows}) t(z, m)"
    assert offsets.execute(query).fetchall() == wanted  # type: ignore[attr-defined]


def _offset_at(moment: int, zone: str) -> int:
    offset = at_of(moment, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) * SECOND


def _offset_on_wall(wall: int, zone: str) -> int:
    """What Python holds the offset to be when the clock shows `wall`."""
    shown = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=wall)
    offset = shown.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) * SECOND


@given(
    st.datetimes(
        dt.datetime(1970, 1, 3), dt.datetime(2199, 12, 30), timezones=st.sampled_from([*map(ZoneInfo, ZONES)])
    ),
)
def test_what_is_written_is_read_back(at: dt.datetime) -> None:
    utc = at.astimezone(dt.UTC)  # a time in a gap of the clock is written as the one that it stands for
    there = utc.astimezone(at.tzinfo)
    assert instant(there.isoformat(), "UTC") == microseconds_of(utc)
    assert instant(there.isoformat().replace("T", " "), "UTC") == microseconds_of(utc)
