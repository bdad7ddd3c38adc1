"""The command line: exit codes, outputs, bad input, streams; run over a small pack so that no shipped rule matters."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from smslint import __version__, cli
from smslint.cli.console import progress
from smslint.cli.schema import report_schema

BAD, POOR, GOOD = "【甲】不还款后果自负。", "【甲】请尽快还款。", "【甲】请还款。"
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
    unless: {facts: [reports_credit]}
    bad: [{text: 不还款«后果自负»。, form: soft}]
    good: [请还款。]
  - id: hurry
    kind: forbid
    category: form
    severity: warning
    confidence: 1
    title: {zh: 催促, en: Hurry}
    message: {zh: 催促, en: hurry}
    advice: {zh: 写明日期, en: Give a date}
    match: [尽快]
    bad: [请尽快还款。]
    good: [请还款。]
"""
Run = Callable[..., "Result"]


class Result:
    """What a command line did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "pack.yaml").write_text("id: tiny\nversion: '1'\n", encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.run([str(one) for one in arguments])
        out, err = capsysbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return call


@pytest.fixture
def check(run: Run, pack: Path) -> Run:
    return lambda *arguments, **more: run("check", "--pack", pack, *arguments, **more)


class TestVerdict:
    @pytest.mark.parametrize(
        ("text", "options", "code"),
        [
            (GOOD, (), 0),
            (POOR, (), 0),
            (BAD, (), 1),
            (POOR, ("--fail-on", "warning"), 1),
            (POOR, ("--fail-on", "info"), 1),
            (BAD, ("--fail-on", "never"), 0),
            (BAD, ("--fail-on", "never", "--min-score", "70"), 0),
            (BAD, ("--fail-on", "never", "--min-score", "71"), 1),
            (GOOD, ("--min-score", "100"), 0),
            (BAD, ("--facts", "reports_credit=true"), 0),
        ],
    )
    def test_exit_code(self, check: Run, text: str, options: Sequence[str], code: int) -> None:
        assert check("--text", text, *options).code == code

    def test_bad_input_weighs_more_than_findings(self, check: Run, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(BAD, encoding="utf-8")
        result = check(tmp_path / "gone.txt", tmp_path / "a.txt", "--fail-on", "never")
        assert result.code == 2
        assert result.err == f"smslint: {tmp_path}/gone.txt: cannot be read: No such file or directory\n"
        assert "a.txt:1:7 ✖ 错误 vague" in result.out
        assert "1 处输入无法读取" in result.out


class TestInput:
    def test_text_is_one_draft(self, check: Run) -> None:
        assert check("--text", BAD).out.startswith("<text>:1:7 ✖ 错误 vague 含糊威胁\n")

    def test_standard_input(self, check: Run) -> None:
        result = check("-", stdin=f"{GOOD}\n{BAD}\n".encode("gb18030"))
        assert result.out.startswith("<stdin>:2:7 ✖")

    def test_standard_input_by_another_name(self, check: Run) -> None:
        result = check("-", "--stdin-filename", "x.jsonl", stdin=json.dumps({"id": "W", "text": BAD}).encode())
        assert "x.jsonl:1:58 [W] ✖" in result.out

    def test_places_in_the_file(self, check: Run, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(f'id,短信内容\r\nT1,"甲""乙\r\n{BAD}"\r\n'.encode("utf-8-sig"))
        assert f"{path}:3:7 [T1] ✖" in check(path).out

    def test_paragraphs_and_column(self, check: Run, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(f"{GOOD}\n{GOOD}\n\n{BAD}\n", encoding="utf-8")
        assert check(tmp_path / "a.txt", "--paragraphs", "-f", "json").json["summary"]["drafts"] == 2
        (tmp_path / "a.csv").write_text(f"text,正式\n{GOOD},{BAD}\n", encoding="utf-8")
        assert check(tmp_path / "a.csv", "--column", "正式").code == 1

    def test_a_folder(self, check: Run, tmp_path: Path) -> None:
        (tmp_path / "sms").mkdir()
        assert check(tmp_path / "sms").err == f"smslint: no file to check in {tmp_path}/sms\n"
        for name in ("b.txt", "a.txt"):
            (tmp_path / "sms" / name).write_text(GOOD, encoding="utf-8")
        files = check(tmp_path / "sms", "-f", "json").json["files"]
        assert [Path(one["path"]).name for one in files] == ["a.txt", "b.txt"]

    def test_form_and_facts(self, check: Run, tmp_path: Path) -> None:
        lines = [{"text": GOOD}, {"text": GOOD, "form": "reminder", "facts": {"reports_credit": False}}, {"text": BAD}]
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        result = check(tmp_path / "a.jsonl", "--form", "温馨提示", "--facts", "reports_credit=是", "-f", "json")
        records = result.json["files"][0]["records"]
        assert [one["form"] for one in records] == ["soft", "reminder", "soft"]
        assert result.code == 0


class TestBadInput:
    """Each is one clear line, exit code 2, no traceback; what can be read is still checked."""

    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            ((), "nothing to check: name a file or a folder, - for standard input, or --text (see --help)"),
            (("x", "--text", "y"), "either paths or --text, not both"),
            (("--text", " "), "--text: the draft is empty"),
            (("--text", "x", "--form", "fomal"), "unknown form 'fomal' (did you mean 'formal'?); one of reminder"),
            (("--text", "x", "--facts", "agencie=x"), "unknown fact 'agencie' (did you mean 'agency'?)"),
            (("--text", "x", "--facts", "agency"), "--facts: 'agency' is not NAME=VALUE"),
            (("--text", "x", "--facts", "total=many"), "fact 'total': 'many' is not a number"),
            (("--text", "x", "-f", "jsn"), "unknown format 'jsn' (did you mean 'json'?); one of text, concise, json"),
            (("--text", "x", "-f", "json", "-f", "text"), "only one format can go to standard output; give the others"),
            (("--text", "x", "-f", "json:/no/where.json"), "cannot write /no/where.json: No such file or directory"),
            (("--text", "x", "--fail-on", "errors"), "--fail-on: unknown value 'errors' (did you mean 'error'?)"),
            (("--text", "x", "--lang", "fr"), "--lang: unknown value 'fr'; one of zh, en"),
            (("--text", "x", "--min-score", "101"), "Invalid value for '--min-score'"),
            (("--text", "x", "--txet", "x"), "No such option: --txet"),
            (("--text", "x", "--pack", "cn-colection"), "--pack: no pack 'cn-colection' (did you mean"),
        ],
    )
    def test_a_wrong_call(self, check: Run, arguments: Sequence[str], line: str) -> None:
        result = check(*arguments)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"smslint: {line}")
        assert result.err.count("\n") == 1

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.txt", b"", "there is no draft in it"),
            ("a.txt", b"PK\x03\x04\0\0\0", "binary file (it holds NUL bytes)"),
            ("a.txt", "请还款".encode()[:-1], "not valid UTF-8: byte 0xe6 at offset 6"),
            ("a.csv", b"id,name\n1,2\n", "no column with the text"),
            ("a.docx", b"PK", "files of type '.docx' are not read"),
            ("a.jsonl", b'{"text": ""}', "the draft is empty"),
            ("a.jsonl", b'{"text": "x", "form": "x"}', "unknown form 'x'"),
        ],
    )
    def test_a_bad_file(self, check: Run, tmp_path: Path, name: str, content: bytes, message: str) -> None:
        (tmp_path / name).write_bytes(content)
        (tmp_path / "good.txt").write_text(BAD, encoding="utf-8")
        result = check(tmp_path / name, tmp_path / "good.txt")
        assert result.code == 2
        assert result.err.startswith(f"smslint: {tmp_path / name}")
        assert message in result.err
        assert result.err.count("\n") == 1
        assert "good.txt:1:7 ✖" in result.out

    def test_a_malformed_line_leaves_the_other_lines(self, check: Run, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(f'{{"text": "{BAD}"}}\n{{"text"\n"{POOR}"\n', encoding="utf-8")
        result = check(tmp_path / "a.jsonl", "-f", "json")
        (file,) = result.json["files"]
        assert (result.code, len(file["records"]), result.err) == (2, 2, "")
        assert file["error"] == f"{tmp_path}/a.jsonl:2:8: not valid JSON: Expecting ':' delimiter"

    def test_an_unreadable_file(self, check: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read = Path.read_bytes

        def refuse(path: Path) -> bytes:  # the superuser may read everything, so no mode of a file would do
            if path.name == "a.txt":
                raise PermissionError(13, "Permission denied")
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
        result = check(tmp_path / "a.txt", "-", stdin=GOOD.encode())
        assert result.code == 2
        assert result.err == f"smslint: {tmp_path}/a.txt: cannot be read: Permission denied\n"
        assert "共检查 1 条短信" in result.out

    def test_a_broken_pack(self, run: Run, pack: Path) -> None:
        (pack / "rules.yaml").write_text(RULES.replace("severity: error", "sevrity: error"), encoding="utf-8")
        result = run("check", "--pack", pack, "--text", GOOD)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"smslint: {pack}/rules.yaml:6:5: ")
        assert "'sevrity' (did you mean 'severity'?)" in result.err

    def test_a_megabyte_in_a_line(self, check: Run, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("催" * 350_000 + BAD, encoding="utf-8")
        assert f"a.txt:1:{350_000 + 7} ✖" in check(tmp_path / "a.txt").out


class TestOutput:
    def test_json_is_as_published(self, check: Run) -> None:
        result = check("--text", BAD, "-f", "json")
        jsonschema.validate(result.json, json.loads(report_schema()))
        assert (result.json["tool"]["version"], result.json["packs"][0]["id"]) == (__version__, "tiny")
        assert result.json["files"][0]["records"][0]["findings"][0]["match"] == "后果自负"

    def test_several_formats(self, check: Run, tmp_path: Path) -> None:
        result = check("--text", BAD, "-f", f"json:{tmp_path}/r.json", "-f", "text")
        assert result.out.startswith("<text>:1:7 ✖")
        assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1

    def test_english(self, check: Run) -> None:
        out = check("--text", BAD, "--lang", "en").out
        assert "✖ error vague Vague threat\n" in out
        assert "1 drafts checked, 1 with findings" in out

    def test_colours(self, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b[" not in check("--text", BAD).out
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[31m✖ 错误\x1b[0m" in check("--text", BAD).out
        assert "\x1b[" not in check("--text", BAD, "--no-color").out
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b[" not in check("--text", BAD).out

    def test_text_that_looks_like_a_workflow_command(self, check: Run) -> None:
        result = check("-", stdin=f"::error::后果自负\n::add-mask::x\n{BAD}".encode())
        assert not [line for line in result.out.splitlines() if line.lstrip().startswith("::")]


class TestProgress:
    def test_only_on_a_terminal_and_only_when_it_takes_a_while(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert list(progress(range(3), "a.txt", 3)) == [0, 1, 2]
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        assert list(progress(range(3), "a.txt", 3)) == [0, 1, 2]
        assert capsys.readouterr().err == ""
        ticks = iter(range(10))
        monkeypatch.setattr("time.monotonic", lambda: next(ticks))
        assert list(progress(range(3), "a.txt", 3)) == [0, 1, 2]
        shown = capsys.readouterr().err
        assert re.findall(r"a\.txt .*? (\d+%) (\d/3)", shown) == [("33%", "1/3"), ("67%", "2/3"), ("100%", "3/3")]
        assert shown.endswith("\r\x1b[K")


class TestPack:
    def test_check(self, run: Run, pack: Path) -> None:
        assert run("pack", "check", pack).out == f"{pack}: 2 rules, 0 concepts, 0 frames: ok\n"
        result = run("pack", "check", pack / "gone", pack)
        assert (result.code, result.out.count(": ok")) == (2, 1)
        assert result.err.startswith(f"smslint: {pack}/gone: no pack")

    def test_test(self, run: Run, pack: Path) -> None:
        assert run("pack", "test", pack).out == f"{pack}: 2 rules, 4 examples, 0 failures\n"
        assert run("pack", "test", pack, "--rule", "hury").err.startswith(
            f"smslint: --rule of {pack}: unknown value 'hury' (did you mean 'hurry'?)"
        )
        (pack / "rules.yaml").write_text(RULES.replace("good: [请还款。]", "good: [后果自负]", 1), encoding="utf-8")
        result = run("pack", "test", pack, "--rule", "vague")
        assert result.code == 1
        assert f"{pack}/rules.yaml:14:12: rule vague: should be left alone" in result.out

    def test_list(self, run: Run, pack: Path) -> None:
        listed = run("pack", "list", pack).out
        assert "vague" in listed
        assert "含糊威胁" in listed
        assert "weights: error 30, warning 10, info 2" in listed
        assert "cn-collection" in run("pack", "list", "--lang", "en").out

    def test_schema(self, run: Run) -> None:
        assert run("pack", "schema").out == run("schema", "pack").out
        assert run("schema").json["title"] == "smslint report, version 1"
        assert run("schema", "reprot").code == 2


class TestHelp:
    def test_version(self, run: Run) -> None:
        assert run("--version").out == f"smslint {__version__}\n"

    @pytest.mark.parametrize("command", ["check", "schema", "pack check", "pack test", "pack list"])
    def test_every_command_teaches_by_example(self, run: Run, command: str) -> None:
        result = run(*command.split(), "--help")
        assert result.code == 0
        assert f"smslint {command}" in result.out.split("Options:")[0].split("\n", 2)[2]

    def test_no_command_is_told_what_there_is(self, run: Run) -> None:
        result = run()
        assert result.code == 2
        assert "smslint check drafts.txt" in result.out


def start(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "smslint", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


class TestProcess:
    def test_a_reader_that_leaves_is_no_error(self, pack: Path, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(f"{BAD}\n" * 3000, encoding="utf-8")
        process = start("check", "--pack", pack, tmp_path / "a.txt")
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
    def test_an_interrupt_is_quiet(self, pack: Path) -> None:
        process = start("check", "--pack", pack, "-", stdin=subprocess.PIPE)
        assert process.stdin
        process.stdin.write(b"x\n")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert (process.returncode, err) == (130, b"")

    def test_an_ascii_terminal_gets_escapes_and_no_crash(self, pack: Path) -> None:
        env = {**os.environ, "PYTHONIOENCODING": "ascii"}
        out, err = start("check", "--pack", pack, "--text", BAD, env=env).communicate()
        assert b"\\u540e" in out
        assert err == b""

    def test_a_text_argument_that_is_no_utf8(self, pack: Path) -> None:
        process = start("check", "--pack", pack, "-f", "json", "--text", os.fsdecode(b"\xff" + BAD.encode()))
        out, err = process.communicate()
        assert json.loads(out)["files"][0]["records"][0]["text"].startswith("\udcff")
        assert (process.returncode, err) == (1, b"")

    def test_a_fault_of_smslint_is_never_taken_for_findings(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*arguments: object) -> None:
            raise ZeroDivisionError("a fault")

        monkeypatch.setattr("smslint.cli.options.parse_facts", fail)
        result = run("check", "--text", GOOD)
        assert result.code == 2
        assert "ZeroDivisionError: a fault" in result.err
