"""The linter on a real Spark of several worker processes: equal row by row to one process, and no row fails a job."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from smslint import ConfigError, Linter, PackError  # noqa: E402
from smslint.arrow import lint_batch, results_schema  # noqa: E402
from smslint.datafiles import data_dir  # noqa: E402
from smslint.pack import load_pack  # noqa: E402
from smslint.sources import ReadOptions, read_path  # noqa: E402
from smslint.spark import lint  # noqa: E402
from smslint.spark.recipe import linter_of, recipe  # noqa: E402

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PACK = {
    "pack.yaml": 'id: own\nversion: "1"\nextends: [../vocabulary]\n',
    "rules.yaml": """
rules:
  - id: no-gold
    kind: forbid
    category: form
    severity: warning
    title: {zh: 金条, en: Gold}
    message: {zh: "写了“{match}”", en: "'{match}'"}
    advice: {zh: 删去, en: Leave it out}
    match: ["{gold}"]
    bad: ["送«金条»"]
    good: ["送花"]
""",
}
VOCABULARY = {
    "pack.yaml": 'id: vocabulary\nversion: "1"\n',
    "concepts.yaml": "concepts:\n  gold: {anywhere: [金条]}\n",
}


def messages(step: int) -> list[tuple[str, str, str | None]]:
    """(id, text, form) of every so many messages of the corpus."""
    source = read_path(str(data_dir("corpus") / "dev.jsonl"), ReadOptions())
    drafts = [one.draft for one in source.records][::step]
    return [(one.id or "", one.text, None if number % 2 else one.form) for number, one in enumerate(drafts)]


def test_equal_row_by_row_to_one_process(spark: SparkSession) -> None:
    found = messages(3)
    df = spark.createDataFrame(found, "id string, content string, form string").repartition(4)
    result = lint(df, text="content")
    assert result.columns == ["id", "content", "form", *results_schema().names]
    rows = {row["id"]: row.asDict(recursive=True) for row in result.collect()}
    table = pa.table(
        {"id": [one[0] for one in found], "text": [one[1] for one in found], "form": [one[2] for one in found]}
    )
    alone = lint_batch(table.combine_chunks().to_batches()[0]).to_pylist()
    assert len(rows) == len(found) > 200
    assert any(one["findings"] for one in alone)
    for (name, text, form), one in zip(found, alone, strict=True):
        assert rows[name] == {"id": name, "content": text, "form": form, **one}


def test_several_worker_processes_share_the_work_and_each_makes_the_linter_once(spark: SparkSession) -> None:
    made = recipe(lang="en")  # one that no other test has these processes make

    def work(batches: Any) -> Any:
        import os

        for _ in batches:
            before = linter_of.cache_info().misses
            linter_of(made)
            told = {"pid": os.getpid(), "made": linter_of.cache_info().misses - before}
            yield pa.RecordBatch.from_pydict({name: [value] for name, value in told.items()})

    df = spark.range(400, numPartitions=16)
    rows = df.mapInArrow(work, "pid long, made long").collect()
    pids = [row["pid"] for row in rows]
    assert len(rows) == 16
    assert len(set(pids)) > 1
    assert os.getpid() not in pids
    assert sum(row["made"] for row in rows) == len(set(pids))


def test_a_failing_row_is_an_error_and_no_failed_job(spark: SparkSession) -> None:
    rows = [("您好", "none"), (None, None), ("  ", None), ("您好", "no such form")]
    found = lint(spark.createDataFrame(rows, "text string, form string")).collect()
    assert [row["error"] for row in found[:3]] == [None, "the draft is empty", "the draft is empty"]
    assert found[3]["error"].startswith("unknown form 'no such form'")
    assert [row["score"] for row in found] == [100, None, None, None]


def test_the_columns_of_the_input_stay_as_they_are(spark: SparkSession) -> None:
    row = (1, Decimal("3256.80"), dt.date(2026, 12, 5), dt.datetime(2026, 12, 5, 9), {"a": [1]}, "您好")
    schema = "n long, due decimal(10,2), due_date date, send_at timestamp, tags map<string,array<int>>, text string"
    (found,) = lint(spark.createDataFrame([row], schema)).collect()
    assert tuple(found)[: len(row)] == row
    assert found["error"] is None


def test_packs_of_the_driver_go_with_the_job(spark: SparkSession, tmp_path: Path) -> None:
    for name, files in (("own", PACK), ("vocabulary", VOCABULARY)):
        folder = tmp_path / name
        folder.mkdir()
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8")
    df = spark.createDataFrame([("送金条",)], "text string")
    by_folder = lint(df, packs=[tmp_path / "own"], lang="en")
    by_pack = lint(df, packs=[load_pack(tmp_path / "own"), "cn-collection"])
    shutil.rmtree(tmp_path / "own")  # the workers have no such folder
    shutil.rmtree(tmp_path / "vocabulary")
    (row,) = by_folder.collect()
    assert [(one["rule"], one["title"]) for one in row["findings"]] == [("no-gold", "Gold")]
    (row,) = by_pack.collect()
    assert "no-gold" in [one["rule"] for one in row["findings"]]


def test_wrong_calls_fail_on_the_driver(spark: SparkSession, tmp_path: Path) -> None:
    df = spark.createDataFrame([("您好", 1)], "text string, score int")
    with pytest.raises(ConfigError, match="column 'score' already"):
        lint(df)
    with pytest.raises(ConfigError, match="no column 'content'"):
        lint(df.drop("score"), text="content")
    with pytest.raises(ConfigError, match="column 'grades' is int and no text"):
        lint(df.drop("text").withColumn("grades", df["score"]).drop("score"), text="grades")
    with pytest.raises(PackError, match="no pack 'missing'"):
        lint(df.drop("score"), packs=["missing"])


def test_the_results_go_through_parquet(spark: SparkSession, tmp_path: Path) -> None:
    df = spark.createDataFrame([(text,) for _, text, _ in messages(40)], "text string")
    lint(df).write.parquet(str(tmp_path / "linted"))
    back = spark.read.parquet(str(tmp_path / "linted"))
    linter = Linter()
    for row in back.collect():
        assert row["score"] == linter.lint(row["text"]).score
