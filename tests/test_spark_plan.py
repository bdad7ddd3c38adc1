"""Send plans on a real Spark of several worker processes: equal row by row to DuckDB and to plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
pytest.importorskip("chinese_calendar")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from plan_sends import made_sends, write_csv

from smslint import ConfigError
from smslint.model import Form
from smslint.plan import Policy, Send, read_policy
from smslint.plan.queries import FLAG_COLUMNS
from smslint.plan.reference import faults_of
from smslint.spark.plan import flags, plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HOUSE = {"holiday-send.holidays": "rest", "weekly-frequency.error": 8, "min-interval.hours": 3.5}


def frame(spark: SparkSession, path: Path) -> DataFrame:
    """A CSV file as a data frame of texts, with the number that each row has in the file."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    fields = ", ".join(["number long", *(f"`{name}` string" for name in header)])
    return spark.createDataFrame([(number, *row) for number, row in enumerate(rows, 2)], fields).repartition(4)


def by_duckdb(plan_path: Path, log_path: Path | None, policy: Policy) -> tuple[set[Any], dict[Any, Any]]:
    """The flags of every send, and what is wrong with those that cannot be used."""
    pytest.importorskip("duckdb")
    from smslint import Linter
    from smslint.plan.functions import register
    from smslint.plan.load import File, find_flags, load
    from smslint.plan.session import session, silent

    files = [File(str(plan_path), False), *([File(str(log_path), True)] if log_path else [])]
    with session(threads=2) as made:
        register(made.connection, Linter())
        load(made, files, {}, policy, silent)
        find_flags(made, policy, silent)
        first = 0 if log_path else 1
        flagged = {(row[0] + first, *row[1:]) for row in made.rows(f"SELECT {', '.join(FLAG_COLUMNS)} FROM flagged")}
        bad = made.rows("SELECT row, problem, value FROM sends WHERE problem IS NOT NULL")
    return flagged, {row: (problem, value or None) for row, problem, value in bad}


def by_spark(df: DataFrame, log: DataFrame | None, policy: Policy) -> tuple[set[Any], dict[Any, Any]]:
    rows = flags(df, log, policy=policy, row="number").select(*FLAG_COLUMNS, "problem", "value", "event").collect()
    told = [one for one in rows if any(one[name] for name in FLAG_COLUMNS[7:])]
    bad = {one["row"]: (one["problem"], one["value"]) for one in rows if one["problem"]}
    assert not any(one["event"] for one in told)
    return {tuple(one[name] for name in FLAG_COLUMNS) for one in told}, bad


@pytest.mark.parametrize("numbers", [{}, HOUSE], ids=["as shipped", "other numbers"])
def test_spark_and_duckdb_agree_row_by_row(spark: SparkSession, tmp_path: Path, numbers: dict[str, Any]) -> None:
    policy = read_policy(numbers=numbers)
    write_csv(tmp_path / "log.csv", made_sends(2000, 1, "log"))
    write_csv(tmp_path / "plan.csv", made_sends(2000, 2, "plan"))
    found = by_spark(frame(spark, tmp_path / "plan.csv"), frame(spark, tmp_path / "log.csv"), policy)
    assert found == by_duckdb(tmp_path / "plan.csv", tmp_path / "log.csv", policy)
    assert len(found[0]) > 2500


def results(df: DataFrame) -> dict[int, Any]:
    return {one["number"]: one for one in df.collect()}


def expected(sends: Sequence[Send], policy: Policy) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {one.row: [] for one in sends if one.source == "plan"}
    for send, fault in faults_of(sends, policy):
        if send.source == "plan" and fault.check != "record-keeping":
            earlier = [(one.source, one.id or None, one.at) for one in fault.earlier]
            found[send.row].append((fault.check, str(fault.severity), fault.count, fault.next_at, earlier))
    return found


def told(row: Any) -> list[Any]:
    def utc(at: dt.datetime | None) -> dt.datetime | None:
        return at.astimezone(dt.UTC) if at else None

    return [
        (one["rule"], one["severity"], one["count"], utc(one["next_at"]),
         [(other["source"], other["id"], utc(other["at"])) for other in one["earlier"]])
        for one in row["plan_findings"]
    ]  # fmt: skip


def test_every_row_comes_back_with_its_findings(spark: SparkSession, tmp_path: Path) -> None:
    policy = read_policy()
    log, ours = made_sends(700, 3, "log"), made_sends(700, 4, "plan")
    write_csv(tmp_path / "log.csv", log)
    write_csv(tmp_path / "plan.csv", ours)
    given = frame(spark, tmp_path / "plan.csv")
    done = plan(given, frame(spark, tmp_path / "log.csv"), policy=policy, row="number")
    assert done.columns == [*given.columns, "plan_findings", "plan_worst", "plan_error"]
    rows = results(done)
    assert {number: told(row) for number, row in rows.items()} == expected([*log, *ours], policy)
    before = {one["number"]: one for one in given.collect()}
    assert {number: row[: len(given.columns)] for number, row in rows.items()} == {
        n: tuple(r) for n, r in before.items()
    }
    messages = [one["message"] for row in rows.values() for one in row["plan_findings"]]
    assert any(one.startswith("当天第2条") for one in messages)
    ranks = {row["plan_worst"] for row in rows.values()}
    assert ranks == {None, "info", "warning", "error"}


def test_a_recipient_of_very_many_sends(spark: SparkSession) -> None:
    start = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    sends = [
        Send("1", start + dt.timedelta(seconds=17 * number), Form.SOFT, f"{'您好' * (number % 7 + 1)}", row=number,
             source="plan", facts={"disputed": True} if number == 3 else {})
        for number in range(600)
    ]  # fmt: skip
    rows = [(one.row, one.at.isoformat(), one.text, "true" if one.facts else None) for one in sends]
    df = spark.createDataFrame(rows, "number long, send_at string, text string, disputed string")
    df = df.selectExpr("*", "'1' AS recipient", "'soft' AS form")
    found = results(plan(df, row="number"))
    wanted = expected(sends, read_policy())
    for number, row in found.items():
        shorter = [(*one[:4], one[4][-100:]) for one in wanted[number]]
        assert [(*one[:4], one[4][-100:]) for one in told(row)] == shorter


def test_columns_of_every_type(spark: SparkSession) -> None:
    from pyspark.sql import types as t

    schema = t.StructType([
        t.StructField("number", t.IntegerType()), t.StructField("手机号", t.LongType()),
        t.StructField("when", t.TimestampType()), t.StructField("wall", t.TimestampNTZType()),
        t.StructField("模板", t.StringType()), t.StructField("金额", t.DecimalType(10, 2)),
        t.StructField("天数", t.DoubleType()), t.StructField("facts.settled", t.BooleanType()),
        t.StructField("facts", t.StringType()), t.StructField("form", t.StringType()),
    ])  # fmt: skip
    at = dt.datetime(2026, 11, 24, 22, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    template = "【海岬银行】您已逾期{天数}天，应还{金额}元"
    rows = [
        (1, 13800000000, at, at.replace(tzinfo=None), template, Decimal("96.50"), 5.0, None, None, "soft"),
        (2, 13800000001, at, at.replace(tzinfo=None), template, None, 5.0, True, None, "soft"),
        (3, 13800000002, None, None, template, Decimal(3), 5.0, True, None, "soft"),
        (4, None, at, at.replace(tzinfo=None), template, Decimal(3), 5.0, True, None, "soft"),
        (5, 13800000003, at, at.replace(tzinfo=None), template, Decimal(3), 5.0, None, '{"opted_out": true}', "soft"),
    ]  # fmt: skip
    df = spark.createDataFrame(rows, schema)
    for column in ("when", "wall"):
        found = results(plan(df, columns={"send_at": column}, lang="en"))
        assert {number: [one["rule"] for one in row["plan_findings"]] for number, row in found.items()} == {
            1: ["quiet-hours"], 2: [], 3: [], 4: [], 5: ["quiet-hours", "contact-after-stop"],
        }  # fmt: skip
        assert [found[number]["plan_error"] for number in range(1, 6)] == [
            None, "template variables without a value: 金额", "no time", "no recipient", None,
        ]  # fmt: skip
        assert found[1]["plan_findings"][0]["message"].startswith("Sent at 22:00")


def test_a_log_by_itself_and_no_rows(spark: SparkSession) -> None:
    df = spark.createDataFrame([("1", "2026-11-24 09:00")], "recipient string, send_at string")
    with pytest.raises(ConfigError, match="no column for 'text'"):
        plan(df)
    whole = df.selectExpr("*", "'您好' AS text", "'soft' AS form")
    assert plan(whole.limit(0), df).count() == 0
    (row,) = plan(whole, df).collect()
    assert "daily-frequency" in [one["rule"] for one in row["plan_findings"]]
    log = spark.createDataFrame(
        [("1", "2026-11-24 09:00", "true"), ("1", "2026-11-24 10:00", None)],
        "recipient string, send_at string, settled string",
    )
    found = {
        row["send_at"][11:13]: [one["rule"] for one in row["plan_findings"]] for row in plan(log, sent=True).collect()
    }
    assert found == {"09": [], "10": ["contact-after-stop"]}


def test_wrong_calls_are_errors(spark: SparkSession) -> None:
    df = spark.createDataFrame([("1", "2026-11-24 09:00", "x")], "recipient string, send_at string, text string")
    with pytest.raises(ConfigError, match="already"):
        plan(df.selectExpr("*", "1 AS plan_error"))
    with pytest.raises(ConfigError, match="no column 'nr'"):
        plan(df, row="nr")
    with pytest.raises(ConfigError, match="did you mean 'recipient'"):
        plan(df, columns={"recipent": "recipient"})
    with pytest.raises(ConfigError, match="unknown language"):
        plan(df, lang="fr")


def test_the_example_of_the_readme_runs(spark: SparkSession) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    (code,) = [one for one in re.findall(r"```python\n(.*?)```", readme, re.S) if "smslint.spark import plan" in one]
    fields = "phone_no string, send_at string, text string, form string"
    log = spark.createDataFrame([("138", f"2026-11-24 0{hour}:00", "您好", "soft") for hour in (8, 9)], fields)
    scope = {"log": log, "sends": log.selectExpr("phone_no", "replace(send_at, ' 0', ' 1') AS send_at", "text", "form")}
    exec(code, scope)
    rows = scope["checked"].orderBy("send_at").collect()
    daily = [one["severity"] for row in rows for one in row["plan_findings"] if one["rule"] == "daily-frequency"]
    assert daily == ["error", "error"]
