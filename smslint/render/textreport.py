"""The report for people: every finding at its place in the file, with carets, reason, clause and better wording.

Nothing of a draft ever begins a line: what stands behind a gutter cannot be taken for a command by a CI runner.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from smslint.model import Contribution, FileReport, Finding, Report, RunReport, Tally
from smslint.render.excerpt import excerpt, visible, wrap
from smslint.render.labels import COLORS, LABELS, MARKS, basis_lines, summary_line
from smslint.render.streams import Stream
from smslint.render.view import Locate, View, locator

_GUTTER, _HANGING = "  │ ", "  "
_BOLD = "1"


def render_text(run: RunReport, view: View) -> str:
    """The findings of the run file by file, a score line for every draft that has any, and a summary."""
    tally = run.tally
    parts = [text_part(file, view) for file in run.files]
    alone = [text_alone(file, view) for file in run.files] if tally.drafts == 1 else []
    return "".join([*parts, *alone, text_end(tally, view)])


def text_part(file: FileReport, view: View) -> str:
    """What is said of a file, or of a part of one."""
    return "".join(f"{line}\n" for line in _file(file, view))


def text_alone(file: FileReport, view: View) -> str:
    """What is said besides where the run has only this one draft: its score, though there be no findings."""
    if view.quiet or any(one.findings for one in file.reports):
        return ""
    locate = locator(file, view.files.get(file.path))
    scores = (line for number, report in enumerate(file.reports) for line in _score(report, number, file, locate, view))
    return "".join(f"{line}\n" for line in scores)


def text_end(tally: Tally, view: View) -> str:
    """The summary, unless only findings are wanted."""
    return "" if view.quiet else f"{summary_line(tally, view.lang)}\n"


def _file(file: FileReport, view: View) -> Iterator[str]:
    locate = locator(file, view.files.get(file.path))
    for number, report in enumerate(file.reports):
        name = _name(report)
        for span, findings in itertools.groupby(report.findings, key=lambda one: one.span):
            place = place_of(file.path, *locate(number, span.start)) + name
            for at, finding in enumerate(findings):
                yield from _finding(finding, place, view)
                yield from _excerpt(finding, report, view) if at == 0 else ()
                yield from _words(finding, view)
            yield ""
        if report.findings and not view.quiet:
            yield from _score(report, number, file, locate, view)


def _name(report: Report) -> str:
    return f" [{visible(report.draft.label)}]" if report.draft.label else ""


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


def _score(report: Report, number: int, file: FileReport, locate: Locate, view: View) -> Iterator[str]:
    label, place = LABELS[view.lang], place_of(file.path, *locate(number, 0)) + _name(report)
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


TEXT = Stream(text_part, text_end, alone=text_alone)
