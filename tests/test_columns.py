"""Files of columns in and out of the command line, and runs that are cut short and go on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from smslint import cli  # noqa: E402
from smslint.arrow import results_schema  # noqa: E402
from smslint.cli import columnsink  # noqa: E402

RULES = """
rules:
  - id: vague
    kind: forbid
    category: threat
    severity: error
    confidence: 1
    title: {zh: 含糊威胁, en: Vague threat}
    message: {zh: "“{match}”没有说明后果", en: "'{match}' names no consequence"}
    advice: {zh: 写明后果, en: Name the consequence}
    match: [后果自负]
    bad: [{text: 不还款«后果自负»。, form: soft}]
    good: [请还款。]
"""
BAD, GOOD = "【甲】不还款后果自负。", "【甲】请还款。"
RESULTS = list(results_schema().names)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "pack.yaml").write_text("id: tiny\nversion: '1'\n", encoding="utf-8")
    (tmp_path / "tiny" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / ".smslint.toml").write_text('packs = ["./tiny"]\n', encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, rows: int, **more: list[Any]) -> Any:
    texts = [(BAD, GOOD)[n % 3 > 0] for n in range(rows)]
    table = pa.table({"n": range(rows), "短信内容": texts, **more})
    pq.write_table(table, name, row_group_size=1000)
    return table


def check(*options: str) -> int:
    return cli.run(["check", *options, "-q"])


def rows_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(name).to_pylist()
    return found


class TestIn:
    def test_findings_tell_the_row(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("log.parquet", 4)
        assert check("log.parquet", "-f", "concise") == 1
        told = capsys.readouterr().out.splitlines()
        assert [line.split(": ")[0] for line in told] == ["log.parquet:1:7", "log.parquet:4:7"]

    def test_every_format(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("log.parquet", 2)
        for name in ("text", "json", "jsonl", "csv", "sarif", "html", "junit", "gitlab"):
            assert check("log.parquet", "-f", name) == 1
            assert "log.parquet" in capsys.readouterr().out

    def test_a_folder_of_parts(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (project / "log").mkdir()
        for number in range(3):
            write(f"log/part-{number}.parquet", 3)
        (project / "log" / "_SUCCESS").write_text("", encoding="ascii")
        assert check("log", "-f", "json", "--jobs", "2") == 1
        assert json.loads(capsys.readouterr().out)["summary"]["drafts"] == 9

    def test_no_rows_and_damaged_files(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("empty.parquet", 0)
        table = write("half.parquet", 10)
        data = Path("half.parquet").read_bytes()
        Path("half.parquet").write_bytes(data[: len(data) // 2])
        pq.write_table(table.select(["n"]), "other.parquet")
        write("good.parquet", 1)
        assert check("empty.parquet", "half.parquet", "other.parquet", "good.parquet", "-f", "concise") == 2
        out, err = capsys.readouterr()
        assert out.startswith("good.parquet:1:7")
        for one in (
            "empty.parquet: there is no draft",
            "half.parquet: not a readable",
            "other.parquet: no column with",
        ):
            assert one in err

    def test_a_column_by_name_and_judgements(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("log.parquet", 3, other=[GOOD, BAD, None])
        assert check("log.parquet", "--column", "other", "-f", "concise") == 2
        assert "log.parquet:2:7: error vague" in capsys.readouterr().out
        assert cli.run(["baseline", "create", "log.parquet"]) == 0
        assert check("log.parquet") == 0
        assert check("log.parquet", "-o", "out.parquet") == 0
        assert [found["suppressed"] for row in rows_of("out.parquet") for found in row["findings"]] == ["baseline"]
        assert list(rows_of("out.parquet")[0]) == ["n", "短信内容", "other", *RESULTS]


class TestOut:
    @pytest.mark.parametrize("jobs", ["1", "3"])
    def test_the_columns_of_the_input_with_the_results(self, jobs: str) -> None:
        table = write("log.parquet", 9000, form=["formal", None, "?"] * 3000)
        assert check("log.parquet", "-o", "findings.parquet", "--jobs", jobs) == 2
        found = pq.read_table("findings.parquet")
        assert found.schema.names == [*table.schema.names, *RESULTS]
        assert found.select(table.schema.names).equals(table)
        rows = found.to_pylist()
        assert [row["score"] for row in rows[:3]] == [70, 100, None]
        assert rows[2]["error"].startswith("unknown form '?'")
        assert [one["match"] for one in rows[3]["findings"]] == ["后果自负"]
        assert sorted(os.listdir()) == [".git", ".smslint.toml", "findings.parquet", "log.parquet", "tiny"]

    def test_an_arrow_file(self) -> None:
        write("log.parquet", 10)
        assert check("log.parquet", "-f", "arrow:findings.arrow") == 1
        with pa.ipc.open_file("findings.arrow") as found:
            assert found.read_all().num_rows == 10

    def test_records_of_other_files_with_their_places(self) -> None:
        half = '{"id": "C", "text": "\\ud83d' + BAD + '"}'
        lines = [json.dumps({"id": "A", "text": BAD}), "{", json.dumps({"id": "B", "text": GOOD}), half]
        Path("a.jsonl").write_text("\n".join(lines), encoding="utf-8")
        assert check("a.jsonl", "-o", "out.parquet") == 2
        rows = rows_of("out.parquet")
        assert list(rows[0]) == ["path", "line", "pointer", "id", "text", *RESULTS]
        assert [(row["path"], row["line"], row["id"], row["score"]) for row in rows] == [
            ("a.jsonl", 1, "A", 70), ("a.jsonl", 2, None, None), ("a.jsonl", 3, "B", 100), ("a.jsonl", 4, "C", 70),
        ]  # fmt: skip
        assert rows[1]["error"].startswith("not valid JSON")
        assert rows[3]["text"] == "\\ud83d" + BAD

    def test_files_of_different_columns_do_not_go_into_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("a.parquet", 3)
        write("b.parquet", 3, more=[1, 2, 3])
        assert check("a.parquet", "b.parquet", "-o", "out.parquet") == 2
        assert "b.parquet: its columns differ" in capsys.readouterr().err
        write("c.parquet", 3, score=[1, 2, 3])
        assert check("c.parquet", "-o", "out.parquet") == 2
        assert "column 'score' already" in capsys.readouterr().err
        assert not Path("out.parquet").exists()

    def test_columns_go_into_a_file_and_are_not_masked(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert check("a.txt", "-f", "parquet") == 2
        assert "columns go into a file, as in parquet:findings.parquet" in capsys.readouterr().err
        assert check("a.txt", "-o", "a.parquet", "--redact") == 2
        assert "--redact masks the other formats" in capsys.readouterr().err

    def test_what_is_missing_without_the_extra(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 1)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        assert check("log.parquet") == 2
        assert (
            "log.parquet: columns (Parquet, Arrow) need pyarrow: pip install 'smslint[arrow]'"
            in capsys.readouterr().err
        )
        Path("a.txt").write_text(GOOD, encoding="utf-8")
        assert check("a.txt", "-o", "out.parquet") == 2
        assert "smslint[arrow]" in capsys.readouterr().err

    def test_two_files_of_columns_at_once(self) -> None:
        write("log.parquet", 10)
        assert check("log.parquet", "-o", "a.parquet", "-o", "b.arrow") == 1
        with pa.ipc.open_file("b.arrow") as found:
            assert found.read_all().to_pylist() == rows_of("a.parquet")

    def test_rows_that_have_not_changed_are_not_checked(self, project: Path) -> None:
        shutil.rmtree(project / ".git")
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
        write("log.parquet", 3)
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "1"]):
            subprocess.run([*git, *command], check=True)
        table = pq.read_table("log.parquet")
        pq.write_table(pa.concat_tables([table, table.slice(0, 1)]), "log.parquet")
        assert check("log.parquet", "-o", "out.parquet", "--since", "HEAD") == 1
        assert [row["score"] for row in rows_of("out.parquet")] == [None, None, None, 70]
        assert rows_of("out.parquet")[0]["error"].startswith("not checked")

    def test_a_summary_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("log.parquet", 9)
        assert cli.run(["check", "log.parquet", "-o", "out.parquet"]) == 1
        assert capsys.readouterr() == ("", "smslint: 共检查 9 条短信，3 条有问题：3 个错误，0 个警告，0 个提示\n")


def stopped(monkeypatch: pytest.MonkeyPatch, after: int, error: type[BaseException], *options: str) -> int:
    """Check until so many parts have been taken, and then be cut short by `error`."""
    taken = 0
    take = columnsink.ColumnSink.add

    def add(self: columnsink.ColumnSink, part: Any) -> None:
        nonlocal taken
        take(self, part)
        taken += 1
        if taken == after:
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(columnsink.ColumnSink, "add", add)
        return check("log.parquet", "-o", "findings.parquet", *options)


class TestResume:
    @pytest.fixture(autouse=True)
    def small_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(columnsink, "_ROWS", 2000)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_an_interrupted_run_goes_on(
        self, jobs: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 9000, form=["formal", None, "?"] * 3000)
        assert stopped(monkeypatch, 4, KeyboardInterrupt, "--jobs", jobs) == 130
        assert "已中断" in (err := capsys.readouterr().err)
        assert "再运行一次就接着做" in err
        assert not Path("findings.parquet").exists()
        assert check("log.parquet", "-o", "findings.parquet", "--jobs", jobs) == 2
        err = capsys.readouterr().err
        assert "接着上次：已查过 " in err
        assert err.count("unknown form") == 3000
        assert check("log.parquet", "-o", "whole.parquet") == 2
        assert rows_of("findings.parquet") == rows_of("whole.parquet")
        assert not [one for one in os.listdir() if ".parts" in one]

    def test_what_was_done_is_not_done_again(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 9000)
        assert stopped(monkeypatch, 4, KeyboardInterrupt) == 130
        from smslint.cli.bench import Bench

        seen: list[int] = []
        work = Bench.work

        def watched(self: Bench, task: Any) -> Any:
            seen.append(task.content.first)
            return work(self, task)

        monkeypatch.setattr(Bench, "work", watched)
        assert check("log.parquet", "-o", "findings.parquet") == 1  # findings of the part that was done count
        assert seen[0] > 3000
        assert len(rows_of("findings.parquet")) == 9000

    def test_another_call_or_another_input_begins_anew(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 5000)
        assert stopped(monkeypatch, 3, KeyboardInterrupt) == 130
        capsys.readouterr()
        assert check("log.parquet", "-o", "findings.parquet", "--form", "formal") == 1
        assert "接着" not in capsys.readouterr().err
        assert stopped(monkeypatch, 3, KeyboardInterrupt) == 130
        capsys.readouterr()
        write("log.parquet", 6000)
        assert check("log.parquet", "-o", "findings.parquet") == 1
        assert "接着" not in capsys.readouterr().err
        assert len(rows_of("findings.parquet")) == 6000

    def test_where_other_outputs_would_lack_what_is_done_there_is_a_part(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 9000)
        assert stopped(monkeypatch, 4, KeyboardInterrupt, "-f", "jsonl:out.jsonl") == 130
        assert "out.jsonl.partial, findings.parquet.partial" in capsys.readouterr().err
        told = Path("out.jsonl.partial").read_text("utf-8").splitlines()
        assert len(rows_of("findings.parquet.partial")) >= len(told) > 0

    def test_a_failed_run_leaves_no_half_file(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write("log.parquet", 5000)
        Path("findings.parquet").write_text("old", encoding="ascii")
        assert stopped(monkeypatch, 3, MemoryError) == 2
        assert Path("findings.parquet").read_text("ascii") == "old"
        assert check("log.parquet", "-o", "findings.parquet") == 1
        assert len(rows_of("findings.parquet")) == 5000


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_a_killed_run_leaves_no_half_file_and_goes_on() -> None:
    texts = [BAD, GOOD]
    pq.write_table(pa.table({"text": texts * 25_000}), "log.parquet")
    command = [sys.executable, "-m", "smslint", "check", "log.parquet", "-o", "findings.parquet", "-j", "2", "-q"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    ends = time.monotonic() + 60
    while not list(Path().glob(".findings.parquet.parts/*.parquet")):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not Path("findings.parquet").exists()
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert "接着上次".encode() in done.stderr
    found = pq.read_table("findings.parquet", columns=["text", "score"]).to_pydict()
    assert found["text"] == texts * 25_000
    assert found["score"] == found["score"][:2] * 25_000
