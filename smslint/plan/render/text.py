"""The report for people at a terminal: findings send by send, rows that could not be read, the map, the summary."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from smslint.model import RuleInfo, Severity
from smslint.plan.model import PlanFinding
from smslint.plan.render.heat import HOURS, Heat, heat_of, shade
from smslint.plan.render.labels import LABELS, policy_lines, severity_name, summary_line
from smslint.plan.report import Group, PlanReport, Suggestion
from smslint.plan.words import clock_text
from smslint.render import View
from smslint.render.excerpt import visible, wrap
from smslint.render.labels import COLORS, MARKS, basis_lines
from smslint.text import cell_width

_GUTTER, _HANGING = "  │ ", "  "
_BOLD, _RED, _DIM = "1", "31", "2"
_SHADES = ("·", "░", "▒", "▓", "█")
_MOST_EARLIER, _MOST_GROUPS = 5, 15


def render_text(report: PlanReport, view: View) -> str:
    """The report; with `view.quiet`, of findings and bad rows only."""
    lines = [*_findings(report, view), *_bad_rows(report, view)]
    if not view.quiet:
        lines += [*_rules(report, view), *_crowds(report, view), *_policy(report, view), *_summary(report, view)]
    return "".join(f"{line}\n" for line in lines)


def _findings(report: PlanReport, view: View) -> Iterator[str]:
    suggested = {(one.source, one.row): one for one in report.suggestions}
    for (path, row), group in itertools.groupby(report.findings, key=lambda one: (one.source, one.row)):
        found = list(group)
        if not any(_is_told(one) for one in found):
            continue
        yield _head(found[0], view)
        for finding in sorted(found, key=lambda one: (one.rule.category != "cadence", -one.severity.rank)):
            if _is_told(finding):
                yield from _finding(finding, view)
        yield from _hints(found, view)
        yield from _suggestion(suggested.get((path, row)), view)
        yield ""
    if report.unlisted:
        listed = sum(report.listed.values())
        yield LABELS[view.lang]["more"].format(shown=f"{listed:,}", all=f"{listed + report.unlisted:,}")
        yield ""


def _head(finding: PlanFinding, view: View) -> str:
    label = LABELS[view.lang]
    name = f" [{visible(finding.id)}]" if finding.id else ""
    place = _paint(f"{visible(finding.source)}:{finding.row}{name}", _BOLD, view)
    return f"{place}  {clock_text(finding.at)}  {label['who'].format(key=visible(finding.recipient))}"


def _finding(finding: PlanFinding, view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    mark = _paint(
        f"{MARKS[finding.severity]} {severity_name(finding.severity, view.lang)}", COLORS[finding.severity], view
    )
    match = f"“{visible(finding.match)}” " if finding.match else ""
    same = label["also"].format(count=f"{finding.count:,}") if _of_text(finding) and (finding.count or 1) > 1 else ""
    yield from _gutter(f"{mark} {finding.rule.id}  {match}{visible(finding.message)}{same}", view)
    if finding.earlier:
        shown = finding.earlier[-_MOST_EARLIER:]
        more = "… " if len(shown) < len(finding.earlier) else ""
        places = label["semicolon"].join(f"{visible(one.source)}:{one.row} {clock_text(one.at)}" for one in shown)
        yield from _gutter(f"{label['earlier']}{more}{places}", view, lead=_HANGING)
    if finding.next_at:
        yield from _gutter(label["next"].format(at=clock_text(finding.next_at)), view, lead=_HANGING)


def _hints(found: Sequence[PlanFinding], view: View) -> Iterator[str]:
    """How many mild faults of the wording are not told one by one."""
    count = sum(not _is_told(one) for one in found)
    if count:
        yield from _gutter(LABELS[view.lang]["hints"].format(count=count), view)


def _is_told(finding: PlanFinding) -> bool:
    """Whether a finding is told one by one: mild faults of the wording are only counted here."""
    return finding.severity is not Severity.INFO or not _of_text(finding)


def _of_text(finding: PlanFinding) -> bool:
    return finding.rule.category != "cadence"


def _suggestion(suggestion: Suggestion | None, view: View) -> Iterator[str]:
    if suggestion:
        words = LABELS[view.lang]["suggestion"] + visible(suggestion.message)
        yield from _gutter(f"→ {words}", view)


def _bad_rows(report: PlanReport, view: View) -> Iterator[str]:
    if not report.bad_rows:
        return
    label = LABELS[view.lang]
    yield _paint(label["badrows"], _BOLD, view)
    for one in report.bad_rows:
        yield f"  {visible(one.source)}:{one.row} {visible(one.message)}"
    if len(report.bad_rows) < report.bad:
        yield "  " + label["morebad"].format(shown=f"{len(report.bad_rows):,}", all=f"{report.bad:,}")
    yield ""


def _rules(report: PlanReport, view: View) -> Iterator[str]:
    if not report.counts:
        return
    label = LABELS[view.lang]
    yield _paint(label["rules"], _BOLD, view)
    ranked = sorted(report.counts, key=lambda one: (one.rule.category != "cadence", -one.severity.rank, -one.count))
    width = max(len(one.rule.id) for one in ranked)
    told: set[str] = set()
    for one in ranked:
        mark = _paint(f"{MARKS[one.severity]} {severity_name(one.severity, view.lang)}", COLORS[one.severity], view)
        yield f"  {mark} {one.count:>10,}  {one.rule.id:<{width}}  {visible(one.rule.title)}"
        if one.rule.category == "cadence" and one.rule.id not in told:
            told.add(one.rule.id)
            yield from _rule_words(one.rule, view)
    for record in report.file_findings:
        rows = ", ".join(map(str, record.rows))
        words = label["record"].format(path=record.source, count=f"{record.count:,}", message=record.message, rows=rows)
        yield from _gutter(words, view)
    yield ""


def _rule_words(rule: RuleInfo, view: View) -> Iterator[str]:
    for line in basis_lines(rule.basis, view.lang):
        yield from _gutter(_paint(line, _DIM, view), view, lead=_HANGING)


def _crowds(report: PlanReport, view: View) -> Iterator[str]:
    heat, label = heat_of(report.cells, report.policy, view.lang), LABELS[view.lang]
    if not heat.most:
        return
    yield _paint(label["heat"], _BOLD, view) + (f"  {label['by-week']}" if heat.by_week else "")
    yield from _map(heat, view)
    yield f"  {label['blocks'].format(most=f'{heat.most:,}')}"
    yield ""
    if len(report.templates) > 1:
        name = "forms" if report.templates[0].note == "form" else "templates"
        yield from _groups(label[name], report.templates, view)
    crowded = sorted(report.days, key=lambda one: -one.sends)
    if heat.by_week:
        yield from _groups(label["days"], crowded, view)


def _map(heat: Heat, view: View) -> Iterator[str]:
    width = max(cell_width(row.name) for row in heat.rows)
    roomy = view.width >= width + HOURS * 3 + 13
    size, gap = (2, " ") if roomy else (1, "")
    head = [f"{hour:02d}" if roomy else str(hour % 10) for hour in range(HOURS)]
    yield f"  {' ' * width} {gap.join(head)}"
    for row in heat.rows:
        cells = []
        for hour in range(HOURS):
            char = _SHADES[shade(row.sends[hour], heat.most, len(_SHADES) - 1)]
            cells.append(_paint(char * size, _RED if row.flagged[hour] else "", view))
        yield f"  {row.name}{' ' * (width - cell_width(row.name))} {gap.join(cells)} {sum(row.sends):>8,}"
    if heat.quiet:
        quiet = gap.join(("─" if hour in heat.quiet else " ") * size for hour in range(HOURS))
        yield f"  {' ' * width} {quiet} {LABELS[view.lang]['quiet']}"


def _groups(title: str, groups: Sequence[Group], view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    yield _paint(title, _BOLD, view)
    yield "  " + " ".join(" " * (10 - cell_width(label[one])) + label[one] for one in ("sends", "recipients", "share"))
    for one in groups[:_MOST_GROUPS]:
        name = _form_name(one, view.lang)
        yield f"  {one.sends:>10,} {one.recipients:>10,} {one.flagged:>10,}  {visible(name)[:60]}"
    yield ""


def _form_name(group: Group, lang: str) -> str:
    from smslint.render.labels import LABELS as OF_DRAFTS

    return OF_DRAFTS[lang].get(group.name, group.name) if group.note == "form" else f"{group.name} {group.note}".strip()


def _policy(report: PlanReport, view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    yield _paint(f"{label['policy']}  {label['house']}", _BOLD, view)
    yield from (f"  · {line}" for line in policy_lines(report.policy, view.lang))
    yield ""


def _summary(report: PlanReport, view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    for one in report.files:
        kind = label["log" if one.is_log else "plan"]
        parts = [f"{label['rows']} {one.rows:,}"]
        parts += [f"{label['bad']} {one.bad:,}"] if one.bad else []
        parts += [f"{label['events']} {one.events:,}"] if one.events else []
        yield label["file-line"].format(kind=kind, path=visible(one.path), parts=label["comma"].join(parts))
    yield from (visible(one) for one in report.notices)
    worst = next((one for one in Severity if report.count(one)), None)
    yield _paint(summary_line(report, view.lang), COLORS[worst] if worst else "32", view)


def _gutter(text: str, view: View, lead: str = "") -> Iterator[str]:
    first, *rest = wrap(text, view.width - len(_GUTTER) - len(_HANGING) - len(lead), view.ambiguous) or [""]
    yield _GUTTER + lead + first
    yield from (_GUTTER + lead + _HANGING + line for line in rest)


def _paint(text: str, code: str, view: View) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if view.color and text and code else text
