"""Several processes, files in pieces, runs that are cut short: the same outputs, and never half a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smslint import Draft, Linter, Report, cli
from smslint.cli import workers
from smslint.cli.console import Meter
from smslint.errors import ConfigError
from smslint.model import RunReport
from smslint.render import RENDERERS, View
from smslint.render.streams import STREAMED
from smslint.sources import pieces

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
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals differ")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "pack.yaml").write_text("id: tiny\nversion: '1'\n", encoding="utf-8")
    (tmp_path / "tiny" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / ".smslint.toml").write_text('packs = ["./tiny"]\nexclude = ["tiny/"]\n', encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 200)
    monkeypatch.setattr(pieces, "SIZE", 120)


def write_files(folder: Path) -> None:
    """Files of every kind, some in pieces, some with judgements, some with records that cannot be read."""
    lines = [json.dumps({"id": f"R{n}", "text": (BAD, GOOD)[n % 3 > 0]}, ensure_ascii=False) for n in range(40)]
    (folder / "a.jsonl").write_text("\n".join([*lines[:20], "{", *lines[20:]]), encoding="utf-8")
    (folder / "b.csv").write_text("id,text\n" + f'1,"{BAD}\n{GOOD}"\n2,{GOOD}\n3,"x"y\n' * 12, encoding="utf-8")
    (folder / "c.txt").write_text(f"{BAD}\n{GOOD}\n" * 20, encoding="utf-8")
    (folder / "d.txt").write_text(f"{BAD}\n" * 20 + "# smslint: ignore-file[vague] 旧模板\n", encoding="utf-8")
    (folder / "e.jsonl").write_text("\n" * 300, encoding="utf-8")
    (folder / "f.yaml").write_text(f"templates:\n  - content: {BAD}\n", encoding="utf-8")
    (folder / "gone.json").write_text("{", encoding="utf-8")


@pytest.fixture
def files(project: Path) -> Path:
    write_files(project)
    return project


def outputs(capsysbinary: pytest.CaptureFixture[bytes], *options: str) -> tuple[int, bytes, bytes]:
    code = cli.run(["check", ".", *options])
    out, err = capsysbinary.readouterr()
    return code, out, err


@pytest.mark.usefixtures("files")
class TestTheSame:
    @pytest.mark.parametrize("name", [*STREAMED, *sorted({*RENDERERS} - {*STREAMED}), "statistics"])
    def test_whatever_the_number_of_processes_and_the_size_of_pieces(
        self, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        options = ["--statistics"] if name == "statistics" else ["-f", name]
        whole = outputs(capsysbinary, *options)
        assert whole[0] == 2
        assert whole[1]
        monkeypatch.setattr(pieces, "LARGE", 200)
        for size in (60, 1000):
            monkeypatch.setattr(pieces, "SIZE", size)
            cut = outputs(capsysbinary, *options)
            assert cut[::2] == whole[::2]
            # What cannot be read stands after the records of its piece, in formats of lines.
            assert sorted(cut[1].splitlines()) == sorted(whole[1].splitlines()) if "jsonl" in name else cut == whole
            assert outputs(capsysbinary, *options, "--jobs", "3") == cut

    @pytest.mark.parametrize("name", STREAMED)
    @pytest.mark.parametrize("redact", ["--redact", "--no-redact"])
    def test_as_rendered_from_all_reports(
        self, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, name: str, redact: str
    ) -> None:
        seen: list[tuple[RunReport, View]] = []
        monkeypatch.setattr(
            "smslint.cli.outputs.RENDERERS",
            {**RENDERERS, "sarif": lambda run, view: str(seen.append((run, view)) or "")},
        )
        outputs(capsysbinary, "-f", "sarif:all", redact)
        ((run, view),) = seen
        _, out, _ = outputs(capsysbinary, "-f", name, redact, "--jobs", "2")
        assert out.decode() == RENDERERS[name](run, view)

    @pytest.mark.usefixtures("small")
    def test_with_a_baseline_and_an_ignore_file(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert cli.run(["ignore", "b.csv", "--rule", "vague", "--id", "1", "--reason", "旧"]) == 0
        assert cli.run(["baseline", "create", "a.jsonl"]) == 2
        capsysbinary.readouterr()
        with Path("a.jsonl").open("a", encoding="utf-8") as file:
            file.write(f'\n{{"id": "new", "text": "{BAD}"}}\n')
        alone = outputs(capsysbinary, "-f", "jsonl")
        assert outputs(capsysbinary, "-f", "jsonl", "--jobs", "2") == alone
        records = [json.loads(line) for line in alone[1].splitlines()]
        open_ = [one["id"] for one in records for found in one.get("findings", ()) if not found["suppressed"]]
        assert set(filter(None, open_)) == {"new"}

    @pytest.mark.usefixtures("small")
    def test_standard_input(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        code = "import sys; from smslint.sources import pieces; pieces.LARGE, pieces.SIZE = 1, 100\n" \
               "from smslint.cli import main; main()"  # fmt: skip
        for jobs in ("1", "2"):
            command = [
                sys.executable,
                "-c",
                code,
                "check",
                "-",
                "--stdin-filename",
                "a.jsonl",
                "-f",
                "json",
                "-j",
                jobs,
            ]
            done = subprocess.run(command, input=Path("a.jsonl").read_bytes(), capture_output=True, check=False)
            assert cli.run(["check", "a.jsonl", "-f", "json"]) == done.returncode == 2
            assert done.stdout == capsysbinary.readouterr().out

    @pytest.mark.usefixtures("small")
    def test_where_processes_do_not_start_as_copies(
        self, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alone = outputs(capsysbinary, "-f", "concise")
        monkeypatch.setattr(sys, "platform", "darwin")
        assert workers._context().get_start_method() == "spawn"
        assert outputs(capsysbinary, "-f", "concise", "--jobs", "2") == alone


def test_a_single_draft_tells_its_score_though_it_be_clean(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    Path("b.txt").write_text("# smslint: ignore-file[vague] 空\n", encoding="utf-8")
    for options in ((), ("--jobs", "2")):
        assert b"100/100" in outputs(capsysbinary, *options)[1]
    Path("b.txt").write_text(GOOD, encoding="utf-8")
    assert b"100/100" not in outputs(capsysbinary)[1]


@pytest.mark.usefixtures("small")
def test_a_file_of_blank_lines_holds_no_draft(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("a.jsonl").write_text("\n" * 500, encoding="utf-8")
    for options in ((), ("--jobs", "2")):
        code, _, err = outputs(capsysbinary, *options)
        assert (code, err) == (2, b"smslint: a.jsonl: there is no draft in it\n")


class TestJobs:
    def test_auto_starts_processes_only_where_there_is_much_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workers, "_cores", lambda: 8)
        assert workers.how_many("auto", 1_000_000) == 1
        assert workers.how_many("auto", 100_000_000) == 8
        assert workers.how_many("3", 1) == 3

    @pytest.mark.parametrize("jobs", ["0", "-1", "many", "", "²"])
    def test_a_wrong_number_is_told(self, jobs: str) -> None:
        with pytest.raises(ConfigError, match="--jobs"):
            workers.how_many(jobs, 1)

    @posix
    def test_a_worker_that_dies_is_told_and_leaves_no_output(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parent = os.getpid()

        def die(self: Linter, drafts: Any) -> Iterator[Report]:
            if os.getpid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)
            return iter(())

        monkeypatch.setattr(Linter, "lint_many", die)
        assert cli.run(["check", ".", "--jobs", "2", "-f", "jsonl:out.jsonl"]) == 2
        assert "a worker process has died" in capsys.readouterr().err
        assert not [one for one in os.listdir() if "out" in one]

    def test_an_error_of_a_worker_is_told_as_any_other(self, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (files / "sub").mkdir()
        (files / "sub" / ".smslint.toml").write_text('packs = ["./none"]\n', encoding="utf-8")
        (files / "sub" / "a.txt").write_text(GOOD, encoding="utf-8")
        for jobs in ("1", "2"):
            assert cli.run(["check", ".", "--jobs", jobs, "-f", "jsonl:out.jsonl"]) == 2
            assert "sub/.smslint.toml:1: no pack" in capsys.readouterr().err.replace(":1:10:", ":1:")
            assert not [one for one in os.listdir() if "out" in one]


def test_a_draft_on_which_the_linter_fails_costs_no_other(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lint = Linter.lint

    def fail(self: Linter, draft: Draft | str, **more: Any) -> Report:
        if isinstance(draft, Draft) and draft.id == "R3":
            raise RecursionError("too deep")
        return lint(self, draft, **more)

    monkeypatch.setattr(Linter, "lint", fail)
    monkeypatch.setattr(Linter, "lint_many", lambda self, drafts: (self.lint(one) for one in drafts))
    assert cli.run(["check", "a.jsonl", "-f", "jsonl:out.jsonl"]) == 2
    assert "a.jsonl:4: cannot be judged: RecursionError: too deep\n" in capsys.readouterr().err
    ids = [json.loads(line).get("id") for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert [one for one in ids if one] == [f"R{n}" for n in range(40) if n != 3]


class TestFiles:
    def test_an_output_that_cannot_be_written_is_told_before_anything_is_done(
        self, files: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.run(["check", ".", "-f", "json:missing/out.json", "-f", "jsonl:out.jsonl"]) == 2
        assert capsys.readouterr().err.endswith("cannot write missing/out.json: No such file or directory\n")
        assert not Path("out.jsonl").exists()

    @posix
    def test_an_output_may_be_a_link_or_no_file_at_all(self, files: Path) -> None:
        Path("real.jsonl").write_text("old", encoding="utf-8")
        Path("link.jsonl").symlink_to("real.jsonl")
        assert cli.run(["check", "c.txt", "-f", "jsonl:link.jsonl"]) == 1
        assert Path("link.jsonl").is_symlink()
        assert Path("real.jsonl").read_text("utf-8").startswith('{"path": "c.txt"')
        assert cli.run(["check", "c.txt", "-f", f"json:{os.devnull}"]) == 1
        assert not Path(os.devnull).is_file()

    def test_no_output_takes_the_place_of_what_is_checked(
        self, files: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = Path("a.jsonl").read_bytes()
        assert cli.run(["check", ".", "-o", "./a.jsonl"]) == 2
        assert "./a.jsonl is a file that is checked" in capsys.readouterr().err
        assert Path("a.jsonl").read_bytes() == before

    def test_the_format_of_an_output_by_its_suffix(self, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.run(["check", "c.txt", "-o", "out.jsonl", "-o", "out.md", "-f", "concise"]) == 1
        assert Path("out.jsonl").read_text("utf-8").startswith("{")
        assert Path("out.md").read_text("utf-8").startswith("## ")
        assert capsys.readouterr().out.startswith("c.txt:1:7: error vague")
        assert cli.run(["check", "c.txt", "-o", "out.doc"]) == 2
        assert "no format goes by the suffix of out.doc" in capsys.readouterr().err


def start(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "smslint", "check", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def long_file() -> Path:
    path = Path("long.jsonl")
    path.write_text(f'{{"text": "{BAD * 20}"}}\n' * 200_000, encoding="utf-8")
    return path


def wait_for(condition: Any, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < ends
        time.sleep(0.05)


def temporary() -> list[str]:
    return [one for one in os.listdir() if one.endswith(".tmp")]


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [int(one) for one in found]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").split(")")[1].split()[0] != "Z"
    except OSError:
        return False


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_keeps_what_was_done_and_says_so(jobs: str) -> None:
    long_file()
    process = start("long.jsonl", "--jobs", jobs, "-f", "jsonl:out.jsonl", "-f", "json:out.json", "--lang", "en")
    wait_for(lambda: any(Path(one).stat().st_size > 100_000 for one in temporary()), process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all processes at once
    _, err = process.communicate()
    assert process.returncode == 130, err
    told = err.decode()
    assert told.startswith("smslint: interrupted after ")
    assert told.endswith(" drafts; what there is of them is in out.jsonl.partial, out.json.partial\n")
    lines = Path("out.jsonl.partial").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert told.split()[3] == str(len(records))
    assert [one["line"] for one in records] == list(range(1, len(records) + 1))
    whole = json.loads(Path("out.json.partial").read_text("utf-8"))
    assert whole["summary"]["drafts"] == len(whole["files"][0]["records"]) == len(records)
    assert not Path("out.jsonl").exists()
    assert not temporary()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
def test_a_killed_run_leaves_no_half_file_and_no_process() -> None:
    long_file()
    Path("out.jsonl").write_text("old", encoding="utf-8")
    process = start("long.jsonl", "--jobs", "2", "-f", "jsonl:out.jsonl")
    wait_for(lambda: any(Path(one).stat().st_size > 100_000 for one in temporary()), process)
    workers_left = children(process.pid)
    assert len(workers_left) == 2
    process.kill()
    process.communicate()
    assert Path("out.jsonl").read_text("utf-8") == "old"
    ends = time.monotonic() + 20
    while any(map(is_alive, workers_left)):
        assert time.monotonic() < ends
        time.sleep(0.05)


@posix
def test_a_reader_who_leaves_ends_a_long_run() -> None:
    long_file()
    process = start("long.jsonl", "-f", "jsonl", "--jobs", "2")
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 1


@posix
def test_a_reader_who_leaves_takes_nothing_from_the_other_outputs(files: Path) -> None:
    Path("log.txt").write_text(f"{BAD}\n" * 20_000, encoding="utf-8")
    process = start("log.txt", "-f", "concise", "-f", "jsonl:out.jsonl", "--jobs", "2")
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 1
    assert len(Path("out.jsonl").read_text("utf-8").splitlines()) == 20_000


class TestMeter:
    def test_share_rate_and_time_left(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = [0.0]
        monkeypatch.setattr("time.monotonic", lambda: now[0])
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        meter = Meter("zh", 1000)
        meter.show(10, 1)
        assert capsys.readouterr().err == ""
        now[0] = 2.0
        meter.show(240, 4000)
        assert "25% · 4,001 条 · 2,000/秒 · 剩余 0:06" in capsys.readouterr().err
        meter.hide()
        meter.hide()
        assert capsys.readouterr().err == "\r\x1b[K"
        other = Meter("en", 0)
        now[0] = 4.0
        other.show(0, 10)
        assert capsys.readouterr().err == "\r\x1b[Ksmslint 10 drafts · 5/s"

    def test_only_on_a_terminal(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        now = [0.0]
        monkeypatch.setattr("time.monotonic", lambda: now[0])
        meter = Meter("zh", 1000)
        now[0] = 9.0
        meter.show(240, 4000)
        meter.hide()
        assert capsys.readouterr().err == ""
