"""The hooks for pre-commit, run by pre-commit itself in a scratch repository, and the steps of the GitHub action."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from smslint.sources.files import COLUMN_SUFFIXES, SUFFIXES

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"
GOOD = "【海岬银行】张先生，您尾号1234的贷款本期应还1,280.00元，请于12月5日前还款，详询95999。如已还款请忽略。\n"
WIDE = GOOD.replace("1234", "１２３４")
BAD = "【海岬银行】张先生，您的贷款已逾期，再不还款就打断你的腿。\n"
_OFFLINE = re.compile(r"No matching distribution|Could not find a version|NewConnectionError|Temporary failure")
_PARTS = ("smslint", "rules", "corpus", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

in_checkout = pytest.mark.skipif(not HOOKS.is_file(), reason="the sdist holds no hooks and no action")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_pre_commit = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed: pip install pre-commit"
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def committed(folder: Path) -> str:
    """Make `folder` a repository with all that is in it; gives the commit."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of this checkout, and beside it the environments that pre-commit makes."""
    folder = tmp_path_factory.mktemp("hooks")
    clean = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in _PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=clean)
        else:
            shutil.copy(ROOT / name, folder / name)
    committed(folder)
    return folder


@in_checkout
class TestManifest:
    """The hooks as they are written down."""

    def test_the_hooks_look_at_what_smslint_reads(self) -> None:
        hooks = {one["id"]: one for one in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
        assert set(hooks) == {"smslint", "smslint-fix", "smslint-packs"}
        check, fix = (re.compile(hooks[name]["files"]) for name in ("smslint", "smslint-fix"))
        written = SUFFIXES - {*COLUMN_SUFFIXES}  # columns are logs, not what people write
        assert all(check.search(f"a/b{suffix}") for suffix in written)
        assert all(fix.search(f"a/b{suffix}") for suffix in written - {".xlsx", ".xlsm"})
        assert re.search(hooks["smslint-packs"]["files"], "rules/cn-collection/tone.yaml")

    @needs_pre_commit
    def test_pre_commit_finds_no_fault(self) -> None:
        subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)], check=True)


@in_checkout
@needs_git
@needs_pre_commit
class TestInARepository:
    """The hooks installed from this checkout, as they are in the working tree."""

    @pytest.fixture
    def scratch(self, hooks: Path, tmp_path: Path) -> Path:
        ids = [{"id": name} for name in ("smslint-fix", "smslint", "smslint-packs")]
        config = {"repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": ids}]}
        (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        (tmp_path / ".smslint.toml").write_text('exclude = ["legacy/"]\nselect = ["threat"]\n', encoding="utf-8")
        (tmp_path / "templates").mkdir()
        (tmp_path / "legacy").mkdir()
        (tmp_path / "templates" / "a.txt").write_text(GOOD, encoding="utf-8")
        (tmp_path / "legacy" / "old.txt").write_text(BAD, encoding="utf-8")
        (tmp_path / "packs" / "own").mkdir(parents=True)
        (tmp_path / "packs" / "own" / "pack.yaml").write_text('id: own\nversion: "1"\n', encoding="utf-8")
        committed(tmp_path)
        return tmp_path

    def run(self, scratch: Path, hooks: Path, *arguments: str) -> tuple[int, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
        environment = {**kept, "PRE_COMMIT_HOME": str(hooks.parent / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
        git(scratch, "add", "-A")
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", *arguments], cwd=scratch, env=environment, capture_output=True
        )
        out = (done.stdout + done.stderr).decode("utf-8", "replace")
        if _OFFLINE.search(out):
            pytest.skip("pre-commit cannot install the hooks: no package index is reached")
        return done.returncode, out

    def test_the_life_of_a_template(self, scratch: Path, hooks: Path) -> None:
        assert self.run(scratch, hooks, "--all-files")[0] == 0, "clean, and what is excluded stays out"

        template = scratch / "templates" / "a.txt"
        template.write_text(BAD, encoding="utf-8")
        code, out = self.run(scratch, hooks)
        assert code == 1
        assert "templates/a.txt:1:" in out

        template.write_text(WIDE, encoding="utf-8")
        code, out = self.run(scratch, hooks, "smslint-fix")
        assert code == 1
        assert "files were modified by this hook" in out
        assert template.read_text(encoding="utf-8") == GOOD
        assert self.run(scratch, hooks)[0] == 0

        (scratch / "packs" / "own" / "tone.yaml").write_text("ruels: []\n", encoding="utf-8")
        code, out = self.run(scratch, hooks, "smslint-packs")
        assert code == 1
        assert "tone.yaml:1:1: unknown section 'ruels' (did you mean 'rules'?)" in out


@in_checkout
class TestAction:
    """The composite action: what it runs, run here."""

    @pytest.fixture
    def steps(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
        return found

    def test_scripts_take_inputs_from_the_environment_only(self, steps: list[dict[str, object]]) -> None:
        assert not [one for one in steps if "${{" in str(one.get("run", ""))]

    @pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the action runs in bash")
    def test_the_check_annotates_sums_up_and_writes_sarif(self, steps: list[dict[str, object]], tmp_path: Path) -> None:
        program = tmp_path / "smslint" / "bin" / "smslint"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smslint "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (tmp_path / "a b.txt").write_text(BAD, encoding="utf-8")
        script = next(str(one["run"]) for one in steps if one.get("id") == "check")
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "RUNNER_TEMP": str(tmp_path),
            "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "s.md"),
            "PATHS": "\na b.txt\n", "ARGS": "--select threat", "SINCE": "", "SARIF": "out.sarif",
        }  # fmt: skip
        shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
        done = subprocess.run([*shell, script], cwd=tmp_path, env=environment,
                              capture_output=True, encoding="utf-8")  # fmt: skip
        assert done.returncode == 1, done.stderr
        assert "::error " in done.stdout
        assert "file=a b.txt" in done.stdout
        assert (tmp_path / "s.md").read_text(encoding="utf-8").strip()
        assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
