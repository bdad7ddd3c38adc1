"""Findings with their places in the files, as reports for other programs need them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from smslint.model import Edit, FileReport, Finding, Report, RuleInfo, RunReport
from smslint.render.fingerprint import fingerprint
from smslint.render.view import FileText, View, draft_lines
from smslint.text import LineIndex, Span, utf8_length

UNREADABLE = "unreadable-input"  # what stands for a rule where an input could not be read
_PLACE = re.compile(r":(\d+)(?::(\d+))?: |: ")
_PLAIN_FILES = (".txt", "")
_MARKUP = re.compile(r"[\x00-\x1f\"'`\\,;:#&|<>{}\[\]%@!*?=~-]")  # what some format gives a meaning of its own


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a file: lines and columns from 1, columns in code points, its end exclusive.

    The byte columns, from 1 too, are those in UTF-8.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int


@dataclass(frozen=True, slots=True)
class PlacedFix:
    """A fix as edits of the file itself: regions and what to put in their place."""

    label: str
    edits: tuple[tuple[Region, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A finding and where it stands: the path from the root of the project, and the region in that file.

    `number` is that of its report in the file; `identity` its fingerprint, and how many findings of the same file
    before it have the same. The `fixes` are those that can be made in the file as they are.
    """

    path: str
    number: int
    report: Report
    finding: Finding
    region: Region
    related: tuple[Region, ...]
    fixes: tuple[PlacedFix, ...]
    identity: tuple[str, int]

    @property
    def match(self) -> str:
        """The words of the draft that the finding is about; empty where something is missing."""
        return self.finding.span.of(self.report.draft.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be read, or not whole."""

    path: str
    line: int
    column: int
    message: str


class Places:
    """Where spans of the drafts of one file stand in it."""

    __slots__ = ("_file", "_index", "_known")

    def __init__(self, file: FileReport, known: FileText | None) -> None:
        self._file, self._known = file, known
        self._index = LineIndex(known.text) if known else None

    def region(self, number: int, span: Span) -> Region:
        """The region of `span` of the draft of the report `number`; a guess by lines where the file is not known."""
        report = self._file.reports[number]
        if self._known and self._index:
            known = self._known
            return _region(known.text, self._index, known.place(number, span), known.lines_before)
        return _region(report.draft.text, draft_lines(report), span, (report.draft.line or 1) - 1)

    def fixes(self, number: int, finding: Finding) -> Iterator[PlacedFix]:
        """The fixes of a finding, but for those where the file spells the draft in a way of its own."""
        for fix in finding.fixes:
            if fix.edits and all(self._verbatim(number, one) for one in fix.edits):
                yield PlacedFix(fix.label, tuple((self.region(number, one.span), one.text) for one in fix.edits))

    def _verbatim(self, number: int, edit: Edit) -> bool:
        """Whether the file has these characters, and those around them, as the draft has, and can take the new ones."""
        text = self._file.reports[number].draft.text
        around = Span(max(0, edit.span.start - 1), min(len(text), edit.span.end + 1))
        if self._known is None or not self._takes(edit.text):
            return False
        return self._known.place(number, around).of(self._known.text) == around.of(text)

    def _takes(self, text: str) -> bool:
        """Whether `text` can stand in a file of this kind as it is."""
        plain = os.path.splitext(self._file.path)[1].lower() in _PLAIN_FILES
        return text.isprintable() and (plain or not _MARKUP.search(text))


def items(run: RunReport, view: View) -> Iterator[Item]:
    """Every finding of the run, in order."""
    return (one for file in run.files for one in items_of(file, view))


def items_of(file: FileReport, view: View) -> Iterator[Item]:
    """Every finding of a file, in order."""
    places, path = Places(file, view.files.get(file.path)), rooted(file.path, view)
    seen: dict[str, int] = {}
    for number, report in enumerate(file.reports):
        for finding in report.findings:
            mark = fingerprint(finding, report.draft.text)
            seen[mark] = seen.get(mark, 0) + 1
            region, *related = (places.region(number, one) for one in (finding.span, *finding.related))
            fixes = tuple(places.fixes(number, finding))
            yield Item(path, number, report, finding, region, tuple(related), fixes, (mark, seen[mark] - 1))


def worst_first(found: Iterable[Item]) -> list[Item]:
    """Errors before warnings before infos, those of more points first."""
    return sorted(found, key=lambda one: (-one.finding.severity.rank, -one.finding.score))


def problems(file: FileReport, view: View) -> Iterator[Problem]:
    """What could not be read of a file, with its line where that is known."""
    path = rooted(file.path, view)
    for error in file.errors:
        told = error.removeprefix(file.path)
        found = _PLACE.match(told) if told != error else None
        line, column = (int(one or 1) for one in found.groups()) if found else (1, 1)
        yield Problem(path, line, column, told[found.end() :] if found else error)


def rooted(path: str, view: View) -> str:
    """`path` as seen from the root of the project, with `/`; a path outside of it stays absolute."""
    if not is_file(path):
        return path
    if not view.root:
        return os.path.normpath(path).replace(os.sep, "/")
    full = os.path.normpath(os.path.join(view.folder or view.root, path))
    inside = full == view.root or full.startswith(view.root.rstrip(os.sep) + os.sep)
    return (os.path.relpath(full, view.root) if inside else full).replace(os.sep, "/")


def is_file(path: str) -> bool:
    """Whether `path` names a file, and not standard input or the text of an option."""
    return not (path.startswith("<") and path.endswith(">"))


def uri(path: str) -> str:
    """A path of a report as a URI, its characters outside ASCII percent-encoded from UTF-8."""
    encoded = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{encoded}" if path.startswith("/") else encoded


def web_address(rule: RuleInfo) -> str | None:
    """The page of a rule, if it can be reached from anywhere."""
    return rule.url if rule.url and "://" in rule.url else None


def _region(text: str, index: LineIndex, span: Span, lines_before: int) -> Region:
    (line, column), (end_line, end_column) = index.position(span.start), index.position(span.end)
    return Region(
        line + lines_before,
        column,
        end_line + lines_before,
        end_column,
        utf8_length(text[index.start_of(line) : span.start]) + 1,
        utf8_length(text[index.start_of(end_line) : span.end]) + 1,
    )
