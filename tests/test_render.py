"""The reports: golden files, the published schema, columns in every unit, and text that cannot do harm."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.model import (
    Basis,
    Contribution,
    Draft,
    Edit,
    Field,
    FieldKind,
    FileReport,
    Finding,
    Fix,
    Form,
    PackStamp,
    PartialDate,
    Report,
    Role,
    RuleInfo,
    RunReport,
    Severity,
    Suppressed,
    Variable,
    VariableType,
)
from smslint.render import FileText, View, render_json, render_text
from smslint.render.excerpt import excerpt, visible
from smslint.render.fingerprint import fingerprint
from smslint.sms import count_segments
from smslint.text import Span, cell_width

SCHEMA: Any = json.loads(resources.files("smslint.render").joinpath("report.schema.json").read_text(encoding="utf-8"))
VAGUE = RuleInfo(
    "threat-vague-consequence", "以含糊的后果施压", "threat", Severity.WARNING,
    (
        Basis("《逾期债务催收自律公约》", "第十六条", "secondary"),
        Basis("《某指引》", "第3条", "analogy"),
        Basis("本公司文案规范", "", "policy"),
    ),
    "写明合同约定的具体后果。",
)  # fmt: skip
DUE = RuleInfo("due-date-missing", "缺少还款日期", "required", Severity.ERROR)


def find(text: str, words: str, rule: RuleInfo = VAGUE, **more: Any) -> Finding:
    start = text.index(words)
    span = Span(start, start + len(words))
    return Finding(rule, span, rule.severity, 0.9, f"“{words}”没有说明是什么后果。", 9.0, **more)


def missing(text: str) -> Finding:
    return Finding(DUE, Span(len(text), len(text)), Severity.ERROR, 1.0, "没有写还款日期。", 30.0)


def report(text: str, *findings: Finding, **more: Any) -> Report:
    draft = Draft(text, **{key: more.pop(key) for key in ("id", "line", "pointer") if key in more})
    taken, segments = (Contribution(VAGUE.id, 9.0),), count_segments(text)
    return replace(Report(draft, Form.SOFT, False, "“温馨提示”", (), findings, 91, "A", taken, segments), **more)


def run(*reports: Report, path: str = "drafts.txt", errors: tuple[str, ...] = ()) -> RunReport:
    packs = (PackStamp("cn-collection", "1.0.0", "0" * 64),)
    return RunReport("0.1.0", packs, (FileReport(path, "utf-8", reports, errors),))


def whole_run() -> RunReport:
    emoji = "【甲】👍𠮷先生\r\n①“还款”…👍𠮷后果自负，请还款👨‍👩‍👧"
    due = "【乙】您应还3,256.8元"
    hidden = "后果\u200b自\u202e负\x1b[31m"
    fields = (
        Field(FieldKind.AMOUNT, Span(5, 13), "3,256.8元", Decimal("3256.8"), Role.TOTAL),
        Field(FieldKind.DUE_DATE, Span(0, 0), "", dt.date(2026, 12, 5)),
        Field(FieldKind.DUE_DATE, Span(0, 0), "", PartialDate(12, 5)),
        Field(FieldKind.DUE_DATE, Span(0, 0), "", PartialDate(None, 25)),
        Field(FieldKind.DUE_DATE, Span(0, 0), "", Variable("due", Span(0, 0), "${}", VariableType.DATE)),
        Field(FieldKind.OVERDUE_DAYS, Span(0, 0), "", 35),
        Field(FieldKind.HOTLINE, Span(0, 0), "", "4006661234"),
    )
    other = replace(missing(due), message="也没有写渠道。")
    fix = Fix("改写：将按合同约定处理", (Edit(Span(17, 21), "将按合同约定处理"),))
    return run(
        report(emoji, find(emoji, "后果自负", fixes=(fix,)), line=1, id="W-1"),
        report(due, missing(due), other, line=3, fields=fields, form_given=True, form=Form.FORMAL),
        report(hidden, find(hidden, "后果\u200b自\u202e负"), line=4),
        report("::error::请还款", suppressed=(Suppressed(find("::error::请还款", "还款"), "已由法务确认"),), line=5),
        errors=("drafts.jsonl:7:3: not valid JSON: Expecting value",),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_report(golden: Callable[[str, str], None], lang: str) -> None:
    golden(f"report.{lang}.txt", render_text(whole_run(), View(lang=lang)))


def test_text_report_in_colour_and_wide(golden: Callable[[str, str], None]) -> None:
    golden("report.color.txt", render_text(whole_run(), View(color=True, ambiguous=2)))


def test_json_report(golden: Callable[[str, str], None]) -> None:
    written = render_json(whole_run(), View())
    jsonschema.validate(json.loads(written), SCHEMA)
    golden("report.json", written)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_has_the_frozen_keys_and_no_other() -> None:
    def keys(schema: Any, value: Any) -> None:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
        if isinstance(value, dict):
            assert list(value) == schema["required"] == list(schema["properties"])
            for key, one in value.items():
                keys(schema["properties"][key], one)
        for one in value if isinstance(value, list) else ():
            keys(schema["items"], one)

    keys(SCHEMA, json.loads(render_json(whole_run(), View())))


@given(st.text(min_size=1), st.data())
def test_json_columns_agree_with_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    one = Finding(VAGUE, Span(start, end), Severity.WARNING, 0.9, "m", 9.0)
    (record,) = json.loads(render_json(run(report(text, one)), View()))["files"][0]["records"]
    (finding,) = record["findings"]
    span = finding["span"]
    assert record["text"] == text
    assert finding["match"] == text[start:end]
    data_16, data_8 = text.encode("utf-16-le", "surrogatepass"), text.encode("utf-8", "surrogatepass")
    words = text[start:end]
    assert data_16[2 * span["utf16_start"] : 2 * span["utf16_end"]] == words.encode("utf-16-le", "surrogatepass")
    assert data_8[span["byte_start"] : span["byte_end"]] == words.encode("utf-8", "surrogatepass")
    if text[max(0, start - 1) : start + 1] != "\r\n":
        line = re.split(r"\r\n|\r|\n", text)[span["line"] - 1]
        assert line[span["column"] - 1 :].startswith(re.split("[\r\n]", words)[0])


def test_lone_surrogates_survive_in_json() -> None:
    written = render_json(run(report("还\ud83d款")), View())
    written.encode()
    assert json.loads(written)["files"][0]["records"][0]["text"] == "还\ud83d款"


class TestExcerpt:
    @pytest.mark.parametrize("text", ["::error::x", "  ::debug::b", "a\n::warning::b", "a\r::notice::b", "##[error]x"])
    def test_no_text_can_be_a_workflow_command(self, text: str) -> None:
        rule = replace(VAGUE, title=text, advice=text)
        one = Finding(rule, Span(0, 1), Severity.ERROR, 1.0, text, fixes=(Fix(text, ()),))
        written = render_text(run(report(text, one, id=text, form_reason=text), path=text), View())
        for line in re.split(r"[\r\n\u2028\x85\x0b\x0c]", written):
            assert not line.strip().startswith("::")
            assert "##[" not in line

    @given(st.text(), st.text(min_size=1), st.text(), st.sampled_from([1, 2]))
    def test_carets_stand_under_the_words(self, before: str, words: str, after: str, ambiguous: int) -> None:
        text, span = before + words + after, Span(len(before), len(before) + len(words))
        shown = excerpt(text, span, 60, ambiguous)
        assert shown.line.isprintable() or "\u3000" in shown.line or any(c.isspace() for c in shown.line)
        assert "\n" not in shown.line
        assert "\r" not in shown.line
        cells = [cell_width(char, ambiguous) for char in shown.line]
        first = len(shown.carets) - len(shown.carets.lstrip())
        at = next(n for n in range(len(cells) + 1) if sum(cells[:n]) == first)
        while at < len(cells) and cells[at] == 0 and not shown.line[at:].startswith(visible(words)[:1]):
            at += 1
        seen = visible(re.split("[\r\n]", words)[0])
        assert shown.line[at:].startswith(seen[:3]) or "##⟦" in shown.line
        assert sum(cells) <= 62

    def test_a_long_line_is_cut_around_the_words(self) -> None:
        text = "前" * 300 + "后果自负" + "后" * 300
        shown = excerpt(text, Span(300, 304), 40)
        assert shown.line == "…" + "前" * 8 + "后果自负" + "后" * 7 + "…"
        assert shown.carets == " " * 17 + "^" * 8

    def test_words_longer_than_the_line_are_cut(self) -> None:
        shown = excerpt("前" + "骂" * 100 + "后", Span(1, 101), 40)
        assert shown.line == "前" + "骂" * 11 + "…"
        assert shown.carets == "  " + "^" * 22

    def test_a_gap_gets_one_caret(self) -> None:
        assert excerpt("请还款。", Span(4, 4), 40).carets == " " * 8 + "^"
        assert excerpt("一\r\n二", Span(3, 3), 40).line == "二"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a\tb", "a␉b"),
            ("\x1b[2J\x7f", "␛[2J␡"),
            ("\u200b\u202e", "⟨U+200B⟩⟨U+202E⟩"),
            ("\ud83d", "⟨U+D83D⟩"),
            ("还　款 👍é", "还　款 👍é"),
        ],
    )
    def test_what_cannot_be_seen_is_shown(self, text: str, shown: str) -> None:
        assert visible(text) == shown


class TestPlaces:
    def test_of_the_file_where_it_is_known(self) -> None:
        text = '{"id": 1}\n{"text": "\\u540e果自负"}\n'
        draft = "后果自负"
        origin = (20, 26, 27, 28, 29)
        view = View(files={"a.jsonl": FileText(text, (origin,))})
        written = render_text(run(report(draft, find(draft, "自负"), line=2), path="a.jsonl"), view)
        assert written.startswith("a.jsonl:2:18 ▲ 警告")
        assert "a.jsonl:2:11 = 评分" in written

    def test_by_line_where_it_is_not(self) -> None:
        written = render_text(run(report("一\n后果自负", find("一\n后果自负", "后果自负"), line=5)), View())
        assert written.startswith("drafts.txt:6:1 ")


class TestFingerprint:
    def test_does_not_change_with_place_width_case_or_space(self) -> None:
        texts = ["请还款。否则后果自负！", "第二条，请尽快还款。\n否则后 果自负,谢谢", "否则后果\u200b自负"]
        words = ["后果自负", "后 果自负", "后果\u200b自负"]
        assert len({fingerprint(find(text, word), text) for text, word in zip(texts, words, strict=True)}) == 1

    def test_changes_with_rule_words_and_clause(self) -> None:
        text = "否则后果自负，不然后果自负，一切后果自理"
        second = Finding(VAGUE, Span(9, 13), Severity.WARNING, 0.9, "m")
        found = [find(text, "后果自负"), second, find(text, "后果自理"), find(text, "后果自负", DUE), missing(text)]
        assert len({fingerprint(one, text) for one in found}) == len(found)

    def test_of_something_missing_rests_on_the_whole_draft(self) -> None:
        assert fingerprint(missing("甲。请还款"), "甲。请还款") != fingerprint(missing("乙。请还款"), "乙。请还款")


def test_a_megabyte_with_many_findings_is_shown() -> None:
    text = "后果自负" * 80_000
    found = [Finding(VAGUE, Span(at, at + 4), Severity.WARNING, 0.9, "m") for at in range(0, len(text), 80)]
    whole = run(report(text, *found))
    render_text(whole, View(files={"drafts.txt": FileText(text, (range(len(text) + 1),))}))
    render_json(whole, View())
