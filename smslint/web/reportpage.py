"""The report of a file as one self-contained page of HTML: for a manager, to read or print; no script in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType

from smslint.model import Finding, Report, RunReport, Severity
from smslint.render.labels import LABELS, MARKS
from smslint.text import Span

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "zh": {
        "title": "短信文案检查报告", "summary": "共 {drafts} 条，{hit} 条有问题；{errors} 个错误，{warnings} 个警告",
        "line": "第 {line} 行", "clean": "没有发现问题", "points": "分", "made": "由 smslint {version} 生成",
        "more": "只列出得分最低的 {shown} 条",
    },
    "en": {
        "title": "SMS draft report",
        "summary": "{drafts} drafts, {hit} with findings; {errors} errors, {warnings} warnings",
        "line": "line {line}", "clean": "nothing found", "points": "points", "made": "made by smslint {version}",
        "more": "only the {shown} lowest scores are listed",
    },
})  # fmt: skip
_MOST = 2_000  # drafts on the page: more is for the workbook, no browser scrolls it
_HIDDEN = {code: f"[U+{code:04X}]" for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A),
                                                0xAD, 0xFEFF)}  # fmt: skip
_STYLE = """
body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:54rem;
margin:2rem auto;padding:0 1rem;color:#14202b;background:#fff}
article{border:1px solid #d5dce4;border-radius:10px;padding:1rem 1.2rem;margin:1rem 0;break-inside:avoid}
header{display:flex;gap:1rem;align-items:baseline;color:#46586a}
.score{font-size:1.5rem;font-weight:700;color:#14202b}
.text{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f6f9;border-radius:8px;padding:.7rem .9rem}
mark{background:none;color:inherit;text-decoration:underline 2px;text-underline-offset:4px}
.error{text-decoration-style:wavy;text-decoration-color:#c01f2e}
.warning{text-decoration-style:dashed;text-decoration-color:#b45f00}
.info{text-decoration-style:dotted;text-decoration-color:#1f62c0}
li{margin:.4rem 0}li b{font-weight:600}small{color:#46586a;display:block}footer{color:#46586a;margin:2rem 0}
@media (prefers-color-scheme:dark){body{background:#10161d;color:#e6edf3}.score{color:#e6edf3}
article{border-color:#32404d}.text{background:#1a232c}header,small,footer{color:#a3b3c2}
.error{text-decoration-color:#ff7b86}.warning{text-decoration-color:#f0a94a}.info{text-decoration-color:#7fb2ff}}
"""


def report_page(run: RunReport, lang: str = "zh") -> str:
    """The page for `run`, the worst drafts first."""
    return "\n".join(_page(run, _WORDS[lang], lang)) + "\n"


def _page(run: RunReport, words: Mapping[str, str], lang: str) -> Iterator[str]:
    title = f"{words['title']} {'、'.join(_shown(file.path) for file in run.files)}"
    yield f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
    yield f"<p>{_summary(run, words)}</p>"
    worst = sorted(run.reports, key=lambda one: one.score)
    if len(worst) > _MOST:
        yield f"<p>{words['more'].format(shown=_MOST)}</p>"
    for report in worst[:_MOST]:
        yield from _article(report, words, lang)
    yield f"<footer>{words['made'].format(version=run.version)}</footer></body></html>"


def _summary(run: RunReport, words: Mapping[str, str]) -> str:
    reports = run.reports
    return words["summary"].format(
        drafts=len(reports),
        hit=sum(bool(one.findings) for one in reports),
        errors=sum(one.count(Severity.ERROR) for one in reports),
        warnings=sum(one.count(Severity.WARNING) for one in reports),
    )


def _article(report: Report, words: Mapping[str, str], lang: str) -> Iterator[str]:
    draft = report.draft
    place = draft.pointer or (words["line"].format(line=draft.line) if draft.line else "")
    yield f'<article><header><span class="score">{report.score} {report.grade}</span>'
    yield f"<span>{_shown(place)}</span><span>{_shown(draft.id or '')}</span>"
    yield f"<span>{LABELS[lang][report.form]}</span></header>"
    yield f'<p class="text" dir="ltr">{_marked(report)}</p>'
    yield "<ul>" if report.findings else f"<p>{words['clean']}</p>"
    for one in report.findings:
        yield _item(one, words, lang)
    yield "</ul></article>" if report.findings else "</article>"


def _item(one: Finding, words: Mapping[str, str], lang: str) -> str:
    label = LABELS[lang]
    points = f"−{one.score:g} {words['points']}"
    head = f"{MARKS[one.severity]} {label[one.severity]} <b>{_shown(one.rule.title)}</b> {points}"
    basis = label["between"].join(f"{clause.instrument}{clause.article}" for clause in one.rule.basis)
    notes = [_shown(one.message), _shown(basis), _shown(one.rule.advice)]
    return f"<li>{head}{''.join(f'<small>{note}</small>' for note in notes if note)}</li>"


def _marked(report: Report) -> str:
    """The draft with its findings underlined; where two overlap, the worse one shows."""
    text, findings = report.draft.text, [one for one in report.findings if one.span]
    edges = sorted({0, len(text), *(edge for one in findings for edge in (one.span.start, one.span.end))})
    pieces = [Span(start, end) for start, end in itertools.pairwise(edges)]
    return "".join(_piece(piece, text, findings) for piece in pieces)


def _piece(piece: Span, text: str, findings: list[Finding]) -> str:
    here = [one.severity for one in findings if one.span.covers(piece)]
    shown = _shown(piece.of(text))
    return f'<mark class="{max(here, key=lambda one: one.rank)}">{shown}</mark>' if here else shown


def _shown(text: str) -> str:
    """Escaped, characters that hide or reorder text made visible."""
    return escape(text.translate(_HIDDEN))
