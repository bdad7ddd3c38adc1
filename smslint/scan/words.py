"""Words to be found in a text all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class _Find(Protocol):
    def __call__(self, text: str, /, *, overlapping: bool) -> list[tuple[int, int, int]]: ...


class Words:
    """An Aho-Corasick automaton of `words`; stored as they are, and built when something is first looked for."""

    __slots__ = ("_find", "words")

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._find: _Find | None = None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """`(number of the word, start, end)` of every word in `text`, overlapping ones too, by where they end."""
        if self._find is None:
            self._find = _automaton(self.words)
        return self._find(text, overlapping=True)

    def __reduce__(self) -> tuple[type[Words], tuple[tuple[str, ...]]]:
        return Words, (self.words,)


def _automaton(words: tuple[str, ...]) -> _Find:
    import ahocorasick_rs

    # Of no words at all it makes one that no folded text holds.
    built = ahocorasick_rs.AhoCorasick(words or ("\ufffe",), store_patterns=False)
    find: _Find = built.find_matches_as_indexes
    return find
