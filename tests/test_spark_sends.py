"""Rows of a data frame are read as those of a file are: the same values, the same rows that cannot be used."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")

from smslint import Linter  # noqa: E402
from smslint.plan import read_policy  # noqa: E402
from smslint.plan.columns import find_columns  # noqa: E402
from smslint.plan.functions import register  # noqa: E402
from smslint.plan.load import File, load  # noqa: E402
from smslint.plan.session import session, silent  # noqa: E402
from smslint.spark.recipe import recipe  # noqa: E402
from smslint.spark.sends import SEND_COLUMNS, Source, picked  # noqa: E402

CELLS: dict[str, tuple[str, ...]] = {
    "recipient": (
        "13800000000", "+86 138-0000-0001", "008613800000002", "８６１３８００００００００３", "(138)0000 0004",
        "138000000055", "客户 1", " 客户 1 ", "a-b", "", " ", "1380000.0006", "13800000007.0", "\u00a013800000010",
        "138\u300000000011",
    ),
    "send_at": (
        "2026-11-24 09:00:00", "2026-11-24T22:00:00+08:00", "2026-11-24T22:00:00Z", "2026-11-24 22:00:00.123456",
        "2026-11-24T22:00:00,5-0330", "2026/1/5 8:05", "2026-02-30 09:00:00", "2026-11-24 24:00:00",
        "2026-11-24 09:00:60", "2026-11-24T09:00:00+25:00", "  2026-11-24 09:00:00  ", "2026-03-08 02:30:00",
        "2026-11-01 01:30:00", "2026-11-24 09:00 Asia/Tokyo", "2026-11-24T09:00+09:00[Asia/Tokyo]", "20261124",
        "20261124090000", "1969-12-31 23:59:59", "2200-01-01 00:00:00", "2199-12-31 23:59:59", "1970-01-02 00:00:00",
        "", "x", "2026年11月24日22点", "2026-11-24 9:5:1", "２０２６-11-24 09:00:00", "1986-05-04 02:30:00",
        "1991-09-15 01:30:00", "0001-01-01 00:00:00",
    ),
    "zone": ("", "", "", "Asia/Tokyo", "America/New_York", "Mars/X", "UTC", "Europe/London", " "),
    "form": ("soft", "SOFT", "Formal", " reminder ", "auto", "", "none", "催款通知", "温馨提示", "无", "soff"),
    "channel": ("", "", "marketing", "营销", "MARKETING", "sms", " 推广 "),
    "text": (
        "您好", "【海岬银行】张先生，您的贷款已逾期5天，请还款。", "会员优惠，退订回T", "拒收请回复R", "回T取消", "  ",
        "", " 您好 ", "\t", "1.0", "NULL", "nan",
    ),
    "creditor": ("", "甲", " 甲 ", "乙"),
    "id": ("", "a", " b "),
    "settled": ("", "", "", "true", "FALSE", "是", "否", "1", "0", "maybe", "on", "off", " yes ", "1.0"),
    "facts": (
        "", "", '{"settled": true}', '{"disputed": "否"}', '{"opted_out": 1}', '{"opted_out": null}',
        '{"opted_out": "maybe"}', "[1]", "{", "5", '{"disputed": ""}', '{"represented": 1.0}',
    ),
}  # fmt: skip
USUAL = {"recipient": 9, "send_at": 4, "form": 3, "settled": 3, "facts": 2, "text": 3, "zone": 3}
"""How many of the first cells are taken in half of the rows, so that many can be used."""
COMPARED = [name for name in SEND_COLUMNS if name not in ("src", "id", "holiday")]


def strange_rows(count: int) -> list[list[str]]:
    chance = random.Random(7)
    return [
        [chance.choice(cells[: USUAL.get(name) if chance.random() < 0.5 else None]) for name, cells in CELLS.items()]
        for _ in range(count)
    ]


def by_files(path: Path, is_log: bool) -> list[tuple[object, ...]]:
    with session(threads=2) as made:
        register(made.connection, Linter())
        load(made, [File(str(path), is_log)], {}, read_policy(), silent)
        return made.rows(f"SELECT {', '.join(COMPARED)} FROM sends ORDER BY row")


def by_frames(rows: list[list[str]], is_log: bool) -> list[tuple[object, ...]]:
    columns = dict(zip(CELLS, zip(*rows, strict=True), strict=True))
    batch = pa.RecordBatch.from_pydict({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    source = Source(1, find_columns(list(CELLS), {}, "plan", is_log=is_log), is_log, read_policy())
    arrays = dict(zip(SEND_COLUMNS, picked(source, batch, range(2, len(rows) + 2), recipe()), strict=True))
    return list(zip(*(arrays[name].to_pylist() for name in COMPARED), strict=True))


def told(row: tuple[object, ...]) -> dict[str, object]:
    """What a row says, or of one that cannot be used, why."""
    values = dict(zip(COMPARED, row, strict=True))
    if values["problem"] is None:
        return values
    return {"row": values["row"], "problem": values["problem"], "value": values["value"] or None}


@pytest.mark.parametrize("is_log", [False, True])
def test_the_same_cells_are_the_same_sends(is_log: bool, tmp_path: Path) -> None:
    rows = strange_rows(3000)
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(CELLS), *rows])
    found = [told(row) for row in by_frames(rows, is_log)]
    assert found == [told(row) for row in by_files(tmp_path / "rows.csv", is_log)]
    problems = {row["problem"] for row in found}
    assert problems >= {None, "recipient", "no-time", "time", "zone", "date-only", "years", "text", "form", "settled"}
    assert sum(row["problem"] is None for row in found) > 500
