"""The baseline: old findings stay quiet wherever they move to, new ones are reported, branches merge."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from smslint import cli

BAD = "【海岬银行】{name}，您的贷款已逾期，请尽快处理，否则{threat}。"
ONE = BAD.format(name="张先生", threat="后果自负")
TWO = BAD.format(name="李女士", threat="上门催收")
FILE = Path(".smslint-baseline")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_linters: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*arguments: str) -> list[str]:
    """The words of the findings that a check reports."""
    cli.run(["check", ".", "-f", "json:report.out", *arguments])
    run = json.loads(Path("report.out").read_text(encoding="utf-8"))
    found = [one for file in run["files"] for record in file["records"] for one in record["findings"]]
    return [f"{one['rule']} {one['match']}".strip() for one in found if one["suppressed"] is None]


def write(*lines: str, name: str = "a.csv") -> None:
    Path(name).write_text("id,text\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")


class TestWhatIsOld:
    """Findings that the baseline knows."""

    def test_stays_quiet_and_is_there_again_on_demand(self) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        everything = new()
        assert everything
        assert cli.run(["baseline", "create"]) == 0
        assert new() == []
        assert cli.run(["check", ".", "--fail-on", "info", "--min-score", "100"]) == 0
        assert new("--no-baseline") == everything

    def test_may_move_to_any_line(self) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        cli.run(["baseline", "create"])
        before = FILE.read_text(encoding="utf-8")
        write("C,平安是福，万事如意！", f"B,{TWO}", "D,祝您新年快乐！", f"A,{ONE}")
        assert new() == []
        cli.run(["baseline", "create"])
        assert FILE.read_text(encoding="utf-8") == before

    def test_one_put_for_another_is_reported(self) -> None:
        write(f"A,{ONE}")
        cli.run(["baseline", "create"])
        write(f"A,{ONE.replace('后果自负', '后果严重')}")
        assert any("后果严重" in one for one in new())

    def test_the_same_words_once_more_are_reported_once(self) -> None:
        write(f",{ONE}")
        cli.run(["baseline", "create"])
        count = len(new("--no-baseline"))
        write(f",{ONE}", f",{ONE}")
        assert len(new()) == count

    def test_the_same_words_in_another_record_are_reported(self) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        cli.run(["baseline", "create"])
        write(f"A,{TWO}", f"B,{TWO}")
        assert any("上门催收" in one for one in new())


class TestTheFile:
    """What stands in it."""

    def test_is_sorted_and_holds_no_lines_dates_or_text(self) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        write(f"A,{ONE}", name="0 b.csv")
        cli.run(["baseline", "create"])
        head, *lines = FILE.read_text(encoding="utf-8").splitlines()
        assert lines == sorted(lines)
        assert head.startswith("#")
        for line in lines:
            path, rule, mark, number = line.split("\t")
            assert path in ("a.csv", "0 b.csv")
            assert rule.isascii()
            assert len(mark) == 16
            assert number == "1"
        assert "张" not in FILE.read_text(encoding="utf-8")

    def test_stands_at_the_root_and_holds_from_everywhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / ".git").mkdir()
        (folder / "sub").mkdir()
        monkeypatch.chdir(folder / "sub")
        write(f"A,{ONE}")
        cli.run(["baseline", "create"])
        assert "sub/a.csv\t" in (folder / FILE).read_text(encoding="utf-8")
        assert new() == []
        monkeypatch.chdir(folder)
        assert new() == []

    def test_the_nearest_counts_whatever_the_working_folder(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "sub").mkdir()
        monkeypatch.chdir(folder / "sub")
        write(f"A,{ONE}")
        cli.run(["baseline", "create"])
        monkeypatch.chdir(folder)
        write(f"A,{ONE}")
        assert new()
        cli.run(["baseline", "create", "a.csv"])
        assert new() == []

    def test_a_conflict_or_nonsense_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        FILE.write_text("# x\n<<<<<<< HEAD\n", encoding="utf-8")
        write(f"A,{ONE}")
        assert cli.run(["check", "."]) == 2
        assert ".smslint-baseline:2:1: a merge conflict" in capsys.readouterr().err

    def test_suppressed_findings_are_left_out(self) -> None:
        Path("a.txt").write_text(f"{ONE} # smslint: ignore[ALL] 已审\n", encoding="utf-8")
        cli.run(["baseline", "create"])
        assert len(FILE.read_text(encoding="utf-8").splitlines()) == 1


class TestTidying:
    """`baseline check` and `baseline prune`, and `create` for some files only."""

    def test_stale_entries_are_told_and_removed(self, capsys: pytest.CaptureFixture[str]) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        write(f"A,{ONE}", name="gone.csv")
        cli.run(["baseline", "create"])
        assert cli.run(["baseline", "check"]) == 0
        write(f"A,{ONE}", f"C,{TWO}")
        Path("gone.csv").unlink()
        capsys.readouterr()
        assert cli.run(["baseline", "check"]) == 1
        out = capsys.readouterr().out
        assert "a.csv: " in out
        assert "gone.csv: " in out
        assert cli.run(["baseline", "prune"]) == 0
        assert "gone.csv" not in FILE.read_text(encoding="utf-8")
        assert cli.run(["baseline", "check"]) == 0
        assert any("上门催收" in one for one in new()), "nothing is ever added"

    def test_a_file_out_of_order_is_told_and_put_in_order(self, capsys: pytest.CaptureFixture[str]) -> None:
        write(f"A,{ONE}", f"B,{TWO}")
        cli.run(["baseline", "create"])
        good = FILE.read_text(encoding="utf-8")
        head, *lines = good.splitlines(keepends=True)
        FILE.write_text(head + "".join(reversed([*lines, lines[0]])), encoding="utf-8")
        assert new() == []
        assert cli.run(["baseline", "check"]) == 0
        assert "not in order" in capsys.readouterr().out
        assert cli.run(["baseline", "prune"]) == 0
        assert FILE.read_text(encoding="utf-8") == good

    def test_create_for_one_file_keeps_the_others(self) -> None:
        write(f"A,{ONE}", name="a.csv")
        write(f"A,{ONE}", name="b.csv")
        cli.run(["baseline", "create"])
        good = FILE.read_text(encoding="utf-8")
        cli.run(["baseline", "create", "b.csv"])
        assert FILE.read_text(encoding="utf-8") == good

    def test_a_file_that_cannot_be_read_keeps_its_entries(self) -> None:
        write(f"A,{ONE}")
        cli.run(["baseline", "create"])
        good = FILE.read_text(encoding="utf-8")
        Path("a.csv").write_text("nothing\n", encoding="utf-8")
        assert cli.run(["baseline", "prune"]) == 2
        assert FILE.read_text(encoding="utf-8") == good

    def test_there_must_be_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.run(["baseline", "check"]) == 2
        assert "smslint baseline create" in capsys.readouterr().err


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("count", [1, 2, 6])
def test_branches_merge_without_conflict(count: int) -> None:
    records = [f"{number},{ONE}" for number in range(count)]
    others = [f"x{number},平安是福，万事如意！" for number in range(6)]
    git("init", "-q", "-b", "main")
    write(*others[:3], *records, *others[3:])
    cli.run(["baseline", "create"])
    git("add", "-A")
    git("commit", "-qm", "both")
    for branch, at in (("left", 0), ("right", 5)):
        git("checkout", "-qb", branch, "main")
        changed = [*others[:at], f"y{at},{TWO}", *others[at + 1 :]]
        write(*changed[:3], *records, *changed[3:])
        cli.run(["baseline", "create"])
        git("commit", "-qam", branch)
    git("merge", "-q", "--no-edit", "left")
    assert new() == []
    assert cli.run(["baseline", "check"]) == 0
