"""What a command loads before it does its work: nothing that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = {"yaml", "jieba", "regex", "rich", "openpyxl", "pyarrow", "pyspark", "duckdb", "pandas", "polars", "redis",
         "starlette", "uvicorn", "hypothesis", "pytest"}  # fmt: skip
ENGINE = {"ahocorasick_rs", "rjieba"}
DRAFT = "【海岬银行】张先生，您尾号1234的贷款本期应还1,280.00元，请于12月5日前通过手机银行还款，详询95999。"
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
    command = ("check", "--fail-on", "never", "--text", DRAFT)
    loaded(tmp_path, *command)  # packs are read from YAML and compiled once
    names = loaded(tmp_path, *command)
    assert not names & HEAVY
    assert not {
        name
        for name in names
        if name.startswith(("smslint.web", "smslint.plan", "smslint.spark", "smslint.scan.compiler", "smslint.mend"))
    }
