"""Where reports go: several at once, masked or not, and what a GitHub workflow gets of itself."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from smslint.cli import run

pytestmark = pytest.mark.usefixtures("shared_linters")
TEXT = "【海岬银行】张伟先生，您尾号1234的贷款逾期，欠款2,713.45元，请尽快还款，否则后果自负\n::error::您好\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "sms"
    folder.mkdir()
    (folder / "文案.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(folder)
    return tmp_path


def test_several_formats_in_one_run(project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    formats = ["-f", "sarif:o.sarif", "-f", "csv:o.csv", "-f", "html:o.html", "-f", "concise"]
    assert run(["check", "文案.txt", *formats]) == 1
    assert capsysbinary.readouterr().out.decode().startswith("文案.txt:1:")
    (log,) = json.loads(Path("o.sarif").read_text("utf-8"))["runs"]
    place = log["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "sms/%E6%96%87%E6%A1%88.txt", "uriBaseId": "%SRCROOT%"}
    assert "markdown" in log["tool"]["driver"]["rules"][0]["help"]
    assert Path("o.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,")
    assert list(csv.reader(Path("o.csv").read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    "name", ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "rdjsonl", "markdown", "html"]
)
def test_what_leaves_the_machine_is_masked(name: str) -> None:
    run(["check", "文案.txt", "-f", f"{name}:masked", "-q"])
    run(["check", "文案.txt", "--no-redact", "-f", f"{name}:plain", "-q"])
    assert "张伟" not in Path("masked").read_text("utf-8")
    assert "2,713.45" not in Path("masked").read_text("utf-8")
    assert name != "html" or "张伟" in Path("plain").read_text("utf-8")


@pytest.mark.parametrize("name", ["text", "concise", "json", "jsonl", "csv"])
def test_what_stays_is_masked_if_asked_for(name: str) -> None:
    run(["check", "文案.txt", "-f", f"{name}:plain"])
    run(["check", "文案.txt", "--redact", "-f", f"{name}:masked"])
    assert ("张伟" in Path("plain").read_text("utf-8")) == (name != "concise")
    assert "张伟" not in Path("masked").read_text("utf-8")


def test_a_workbook_cannot_be_masked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "文案.txt", "--redact", "-f", "xlsx:o.xlsx"]) == 2
    assert "--redact" in capsys.readouterr().err


class TestGithub:
    @pytest.fixture(autouse=True)
    def workflow(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "summary.md"))

    def test_annotates_of_itself(self, project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert run(["check", "文案.txt"]) == 1
        written = capsysbinary.readouterr().out.decode()
        commands = [line for line in written.splitlines() if line.startswith("::")]
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in commands)
        assert "file=sms/文案.txt,line=1,endLine=1,col=" in commands[0]
        assert "张伟" not in written
        assert "评分" in written
        assert "| `sms/文案.txt:1:" in (project / "summary.md").read_text("utf-8")

    def test_but_not_where_another_format_is_asked_for(
        self, project: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        run(["check", "文案.txt", "-f", "text"])
        written = capsysbinary.readouterr().out.decode()
        assert "::error " not in written
        assert "后果自负" in written
        assert "张伟" not in written  # a log on a server
        assert not (project / "summary.md").exists()

    def test_the_summary_takes_no_more_than_github(self, project: Path) -> None:
        (project / "summary.md").write_bytes(b"x" * (1024 * 1024 - 500))
        run(["check", "文案.txt", "-f", "github"])
        assert 1024 * 1024 - 500 < (project / "summary.md").stat().st_size <= 1024 * 1024

    def test_a_summary_that_cannot_be_written_is_no_failure(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/summary.md")
        assert run(["check", "--text", "否则后果自负", "-f", "github", "--fail-on", "never"]) == 0
        assert "cannot write missing/summary.md" in capsys.readouterr().err
