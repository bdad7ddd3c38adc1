"""The reports for other programs: golden files, parsed back by what reads them, at the very characters of the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from sample_run import ESCAPED, PLAIN, VISIT, found, report, whole_run, whole_view

from smslint.model import FileReport, RunReport
from smslint.render import RENDERERS, View
from smslint.render.markdown import code, fitting_markdown, plain

SUFFIXES = {
    "concise": "txt", "jsonl": "jsonl", "sarif": "sarif", "github": "txt", "gitlab": "json", "junit": "xml",
    "checkstyle": "xml", "rdjson": "json", "rdjsonl": "jsonl", "markdown": "md", "html": "html", "csv": "csv",
}  # fmt: skip
FILES = {"sms/模板 目录/a,b%.txt": PLAIN, "sms/t.json": ESCAPED}


def render(name: str, run: RunReport | None = None, **more: Any) -> str:
    return RENDERERS[name](run or whole_run(), whole_view(**more))


def many(count: int) -> RunReport:
    texts = [f"{number}上门" for number in range(1, count + 1)]
    reports = tuple(report(text, found(text, "上门", VISIT), line=line) for line, text in enumerate(texts, 1))
    return RunReport("0.1.0", (), (FileReport("a.txt", "utf-8", reports),))


@pytest.mark.parametrize("name", SUFFIXES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden(golden: Callable[[str, str], None], name: str, lang: str) -> None:
    if lang == "zh" or name in ("github", "junit", "markdown"):
        written = render(name, lang=lang).encode("utf-8", "backslashreplace").decode()
        golden(f"{name}.{lang}.{SUFFIXES[name]}", written)


@pytest.mark.parametrize("name", SUFFIXES)
def test_of_nothing(name: str) -> None:
    written = RENDERERS[name](RunReport("0.1.0", (), ()), View())
    if SUFFIXES[name] == "json":
        json.loads(written)
    if SUFFIXES[name] == "xml":
        ElementTree.fromstring(written.encode())
    assert name != "gitlab" or written == "[]\n"


@pytest.mark.parametrize("name", SUFFIXES)
def test_every_report_can_be_encoded(name: str) -> None:
    render(name).encode("utf-8", "backslashreplace")
    if name in ("sarif", "gitlab", "rdjson", "rdjsonl", "jsonl", "junit", "checkstyle"):
        render(name).encode()


class TestConcise:
    def test_no_line_begins_with_a_command(self) -> None:
        one = report("::error::x", found("::error::x", "x", message="::stop::\n::add-mask::x"), id="::a::\n::b")
        written = render("concise", RunReport("0", (), (FileReport("::error file=a::b.txt", None, (one,)),)))
        assert not [line for line in re.split(r"[\r\n\x85\u2028]", written) if line.lstrip().startswith("::")]


class TestJsonl:
    def test_a_record_a_line_with_its_path(self) -> None:
        lines = [json.loads(line) for line in render("jsonl").splitlines()]
        assert [one["path"] for one in lines][:3] == ["模板 目录/a,b%.txt"] * 2 + ["t.json"]
        assert lines[0]["findings"][0]["match"] == "后果自负"
        assert sum("error" in one for one in lines) == 1


def workflow_commands(written: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that a runner of GitHub makes of a log, decoded as its source decodes them."""
    commands = []
    for line in written.splitlines():
        kind, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        pairs = dict(one.split("=", 1) for one in properties.split(","))
        decoded = {name: decode_property(value) for name, value in pairs.items()}
        commands.append((kind, decoded, decode_data(data)))
    return commands


def decode_data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def decode_property(text: str) -> str:
    return decode_data(text.replace("%3A", ":").replace("%2C", ","))


class TestGithub:
    def test_text_comes_back_as_it_was(self) -> None:
        commands = workflow_commands(render("github"))
        message = next(data for _, values, data in commands if values.get("line") == "2" and "A|2" in values["title"])
        assert message == f"{PLAIN.split(chr(13) + chr(10))[1]}\n第二行\n删去"
        assert {values["file"] for _, values, _ in commands if "file" in values} == {
            "sms/模板 目录/a,b%.txt", "sms/t.json", "sms/book.xlsx", "sms/坏 的.json",
        }  # fmt: skip

    def test_what_is_over_one_line_has_no_columns(self) -> None:
        for _, values, _ in workflow_commands(render("github")):
            assert ("col" in values) <= (values.get("line") == values.get("endLine", values.get("line")))
            assert ("endColumn" in values) <= ("col" in values)

    def test_what_is_no_file_has_no_place(self) -> None:
        assert [values for _, values, _ in workflow_commands(render("github")) if "file" not in values] == [
            {"title": "声称上门 visit-claim"}
        ]

    def test_worst_first(self) -> None:
        kinds = [kind for kind, _, _ in workflow_commands(render("github"))]
        assert kinds == sorted(kinds, key=("error", "warning", "notice").index)

    def test_no_more_than_github_shows(self) -> None:
        commands = workflow_commands(render("github", many(30)))
        assert [kind for kind, _, _ in commands] == ["error"] * 10 + ["notice"]
        assert "20" in commands[-1][2]
        assert len(workflow_commands(render("github", many(10)))) == 10


class TestGitlab:
    def test_fingerprints_are_unique(self) -> None:
        text = "上门" * 50
        same = tuple(report(text, *[found(text, "上门", VISIT)] * 20, line=1) for _ in range(3))
        run = RunReport("0", (), (FileReport("a.txt", None, same), FileReport("b.txt", None, same, ("x", "x"))))
        entries = json.loads(render("gitlab", run))
        assert len({one["fingerprint"] for one in entries}) == len(entries) == 122
        entries = json.loads(render("gitlab"))
        assert len({one["fingerprint"] for one in entries}) == len(entries)

    def test_keys_and_severities(self) -> None:
        for one in json.loads(render("gitlab")):
            assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert one["description"].startswith(one["check_name"])
            assert one["location"]["lines"]["begin"] >= 1
            assert not one["location"]["path"].startswith("./")

    def test_fingerprints_stay_when_lines_move(self) -> None:
        def marks(line: int) -> list[str]:
            run = RunReport("0", (), (FileReport("a.txt", None, (report("上门", found("上门", "上门"), line=line),)),))
            return [one["fingerprint"] for one in json.loads(render("gitlab", run))]

        assert marks(1) == marks(9)


class TestXml:
    def test_junit_has_a_case_for_every_draft(self) -> None:
        root = ElementTree.fromstring(render("junit").encode())
        cases = root.findall("testsuite/testcase")
        names = [(one.get("classname"), one.get("name")) for one in cases]
        assert len(set(names)) == len(names) == int(root.get("tests", "0")) == 8
        assert int(root.get("failures", "0")) == len(root.findall(".//failure")) == 5
        assert int(root.get("errors", "0")) == len(root.findall(".//error")) == 1
        for suite in root:
            assert int(suite.get("tests", "0")) == len(suite.findall("testcase")) > 0

    def test_junit_tells_all_findings_of_a_draft(self) -> None:
        root = ElementTree.fromstring(render("junit").encode())
        (failure,) = root.findall("testsuite/testcase[@name='A|2 第 2 行']/failure")
        assert failure.get("type") == "visit-claim"
        assert failure.get("message") == f"{PLAIN.split(chr(13) + chr(10))[1]}\n第二行"
        assert "due-date-missing" in (failure.text or "")

    def test_junit_has_no_line_that_is_a_command(self) -> None:
        assert not [line for line in render("junit").splitlines() if line.lstrip().startswith("::")]

    def test_infos_alone_fail_no_case(self) -> None:
        from sample_run import TYPO

        run = RunReport("0", (), (FileReport("a.txt", None, (report("。", found("。", "。", TYPO), line=1),)),))
        root = ElementTree.fromstring(render("junit", run))
        assert root.get("failures") == "0"
        assert "punctuation" in (root.findtext("testsuite/testcase/system-out") or "")

    def test_checkstyle(self) -> None:
        root = ElementTree.fromstring(render("checkstyle").encode())
        assert root.get("version") == "4.3"
        assert len(root.findall("file")) == 6
        errors = root.findall("file/error")
        assert {one.get("severity") for one in errors} == {"error", "warning", "info"}
        (second,) = [one for one in errors if "@all" in (one.get("message") or "")]
        assert second.get("source") == "smslint.visit-claim"
        assert PLAIN.split("\r\n")[1][int(second.get("column", "0")) - 1 :].startswith("上门")


class TestRdjson:
    def test_columns_are_bytes_of_the_file(self) -> None:
        seen = []
        for one in json.loads(render("rdjson"))["diagnostics"]:
            text = FILES.get(one["location"]["path"])
            if text:
                seen.append(cut(text, one["location"]["range"]))
        assert seen == ["后果自负", "上门", "上门", "", "先生\\n\\u540e果"]

    def test_suggestions_are_edits_of_the_file(self) -> None:
        suggested = [
            (cut(FILES[one["location"]["path"]], each["range"]), each["text"])
            for one in json.loads(render("rdjson"))["diagnostics"]
            for each in one.get("suggestions", ())
        ]
        # The file with escapes is not edited, nor are two places at once.
        assert suggested == [("后果自负", "按合同计收罚息")]

    def test_a_diagnostic_a_line(self) -> None:
        document = json.loads(render("rdjson"))
        assert document["severity"] == "ERROR"
        lines = [json.loads(line) for line in render("rdjsonl").splitlines()]
        told = [{**one, "source": {"name": "smslint"}} for one in document["diagnostics"]]
        assert sorted(map(str, lines)) == sorted(map(str, told))  # file by file, for it is written as a run goes on
        assert {one["severity"] for one in lines} == {"ERROR", "WARNING", "INFO"}

    def test_only_addresses_are_links(self) -> None:
        urls = {one["code"].get("url") for one in json.loads(render("rdjson"))["diagnostics"]}
        assert urls == {None, "https://rules.example/threat-vague-consequence"}


def cut(text: str, place: dict[str, dict[str, int]]) -> str:
    """The characters of a file in a range of UTF-8 columns."""
    lines = text.encode().split(b"\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    start, end = (starts[place[edge]["line"] - 1] + place[edge]["column"] - 1 for edge in ("start", "end"))
    return text.encode()[start:end].decode()


class TestMarkdown:
    def test_a_table_row_stays_a_row(self) -> None:
        for line in render("markdown").splitlines():
            cells = re.split(r"(?<!\\)\|", line)
            assert not line.startswith("| `sms") or len(cells) == 7, line

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("<script>&amp;", r"&lt;script\>&amp;amp;"),
            ("@all #12", r"@<!-- -->all \#<!-- -->12"),
            ("https://a.cn www.b.cn", "https:<!-- -->//a.cn www<!-- -->.b.cn"),
            ("![a](b) `c` **d** $e$", r"\!\[a\]\(b\) \`c\` \*\*d\*\* \$e\$"),
            ("a|b\nc", r"a\|b␊c"),
        ],
    )
    def test_words_are_no_markup(self, text: str, written: str) -> None:
        assert plain(text) == written

    def test_code_stays_code(self) -> None:
        assert code("a`b|c") == r"`aˋb\|c`"
        assert code(" ") == ""

    @pytest.mark.parametrize("most", [400, 2_000, 20_000, 10**6])
    def test_fits_into_the_summary_of_a_step(self, most: int) -> None:
        run = many(300)
        written = fitting_markdown(run, whole_view(), most)
        assert len(written.encode()) <= most
        assert (written == render("markdown", run)) == (most == 10**6)
        assert most != 20_000 or re.search(r"另有 \d+ 处未列出", written)


class TestCsv:
    def test_a_row_a_finding(self) -> None:
        rows = list(csv.DictReader(io.StringIO(render("csv"))))
        assert len(rows) == 8
        assert rows[0]["match"] == "后果自负"
        assert rows[4]["pointer"] == "$[1].text"
        assert {one["severity"] for one in rows} == {"error", "warning", "info"}

    @pytest.mark.parametrize("text", ["=1+1", "+上门", "-上门", "@上门", "\t上门"])
    def test_no_cell_is_a_formula(self, text: str) -> None:
        run = RunReport("0", (), (FileReport("a.txt", None, (report(text, found(text, text), line=1, id=text),)),))
        (row,) = csv.DictReader(io.StringIO(render("csv", run)))
        assert row["text"] == row["match"] == row["id"] == f"'{text}"


class TestHtml:
    def test_is_one_file_that_loads_nothing(self) -> None:
        page = render("html")
        assert not re.search(r"""(?:src|href)\s*=|url\(|@import|fetch\(|import\s""", page)
        assert "default-src 'none'" in page

    def test_words_are_no_markup(self) -> None:
        nasty = "</script><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>\u202e上门"
        one = report(nasty, found(nasty, "上门", VISIT, nasty), line=1, id=nasty, pointer=nasty)
        page = render("html", RunReport("0", (), (FileReport(nasty, None, (one,), (nasty,)),)))
        assert page.count("<script>") == page.count("</script>") == 1
        assert "<img" not in page
        assert "\u202e" not in page

    def test_worst_first(self) -> None:
        scores = [int(one) for one in re.findall(r"<h3>(\d+) ", render("html"))]
        assert scores == sorted(scores)

    def test_a_clean_run_says_so(self) -> None:
        run = RunReport("0", (), (FileReport("a.txt", None, (report("您好", line=1),)),))
        assert "没有发现问题。" in render("html", run)
        assert "<script>" not in render("html", run)
