"""Folded text with the way back: `normalize` and the value it makes."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from smslint.model import Variable
from smslint.normalize.chars import VARIABLE_CHARS, FoldTable
from smslint.text import Span

_TABLE = FoldTable()
# Any character that may not fold to exactly one; the common ranges that do are listed, the rest is looked at closely.
_IRREGULAR = r"[^\n -%'-~¥·—‘-”…\u3001-\u3029\u3400-\u9fff\uff01-\uff5e]"
_find_irregular = re.compile(_IRREGULAR).search
_ENCLOSED = "①-⑳⑴-⒇⓪⓫-⓾⓿❶-➓"


@cache
def _unit() -> re.Pattern[str]:
    """What may not fold one to one; compiled when the first irregular text comes."""
    return re.compile(
        rf"(?P<item>(?<![{_ENCLOSED}0-9])[{_ENCLOSED}](?=[0-9０-９]))"  # ①3月5日 is no 13月5日
        rf"|\r\n|&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});|{_IRREGULAR}"
    )


@dataclass(frozen=True, slots=True)
class NormalText:
    """The folded `text` of `source`; the character `text[i]` stands for `source[origin[i]:ends[i]]`."""

    source: str
    text: str
    origin: Sequence[int]
    ends: Sequence[int]

    def to_source(self, start: int, end: int) -> Span:
        """What of `source` is behind `text[start:end]`, hidden characters inside it included, those after it not."""
        first = self.origin[start] if start < len(self.text) else len(self.source)
        return Span(first, self.ends[end - 1] if end > start else first)

    def from_source(self, span: Span) -> tuple[int, int]:
        """The folded stretch whose characters come from within `span`."""
        start = bisect.bisect_left(self.origin, span.start)
        return start, max(start, bisect.bisect_left(self.origin, span.end))

    def skipped(self, start: int, end: int) -> bool:
        """Whether a hidden character or a removed separator stood inside `text[start:end]`."""
        if isinstance(self.origin, range):
            return False
        return any(self.ends[index] < self.origin[index + 1] for index in range(start, end - 1))


def normalize(text: str, variables: Sequence[Variable] = ()) -> NormalText:
    """Fold `text`; each of `variables` (sorted, apart) becomes the one character of its type."""
    if not variables and not _find_irregular(text):
        return NormalText(text, text.translate(_TABLE), range(len(text)), range(1, len(text) + 1))
    return _fold_by_unit(text, variables)


def fold_term(term: str) -> str:
    """The fold of a pack's term, the same as that of the text it must match."""
    return normalize(term).text


def _fold_by_unit(text: str, variables: Sequence[Variable]) -> NormalText:
    pieces: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end, folded in _units(text, variables):
        pieces += text[position:start].translate(_TABLE), folded
        origin += [*range(position, start), *[start] * len(folded)]
        ends += [*range(position + 1, start + 1), *[end] * len(folded)]
        position = end
    pieces.append(text[position:].translate(_TABLE))
    tail = range(position, len(text))
    return NormalText(text, "".join(pieces), (*origin, *tail), (*ends, *(index + 1 for index in tail)))


def _units(text: str, variables: Sequence[Variable]) -> Iterator[tuple[int, int, str]]:
    """`(start, end, folded)` of what may not fold one to one: variables, entities, CRLF, irregular characters."""
    position = 0
    for variable in variables:
        yield from _irregular_units(text, position, variable.span.start)
        yield variable.span.start, variable.span.end, VARIABLE_CHARS[variable.type]
        position = variable.span.end
    yield from _irregular_units(text, position, len(text))


def _irregular_units(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    return ((found.start(), found.end(), _fold_unit(found)) for found in _unit().finditer(text, start, stop))


def _fold_unit(found: re.Match[str]) -> str:
    unit = found[0]
    if len(unit) == 1:
        folded = unit.translate(_TABLE)
        return f"({folded})" if found["item"] else folded
    if unit == "\r\n":
        return "\n"
    import html  # few messages have entities, of which it has a long list

    return html.unescape(unit).translate(_TABLE)
