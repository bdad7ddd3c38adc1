"""The report of a plan as one self-contained page: totals, the map of days and hours, rules, sends with findings.

All of it can be read without its script, which only filters; nothing is loaded from anywhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import resources

from smslint.model import Severity
from smslint.plan.model import PlanFinding
from smslint.plan.render.heat import heat_of
from smslint.plan.render.htmlheat import heat_table
from smslint.plan.render.labels import LABELS, policy_lines, severity_name, summary_line
from smslint.plan.report import Group, PlanReport, Suggestion
from smslint.plan.words import clock_text
from smslint.render import View
from smslint.render.excerpt import visible
from smslint.render.labels import LABELS as OF_DRAFTS
from smslint.render.labels import MARKS, basis_lines

_MOST = 5_000  # sends on the page: no browser scrolls more
_MOST_GROUPS = 100
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def render_html(report: PlanReport, view: View) -> str:
    """The page of the report."""
    return "".join(f"{line}\n" for line in _page(report, view.lang))


def _page(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    sends = [list(group) for _, group in itertools.groupby(report.findings, key=lambda one: (one.source, one.row))]
    yield f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{label['title']}</title><style>\n{_shared('css')}{_own()}</style></head><body><main>"
    yield f"<h1>{label['title']}</h1><p>{_shown(summary_line(report, lang))}</p>"
    yield from _totals(report, lang)
    yield from (f"<p>{_shown(one)}</p>" for one in report.notices)
    yield from _crowds(report, lang)
    yield from _rules(report, lang)
    yield from _policy(report, lang)
    yield from _bad_rows(report, lang)
    yield from _files(report, lang)
    if sends:
        yield from _filters(report, lang)
        suggested = {(one.source, one.row): one for one in report.suggestions}
        for group in sends[:_MOST]:
            yield from _article(group, suggested.get((group[0].source, group[0].row)), lang)
    else:
        yield f"<p>{label['clean']}</p>"
    packs = "、".join(f"{one.id} {one.version}" for one in report.packs)
    yield f"<footer>{_shown(label['made'].format(version=report.version, packs=packs))}</footer></main>"
    yield f"<script>\n{_shared('js')}</script></body></html>" if sends else "</body></html>"


def _shared(kind: str) -> str:
    return resources.files("smslint.render").joinpath(f"htmlreport.{kind}").read_text(encoding="utf-8")


def _own() -> str:
    return resources.files("smslint.plan.render").joinpath("htmlreport.css").read_text(encoding="utf-8")


def _totals(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    numbers: list[tuple[str, int]] = [(label["sends"], report.sends), (label["flagged"], report.flagged)]
    numbers += [(severity_name(one, lang), report.count(one)) for one in Severity]
    numbers += [(label["texts"], report.linted)] if report.linted else []
    numbers += [(label["bad"], report.bad)]
    yield '<ul class="totals">'
    yield from (f"<li><b>{value:,}</b>{name}</li>" for name, value in numbers)
    yield "</ul>"


def _crowds(report: PlanReport, lang: str) -> Iterator[str]:
    heat, label = heat_of(report.cells, report.policy, lang), LABELS[lang]
    if not heat.most:
        return
    yield f"<h2>{label['heat']}</h2><p><small>{label['shade'].format(most=f'{heat.most:,}')}"
    yield f"{label['semicolon']}{label['by-week']}</small></p>" if heat.by_week else "</small></p>"
    yield from heat_table(heat, lang)
    groups = report.templates
    if groups:
        name = "forms" if groups[0].note == "form" else "templates"
        yield from _groups(label[name], label["template" if name == "templates" else "forms"], groups, lang)
    yield from _groups(label["days"], label["day"], report.days, lang, folded=len(report.days) > 3)


def _groups(title: str, head: str, groups: Sequence[Group], lang: str, *, folded: bool = False) -> Iterator[str]:
    label = LABELS[lang]
    yield f"<details{'' if folded else ' open'}><summary><h2>{title}</h2></summary>"
    yield f"<table><thead><tr><th>{head}</th>"
    yield (
        "".join(f'<th class="count">{label[name]}</th>' for name in ("sends", "recipients", "share"))
        + "</tr></thead><tbody>"
    )
    for one in groups[:_MOST_GROUPS]:
        name = OF_DRAFTS[lang].get(one.name, one.name) if one.note == "form" else f"{one.name} {one.note}"
        yield f'<tr><td class="text">{_shown(name)}</td>'
        yield (
            "".join(f'<td class="count">{number:,}</td>' for number in (one.sends, one.recipients, one.flagged))
            + "</tr>"
        )
    yield "</tbody></table></details>"


def _rules(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    if not report.counts:
        return
    yield f"<h2>{label['rules']}</h2><table><thead><tr><th>{label['severity']}</th><th>{label['rule']}</th>"
    yield f'<th class="count">{label["count"]}</th><td></td></tr></thead><tbody>'
    for one in sorted(report.counts, key=lambda one: (one.rule.category != "cadence", -one.severity.rank, -one.count)):
        button = f'<button type="button" hidden data-rule="{_shown(one.rule.id)}">{label["only"]}</button>'
        name = f"{_shown(one.rule.title)} <code>{_shown(one.rule.id)}</code>"
        yield f"<tr><td>{_severity(one.severity, lang)}</td><td>{name}"
        if one.rule.category == "cadence":
            yield "".join(f"<br><small>{_shown(line)}</small>" for line in basis_lines(one.rule.basis, lang))
        yield f'</td><td class="count">{one.count:,}</td><td>{button}</td></tr>'
    yield "</tbody></table>"
    for record in report.file_findings:
        rows = ", ".join(map(str, record.rows))
        words = label["record"].format(path=record.source, count=f"{record.count:,}", message=record.message, rows=rows)
        yield f"<p><small>{_shown(words)}</small></p>"


def _policy(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    yield f"<details><summary><h2>{label['policy']}</h2></summary><p>{label['house']}</p><ul>"
    yield from (f"<li>{_shown(line)}</li>" for line in policy_lines(report.policy, lang))
    yield "</ul></details>"


def _bad_rows(report: PlanReport, lang: str) -> Iterator[str]:
    if not report.bad_rows:
        return
    label = LABELS[lang]
    yield f"<h2>{label['badrows']}</h2>"
    if len(report.bad_rows) < report.bad:
        yield f"<p>{label['morebad'].format(shown=f'{len(report.bad_rows):,}', all=f'{report.bad:,}')}</p>"
    yield "<ul>"
    yield from (
        f"<li><code>{_shown(one.source)}:{one.row}</code> {_shown(one.message)}</li>" for one in report.bad_rows
    )
    yield "</ul>"


def _files(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    yield f"<details><summary><h2>{label['files']}</h2></summary><table><thead><tr><th>{label['file']}</th><th></th>"
    yield (
        "".join(f'<th class="count">{label[name]}</th>' for name in ("rows", "bad", "events")) + "</tr></thead><tbody>"
    )
    for one in report.files:
        yield f'<tr><td class="text">{_shown(one.path)}</td><td>{label["log" if one.is_log else "plan"]}</td>'
        yield "".join(f'<td class="count">{number:,}</td>' for number in (one.rows, one.bad, one.events)) + "</tr>"
    yield "</tbody></table></details>"


def _filters(report: PlanReport, lang: str) -> Iterator[str]:
    label = LABELS[lang]
    rules = sorted({one.rule.id for one in report.findings})
    yield f"<h2>{label['found']}</h2>"
    if report.unlisted:
        total = sum(report.listed.values())
        yield f"<p>{label['more'].format(shown=f'{total:,}', all=f'{total + report.unlisted:,}')}</p>"
    yield "<form hidden>"
    yield _select("severity", label, {one: severity_name(one, lang) for one in Severity})
    yield _select("rule", label, {one: one for one in rules})
    yield _select("file", label, {one: one for one in dict.fromkeys(each.source for each in report.findings)})
    yield f'<label>{label["words"]}<input name="words" type="search" autocomplete="off"></label>'
    yield f'<button type="reset">{label["reset"]}</button><output data-pattern="{label["shown"]}"></output></form>'


def _select(name: str, words: Mapping[str, str], values: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{_shown(value)}">{_shown(text)}</option>' for value, text in values.items())
    return (
        f'<label>{words[name]}<select name="{name}"><option value="">{words["all"]}</option>{options}</select></label>'
    )


def _article(found: Sequence[PlanFinding], suggestion: Suggestion | None, lang: str) -> Iterator[str]:
    label, first = LABELS[lang], found[0]
    yield f'<article data-file="{_shown(first.source)}"><header><h3>{clock_text(first.at)}</h3>'
    yield f"<span>{_shown(label['row'].format(path=first.source, row=first.row))}</span>"
    yield f"<span>{_shown(first.id)}</span><span>{_shown(label['who'].format(key=first.recipient))}</span></header>"
    if suggestion:
        yield f'<p class="do">→ {_shown(label["suggestion"] + suggestion.message)}</p>'
    yield '<ul class="findings">'
    for one in sorted(found, key=lambda one: (one.rule.category != "cadence", -one.severity.rank)):
        yield from _item(one, lang)
    yield "</ul></article>"


def _item(finding: PlanFinding, lang: str) -> Iterator[str]:
    label, rule = LABELS[lang], finding.rule
    yield f'<li class="{finding.severity}" data-rule="{_shown(rule.id)}"><p>{_severity(finding.severity, lang)}'
    yield f"<b>{_shown(rule.title)}</b> <code>{_shown(rule.id)}</code></p>"
    match = f"<mark class={finding.severity}>{_shown(finding.match)}</mark> " if finding.match else ""
    wording = rule.category != "cadence" and (finding.count or 1) > 1
    same = label["also"].format(count=f"{finding.count:,}") if wording else ""
    yield f"<p>{match}{_shown(finding.message + same)}</p>"
    if finding.earlier:
        places = label["semicolon"].join(f"{one.source}:{one.row} {clock_text(one.at)}" for one in finding.earlier)
        yield f"<p><small>{_shown(label['earlier'] + places)}</small></p>"
    if finding.next_at:
        yield f"<p><small>{_shown(label['next'].format(at=clock_text(finding.next_at)))}</small></p>"
    if rule.advice:
        yield f"<p><small>{_shown(OF_DRAFTS[lang]['advice'] + rule.advice)}</small></p>"
    yield "</li>"


def _severity(severity: Severity, lang: str) -> str:
    return f'<b class="{severity}">{MARKS[severity]} {severity_name(severity, lang)}</b> '


def _shown(text: str) -> str:
    """Escaped, characters that hide or reorder text made visible."""
    return escape(visible(text))
