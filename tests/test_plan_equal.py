"""The queries over tables say row by row what the plain Python says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_sends import made_sends, write_csv

from smslint.plan import Policy, Send, read_policy
from smslint.plan.model import STOPS
from smslint.plan.reference import faults_of

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
pytest.importorskip("chinese_calendar")

Flags = dict[str, object]
HOUSES = {
    "as shipped": {},
    "with holidays and other numbers": {
        "holiday-send.holidays": "rest", "daily-frequency.warning": 2, "weekly-frequency.days": 5,
        "weekly-frequency.error": 8, "min-interval.hours": 3.5, "duplicate-text.hours": 200,
        "quiet-hours.start": "00:00", "effective-demand-interval.days": 7, "escalation-order.days": 3,
    },
}  # fmt: skip
COUNTED = {"daily-frequency": "daily", "weekly-frequency": "weekly"}
PLACED = {
    "min-interval": "interval_ord", "duplicate-text": "duplicate_ord", "effective-demand-interval": "demand_ord",
}  # fmt: skip
TRUE = {
    "quiet-hours": "quiet", "marketing-hours": "marketing_hours", "holiday-send": "holiday_send",
    "escalation-order": "escalation",
}  # fmt: skip


def by_query(folder: Path, log: list[Send], plan: list[Send], policy: Policy) -> dict[tuple[str, int], Flags]:
    from smslint import Linter
    from smslint.plan.functions import register
    from smslint.plan.load import File, find_flags, load
    from smslint.plan.session import session, silent

    write_csv(folder / "log.csv", log)
    write_csv(folder / "plan.csv", plan)
    with session(threads=2) as made:
        register(made.connection, Linter())
        files = [File(str(folder / "plan.csv"), False), File(str(folder / "log.csv"), True)]
        load(made, files, {}, policy, silent)
        find_flags(made, policy, silent)
        assert made.one("SELECT count(*) FROM sends WHERE problem IS NULL") == (len(log) + len(plan),)
        names = [str(one[0]) for one in made.connection.execute("DESCRIBE flagged").fetchall()]
        rows = [dict(zip(names, row, strict=True)) for row in made.rows("SELECT * FROM flagged")]
    return {(("log", "plan")[row["src"]], int(str(row["row"]))): row for row in rows}  # type: ignore[call-overload]


def expected(sends: list[Send], policy: Policy) -> dict[tuple[str, int], Flags]:
    found: dict[tuple[str, int], Flags] = {}
    for send, fault in faults_of(sends, policy):
        if fault.check == "record-keeping":
            continue
        row = found.setdefault((send.source, send.row), {})
        if fault.check in COUNTED:
            row[COUNTED[fault.check]] = fault.count
        elif fault.check in PLACED:
            row[PLACED[fault.check]] = (fault.earlier[0].source, fault.earlier[0].row)
        elif fault.check == "contact-after-stop":
            row["stops"] = sum(1 << STOPS.index(one) for one in fault.stops)
        else:
            row[TRUE[fault.check]] = True
    return found


def told(row: Flags, places: dict[tuple[object, object], tuple[str, int]]) -> Iterator[tuple[str, object]]:
    """What a row of the query says, in the words of `expected`."""
    for name in (*COUNTED.values(), *TRUE.values(), "stops"):
        if row[name]:
            yield name, row[name]
    for name in PLACED.values():
        if row[name]:
            yield name, places[row["recipient"], row[name]]


@pytest.mark.parametrize("house", HOUSES)
def test_duckdb_and_plain_python_agree_on_20_000_rows(house: str, tmp_path: Path) -> None:
    policy = read_policy(numbers=HOUSES[house])
    log, plan = made_sends(10_000, 1, "log"), made_sends(10_000, 2, "plan")
    found = by_query(tmp_path, log, plan, policy)
    wanted = expected([*log, *plan], policy)
    places: dict[tuple[object, object], tuple[str, int]] = {}
    count: dict[str, int] = {}
    for send in sorted([*log, *plan], key=lambda one: one.at):
        count[send.recipient] = count.get(send.recipient, 0) + 1
        places[send.recipient, count[send.recipient]] = (send.source, send.row)
    assert {name for row in wanted.values() for name in row} == {
        *COUNTED.values(),
        *PLACED.values(),
        *TRUE.values(),
        "stops",
    } - (set() if policy.holidays != "off" else {"holiday_send"})
    assert {key: dict(told(row, places)) for key, row in found.items()} == wanted
