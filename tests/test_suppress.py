"""Findings judged before: suppressions in the source, and the ignore file for formats that have no comments."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from smslint import cli
from smslint.judged.directives import read_directives
from smslint.sources import ReadOptions, read_bytes

RULE = "threat-vague-consequence"
BAD = "【海岬银行】张先生，您的贷款已逾期，请尽快处理，否则后果自负。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_linters: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[dict[str, object]], str]:
    """The findings of RULE in a run over all files, and what was said on standard error."""
    cli.run(["check", ".", "-f", "json:report.out", "--select", RULE, *arguments])
    run = json.loads(Path("report.out").read_text(encoding="utf-8"))
    found = [{**one, "path": file["path"], "id": record["id"]} for file in run["files"] for record in file["records"]
             for one in record["findings"]]  # fmt: skip
    return found, capsys.readouterr().err


def reasons(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[object]:
    return [one["suppressed"] for one in findings(capsys, *arguments)[0]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", f'a: "{BAD}" # smslint: ignore[{RULE}] 已审\n'),
        ("a.yaml", f"# smslint: ignore-next-line[{RULE}] 已审\na: {BAD}\n"),
        ("a.yaml", f"# smslint: ignore[{RULE}] 已审\n\n# 其他\n- id: OD-1\n  text: {BAD}\n"),
        ("a.yaml", f"a: >- # smslint: ignore[{RULE}] 已审\n  {BAD[:10]}\n  {BAD[10:]}\n"),
        ("a.yaml", f"a: {BAD}\n# smslint: ignore-file[{RULE}] 已审\n"),
        ("a.yaml", f"a: {BAD} # smslint: ignore[insult, threat] 已审\n"),
        ("a.yaml", f"a: {BAD} # smslint: ignore[cn-collection] 已审\n"),
        ("a.yaml", f"a: {BAD} # smslint: ignore[ALL] 已审\n"),
        ("a.yaml", f"a: {BAD} # smslint：ignore［{RULE}］ 已审\n"),
        ("a.toml", f'a = "{BAD}" # smslint: ignore[{RULE}] 已审\n'),
        ("a.properties", f"! smslint: ignore-next-line[{RULE}] 已审\nx.a={BAD}\n"),
        ("a.po", f'# smslint: ignore[{RULE}] 已审\nmsgid "a"\nmsgstr ""\n"{BAD}"\n'),
        ("a.txt", f"// smslint: ignore[{RULE}] 已审\n{BAD}\n"),
        ("a.txt", f"; smslint: ignore-next-line[{RULE}] 已审\r\n{BAD}\r\n"),
        ("a.txt", f"{BAD}  # smslint: ignore[{RULE}] 已审\n"),
        ("a.md", f"<!-- smslint: ignore[{RULE}] 已审 -->\n```sms\n{BAD}\n```\n"),
        ("a.md", f"| 内容 |\n|---|\n| {BAD} | <!-- smslint: ignore[{RULE}] 已审 -->\n"),
    ],
)
def test_every_format_with_comments(name: str, content: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / name).write_text(content, encoding="utf-8", newline="")
    found, said = findings(capsys)
    assert [one["suppressed"] for one in found] == ["已审"]
    assert not [line for line in said.splitlines() if "insult" not in line]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"text\n{BAD} # smslint: ignore[{RULE}] 已审\n"),
        ("a.json", json.dumps([f"{BAD} # smslint: ignore[{RULE}] 已审"])),
        ("a.yaml", f'a: "{BAD} # smslint: ignore[{RULE}] 已审"\n'),
        ("a.yaml", f"a: |\n  {BAD}\n  # smslint: ignore[{RULE}] 已审\n"),
        ("a.md", f"```sms\n{BAD}\n<!-- smslint: ignore[{RULE}] 已审 -->\n```\n"),
    ],
)
def test_what_stands_in_a_draft_is_no_suppression(
    name: str, content: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    found, said = findings(capsys)
    assert [one["suppressed"] for one in found] == [None]
    assert ("would be sent" in said) == (name not in ("a.csv", "a.json"))


def test_a_remark_in_plain_text_is_never_part_of_a_draft() -> None:
    text = f"# smslint: ignore-file[insult] 无\r\n{BAD} # smslint: ignore[{RULE}] 已审\r\n第二行\r\n\r\n{BAD}"
    for options in (ReadOptions(), ReadOptions(paragraphs=True)):
        records = read_bytes(text.encode(), "a.txt", options).records
        assert not any("smslint" in one.draft.text for one in records)
        assert [text[one.origin[0]] for one in records] == [one.draft.text[0] for one in records]
    assert [one.draft.text for one in read_bytes(text.encode(), "a.txt", ReadOptions()).records] == [BAD, "第二行", BAD]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (f"ignore[{RULE}]", "gives no reason"),
        ("ignore 已审", "names no rule"),
        (f"ignroe[{RULE}] 已审", "unknown instruction 'ignroe' (did you mean 'ignore'?)"),
        ("ignore[threat-vague-consequense] 已审", f"did you mean '{RULE}'?"),
        (f"ignore[{RULE}] 已审 expires=2020-01-31", "expired on 2020-01-31"),
        (f"ignore[{RULE}] 已审 expires=下月", "'下月' is no date"),
    ],
)
def test_a_suppression_that_does_not_hold_is_told(
    comment: str, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(f"a: 1\nb: {BAD} # smslint: {comment}\n", encoding="utf-8")
    found, said = findings(capsys)
    assert [one["suppressed"] for one in found] == [None]
    assert said.startswith("smslint: a.yaml:2:")
    assert message in said


def test_an_expiry_to_come_holds_and_is_no_part_of_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(f"b: {BAD} # smslint: ignore[{RULE}] 已审 (expires: 2999-01-31)\n", encoding="utf-8")
    assert reasons(capsys) == ["已审"]
    source = read_bytes((folder / "a.yaml").read_bytes(), "a.yaml", ReadOptions())
    assert read_directives(source)[0].expires == dt.date(2999, 1, 31)


class TestIdle:
    """Suppressions that suppress nothing."""

    def test_is_told_with_its_place(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "a.yaml").write_text(f"a: 平安是福，万事如意！ # smslint: ignore[{RULE}] 已审\n", encoding="utf-8")
        found, said = findings(capsys)
        assert not found
        assert said == f"smslint: a.yaml:1:15: unused suppression of '{RULE}'\n"

    def test_tells_where_no_draft_stands(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        first, last = (f"# smslint: ignore[{RULE}] 已审\n" for _ in range(2))
        (folder / "a.yaml").write_text(f"{first}\n\nb: {BAD}\n\n{last}",
                                       encoding="utf-8")  # fmt: skip
        assert "no draft stands there" in findings(capsys)[1]

    def test_rules_that_are_off_are_not_idle(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "a.yaml").write_text(f"a: {BAD} # smslint: ignore[{RULE}, insult, len-segments] 已审\n",
                                       encoding="utf-8")  # fmt: skip
        assert findings(capsys)[1] == ""

    def test_names_of_which_a_part_is_off_are_not_idle(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = "a: 平安是福，万事如意！ # smslint: ignore[threat, ALL] 已审\n"
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        assert findings(capsys)[1] == ""
        assert cli.run(["check", "."]) == 0
        assert capsys.readouterr().err.count("unused suppression") == 2

    def test_fails_a_run_in_which_warnings_do(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "a.yaml").write_text(f"a: 平安是福，万事如意！ # smslint: ignore[{RULE}] 已审\n", encoding="utf-8")
        assert cli.run(["check", "."]) == 0
        assert cli.run(["check", ".", "--fail-on", "warning"]) == 1
        assert cli.run(["check", ".", "--max-warnings", "0"]) == 1


def test_a_suppressed_finding_costs_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text(f"{BAD} # smslint: ignore[ALL] 已审\n", encoding="utf-8")
    assert cli.run(["check", ".", "--min-score", "100", "--fail-on", "info"]) == 0
    assert "已豁免" in capsys.readouterr().out


class TestIgnoreFile:
    """`.smslint-ignore.toml`."""

    @pytest.fixture
    def mark(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
        """The fingerprint of the one finding of a table."""
        (folder / "a.csv").write_text(f"text\n{BAD}\n", encoding="utf-8")
        return str(findings(capsys)[0][0]["fingerprint"])

    def entry(self, folder: Path, mark: str, **changed: str) -> None:
        values = {"path": "a.csv", "rule": RULE, "fingerprint": mark, "reason": "已审", **changed}
        lines = [f'{key} = "{value}"\n' for key, value in values.items() if key != "expires"]
        lines += [f"expires = {values['expires']}\n"] if "expires" in values else []
        (folder / ".smslint-ignore.toml").write_text("# 已审\n[[ignore]]\n" + "".join(lines), encoding="utf-8")

    def test_suppresses_by_content(self, folder: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.entry(folder, mark, expires="2999-01-31")
        assert reasons(capsys) == ["已审"]
        (folder / "a.csv").write_text(f"编号,text\n1,无\n2, {BAD}\n", encoding="utf-8")
        assert reasons(capsys) == ["已审"]
        (folder / "a.csv").write_text(f"text\n{BAD.replace('自负', '很严重')}\n", encoding="utf-8")
        found, said = findings(capsys)
        assert [one["suppressed"] for one in found] == [None]
        assert f"smslint: .smslint-ignore.toml:2:1: unused entry: no such finding of '{RULE}' in a.csv" in said

    def test_expires(self, folder: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.entry(folder, mark, expires="2020-01-31")
        found, said = findings(capsys)
        assert [one["suppressed"] for one in found] == [None]
        assert "this entry for a.csv expired on 2020-01-31" in said

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"reason": " "}, ".smslint-ignore.toml:6:10: an entry needs 'reason'"),
            ({"reson": "x"}, "unknown key 'reson' (did you mean 'reason'?)"),
            ({"expires": '"morgen"'}, "'expires' must be a date"),
        ],
    )
    def test_what_is_wrong_is_told(
        self, changed: dict[str, str], message: str, folder: Path, mark: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.entry(folder, mark, **changed)
        assert cli.run(["check", "."]) == 2
        assert message in capsys.readouterr().err

    def test_holds_in_folders_below(
        self, folder: Path, mark: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.entry(folder, mark, path="sub/a.csv")
        (folder / "sub").mkdir()
        (folder / "a.csv").rename(folder / "sub" / "a.csv")
        monkeypatch.chdir(folder / "sub")
        assert reasons(capsys) == ["已审"]

    def test_findings_are_entered_by_command(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "a.csv").write_text(f"id,text\nA,{BAD}\nB,{BAD.replace('张', '李')}！后果自负\n", encoding="utf-8")
        entered = ("ignore", "a.csv", "--rule", RULE, "--id", "A", "--reason", '"已审"', "--expires", "2999-01-31")
        assert cli.run(entered) == 0
        assert {one["id"]: one["suppressed"] for one in findings(capsys)[0]} == {"A": '"已审"', "B": None}
        assert cli.run(entered) == 2
        assert "not judged already" in capsys.readouterr().err
        assert cli.run(["ignore", "a.csv", "--rule", RULE, "--reason", "已审"]) == 0
        assert None not in reasons(capsys)

    @pytest.mark.parametrize("wrong", [("--reason", " "), ("--reason", "x", "--expires", "2026-02-30")])
    def test_a_wrong_entry_is_refused(self, wrong: tuple[str, ...], folder: Path) -> None:
        (folder / "a.csv").write_text(f"text\n{BAD}\n", encoding="utf-8")
        assert cli.run(["ignore", "a.csv", "--rule", RULE, *wrong]) == 2
        assert not (folder / ".smslint-ignore.toml").exists()
