"""The report of one line a finding, as editors and people with `grep` read it."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import FileReport, RunReport
from smslint.render.excerpt import visible
from smslint.render.labels import summary_line
from smslint.render.textreport import place_of
from smslint.render.view import View, locator


def render_concise(run: RunReport, view: View) -> str:
    """`path:line:column: severity rule [record] message` for every finding, and a summary."""
    lines = [line for file in run.files for line in _lines(file, view)]
    return "".join(f"{line}\n" for line in (*lines, *(() if view.quiet else (summary_line(run, view.lang),))))


def _lines(file: FileReport, view: View) -> Iterator[str]:
    locate = locator(file, view.files.get(file.path))
    for number, report in enumerate(file.reports):
        name = f"[{visible(report.draft.label)}] " if report.draft.label else ""
        for one in report.findings:
            place = place_of(file.path, *locate(number, one.span.start))
            yield f"{place}: {one.severity} {one.rule.id} {name}{visible(one.message)}"
