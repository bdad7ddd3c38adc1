"""A repository of templates in every format: each planted fault at its very characters; broken files, many files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from smslint import cli
from smslint.cli.inputs import Asked
from smslint.cli.linting import Run, run
from smslint.config import Configs, given
from smslint.project import Project
from smslint.sources import ReadOptions, read_path
from smslint.text import LineIndex

PACK = """
rules:
  - id: vague
    kind: forbid
    category: threat
    severity: error
    confidence: 1
    title: {zh: 含糊威胁, en: Vague threat}
    message: {zh: 含糊, en: vague}
    advice: {zh: 写明后果, en: Name the consequence}
    match: [后果自负]
    bad: [不还款«后果自负»。]
    good: [请还款。]
"""
# The characters of every fault as the file spells them stand between « and », which are taken out.
FILES = {
    "a.yaml": """\
templates:
  - tpl: OD-01
    content: 【甲银行】您的账单已逾期，«后果自负»。
  - tpl: OD-02
    content: '【甲''银行】您的账单已逾期，«后果自负»'   # 后果自负
  - tpl: OD-03
    content: "【甲银行】您的\\t账单已\\u903e期，\\
      «后\\u679c自负»，\\"«后果\\x20自负»\\"。"
  - tpl: OD-04
    content: >-
      【甲银行】您的账单已逾期，
      «后果
      自负»。

        «后果自负»
  - tpl: OD-05
    nested:
      - deep: |+
          您的账单已逾期，
          «后果自负»

""",
    "deep/er/b.json": '{"list": [{"code": "J1", "zh": {"body": "【甲】您的\\n账单已逾期'
                      '\\ud83d\\ude00，«后\\u679c自负»"}}, '
                      '{"code": "J2", "zh": {"body": "您的账单已逾期，\\"«后果自负»\\""}}]}',
    "c.toml": "[[sms]]\nid = 'T1'\ntext = '您的账单已逾期，«后果自负»'\n[[sms]]\nid = \"T2\"\n"
              'text = """\\\n   您的\\u8d26单已逾期，«后果\\\n   自负»。\n"""\n',
    "d.properties": "# 后果自负\nsms.one = 您的账单已逾期，\\\n    «后果自负»\n"
                    "sms.two=\\u60a8\\u7684\\u8d26\\u5355，«\\u540e果自负»!!\n",
    "e.po": 'msgid ""\nmsgstr "Language: zh_CN\\n"\n\nmsgctxt "P1"\nmsgid "overdue"\nmsgstr ""\n'
            '"您的账单\\"已逾期\\"，"\n"«后果自负»。"\n',
    "f.md": "# 后果自负\n\n> ```sms\n> 您的账单已逾期，\n> «后果自负»\n> ```\n\n| 编号 | 短信内容 |\n|--|--|\n"
            "| M1 | 您的账单\\|已逾期，«后果自负» |\n",
    "g.jsonl": '{"id": "L1", "text": "甲\\"乙«后果自负»"}\r\n{"id": "L2", "text": "«后果自负»"}\r\n',
    "h.tsv": 'id\ttext\nS1\t"甲""乙\n«后果自负»"\n',
    "i.txt": "好\n\n甲«后果自负»乙«后果自负»\n",
}  # fmt: skip
GB18030 = {"j.csv": '编号,短信内容\r\nC1,"您的账单""已逾期,\r\n«后果自负»𠮷"\r\nC2,𠮷«后果自负»\r\n'}
_MARKED = re.compile("«([^»]*)»")
_PLACE = re.compile(r"(?m)^(\S+?):(\d+):(\d+)(?: \[(\S+)\])? ✖")
Fault = tuple[str, int, int, str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Fault]:
    """The files, written; gives where the faults are, in the order of a run."""
    folder = tmp_path / "repo"
    (folder / ".pack").mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / ".pack/pack.yaml").write_text("id: tiny\nversion: 1.0.0\n", encoding="utf-8")
    (folder / ".pack/rules.yaml").write_text(PACK, encoding="utf-8")
    (folder / ".smslint.toml").write_text('packs = [".pack"]\n', encoding="utf-8")
    return sorted(
        [*plant(FILES, "utf-8"), *plant(GB18030, "gb18030")], key=lambda one: (one[0].count("/"), one[0], one[1:3])
    )


def plant(files: dict[str, str], encoding: str) -> list[Fault]:
    faults: list[Fault] = []
    for path, marked in files.items():
        text = marked.replace("«", "").replace("»", "")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(text.encode(encoding))
        index = LineIndex(text)
        for number, found in enumerate(_MARKED.finditer(marked)):
            faults.append((path, *index.position(found.start() - 2 * number), found[1]))
    return faults


def checked(*paths: str) -> Run:
    return run(Asked(paths), Project(Configs({})))


def test_every_fault_is_at_its_characters(repository: list[Fault]) -> None:
    done = checked(".")
    found: list[Fault] = []
    for file in done.report.files:
        assert file.errors == ()
        known = done.texts[file.path]
        raw = Path(file.path).read_bytes().decode(file.encoding or "")
        for number, report in enumerate(file.reports):
            for finding in report.findings:
                span = known.place(number, finding.span)
                line, column = LineIndex(raw).position(span.start)
                found.append((file.path, line, column, span.of(raw)))
    assert found == repository


def test_the_report_names_file_line_column_and_record(
    repository: list[Fault], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", "."]) == 1
    out = capsys.readouterr().out
    places = [(path, int(line), int(column)) for path, line, column, _ in _PLACE.findall(out)]
    assert places == [one[:3] for one in repository]
    assert "a.yaml:3:27 [tpl=OD-01] ✖" in out
    assert "a.yaml:8:7 [tpl=OD-03] ✖" in out
    labels = dict.fromkeys((path, label) for path, _, _, label in _PLACE.findall(out))
    assert list(labels) == [
        *(("a.yaml", f"tpl=OD-0{number}") for number in range(1, 6)), ("c.toml", "T1"), ("c.toml", "T2"),
        ("d.properties", "sms.one"), ("d.properties", "sms.two"), ("e.po", "msgctxt=P1"), ("f.md", ""),
        ("f.md", "编号=M1"), ("g.jsonl", "L1"), ("g.jsonl", "L2"), ("h.tsv", "S1"), ("i.txt", ""),
        ("j.csv", "编号=C1"), ("j.csv", "编号=C2"), ("deep/er/b.json", "code=J1"), ("deep/er/b.json", "code=J2"),
    ]  # fmt: skip


def test_a_workbook_names_its_cell(repository: list[Fault], capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["编号", "短信内容"])
    book.active.append(["X1", "甲后果自负"])
    book.save("k.xlsx")
    (report,) = checked("k.xlsx").report.reports
    assert (report.draft.pointer, report.findings[0].span.start) == ("Sheet!B2", 1)


def test_one_broken_file_never_hides_the_others(repository: list[Fault], capsys: pytest.CaptureFixture[str]) -> None:
    broken: dict[str, bytes] = {
        "b0.yaml": "a: 您的账单已逾期后果自负\nb: [\n".encode(), "b1.json": '{"a": "您的账单已逾期"'.encode(),
        "b2.toml": "a = 您的账单已逾期".encode(), "b3.txt": b"PK\0\0", "b4.csv": "甲,乙\n1,2\n".encode(),
        "b5.md": "您".encode()[:2], "b6.po": 'msgstr "您的账单已逾期'.encode(), "b7.xlsx": b"PK",
    }  # fmt: skip
    for name, data in broken.items():
        Path(name).write_bytes(data)
    assert cli.run(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert [line.split(":")[1].strip() for line in err.splitlines()] == list(broken)
    found = [(path, int(line), int(column)) for path, line, column, _ in _PLACE.findall(out)]
    assert [one for one in found if one[0] not in broken] == [one[:3] for one in repository]


def test_thousands_of_mixed_files(repository: list[Fault], capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2000):
        name = list(FILES)[number % len(FILES)]
        path = Path(f"many/{number % 40}/{number:04}{Path(name).suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name].replace("«", "").replace("»", ""), encoding="utf-8")
    Path("many/7/broken.json").write_text('{"您": ', encoding="utf-8")
    assert cli.run(["check", "many", "-f", "json"]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    planted = sum(FILES[list(FILES)[number % len(FILES)]].count("«") for number in range(2000))
    assert len(files) == 2001
    assert sum(len(record["findings"]) for file in files for record in file["records"]) == planted
    assert [file["path"] for file in files if file["error"]] == ["many/7/broken.json"]


def test_memory_grows_with_what_is_reported_and_not_with_the_files(repository: list[Fault]) -> None:
    Path("big").mkdir()
    for number in range(60):
        filler = "# 说明：此行不是短信，只是占地方的注释\n" * 5000  # 100,000 characters, 300 kB
        Path(f"big/{number}.yaml").write_text(f"{filler}a: 您的账单已逾期，请还款。{number}\n", encoding="utf-8")
    checked("big/0.yaml")
    tracemalloc.start()
    assert len(checked("big").report.reports) == 60
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000  # two files' worth; all of them would take 12 MB and more


class TestOptions:
    """What the options of `check` choose and show, over the same repository."""

    @pytest.fixture
    def out(self, repository: list[Fault], capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
        def call(*arguments: str) -> tuple[int, str]:
            code = cli.run(["check", *arguments])
            return code, capsys.readouterr().out

        return call

    def test_show_files(self, out: Callable[..., tuple[int, str]]) -> None:
        globs = ("--exclude", "deep/,*.yaml", "--include", "*.json", "--include", "a.*,i.txt")
        assert out(".", "--show-files", *globs) == (0, "i.txt\n")
        assert out("a.yaml", "i.txt", "--show-files", "--force-exclude", "--extend-exclude", "*.yaml")[1] == "i.txt\n"

    def test_quiet(self, out: Callable[..., tuple[int, str]]) -> None:
        code, text = out("i.txt", "-q")
        assert (code, text.count("✖")) == (1, 2)
        assert "评分" not in text
        assert "共检查" not in text

    def test_statistics(self, out: Callable[..., tuple[int, str]]) -> None:
        code, text = out(".", "--statistics", "--lang", "en", "-f", "text", "-f", "json:all.json")
        assert code == 1
        assert re.search(r"rules:\n +\d\d  vague  Vague threat\n", text)
        assert re.search(r"packs:\n +\d\d  tiny\n", text)
        assert "  后果自负  (vague)\n" in text
        assert re.search(r"scores:\n", text)
        assert "✖" not in text
        assert json.loads(Path("all.json").read_text(encoding="utf-8"))["summary"]["errors"] > 10

    def test_exit_codes(self, out: Callable[..., tuple[int, str]]) -> None:
        assert out("i.txt", "--exit-zero")[0] == 0
        Path(".smslint.toml").write_text('packs = [".pack"]\nseverities = {vague = "warning"}\n', encoding="utf-8")
        assert [out("i.txt", *one)[0] for one in ((), ("--max-warnings", "2"), ("--max-warnings", "1"))] == [0, 0, 1]
        assert out("i.txt", "--max-warnings", "0", "--exit-zero")[0] == 0
        assert out("gone.txt", "--exit-zero")[0] == 2

    def test_settings_differ_by_file(self, out: Callable[..., tuple[int, str]]) -> None:
        Path("deep/.smslint.toml").write_text(
            'packs = ["../.pack"]\nfail-on = "never"\npointer = "$.list[1].zh.body"\n', encoding="utf-8"
        )
        code, text = out("deep", "--platform", "nosuch")
        assert code == 2
        code, text = out("deep")
        assert (code, text.count("✖")) == (0, 1)
        assert out("deep", "--pointer", "$.list[0].zh.body", "--fail-on", "error")[0] == 1
        assert out("i.txt", "--ignore", "vague")[0] == out("i.txt", "--select", "nosuch")[0] - 2 == 0


class TestWatch:
    def test_checks_again_after_a_change(self, repository: list[Fault]) -> None:
        from smslint.cli.watch import watch

        seen: list[str] = []
        pauses = iter(["甲乙丙", None, "", "甲"])

        def pause(seconds: float) -> None:
            text = next(pauses, "end")
            if text == "end":
                raise KeyboardInterrupt
            if text is not None:
                Path("i.txt").write_text(text, encoding="utf-8")

        with pytest.raises(KeyboardInterrupt):
            watch(lambda: seen.append(Path("i.txt").read_text(encoding="utf-8")), lambda: ["i.txt"], pause)
        assert seen[1:] == ["甲乙丙", "", "甲"]

    def test_needs_files(self) -> None:
        assert cli.run(["check", "-", "--watch"]) == 2


def test_options_of_the_command_line_are_settings() -> None:
    project = Project(Configs({"pointer": given("$.a")}))
    assert project.options(project.settings()) == ReadOptions(pointer="$.a")
    assert read_path("no/such.yaml", project.options(project.settings())).errors


def test_a_shell_completes_commands_and_options() -> None:
    for words, number, wanted in (("smslint ", 1, "check"), ("smslint check --max", 2, "--max-warnings")):
        env = {**os.environ, "_SMSLINT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        command = [sys.executable, "-c", "from smslint.cli import main; main()"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert wanted in done.stdout.split()
