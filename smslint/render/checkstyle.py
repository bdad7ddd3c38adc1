"""The report of Checkstyle: an error for every finding, by file; columns in code points."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import FileReport, RunReport
from smslint.render.place import UNREADABLE, items_of, problems, rooted
from smslint.render.view import View
from smslint.render.xmltext import HEAD, element


def render_checkstyle(run: RunReport, view: View) -> str:
    """A file element for every file, clean ones too, so that a reader knows what was checked."""
    lines = [line for file in run.files for line in _file(file, view)]
    return "".join((HEAD, *element("checkstyle", {"version": "4.3"}, lines)))


def _file(file: FileReport, view: View) -> Iterator[str]:
    errors = [_error(one.line, one.column, "error", one.message, UNREADABLE) for one in problems(file, view)]
    for item in items_of(file, view):
        finding, region = item.finding, item.region
        errors.append(_error(region.line, region.column, finding.severity, finding.message, finding.rule.id))
    yield from element("file", {"name": rooted(file.path, view)}, [line for one in errors for line in one])


def _error(line: int, column: int, severity: str, message: str, source: str) -> list[str]:
    values = {"line": line, "column": column, "severity": severity, "message": message, "source": f"smslint.{source}"}
    return list(element("error", values, []))
