"""A run over files of several kinds, with everything in it that a report could stumble over."""

from __future__ import annotations

from typing import Any

from smslint.model import (
    Basis,
    Draft,
    Edit,
    FileReport,
    Finding,
    Fix,
    Form,
    PackStamp,
    Report,
    RuleInfo,
    RunReport,
    Severity,
    Suppressed,
)
from smslint.render import FileText, RuleHelp, View
from smslint.sms import count_segments
from smslint.text import Span

VAGUE = RuleInfo(
    "threat-vague-consequence", "含糊的后果威胁", "threat", Severity.WARNING,
    (Basis("《某公约》", "第十六条", "secondary"), Basis("《某指引》", "第3条", "analogy")),
    "写明合同约定的具体后果", "https://rules.example/threat-vague-consequence",
)  # fmt: skip
VISIT = RuleInfo("visit-claim", "声称上门", "legal", Severity.ERROR, (), "删去", "rules/docs/visit-claim.md")
DUE = RuleInfo("due-date-missing", "没有写明还款日期", "required", Severity.ERROR)
TYPO = RuleInfo("punctuation", "标点", "form", Severity.INFO)

PLAIN = "【甲】👍𠮷先生，否则后果自负，<b>不还</b>上门\r\n::error::`x`|[a](1) {1} @all #1 100%,:上门\r\n"
ESCAPED = '[{"id": 1},\n {"text": "\\ud842\\udfb7先生\\n\\u540e果自负"}]\n'
UNREADABLE = "坏 的.json:7:3: not valid JSON: Expecting ',' delimiter\n::warning::x"


def found(text: str, words: str, rule: RuleInfo = VAGUE, message: str = "", **more: Any) -> Finding:
    """A finding of the first `words` in `text`; of something missing at its end where there are none."""
    start = text.index(words) if words else len(text)
    span = Span(start, start + len(words))
    return Finding(rule, span, rule.severity, 0.9, message or f"“{words}”不妥", 9.0, **more)


def report(text: str, *findings: Finding, suppressed: tuple[Suppressed, ...] = (), **place: Any) -> Report:
    score = 91 - 10 * len(findings)
    grade, segments = "AB"[score < 90], count_segments(text)
    given = (Draft(text, **place), Form.SOFT, False, "“温馨提示”")
    return Report(*given, (), findings, score, grade, (), segments, suppressed)


def plain_file() -> tuple[FileReport, FileText]:
    first, second = PLAIN.split("\r\n")[:2]
    fix = Fix("改写", (Edit(Span(first.index("后果"), first.index("后果") + 4), "按合同计收罚息"),))
    both = Fix("删去两处", (Edit(Span(0, 3), ""), Edit(Span(len(first) - 2, len(first)), "")))
    related = (Span(first.index("上门"), first.index("上门") + 2),)
    vague = found(first, "后果自负", fixes=(fix, both), related=related)
    one = report(first, vague, found(first, "上门", VISIT), line=1)
    two = report(second, found(second, "上门", VISIT, f"{second}\n第二行"), found(second, "", DUE), line=2, id="A|2")
    starts = (0, len(first) + 2)
    origins = tuple(range(at, at + len(text) + 1) for at, text in zip(starts, (first, second), strict=True))
    return FileReport("模板 目录/a,b%.txt", "utf-8", (one, two)), FileText(PLAIN, origins)


def escaped_file() -> tuple[FileReport, FileText]:
    draft = "𠮷先生\n后果自负"
    start = ESCAPED.index("\\ud842")
    after = start + 12
    origin = (start, after, after + 1, after + 2, after + 4, after + 10, after + 11, after + 12, after + 13)
    edit = Fix("改写", (Edit(Span(4, 8), "按合同处理"),))
    finding = found(draft, "先生\n后果", message="跨行", fixes=(edit,))
    one = report(draft, finding, id="T1", id_name="tpl", line=2, pointer="$[1].text")
    return FileReport("t.json", "utf-8", (one,)), FileText(ESCAPED, (origin,))


def whole_run() -> RunReport:
    cell = "一\n二后果自负\x00\ud83d"
    judged = Suppressed(found(cell, "二", TYPO), "已由法务确认")
    findings = found(cell, "后果自负"), found(cell, "一", TYPO)
    book = report(cell, *findings, suppressed=(judged,), line=5, pointer="Sheet1!B5")
    files = (
        plain_file()[0],
        escaped_file()[0],
        FileReport("book.xlsx", None, (book,)),
        FileReport("clean.txt", "utf-8", (report("您好", line=1), report("您好", line=1))),
        FileReport("坏 的.json", None, (), (UNREADABLE,)),
        FileReport("<stdin>", "utf-8", (report("上门", found("上门", "上门", VISIT), line=1),)),
    )
    return RunReport("0.1.0", (PackStamp("cn-collection", "1.0.0", "0" * 64),), files)


def whole_view(**more: Any) -> View:
    texts = {file.path: text for file, text in (plain_file(), escaped_file())}
    rules = {VAGUE.id: RuleHelp("“……”以含糊的后果施压", "# 含糊的后果威胁\n", 0.9)}
    return View(files=texts, root="/repo", folder="/repo/sms", rules=rules, **more)
