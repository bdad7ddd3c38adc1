"""`--since`: only the drafts that git says have changed, wherever they have moved to."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from smslint.errors import ConfigError
from smslint.sources import ReadOptions, read_path
from smslint.sources.changes import Changes

OLD = "【甲银行】您的账单已逾期，请还款。"
NEW = "【甲银行】您的账单已逾期，后果自负。"


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", *arguments],
                   check=True, capture_output=True)  # fmt: skip


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode())


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("a.csv", f"id,text\n1,{OLD}1\n2,{OLD}2\n3,{OLD}3\n")
    write("中文 名.yaml", f"- {OLD}1\n- {OLD}2\n")
    write("same.txt", f"{OLD}\n")
    git("add", "-A")
    git("commit", "-qm", "first")


def changed(path: str, ref: str = "HEAD") -> list[str]:
    changes = Changes(ref)
    if not changes.has_changed(path):
        return []
    source = changes.only_changed(read_path(path, ReadOptions()), ReadOptions())
    assert len(source.records) <= len(read_path(path, ReadOptions()).records)
    return [record.draft.text for record in source.records]


def test_a_dirty_tree() -> None:
    write("a.csv", f"id,text\n3,{OLD}3\n\n1,{OLD}1\n2,{NEW}\n4,{NEW}4\n")
    write("中文 名.yaml", f"# moved\n\n-  >-\n   {OLD}2\n- '{OLD}1'\n")
    write("new/b.txt", f"{NEW}\n")
    assert changed("a.csv") == [NEW, f"{NEW}4"]
    assert changed("中文 名.yaml") == []
    assert changed("new/b.txt") == [NEW]
    assert changed("same.txt") == []
    git("add", "-A")
    assert changed("a.csv") == [NEW, f"{NEW}4"]
    assert changed("new/b.txt") == [NEW]


def test_a_draft_that_stands_twice_now_and_one_with_other_facts() -> None:
    write("same.txt", f"{OLD}\n{OLD}\n")
    assert changed("same.txt") == [OLD]
    write("a.csv", f"id,text,overdue_days\n1,{OLD}1,\n2,{OLD}2,5\n9,{OLD}3,\n")
    assert changed("a.csv") == [f"{OLD}2", f"{OLD}3"]


def test_a_renamed_file_is_compared_with_what_it_was() -> None:
    lines = "".join(f"{OLD}{number}\n" for number in range(20))
    write("same.txt", lines)
    git("commit", "-qam", "more")
    git("mv", "same.txt", "moved.txt")
    write("moved.txt", lines + NEW)
    assert changed("moved.txt") == [NEW]


def test_what_others_do_on_the_branch_meanwhile_is_no_change_of_ours() -> None:
    git("checkout", "-qb", "ours")
    write("b.txt", NEW)
    git("add", "-A")
    git("commit", "-qm", "ours")
    git("checkout", "-q", "main")
    write("same.txt", f"{NEW}\n")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "ours")
    assert (changed("same.txt", "main"), changed("b.txt", "main")) == ([], [NEW])


@pytest.mark.parametrize("ref", ["nosuch", "--output=x", ""])
def test_no_commit(ref: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"--since: '{ref}' is no commit")):
        Changes(ref).has_changed("a.csv")


def test_no_repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bare") / "a.txt"
    path.write_text(OLD, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^--since: not a git repository"):
        Changes("HEAD").has_changed(str(path))


def test_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    from smslint import cli

    write("a.csv", f"id,text\n1,{OLD}1\n2,{NEW}\n")
    write("broken.csv", "x\n1\n")
    select = ["--select", "threat-vague-consequence", "--fail-on", "warning"]
    assert cli.run(["check", ".", "--since", "HEAD", *select]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("a.csv:3:16 [2] ▲ 警告 threat-vague-consequence")
    assert "共检查 1 条短信" in out
    assert err.startswith("smslint: broken.csv:1: no column with the text")
    assert cli.run(["check", "same.txt", "--since", "HEAD", *select]) == 0
    assert cli.run(["check", "a.csv", "--since", "HEAD", *select]) == 1
