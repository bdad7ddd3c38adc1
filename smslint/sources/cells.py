"""The cells of a CSV or TSV text with the place of every character, which the csv module does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"[ \t]*+')
_PLAIN = {mark: re.compile(rf"[^{mark}\r\n]*+") for mark in ",;\t"}
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")


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
