"""What a command loads before it does its work: nothing that it does not need."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"yaml", "jieba", "regex", "rich", "openpyxl", "pyarrow", "pyspark", "duckdb", "pandas", "polars", "redis",
         "starlette", "uvicorn", "hypothesis", "pytest"}  # fmt: skip
ENGINE = {"ahocorasick_rs", "rjieba"}
DRAFT = "【海岬银行】张先生，您尾号1234的贷款本期应还1,280.00元，请于12月5日前通过手机银行还款，详询95999。"
# What a check of one text does without: other commands, other sources, other reports, and what makes packs.
UNUSED = (
    "smslint.arrow", "smslint.corpus_page", "smslint.document", "smslint.evaluate", "smslint.explain", "smslint.judged",
    "smslint.learn", "smslint.mend", "smslint.plan", "smslint.redact", "smslint.spark", "smslint.testing",
    "smslint.trees", "smslint.web",
    "smslint.cli.columnsink", "smslint.cli.columns", "smslint.cli.jsonsink", "smslint.cli.planning",
    "smslint.cli.statistics", "smslint.cli.watch",
    "smslint.config.keys", "smslint.config.read",
    "smslint.pack.cadence", "smslint.pack.jsonschema", "smslint.pack.nodes", "smslint.pack.patterns",
    "smslint.pack.read", "smslint.pack.rules", "smslint.pack.validate", "smslint.pack.vocabulary",
    "smslint.recall.proof", "smslint.recall.refill", "smslint.recall.view", "smslint.recall.wild",
    "smslint.render.concise", "smslint.render.csvreport", "smslint.render.fingerprint", "smslint.render.htmlreport",
    "smslint.render.jsonreport", "smslint.render.place", "smslint.render.sarif", "smslint.render.workbook",
    "smslint.scan.compiler", "smslint.scan.vocabulary",
    "smslint.sources.changes", "smslint.sources.columns", "smslint.sources.encoding", "smslint.sources.jsons",
    "smslint.sources.lines", "smslint.sources.markdown", "smslint.sources.pieces", "smslint.sources.po",
    "smslint.sources.properties", "smslint.sources.table", "smslint.sources.trees", "smslint.sources.xlsx",
)  # fmt: skip
MOST = 130  # modules of smslint
CODE = """
import sys
from smslint.cli import main
sys.argv = ["smslint", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("\\n@", *sorted(sys.modules))
"""


def loaded(cache: Path, *arguments: str) -> set[str]:
    """The names of the modules, those inside smslint whole, that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "SMSLINT_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return {
        name if name.startswith("smslint") else name.split(".")[0] for name in done.stdout.rpartition("@")[2].split()
    }


def test_help_loads_no_engine(tmp_path: Path) -> None:
    names = loaded(tmp_path, "--help")
    assert not names & (HEAVY | ENGINE)
    assert not {
        name for name in names if name.startswith(("smslint.scan", "smslint.pack", "smslint.fields", "smslint.web"))
    }


def test_a_check_loads_only_what_it_needs(tmp_path: Path) -> None:
    command = ("check", "--isolated", "--fail-on", "never", "--text", DRAFT)
    loaded(tmp_path, *command)  # packs are read from YAML and compiled once
    names = loaded(tmp_path, *command)
    assert names & (HEAVY | ENGINE | {"html", "json"}) == set()
    assert {one for one in UNUSED if any(f"{name}.".startswith(f"{one}.") for name in names)} == set()
    assert len([name for name in names if name.startswith("smslint")]) <= MOST


@pytest.mark.parametrize("module", UNUSED)
def test_what_a_check_does_not_need_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None
