"""What every extractor reads (a View) and returns (Spots): offsets are those of the folded text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from smslint.message import Message
from smslint.model import Field, FieldKind, FieldValue, Role
from smslint.normalize import NormalText
from smslint.text import Span

Hit = tuple[int, int]
Cues = Mapping[str, Sequence[Hit]]

AMOUNT_VAR, DATE_VAR, NAME_VAR, PHONE_VAR, VARIABLE_LAST = "\ue000", "\ue001", "\ue002", "\ue003", "\ue005"
PLACEHOLDERS = frozenset(map(chr, range(ord(AMOUNT_VAR), ord(VARIABLE_LAST) + 1)))
# A comma between digits groups thousands, so it ends no clause.
_STOP = re.compile(r"[,;。!?~\n\r|](?!(?<=[0-9],)[0-9]{3})")
_CLAUSE_REACH = 80  # bounds the work on text without punctuation
_CUE_REACH = 14  # how far before a value a cue may begin that belongs to it


class Spot(NamedTuple):
    """A field in folded offsets, before it is mapped back to the author's text."""

    start: int
    end: int
    kind: FieldKind
    value: FieldValue = None
    role: Role | None = None
    generic: bool = False


class View:
    """One message, its folded text, the cue hits in it, and where its clauses end."""

    __slots__ = ("cues", "message", "stops", "text")

    def __init__(self, message: Message, text: str, cues: Cues, stops: list[int]) -> None:
        self.message, self.text, self.cues, self.stops = message, text, cues, stops

    def hits(self, group: str) -> Sequence[Hit]:
        """The hits of a cue group, by start."""
        return self.cues.get(group, ())

    def variable(self, index: int) -> FieldValue:
        """The variable that the character at `index` stands for."""
        return self.message.variable_at(index)

    def raw(self, start: int, end: int) -> str:
        """The author's own characters behind the folded `[start, end)`."""
        normal = self.message.normal
        if isinstance(normal.origin, range):
            return normal.source[start:end]
        return normal.to_source(start, end).of(normal.source)

    def clause(self, start: int, end: int) -> Hit:
        """The clause around `[start, end)`, or as much of it as one can take in."""
        right = bisect_left(self.stops, end)
        high = self.stops[right] if right < len(self.stops) else len(self.text)
        return max(self.clause_start(start), start - _CLAUSE_REACH), min(high, end + _CLAUSE_REACH)

    def clause_start(self, offset: int) -> int:
        """Where the clause that holds `offset` begins."""
        left = bisect_left(self.stops, offset)
        return self.stops[left - 1] + 1 if left else 0

    def cue_in(self, group: str, start: int, end: int) -> bool:
        """Whether a hit of `group` lies within `[start, end)`."""
        return bool(self.cues_in(group, start, end))

    def cues_in(self, group: str, start: int, end: int) -> Sequence[Hit]:
        """The hits of `group` that lie within `[start, end)`."""
        hits = self.cues.get(group)
        if not hits:
            return ()
        return [hit for hit in hits[bisect_left(hits, (start,)) : bisect_left(hits, (end,))] if hit[1] <= end]

    def cue_before(self, group: str, offset: int) -> Hit | None:
        """The hit of `group` that ends nearest before `offset`, if near; of those with one end, the longest."""
        hits = self.cues.get(group)
        return _near_before(hits, offset) if hits else None


def view_of(message: Message, cues: Cues) -> View:
    """The view of `message` with the cue hits that a scanner found in it."""
    text = message.text
    return View(message, text, cues, [found.start() for found in _STOP.finditer(text)])


def is_variable(char: str) -> bool:
    """Whether a folded character stands for a template placeholder."""
    return AMOUNT_VAR <= char <= VARIABLE_LAST


def _near_before(hits: Sequence[Hit], offset: int) -> Hit | None:
    best: Hit | None = None
    for index in range(bisect_left(hits, (offset,)) - 1, -1, -1):
        hit = hits[index]
        if hit[0] < offset - _CUE_REACH:
            break
        if hit[1] <= offset and (best is None or hit[1] >= best[1]):
            best = hit
    return best


def to_fields(normal: NormalText, spots: Iterable[Spot]) -> tuple[Field, ...]:
    """The fields that spots stand for, their spans and characters those of the author's text."""
    source = normal.source
    if isinstance(normal.origin, range):  # nothing moved, as in most messages
        return tuple(
            [
                Field(kind, Span(start, end), source[start:end], value, role, generic)
                for start, end, kind, value, role, generic in spots
            ]
        )
    return tuple([_to_field(normal, spot) for spot in spots])


def _to_field(normal: NormalText, spot: Spot) -> Field:
    span = normal.to_source(spot.start, spot.end)
    return Field(spot.kind, span, span.of(normal.source), spot.value, spot.role, spot.generic)
