"""The examples of the README about many messages are run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from smslint import Linter, cli  # noqa: E402

ROOT = Path(__file__).parents[1]
SECTION = re.search(r"^## Many messages\n.*?(?=^## )", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
assert SECTION
BLOCKS = re.findall(r"^```python\n(.*?)^```", SECTION[0], re.M | re.S)
COMMANDS = re.findall(r"^\$ (smslint [^#\n]*)", SECTION[0], re.M)
BAD, GOOD = "【海岬银行】张先生，您的贷款已逾期，欠款3,256.80元，否则后果自负。", "您好，您的快递已到。"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = pa.table({"content": [BAD, GOOD, None], "kind": ["formal", None, None], "dpd": [35, 0, None]})
    pq.write_table(table, "log.parquet")
    Path("parts").mkdir()
    pq.write_table(table, "parts/0.parquet")
    Path("log.jsonl").write_text(f'{{"text": "{BAD}"}}\n', encoding="utf-8")


def block(word: str) -> str:
    """The example that has a word in it."""
    (found,) = [one for one in BLOCKS if word in one]
    return str(found)


@pytest.fixture
def names() -> dict[str, Any]:
    """What is known after the first example."""
    names: dict[str, Any] = {}
    exec(block("import lint_batch, lint_stream"), names)
    return names


def test_pyarrow(names: dict[str, Any]) -> None:
    results = names["results"].to_pylist()
    report = Linter().lint(BAD, form="formal", facts={"overdue_days": 35})
    assert [row["score"] for row in results] == [report.score, 100, None]
    linted = pq.read_table("linted.parquet").to_pylist()
    assert [row["error"] for row in linted] == [None, None, "the draft is empty"]
    assert linted[0]["dpd"] == 35


def test_pandas(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    exec(block("import pandas"), names)
    assert names["frame"]["worst"].iloc[0] == "error"
    assert "A" in capsys.readouterr().out


def test_polars(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("polars")
    exec(block("import polars"), names)
    assert names["frame"]["score"].to_list()[1:] == [100, None]
    assert "threat-vague-consequence" in names["rules"].to_list()
    assert "count" in capsys.readouterr().out


def test_duckdb(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    exec(block("import duckdb"), names)
    assert "('error', 1, " in capsys.readouterr().out


def test_spark(request: pytest.FixtureRequest) -> None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    example = block("from smslint.spark import lint")
    for name in ("log.parquet", "errors"):  # a JVM that other tests started stands in another folder
        example = example.replace(f'"{name}"', repr(Path(name).absolute().as_uri()))
    exec(example, {"spark": request.getfixturevalue("spark")})
    (row,) = pq.read_table("errors").to_pylist()
    assert row["content"] == BAD
    assert "threat-vague-consequence" in row["rule"]


def test_a_job_of_spark() -> None:
    pyspark = pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": paths}
    job = ["tests/examples/lint_log.py", "log.parquet", "linted", "--text", "content"]
    job[0] = str(ROOT / job[0])
    command = [str(submit), "--master", "local[2]", "--conf", "spark.ui.enabled=false", *job]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = pq.read_table("linted").to_pylist()
    assert [(row["content"], row["error"]) for row in rows] == [(BAD, None), (GOOD, None), (None, "the draft is empty")]


def test_ray(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ray")
    names: dict[str, Any] = {}
    exec(block("import ray"), names)
    assert capsys.readouterr().out.endswith("3\n")
    rows = names["linted"].take_all()
    assert sorted(str(row["error"]) for row in rows) == ["None", "None", "the draft is empty"]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.run(command.split()[1:])
    assert (code, capsys.readouterr().out) == (1 if "jsonl" in command else 2, "")
    assert Path("findings.jsonl" if "jsonl" in command else "findings.parquet").stat().st_size
