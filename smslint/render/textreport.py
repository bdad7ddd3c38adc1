"""The report for people: every finding at its place in the file, with carets, reason, clause and better wording.

Nothing of a draft ever begins a line: what stands behind a gutter cannot be taken for a command by a CI runner.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from smslint.model import Contribution, FileReport, Finding, Report, RunReport
from smslint.render.excerpt import excerpt, visible, wrap
from smslint.render.labels import COLORS, LABELS, MARKS, basis_lines, summary_line
from smslint.render.view import View, locator

_GUTTER, _HANGING = "  │ ", "  "
_BOLD = "1"


def render_text(run: RunReport, view: View) -> str:
    """The findings of the run file by file, a score line for every draft that has any, and a summary."""
    lines = [line for file in run.files for line in _file(file, view, len(run.reports) == 1)]
    return "\n".join([*lines, *([] if view.quiet else [summary_line(run, view.lang), ""])])


def _file(file: FileReport, view: View, alone: bool) -> Iterator[str]:
    locate = locator(file, view.files.get(file.path))
    for number, report in enumerate(file.reports):
        name = f" [{visible(report.draft.label)}]" if report.draft.label else ""
        for span, findings in itertools.groupby(report.findings, key=lambda one: one.span):
            place = place_of(file.path, *locate(number, span.start)) + name
            for at, finding in enumerate(findings):
                yield from _finding(finding, place, view)
                yield from _excerpt(finding, report, view) if at == 0 else ()
                yield from _words(finding, view)
            yield ""
        if (report.findings or alone) and not view.quiet:
            yield from _score(report, place_of(file.path, *locate(number, 0)) + name, view)


def _finding(finding: Finding, place: str, view: View) -> Iterator[str]:
    words = f"{MARKS[finding.severity]} {LABELS[view.lang][finding.severity]}"
    mark, title = _paint(words, COLORS[finding.severity], view), _paint(visible(finding.rule.title), _BOLD, view)
    yield f"{_paint(place, _BOLD, view)} {mark} {finding.rule.id} {title}"


def _excerpt(finding: Finding, report: Report, view: View) -> Iterator[str]:
    shown = excerpt(report.draft.text, finding.span, view.width - len(_GUTTER), view.ambiguous)
    yield _GUTTER + shown.line
    yield _GUTTER + _paint(shown.carets, COLORS[finding.severity], view)


def _words(finding: Finding, view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    yield from _gutter(finding.message, view)
    for line in basis_lines(finding.rule.basis, view.lang):
        yield from _gutter(line, view)
    if finding.rule.advice:
        yield from _gutter(label["advice"] + finding.rule.advice, view)
    for fix in finding.fixes:
        yield from _gutter(f"· {fix.label}", view)


def _gutter(text: str, view: View) -> Iterator[str]:
    first, *rest = wrap(text, view.width - len(_GUTTER) - len(_HANGING), view.ambiguous)
    yield _GUTTER + first
    yield from (_GUTTER + _HANGING + line for line in rest)


def _score(report: Report, place: str, view: View) -> Iterator[str]:
    label = LABELS[view.lang]
    reason = label["given"] if report.form_given else report.form_reason
    parts = (
        label["score"].format(score=report.score, grade=report.grade),
        label["form"].format(form=label[report.form], reason=visible(reason)),
        label["segments"].format(length=report.segments.length, parts=report.segments.parts),
    )
    yield f"{_paint(place, _BOLD, view)} = {label['between'].join(parts)}"
    if report.contributions:
        yield from _gutter(f"{report.score} = 100{_sum(report.contributions)}", view)
    yield ""


def _sum(contributions: tuple[Contribution, ...]) -> str:
    return "".join(f" {'−' if one.points >= 0 else '+'} {abs(one.points):g} {one.rule}" for one in contributions)


def place_of(path: str, line: int, column: int) -> str:
    """`path:line:column`, in such a way that no path makes it a command of a CI runner."""
    shown = visible(path)
    return f"{'./' if shown.lstrip().startswith('::') else ''}{shown}:{line}:{column}"


def _paint(text: str, code: str, view: View) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if view.color and text else text
