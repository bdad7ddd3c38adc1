"""The report in Markdown, for comments and the summary of a CI run; no words of a draft become markup in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from smslint.model import RunReport
from smslint.render.excerpt import visible
from smslint.render.labels import LABELS, MARKS, summary_line
from smslint.render.place import Item, items, problems
from smslint.render.view import View

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "zh": {
        "title": "短信文案检查", "rules": "规则", "count": "次数", "place": "位置", "score": "评分", "finding": "问题",
        "words": "原文", "advice": "改法", "broken": "无法读取的输入", "findings": "问题，评分最低的在前",
        "more": "篇幅所限，另有 {count} 处未列出。",
    },
    "en": {
        "title": "SMS drafts checked", "rules": "Rule", "count": "Count", "place": "Place", "score": "Score",
        "finding": "Finding", "words": "Words", "advice": "Instead", "broken": "Inputs that could not be read",
        "findings": "Findings, lowest scores first", "more": "{count} more findings do not fit in here.",
    },
})  # fmt: skip
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~>$])")
_LIVE = re.compile(r"@|#|(?<=[a-z]):(?=//)|www", re.IGNORECASE)  # mentions, issues, addresses
_BREAK = "<!-- -->"  # ends a word for what makes links of words, and shows nothing
_RESERVE = 200  # bytes for the line that tells how many findings did not fit


def render_markdown(run: RunReport, view: View) -> str:
    """Totals, rules by how often they fired, and every finding in a table, those of the worst drafts first."""
    return "".join(f"{line}\n" for line in (*_head(run, view), *_rows(run, view), *_tail(run, view)))


def fitting_markdown(run: RunReport, view: View, most: int) -> str:
    """The same in at most `most` bytes: findings that do not fit are only counted."""
    lines, rows, tail = list(_head(run, view)), list(_rows(run, view)), list(_tail(run, view))
    room = most - _RESERVE - _bytes([*lines, *tail])
    kept = 0
    while kept < len(rows) and room >= (size := _bytes(rows[kept : kept + 1])):
        room, kept = room - size, kept + 1
    more = [_WORDS[view.lang]["more"].format(count=len(rows) - kept)] if kept < len(rows) else []
    written = "".join(f"{line}\n" for line in (*lines, *rows[:kept], *(["", *more] if more else ()), *tail))
    return written if len(written.encode("utf-8", "replace")) <= most else f"## {summary_line(run.tally, view.lang)}\n"


def _bytes(lines: Sequence[str]) -> int:
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)


def _head(run: RunReport, view: View) -> Iterator[str]:
    words = _WORDS[view.lang]
    yield f"## {words['title']}"
    yield ""
    yield summary_line(run.tally, view.lang)
    fired = Counter((one.rule.id, one.rule.title) for report in run.reports for one in report.findings)
    if fired:
        yield from ("", f"| {words['rules']} | {words['count']} |", "|---|--:|")
        yield from (f"| {code(rule)} {plain(title)} | {count} |" for (rule, title), count in fired.most_common())
        heads = " | ".join(words[name] for name in ("place", "score", "finding", "words", "advice"))
        yield from ("", f"### {words['findings']}", "", f"| {heads} |", "|---|--:|---|---|---|")


def _rows(run: RunReport, view: View) -> Iterator[str]:
    found = sorted(items(run, view), key=lambda one: (one.report.score, -one.finding.severity.rank))
    return (_row(one, view.lang) for one in found)


def _row(item: Item, lang: str) -> str:
    finding, rule, draft = item.finding, item.finding.rule, item.report.draft
    label = f" {code(draft.label)}" if draft.label else ""
    place = f"{code(f'{item.path}:{item.region.line}:{item.region.column}')}{label}"
    told = f"{MARKS[finding.severity]} {LABELS[lang][finding.severity]} {code(rule.id)} {plain(finding.message)}"
    words = code(item.match) if item.match else ""
    return f"| {place} | {item.report.score} {item.report.grade} | {told} | {words} | {plain(rule.advice)} |"


def _tail(run: RunReport, view: View) -> Iterator[str]:
    broken = [one for file in run.files for one in problems(file, view)]
    if broken:
        yield from ("", f"### {_WORDS[view.lang]['broken']}", "")
        yield from (f"- {code(f'{one.path}:{one.line}')} {plain(one.message)}" for one in broken)


def plain(text: str) -> str:
    """`text` as words only: no markup, no HTML, no link, nobody mentioned."""
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return _LIVE.sub(lambda found: f"{found[0]}{_BREAK}", _MARKUP.sub(r"\\\1", shown))


def code(text: str) -> str:
    """`text` as code that fits into a cell of a table; a back quote in it becomes another mark."""
    shown = visible(text).replace("`", "ˋ").replace("\\|", "\\ |").replace("|", "\\|")
    return f"`{shown}`" if shown.strip() else ""
