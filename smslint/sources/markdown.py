"""Markdown -> drafts: fenced blocks, and the cells of tables in a column with a usual name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.fields import FORM_NAMES, ID_NAMES, find_name, find_text_name, id_name, parse_form
from smslint.sources.trees import may_be_draft
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex
from smslint.trees.spelling import Speller, Spelling

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCE = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ ]+|\d{1,9}[.)][ ]+)?)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\r\n]*?)[ \t]*\Z"
)
_DELIMITER = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_CELL = re.compile(r"((?:[^|\\]|\\.|\\\Z)*)(\||\Z)")
_UNIT = re.compile(r"\\\||<br[ ]*/?>", re.IGNORECASE)
_EVERY = "*"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: what is written on it, where it begins and where the next one does."""

    written: str
    start: int
    next: int


@dataclass(frozen=True, slots=True)
class _File:
    """What every part of the reading needs."""

    text: str
    lines: tuple[_Line, ...]
    index: LineIndex
    path: str
    options: ReadOptions


def read_markdown(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The fenced blocks whose info word is one of `fences`, and the cells of tables if `tables` says so."""
    lines = tuple(_Line(one[1], one.start(), one.end()) for one in _LINE.finditer(text) if one.end() > one.start())
    file = _File(text, lines, LineIndex(text), path, options)
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at].written)
        if fence:
            end = _end_of_block(lines, at + 1, fence["mark"])
            yield from _block(file, at + 1, end, fence)
            at = end + 1
        elif options.tables and at and _DELIMITER.match(lines[at].written) and "|" in lines[at - 1].written:
            end = next((row for row in range(at + 1, len(lines)) if "|" not in lines[row].written), len(lines))
            yield from _table(file, at - 1, end)
            at = end
        else:
            at += 1


def _end_of_block(lines: Sequence[_Line], at: int, mark: str) -> int:
    closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
    return next((row for row in range(at, len(lines)) if closing.match(lines[row].written)), len(lines))


def _block(file: _File, first: int, end: int, fence: re.Match[str]) -> Iterator[Item]:
    info = fence["info"].split(None, 1)[0].lower() if fence["info"] else ""
    if _EVERY not in file.options.fences and info not in file.options.fences:
        return
    speller = Speller()
    for line in file.lines[first:end]:
        start = line.start + _indent(line.written, fence["lead"])
        stop = line.start + len(line.written)
        speller.run(file.text, start, stop)
        speller.add("\n", stop, line.next)
    speller.drop(1)  # the break before the closing fence is none of the text
    spelling = speller.done(file.lines[min(first, len(file.lines) - 1)].start)
    if may_be_draft(spelling.text):
        yield _record(file, spelling, None, None, file.options)


def _indent(written: str, lead: str) -> int:
    """How much of a line belongs to the list or the quotation that its block stands in."""
    count = 0
    while count < min(len(lead), len(written)) and written[count] in " \t>":
        count += 1
    return count


def _table(file: _File, head: int, end: int) -> Iterator[Item]:
    names = [one.text for one in _cells(file, file.lines[head])]
    text_name = find_text_name(names, file.options.column)
    if text_name is None:
        return
    column = names.index(text_name)
    name, form = (find_name(names, wanted) for wanted in (ID_NAMES, FORM_NAMES))
    for line in file.lines[head + 2 : end]:
        cells = _cells(file, line)
        if column < len(cells) and cells[column].text:
            yield _row(file, cells, column, names, name, form)


def _row(
    file: _File, cells: Sequence[Spelling], column: int, names: Sequence[str], name: str | None, form: str | None
) -> Item:
    def value(wanted: str | None) -> str:
        number = names.index(wanted) if wanted and wanted != names[column] else len(cells)
        return cells[number].text if number < len(cells) else ""

    try:
        given = parse_form(value(form)) or file.options.form
    except InputError as error:
        return InputError(error.message, file.path, *file.index.position(cells[column].origin[0]))
    options = ReadOptions(form=given, facts=file.options.facts)
    return _record(file, cells[column], value(name) or None, id_name(name), options)


def _cells(file: _File, line: _Line) -> list[Spelling]:
    written = line.written
    start = len(written) - len(written.lstrip(" \t>"))
    start += written.startswith("|", start)
    end = len(written.rstrip())
    cells: list[Spelling] = []
    while start < end:
        found = _CELL.match(written, start, end)
        if found is None:
            break
        cells.append(_spell(file.text, line.start + start, line.start + found.end(1)))
        start = found.end()
    return cells


def _spell(text: str, start: int, end: int) -> Spelling:
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    speller = Speller()
    for found in _UNIT.finditer(text, start, end):
        speller.run(text, start, found.start())
        speller.add("|" if found[0] == "\\|" else "\n", found.start(), found.end())
        start = found.end()
    speller.run(text, start, end)
    return speller.done(end)


def _record(file: _File, spelling: Spelling, value: str | None, name: str | None, options: ReadOptions) -> Record:
    line, _ = file.index.position(spelling.origin[0])
    draft = Draft(spelling.text, value, file.path, line, None, options.form, options.facts, name if value else None)
    return Record(draft, spelling.origin, spelling.ends)
