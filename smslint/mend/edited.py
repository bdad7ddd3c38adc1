"""A text under edit that knows which of its characters were there from the beginning, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smslint.model import Edit
from smslint.text import Span

_NEW = -1


@dataclass(frozen=True, slots=True)
class Edited:
    """A text made from another by edits: `origin[i]` is where its i-th character stood there, -1 for a new one."""

    source: str
    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Edited:
        """`source` itself, not edited yet."""
        return cls(source, source, tuple(range(len(source))))

    def apply(self, edits: Iterable[Edit]) -> Edited:
        """The text after `edits`, whose spans are of the text as it is now; of two that overlap the second is left."""
        pieces: list[str] = []
        origin: list[int] = []
        at = 0
        for edit in sorted(edits, key=lambda one: one.span):
            if edit.span.start < at:
                continue
            pieces += self.text[at : edit.span.start], edit.text
            origin += [*self.origin[at : edit.span.start], *[_NEW] * len(edit.text)]
            at = edit.span.end
        return Edited(self.source, "".join([*pieces, self.text[at:]]), (*origin, *self.origin[at:]))

    def edits(self) -> tuple[Edit, ...]:
        """What was done, as edits of the source."""
        return tuple(self._edits())

    def _edits(self) -> Iterator[Edit]:
        start, new = 0, ""
        for char, origin in zip((*self.text, ""), (*self.origin, len(self.source)), strict=True):
            if origin == _NEW:
                new += char
                continue
            if new or origin > start:
                yield Edit(Span(start, origin), new)
            start, new = origin + 1, ""
