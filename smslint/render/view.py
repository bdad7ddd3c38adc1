"""What a renderer is told beyond the reports: language, colours, width, and where the drafts stand in their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from smslint.model import FileReport, Report
from smslint.text import LineIndex, Span


class FileText(NamedTuple):
    """The text of a file as decoded and, for each of its reports, the offset in it of every character of the draft.

    `ends[i]`, where it is given, says where the characters of the i-th draft end (see `sources.Record`). Of a part of a
    file, `lines_before` lines stand before `text`.
    """

    text: str
    origins: tuple[Sequence[int], ...]
    ends: tuple[Sequence[int] | None, ...] = ()
    lines_before: int = 0

    def place(self, number: int, span: Span) -> Span:
        """Where `span` of the draft of the report `number` stands in the file."""
        origin, ends = self.origins[number], self.ends[number] if self.ends else None
        end = origin[span.end] if ends is None or not span else ends[span.end - 1]
        return Span(origin[span.start], end)


class RuleHelp(NamedTuple):
    """What a report can tell of a rule beyond its findings: what it looks for, and its page in Markdown."""

    summary: str
    page: str
    confidence: float


class View(NamedTuple):
    """How to show a run; `files` are by path. `ambiguous` is the width of characters such as “…” in the terminal.

    A `quiet` report is of the findings and nothing else. `root` is the folder, absolute, that paths in reports for
    other programs start from, and `folder` the one that the paths of the run start from. `rules` are by id.
    """

    lang: str = "zh"
    color: bool = False
    width: int = 100
    ambiguous: int = 1
    quiet: bool = False
    files: Mapping[str, FileText] = MappingProxyType({})
    root: str = ""
    folder: str = ""
    rules: Mapping[str, RuleHelp] = MappingProxyType({})


Locate = Callable[[int, int], tuple[int, int]]


def locator(file: FileReport, known: FileText | None) -> Locate:
    """The function (number of the report, offset in its draft) -> (line, column) in the file, both from 1.

    Where the text of the file is not known, the draft is taken to begin at the first column of its line.
    """
    if known is None:
        return lambda number, offset: _in_draft(file, number, offset)
    index, before = LineIndex(known.text), known.lines_before

    def locate(number: int, offset: int) -> tuple[int, int]:
        line, column = index.position(known.origins[number][offset])
        return line + before, column

    return locate


def _in_draft(file: FileReport, number: int, offset: int) -> tuple[int, int]:
    report = file.reports[number]
    line, column = draft_lines(report).position(offset)
    return line + (report.draft.line or 1) - 1, column


def draft_lines(report: Report) -> LineIndex:
    """The lines of a draft; in a cell of a workbook, which is one row whatever it holds, there is only one."""
    return LineIndex("" if report.draft.pointer else report.draft.text)
