"""Reports -> Excel: an annotated copy of the workbook the drafts came from, or a new workbook that lists them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from smslint.model import FileReport, Finding, Report, RunReport, Severity
from smslint.render.labels import LABELS, MARKS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "smslint"
_POINTER = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!(?P<letters>[A-Z]+)(?P<row>[0-9]+)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOST = 32_000  # characters that a cell of Excel holds, with a little to spare
_COLORS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.INFO: "DDEBF7"}
_HEAD_COLOR = "E2E8F0"
_WIDTHS = (15, 15, 20, 15, 15, 70, 50)
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_CHARS = 420, 20, 30
_HEADS: Mapping[str, Sequence[str]] = MappingProxyType({
    "zh": ("得分", "等级", "短信类型", "错误", "警告", "问题", "改法"),
    "en": ("score", "grade", "form", "errors", "warnings", "findings", "advice"),
})  # fmt: skip
_DRAFT_HEADS: Mapping[str, Sequence[str]] = MappingProxyType({
    "zh": ("文件", "行", "编号", "短信内容"),
    "en": ("file", "line", "id", "text"),
})  # fmt: skip


Styles = dict[Severity | None, Any]


def annotate(data: bytes, file: FileReport, lang: str = "zh", *, macros: bool = False) -> bytes:
    """The workbook `data` with the findings of `file` as cell comments and added columns, all else as it was."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), rich_text=True, keep_vba=macros)
    for title, placed in _by_sheet(file.reports).items():
        sheet = book[title]
        first, styles = _first_column(sheet, placed, lang), Styles()
        for report, cell in placed:
            _comment(sheet[cell], report, lang)
            _write_row(sheet, sheet[cell].row, first, report, lang, styles)
    return _saved(book)


def list_drafts(run: RunReport, lang: str = "zh") -> bytes:
    """A new workbook with one row a draft, for drafts that came from no workbook."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = AUTHOR
    heads = _DRAFT_HEADS[lang]
    _write_heads(sheet, 1, 1, [*heads, *_HEADS[lang]], (20, 8, 14, 70, *_WIDTHS))
    sheet.freeze_panes = "A2"
    styles = Styles()
    for row, (path, report) in enumerate(_with_paths(run), 2):
        draft = report.draft
        for column, value in enumerate((path, draft.line, draft.id, draft.text), 1):
            _put(sheet.cell(row, column), value)
        _comment(sheet.cell(row, len(heads)), report, lang)
        _write_row(sheet, row, len(heads) + 1, report, lang, styles)
    return _saved(book)


def summary(report: Report, lang: str = "zh") -> str:
    """The findings of `report`, one a line, each with its words, the reason and the way to say it."""
    return "\n".join(_lines(report.findings, lang))


def _by_sheet(reports: Iterable[Report]) -> dict[str, list[tuple[Report, str]]]:
    placed: dict[str, list[tuple[Report, str]]] = {}
    for report in reports:
        found = _POINTER.fullmatch(report.draft.pointer or "")
        if found:
            title = found["plain"] or found["quoted"].replace("''", "'")
            placed.setdefault(title, []).append((report, found["letters"] + found["row"]))
    return placed


def _first_column(sheet: Worksheet, placed: Sequence[tuple[Report, str]], lang: str) -> int:
    """The column at which the added ones begin, their heads written: those of an earlier run, or beyond the last."""
    first_cell = sheet[placed[0][1]]
    header = first_cell.row - 1
    while header > 0 and sheet.cell(header, first_cell.column).value is None:
        header -= 1
    heads = [f"{AUTHOR} {name}" for name in _HEADS[lang]]
    there = [cell.column for cell in sheet[header] if cell.value == heads[0]] if header else []
    first = there[0] if there else sheet.max_column + 1
    _write_heads(sheet, header, first, heads, _WIDTHS)
    return first


def _write_heads(sheet: Worksheet, row: int, first: int, heads: Sequence[str], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, (head, width) in enumerate(zip(heads, widths, strict=True), first):
        sheet.column_dimensions[get_column_letter(column)].width = width
        if row:
            cell = sheet.cell(row, column, head)
            cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center", wrap_text=True)
            cell.fill = PatternFill("solid", fgColor=_HEAD_COLOR)


def _write_row(sheet: Worksheet, row: int, first: int, report: Report, lang: str, styles: Styles) -> None:
    advice = "\n".join(dict.fromkeys(one.rule.advice for one in report.findings if one.rule.advice))
    values: tuple[str | int, ...] = (
        report.score, report.grade, LABELS[lang][report.form], report.count(Severity.ERROR),
        report.count(Severity.WARNING), summary(report, lang), advice,
    )  # fmt: skip
    for column, value in enumerate(values, first):
        cell = sheet.cell(row, column)
        _put(cell, value)
        _dress(cell, report.worst if column == first else None, styles)


def _dress(cell: Any, worst: Severity | None, styles: Styles) -> None:
    """Give the cell the look of all like it; openpyxl takes long to compare looks, so each is made once a sheet."""
    from openpyxl.styles import Alignment, PatternFill

    if worst in styles:
        cell._style = copy(styles[worst])
        return
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if worst:
        cell.fill = PatternFill("solid", fgColor=_COLORS[worst])
    styles[worst] = cell._style


def _put(cell: Cell | MergedCell, value: str | int | None) -> None:
    """Write a value; text always as text, so that a draft that begins with = is no formula."""
    if isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"
    else:
        cell.value = value


def _comment(cell: Cell | MergedCell, report: Report, lang: str) -> None:
    """The findings as a comment on the draft's cell; the comment of somebody else stays."""
    from openpyxl.comments import Comment

    if cell.comment is not None and cell.comment.author != AUTHOR:
        return
    cell.comment = None
    if report.findings:
        text = _clean(f"{AUTHOR} {report.score}/100 {report.grade}\n{summary(report, lang)}")
        lines = sum(1 + len(line) // _LINE_CHARS for line in text.split("\n"))
        cell.comment = Comment(text, AUTHOR, height=min(600, _LINE_HEIGHT * (lines + 1)), width=_COMMENT_WIDTH)


def _lines(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    label = LABELS[lang]
    for one in findings:
        yield f"{MARKS[one.severity]} {label[one.severity]} {one.message}"


def _with_paths(run: RunReport) -> Iterator[tuple[str, Report]]:
    return ((file.path, report) for file in run.files for report in file.reports)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)[:_MOST]


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
