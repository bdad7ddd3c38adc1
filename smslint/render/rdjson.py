"""The Reviewdog Diagnostic Format, as one document or a diagnostic a line; its columns are UTF-8 bytes from 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smslint.model import FileReport, RunReport, Severity
from smslint.render.jsonreport import to_json
from smslint.render.place import UNREADABLE, Item, PlacedFix, Problem, Region, items_of, problems, web_address
from smslint.render.streams import Stream
from smslint.render.view import View

Json = dict[str, object]
_SOURCE: Json = {"name": "smslint"}


def render_rdjson(run: RunReport, view: View) -> str:
    """All diagnostics in one document."""
    worst = max((one.worst or Severity.INFO for one in run.reports), key=lambda one: one.rank, default=Severity.INFO)
    failed = any(file.errors for file in run.files)
    severity = Severity.ERROR if failed else worst
    document: Json = {
        "source": _SOURCE,
        "severity": severity.upper(),
        "diagnostics": list(_diagnostics(run.files, view)),
    }
    return to_json(document) + "\n"


def render_rdjsonl(run: RunReport, view: View) -> str:
    """A diagnostic a line, each with its source."""
    return "".join(rdjsonl_part(file, view) for file in run.files)


def rdjsonl_part(file: FileReport, view: View) -> str:
    """The lines of a file, or of a part of one."""
    return "".join(to_json({**one, "source": _SOURCE}, indent=None) + "\n" for one in _diagnostics([file], view))


def _diagnostics(files: Sequence[FileReport], view: View) -> Iterator[Json]:
    for file in files:
        for one in problems(file, view):
            yield _problem(one)
    for file in files:
        for item in items_of(file, view):
            yield _diagnostic(item)


def _problem(one: Problem) -> Json:
    """By its line alone: how many bytes stand before the column is not known where decoding failed."""
    place = {"path": one.path, "range": {"start": {"line": one.line}}}
    return {"message": one.message, "location": place, "severity": "ERROR", "code": {"value": UNREADABLE}}


def _diagnostic(item: Item) -> Json:
    finding, rule = item.finding, item.finding.rule
    suggestions = [_suggestion(one) for one in item.fixes if len(one.edits) == 1]  # several would be alternatives
    related = [{"message": rule.title, "location": _location(item.path, one)} for one in item.related]
    return {
        "message": "\n".join(one for one in (finding.message, rule.advice) if one),
        "location": _location(item.path, item.region),
        "severity": finding.severity.upper(),
        "code": {"value": rule.id, **({"url": url} if (url := web_address(rule)) else {})},
        **({"suggestions": suggestions} if suggestions else {}),
        **({"related_locations": related} if related else {}),
    }


def _location(path: str, region: Region) -> Json:
    return {"path": path, "range": _range(region)}


def _range(region: Region) -> Json:
    return {
        "start": {"line": region.line, "column": region.byte_column},
        "end": {"line": region.end_line, "column": region.end_byte_column},
    }


def _suggestion(fix: PlacedFix) -> Json:
    ((region, text),) = fix.edits
    return {"range": _range(region), "text": text}


RDJSONL = Stream(rdjsonl_part)
