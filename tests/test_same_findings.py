"""One message has one result, whatever way it comes: alone, in a batch, from a process, as columns, on a cluster."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smslint import Draft, Linter, cli
from smslint.datafiles import data_dir
from smslint.render.jsonreport import record_data
from smslint.sources import ReadOptions, read_path

SHARED = Path(__file__).parents[2] / "shared" / "data"  # messages for measuring only, where there are any
MOST = 250  # messages of each file, evenly taken
Results = list[dict[str, Any]]


def drafts() -> list[Draft]:
    """Messages of the corpus and of the shared data, with the form that they state or none, and with their facts."""
    paths = [*sorted(data_dir("corpus").glob("*.jsonl")), *sorted(SHARED.glob("real_*"))]
    found: list[Draft] = []
    for path in paths:
        records = read_path(str(path), ReadOptions()).records
        found += [one.draft for one in records[:: -(-len(records) // MOST)]]
    found += [variant for one in found[::15] for variant in variants(one)]
    return [
        Draft(one.text, id=f"M{number}", form=one.form if number % 3 else None, facts=one.facts)
        for number, one in enumerate(found)
    ]


def variants(draft: Draft) -> Iterator[Draft]:
    """Messages as a template gives them, which differ in their numbers only."""
    for number in range(1, 4):
        digits = str.maketrans("0123456789", "".join(str((one + number) % 10) for one in range(10)))
        yield replace(draft, text=draft.text.translate(digits))


MESSAGES = drafts()


def result(record: Any) -> dict[str, Any]:
    """What of a record of the JSON report must be the same everywhere: score, grade, findings, fields, spans."""
    findings = [
        {**{name: one[name] for name in ("rule", "category", "severity", "confidence", "score", "title", "message",
                                         "advice", "match", "suppressed")},
         "start": one["span"]["start"], "end": one["span"]["end"]}
        for one in record["findings"]
    ]  # fmt: skip
    fields = [
        {**{name: one[name] for name in ("kind", "role", "raw", "variable")},
         "value": None if one["value"] is None else str(one["value"]),
         "start": one["span"]["start"], "end": one["span"]["end"]}
        for one in record["fields"]
    ]  # fmt: skip
    return {"score": record["score"], "grade": record["grade"], "findings": findings, "fields": fields}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


@pytest.fixture(scope="module")
def alone(linter: Linter) -> Results:
    return [result(record_data(linter.lint(one))) for one in MESSAGES]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("messages") / "messages.jsonl"
    path.write_text("".join(json.dumps(as_row(one), default=str) + "\n" for one in MESSAGES), encoding="utf-8")
    return path


def as_row(draft: Draft) -> dict[str, Any]:
    return {"id": draft.id, "text": draft.text, "form": draft.form and str(draft.form), "facts": dict(draft.facts)}


def same(found: Sequence[Any], alone: Results) -> None:
    assert len(found) == len(alone) > 700
    for draft, one, other in zip(MESSAGES, found, alone, strict=True):
        assert one == other, draft.text


def test_in_a_batch(linter: Linter, alone: Results) -> None:
    same([result(record_data(one)) for one in linter.lint_many(MESSAGES)], alone)


def test_again_after_all_the_others(linter: Linter, alone: Results) -> None:
    """What has been seen before changes nothing."""
    backwards = [result(record_data(one)) for one in linter.lint_many(reversed(MESSAGES))]
    same(backwards[::-1], alone)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_from_another_process_of_another_hash_seed(file: Path, alone: Results, seed: str) -> None:
    command = [sys.executable, "-m", "smslint", "check", str(file), "-f", "json", "--isolated", "--jobs", seed]
    env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1]), "SMSLINT_CACHE": "off"}
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    same([result(one) for one in json.loads(done.stdout)["files"][0]["records"]], alone)


def test_from_several_processes_and_in_pieces(
    file: Path, alone: Results, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("smslint.sources.pieces.LARGE", 1)
    monkeypatch.setattr("smslint.sources.pieces.SIZE", 16_000)
    out = str(tmp_path / "out.jsonl")
    assert cli.run(["check", str(file), "-o", out, "--isolated", "--jobs", "2"]) == 1
    same([result(json.loads(line)) for line in Path(out).read_text("utf-8").splitlines()], alone)


def test_as_columns(linter: Linter, alone: Results) -> None:
    pa = pytest.importorskip("pyarrow")
    from smslint.arrow import lint_batch

    same(list(judged(lint_batch(as_batch(pa), linter=linter).to_pylist())), alone)


def test_as_columns_of_a_file(alone: Results, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    log, out = str(tmp_path / "log.parquet"), str(tmp_path / "out.parquet")
    pq.write_table(pa.Table.from_batches([as_batch(pa)]), log, row_group_size=300)
    assert cli.run(["check", log, "-o", out, "--isolated", "--jobs", "2", "-q"]) == 1
    same(list(judged(pq.read_table(out).to_pylist())), alone)


def test_on_a_cluster(alone: Results, request: pytest.FixtureRequest) -> None:
    pytest.importorskip("pyspark")
    pa = pytest.importorskip("pyarrow")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from smslint.spark import lint

    spark = request.getfixturevalue("spark")
    columns = as_batch(pa).to_pydict()
    rows = list(zip(*columns.values(), strict=True))
    df = spark.createDataFrame(rows, "id string, text string, form string, facts string").repartition(4)
    found = {row["id"]: row.asDict(recursive=True) for row in lint(df).collect()}
    same(list(judged([found[one.id] for one in MESSAGES])), alone)


def as_batch(pa: Any) -> Any:
    rows = [as_row(one) for one in MESSAGES]
    facts = [json.dumps(row["facts"], default=str) for row in rows]
    kept = {name: [row[name] for row in rows] for name in ("id", "text", "form")}
    return pa.RecordBatch.from_pydict({**kept, "facts": facts})


def judged(rows: Results) -> Iterator[dict[str, Any]]:
    for row in rows:
        assert row["error"] is None
        yield {name: row[name] for name in ("score", "grade", "findings", "fields")}
