"""A folded text with blanks: what all messages of an outline share of it, and how to fill it in for each."""

from __future__ import annotations

from dataclasses import dataclass

from smslint.normalize import NormalText, compact
from smslint.recall.outline import Outline, Stretch
from smslint.text import Span

REACH = 16  # characters beside what is filled in that a word may take in: none is longer


@dataclass(frozen=True, slots=True)
class View:
    """The folded text of an outline between its blanks.

    What is filled in folds to itself, so that no text of the outline has to be folded again, and each has the same
    separators.
    """

    pieces: tuple[str, ...]  # one more than blanks
    blanks: tuple[Stretch, ...]  # in the author's text
    name: Stretch  # in the folded one; (0, 0) for none
    figures: tuple[Stretch, ...]  # in the folded one: where digits are filled in
    around_name: Stretch  # in the folded one: as much as a word that touches the name may take in, but no figures

    def filled(self, text: str) -> str:
        """The folded form of `text`."""
        pieces = iter(self.pieces)
        parts = [next(pieces)]
        for start, end in self.blanks:
            parts += text[start:end], next(pieces)
        return "".join(parts)


def views_of(normal: NormalText, outline: Outline) -> tuple[View, ...]:
    """The folded text and, if it has separators, the one without; nothing if a blank does not fold to itself."""
    squeezed = compact(normal)
    views = [_view(one, outline) for one in (normal, squeezed) if one is not None]
    return () if None in views else tuple(one for one in views if one is not None)


def _view(normal: NormalText, outline: Outline) -> View | None:
    blanks = tuple(sorted(outline.filled))
    places = tuple(normal.from_source(Span(*one)) for one in blanks)
    folded = [normal.text[start:end] for start, end in places]
    if folded != [normal.source[start:end] for start, end in blanks]:
        return None
    edges = [0, *(edge for place in places for edge in place), len(normal.text)]
    pieces = tuple(normal.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    name = places[blanks.index(outline.name)] if outline.name[1] else (0, 0)
    figures = tuple(place for place in places if place != name)
    before = [name[0] - REACH, 0, *(end for _, end in figures if end <= name[0])]
    behind = [name[1] + REACH, len(normal.text), *(start for start, _ in figures if start >= name[1])]
    return View(pieces, blanks, name, figures, (max(before), min(behind)))
