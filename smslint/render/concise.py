"""The report of one line a finding, as editors and people with `grep` read it."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import FileReport, RunReport, Tally
from smslint.render.excerpt import visible
from smslint.render.labels import summary_line
from smslint.render.streams import Stream
from smslint.render.textreport import place_of
from smslint.render.view import View, locator


def render_concise(run: RunReport, view: View) -> str:
    """`path:line:column: severity rule [record] message` for every finding, and a summary."""
    return "".join([*(concise_part(file, view) for file in run.files), concise_end(run.tally, view)])


def concise_part(file: FileReport, view: View) -> str:
    """The lines of a file, or of a part of one."""
    return "".join(f"{line}\n" for line in _lines(file, view))


def concise_end(tally: Tally, view: View) -> str:
    """The summary, unless only findings are wanted."""
    return "" if view.quiet else f"{summary_line(tally, view.lang)}\n"


def _lines(file: FileReport, view: View) -> Iterator[str]:
    locate = locator(file, view.files.get(file.path))
    for number, report in enumerate(file.reports):
        name = f"[{visible(report.draft.label)}] " if report.draft.label else ""
        for one in report.findings:
            place = place_of(file.path, *locate(number, one.span.start))
            yield f"{place}: {one.severity} {one.rule.id} {name}{visible(one.message)}"


CONCISE = Stream(concise_part, concise_end)
