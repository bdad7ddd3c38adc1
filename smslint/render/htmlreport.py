"""The report as one self-contained page for a manager: totals, rules, and the drafts, the worst first.

All of it can be read without its script, which only filters; nothing is loaded from anywhere.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from types import MappingProxyType

from smslint.model import Report, RunReport, Severity
from smslint.render.excerpt import visible
from smslint.render.labels import LABELS, MARKS, basis_lines, summary_line
from smslint.render.place import Item, items, problems
from smslint.render.view import View
from smslint.text import Span

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "zh": {
        "title": "短信文案检查报告", "drafts": "短信", "hit": "有问题的短信", "score": "平均分", "grades": "等级分布",
        "rules": "各规则的次数", "rule": "规则", "count": "次数", "only": "只看", "found": "有问题的短信，得分低的在前",
        "severity": "级别", "file": "文件", "words": "查找", "all": "全部", "reset": "全部显示",
        "shown": "显示 {shown} / {all} 条", "points": "分", "broken": "无法读取的输入", "clean": "没有发现问题。",
        "more": "只列出得分最低的 {shown} 条。", "made": "由 smslint {version} 生成；规则包：{packs}",
    },
    "en": {
        "title": "SMS draft report", "drafts": "drafts", "hit": "with findings", "score": "mean score",
        "grades": "Grades", "rules": "Findings by rule", "rule": "Rule", "count": "Count", "only": "only this",
        "found": "Drafts with findings, lowest scores first", "severity": "Severity", "file": "File", "words": "Search",
        "all": "all", "reset": "Show all", "shown": "{shown} of {all} shown", "points": "points",
        "broken": "Inputs that could not be read", "clean": "Nothing found.",
        "more": "Only the {shown} lowest scores are listed.", "made": "Made by smslint {version}; packs: {packs}",
    },
})  # fmt: skip
_MOST = 5_000  # drafts on the page: no browser scrolls more
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_Draft = tuple[Report, list[Item]]


def render_html(run: RunReport, view: View) -> str:
    """The page of the run."""
    return "".join(f"{line}\n" for line in _page(run, view))


def _page(run: RunReport, view: View) -> Iterator[str]:
    words = _WORDS[view.lang]
    found = sorted(_drafts(run, view), key=lambda one: one[0].score)
    yield f'<!doctype html>\n<html lang="{"zh-CN" if view.lang == "zh" else "en"}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{words['title']}</title><style>\n{_part('css')}</style></head><body><main>"
    yield f"<h1>{words['title']}</h1><p>{_shown(summary_line(run.tally, view.lang))}</p>"
    yield from _totals(run, words, view.lang)
    yield from _broken(run, view)
    if found:
        yield from _rules(run, words, view.lang)
        yield from _filters(found, words, view.lang)
        yield from (line for one in found[:_MOST] for line in _article(*one, words, view.lang))
    else:
        yield f"<p>{words['clean']}</p>"
    packs = "、".join(f"{one.id} {one.version}" for one in run.packs)
    yield f"<footer>{_shown(words['made'].format(version=run.version, packs=packs))}</footer></main>"
    yield f"<script>\n{_part('js')}</script></body></html>" if found else "</body></html>"


def _drafts(run: RunReport, view: View) -> Iterator[_Draft]:
    """The drafts that have findings."""
    for _, group in itertools.groupby(items(run, view), key=lambda one: (one.path, one.number)):
        found = list(group)
        yield found[0].report, found


def _part(kind: str) -> str:
    return resources.files("smslint.render").joinpath(f"htmlreport.{kind}").read_text(encoding="utf-8")


def _totals(run: RunReport, words: Mapping[str, str], lang: str) -> Iterator[str]:
    reports = run.reports
    mean = round(sum(one.score for one in reports) / len(reports)) if reports else "–"
    grades = Counter(one.grade for one in reports)
    numbers: list[tuple[str, object]] = [
        (words["drafts"], len(reports)),
        (words["hit"], sum(bool(one.findings) for one in reports)),
        *((LABELS[lang][severity], sum(one.count(severity) for one in reports)) for severity in Severity),
        (words["score"], mean),
        (words["grades"], " ".join(f"{name}{grades[name]}" for name in sorted(grades)) or "–"),
    ]
    yield '<ul class="totals">'
    yield from (f"<li><b>{value}</b>{name}</li>" for name, value in numbers)
    yield "</ul>"


def _broken(run: RunReport, view: View) -> Iterator[str]:
    broken = [one for file in run.files for one in problems(file, view)]
    if broken:
        yield f"<h2>{_WORDS[view.lang]['broken']}</h2><ul>"
        yield from (f"<li><code>{_shown(one.path)}:{one.line}</code> {_shown(one.message)}</li>" for one in broken)
        yield "</ul>"


def _rules(run: RunReport, words: Mapping[str, str], lang: str) -> Iterator[str]:
    fired = Counter((one.severity, one.rule.id, one.rule.title) for report in run.reports for one in report.findings)
    yield f"<h2>{words['rules']}</h2><table><thead><tr><th>{words['severity']}</th><th>{words['rule']}</th>"
    yield f'<th class="count">{words["count"]}</th><td></td></tr></thead><tbody>'
    for (severity, rule, title), count in sorted(fired.items(), key=lambda one: (-one[0][0].rank, -one[1])):
        yield f"<tr><td>{_severity(severity, lang)}</td><td>{_shown(title)} <code>{_shown(rule)}</code></td>"
        button = f'<button type="button" hidden data-rule="{_shown(rule)}">{words["only"]}</button>'
        yield f'<td class="count">{count}</td><td>{button}</td></tr>'
    yield "</tbody></table>"


def _filters(found: Sequence[_Draft], words: Mapping[str, str], lang: str) -> Iterator[str]:
    everything = [item for _, group in found for item in group]
    rules = sorted({one.finding.rule.id for one in everything})
    files = dict.fromkeys(one.path for one in everything)
    yield f"<h2>{words['found']}</h2>"
    if len(found) > _MOST:
        yield f"<p>{words['more'].format(shown=_MOST)}</p>"
    yield "<form hidden>"
    yield _select("severity", words, {one: LABELS[lang][one] for one in Severity})
    yield _select("rule", words, {one: one for one in rules})
    yield _select("file", words, {one: one for one in files})
    yield f'<label>{words["words"]}<input name="words" type="search" autocomplete="off"></label>'
    yield f'<button type="reset">{words["reset"]}</button>'
    yield f'<output data-pattern="{words["shown"]}"></output></form>'


def _select(name: str, words: Mapping[str, str], values: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{_shown(value)}">{_shown(label)}</option>' for value, label in values.items())
    select = f'<select name="{name}"><option value="">{words["all"]}</option>{options}</select>'
    return f"<label>{words[name]}{select}</label>"


def _article(report: Report, found: Sequence[Item], words: Mapping[str, str], lang: str) -> Iterator[str]:
    draft, first = report.draft, found[0]
    place = draft.pointer or f"{first.path}:{min(one.region.line for one in found)}"
    path = f"<span>{_shown(first.path)}</span>" if draft.pointer else ""
    yield f'<article data-file="{_shown(first.path)}"><header><h3>{report.score} {report.grade}</h3>{path}'
    yield f"<span>{_shown(place)}</span><span>{_shown(draft.label or '')}</span>"
    yield f"<span>{LABELS[lang][report.form]}</span></header>"
    yield f'<p class="text" dir="auto">{_marked(report)}</p><ul class="findings">'
    for one in found:
        yield from _item(one, words, lang)
    yield "</ul></article>"


def _item(item: Item, words: Mapping[str, str], lang: str) -> Iterator[str]:
    finding, rule = item.finding, item.finding.rule
    yield f'<li class="{finding.severity}" data-rule="{_shown(rule.id)}"><p>{_severity(finding.severity, lang)}'
    yield f"<b>{_shown(rule.title)}</b> <code>{_shown(rule.id)}</code>"
    yield f" <small>−{finding.score:g} {words['points']}</small></p>"
    yield f"<p>{_shown(finding.message)}</p>"
    if rule.advice:
        yield f"<p>{_shown(LABELS[lang]['advice'] + rule.advice)}</p>"
    yield from (f"<p><small>{_shown(line)}</small></p>" for line in basis_lines(rule.basis, lang))
    yield "</li>"


def _severity(severity: Severity, lang: str) -> str:
    return f'<b class="{severity}">{MARKS[severity]} {LABELS[lang][severity]}</b> '


def _marked(report: Report) -> str:
    """The draft with its findings underlined; where two overlap, the worse one shows."""
    text, findings = report.draft.text, [one for one in report.findings if one.span]
    edges = sorted({0, len(text), *(edge for one in findings for edge in (one.span.start, one.span.end))})
    return "".join(_piece(Span(*pair), report) for pair in itertools.pairwise(edges))


def _piece(piece: Span, report: Report) -> str:
    here = [one.severity for one in report.findings if one.span and one.span.covers(piece)]
    shown = "\n".join(map(_shown, piece.of(report.draft.text).replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    return f'<mark class="{max(here, key=lambda one: one.rank)}">{shown}</mark>' if here else shown


def _shown(text: str) -> str:
    """Escaped, characters that hide or reorder text made visible."""
    return escape(visible(text))
