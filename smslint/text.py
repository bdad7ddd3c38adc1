"""Spans and columns: where something stands, in code points, UTF-16 units, UTF-8 bytes and terminal cells."""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of code points of a text; may be empty."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same stretch `by` code points further on."""
        return Span(self.start + by, self.end + by)


class LineIndex:
    """Turns code-point offsets of a text into lines and columns, both from 1; CRLF, CR and LF end a line."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """`(line, column)` of `offset`, both from 1, the column in code points."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start_of(self, line: int) -> int:
        """The offset at which `line` (from 1) begins."""
        return self._starts[line - 1]


def utf16_length(text: str) -> int:
    """How many UTF-16 code units `text` takes."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf8_length(text: str) -> int:
    """How many UTF-8 bytes `text` takes; a lone surrogate counts as three."""
    return len(text.encode("utf-8", "surrogatepass"))


def cell_width(text: str, ambiguous: int = 1) -> int:
    """How many terminal cells `text` takes; characters of ambiguous width (…“”①) take `ambiguous` cells."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_char_width(char, ambiguous) for char in text)


def _char_width(char: str, ambiguous: int) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Cs"):
        return 0
    width = unicodedata.east_asian_width(char)
    if width in ("W", "F"):
        return 2
    return ambiguous if width == "A" else 1
