"""Suppressions written in a source file: `# smslint: ignore[rule] reason`, in whatever comments its format has.

They are looked for in the source and never in a draft: what stands inside a draft would be sent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from smslint.sources import Source
from smslint.sources.notes import DIRECTIVE, NOTE
from smslint.text import LineIndex, Span

HERE, NEXT, FILE = "ignore", "ignore-next-line", "ignore-file"
KINDS = (HERE, NEXT, FILE)
_HASH = re.compile(rf"(?<![^ \t\r\n])#+[ \t]*{DIRECTIVE}(?=[\r\n]|\Z)")
_KEYED = re.compile(rf"(?:(?<=[\r\n])|\A)[ \t]*[#!]+[ \t]*{DIRECTIVE}(?=[\r\n]|\Z)")
_MARKUP = re.compile(rf"<!--[ \t]*{DIRECTIVE}-->")
_OF_SUFFIX: Mapping[str, re.Pattern[str]] = MappingProxyType({
    ".yaml": _HASH, ".yml": _HASH, ".toml": _HASH, ".po": _HASH, ".properties": _KEYED, ".md": _MARKUP,
    ".markdown": _MARKUP, ".txt": NOTE, "": NOTE,
})  # fmt: skip
_EXPIRES = re.compile(
    r"[,，;；(（]?[ \t]*expires?[ \t]*[:：=][ \t]*(?P<date>\S+?)[)）]?[ \t]*(?=$|[,，;；\s])", re.IGNORECASE
)
_SEPARATOR = re.compile(r"[,，、;；\s]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"[|>][-+\d]*[ \t]*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Directive:
    """A suppression: its kind, the rules it names, why, until when, and the characters that it takes in the file.

    `date` is what stands for the date; `expires` is None too where that is no date.
    """

    kind: str
    rules: tuple[str, ...]
    reason: str
    date: str
    expires: dt.date | None
    span: Span


def read_directives(source: Source) -> tuple[Directive, ...]:
    """The suppressions of a source in order, those inside drafts included."""
    pattern = _OF_SUFFIX.get(PurePath(source.path).suffix.lower())
    if pattern is None or "smslint" not in source.text:
        return ()
    return tuple(map(_directive, pattern.finditer(source.text)))


def _directive(found: re.Match[str]) -> Directive:
    reason = found["reason"]
    until = _EXPIRES.search(reason)
    date = until["date"] if until else ""
    if until:
        reason = f"{reason[: until.start()].rstrip()} {reason[until.end() :].lstrip(' ,，;；')}".strip()
    rules = tuple(one for one in _SEPARATOR.split(found["rules"] or "") if one)
    return Directive(found["kind"], rules, reason, date, parse_date(date), Span(*found.span()))


def parse_date(written: str) -> dt.date | None:
    """The date written as YYYY-MM-DD; None for anything else."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


class Extents:
    """Which lines of a file every draft takes, the line that opens a block of text included."""

    def __init__(self, source: Source) -> None:
        self._text, self._index = source.text, LineIndex(source.text)
        self._lines = _LINE_END.split(source.text)
        self._spans = [one.place(Span(0, len(one.draft.text))) for one in source.records]
        self._taken = [self._extent(span) for span in self._spans]

    @property
    def index(self) -> LineIndex:
        """The lines of the file."""
        return self._index

    def inside(self, directive: Directive) -> bool:
        """Whether a suppression stands in the text of a draft."""
        return any(span.overlaps(directive.span) for span in self._spans)

    def targets(self, directive: Directive) -> Sequence[int]:
        """The numbers of the drafts that a suppression is about; one alone on its line is about the next line."""
        if directive.kind == FILE:
            return range(len(self._taken))
        line, _ = self._index.position(directive.span.end)
        if directive.kind == NEXT or self._is_note(line):
            return self._after(line)
        return self._on(line)

    def _on(self, line: int) -> list[int]:
        return [number for number, (first, last) in enumerate(self._taken) if first <= line <= last]

    def _after(self, line: int) -> list[int]:
        """The drafts on the next line that is no comment, or the first to begin before a blank line follows it."""
        start = line + 1
        while start <= len(self._lines) and self._is_note(start):
            start += 1
        stop = start
        while self._line(stop).strip():
            stop += 1
        firsts = [first for first, _ in self._taken if start <= first < stop]
        return self._on(start) or (self._on(min(firsts)) if firsts else [])

    def _is_note(self, line: int) -> bool:
        written = self._line(line).strip()
        return not written or written.startswith(("#", "!", "//", ";", "<!--"))

    def _line(self, line: int) -> str:
        return self._lines[line - 1] if line <= len(self._lines) else ""

    def _extent(self, span: Span) -> tuple[int, int]:
        first, column = self._index.position(span.start)
        last, _ = self._index.position(max(span.start, span.end - 1))
        opens = first > 1 and not self._line(first)[: column - 1].strip() and _HEADER.search(self._line(first - 1))
        return first - 1 if opens else first, last
