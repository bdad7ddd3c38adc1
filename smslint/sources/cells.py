"""The cells of a CSV or TSV text with the place of every character, which the csv module does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"[ \t]*+')
_PLAIN = {mark: re.compile(rf"[^{mark}\r\n]*+") for mark in ",;\t"}
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")
_CELL = r'(?:"[^"]*+(?:""[^"]*+)*+"[ \t]*+|(?!")[^{mark}\r\n]*+)'
_ROWS = {
    mark: re.compile(rf"(?:{cell}(?:{mark}{cell})*+(?:\r\n|\r(?!\n|\Z)|\n))*+")
    for mark, cell in ((mark, _CELL.format(mark=mark)) for mark in ",;\t")
}


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell without its quotes; `origin` as in a `Record`."""

    text: str
    origin: Sequence[int]


Row = list[Cell] | int


def scan_rows(text: str, mark: str) -> Iterator[Row]:
    """Every row of `text`, its cells separated by `mark`; for one with a badly quoted cell, the offset of that cell."""
    start = 0
    while start < len(text):
        row, start = _row(text, start, mark)
        yield row


def sniff_mark(text: str) -> str:
    """The separator that the first line uses most: a comma, a semicolon or a tab."""
    end = _LINE_END.search(text)
    return max(",;\t", key=text[: end.start() if end else 0].count)


def first_row_end(text: str, mark: str) -> tuple[int, list[str]]:
    """Where the second row begins, and the cells of the first; (0, []) where that one is not whole or badly quoted."""
    row, end = _row(text, 0, mark)
    whole = not isinstance(row, int) and end < len(text)
    return (end, [cell.text for cell in row]) if whole and not isinstance(row, int) else (0, [])


def end_of_rows(text: str, mark: str) -> int:
    """How much of `text`, from its beginning, is whole rows: those that end, and those that no more text would mend."""
    at = 0
    while True:
        found = _ROWS[mark].match(text, at)
        at = found.end() if found else at
        row, end = _row(text, at, mark) if at < len(text) else ([], at)
        closed = _QUOTED.match(text, row) if isinstance(row, int) else None
        if closed is None or closed.end() == len(text) or end == len(text):
            return at
        at = end


def _row(text: str, start: int, mark: str) -> tuple[Row, int]:
    cells: list[Cell] = []
    while True:
        cell, end = _cell(text, start, mark)
        if cell is None:  # go on with the next line: one lost quote must not swallow the rest of the file
            return start, _after_line(text, start)
        cells.append(cell)
        if not text.startswith(mark, end):
            return cells, _after_line(text, end)
        start = end + 1


def _cell(text: str, start: int, mark: str) -> tuple[Cell | None, int]:
    if not text.startswith('"', start):
        found = _PLAIN[mark].match(text, start)
        end = found.end() if found else start
        return Cell(text[start:end], range(start, end + 1)), end
    found = _QUOTED.match(text, start)
    if found is None or text[found.end() : found.end() + 1] not in ("", mark, "\r", "\n"):
        return None, start
    if '""' not in found[1]:
        return Cell(found[1], range(found.start(1), found.end(1) + 1)), found.end()
    return Cell(found[1].replace('""', '"'), list(_unescaped(text, *found.span(1)))), found.end()


def _unescaped(text: str, start: int, end: int) -> Iterator[int]:
    while start < end:
        yield start
        start += 2 if text.startswith('""', start) else 1
    yield end


def _after_line(text: str, start: int) -> int:
    found = _LINE_END.search(text, start)
    return found.end() if found else len(text)
