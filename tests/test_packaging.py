"""The package as users get it: metadata that agrees, data that is in it, a wheel that works far from here."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import smslint

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == smslint.__version__


def test_the_command_exists() -> None:
    module, name = PROJECT["project"]["scripts"]["smslint"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_data_folders_hold_only_data() -> None:
    for folder in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["sources"]:
        assert (ROOT / folder).is_dir(), "a missing folder would be left out of the package without a word"
        assert not list((ROOT / folder).rglob("*.py")), "code in a data folder breaks the editable install"


def test_importing_the_library_loads_nothing_heavy() -> None:
    heavy = "{'jieba', 'rjieba', 'yaml', 'regex', 'typer', 'rich', 'pydantic', 'ahocorasick_rs'}"
    code = f"import sys, smslint; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme, ci = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", ".ci/run"))
    install = "pip install '.[test]'"
    assert install in readme
    assert re.search(r"pip install [^\n]*'\.\[test\]'", ci)
    assert "-m pytest" in readme
    assert "-m pytest" in ci


def test_a_wheel_from_the_sdist_lints_outside_the_checkout(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    hatchling = [sys.executable, "-m", "hatchling", "build"]
    subprocess.run([*hatchling, "-t", "sdist", "-d", str(tmp_path)], check=True, cwd=ROOT, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path / "sdist", filter="data")
    source = next((tmp_path / "sdist").iterdir())
    subprocess.run([*hatchling, "-t", "wheel", "-d", str(tmp_path)], check=True, cwd=source, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    text = "【海岬银行】您的账单已逾期，请尽快还款。"
    command = [sys.executable, "-m", "smslint", "check", "-f", "json", "--form", "formal", "--text", text]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["packs"][0]["id"] == "cn-collection"
    assert (tmp_path / "site/smslint/_data/corpus/sample.txt").is_file()
