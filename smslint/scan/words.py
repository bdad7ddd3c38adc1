"""Words to be found in a text all at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Protocol

Found = tuple[int, int, int]  # number of the word, start, end

# So many characters cost less to be looked up piece by piece than the automaton costs to be built.
_FEW = 4000


class _Find(Protocol):
    def __call__(self, text: str, /, *, overlapping: bool) -> list[Found]: ...


class Words:
    """An Aho-Corasick automaton of `words`; stored as they are, and built once more than a few texts are searched."""

    __slots__ = ("_find", "_index", "_searched", "words")

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._find: _Find | None = None
        self._index: _Index | None = None
        self._searched = 0

    def find(self, text: str) -> list[Found]:
        """`(number of the word, start, end)` of every word in `text`, overlapping ones too, by where they end."""
        if self._find is None:
            self._searched += len(text)
            if self._searched <= _FEW:
                return self._indexed().find(text)
            self._find, self._index = _automaton(self.words), None
        return self._find(text, overlapping=True)

    def _indexed(self) -> _Index:
        index = self._index
        if index is None:
            index = self._index = _Index(self.words)
        return index

    def __reduce__(self) -> tuple[type[Words], tuple[tuple[str, ...]]]:
        return Words, (self.words,)


class _Index:
    """Words by what they are: made in no time, but slower to search with than an automaton."""

    __slots__ = ("_lengths", "_numbers")

    def __init__(self, words: tuple[str, ...]) -> None:
        self._numbers = dict(zip(words, count(), strict=False))
        self._lengths = sorted({*map(len, words)}, reverse=True)

    def find(self, text: str) -> list[Found]:
        """As the automaton does: by where they end, the longest first."""
        numbers = self._numbers
        return [
            (numbers[text[end - length : end]], end - length, end)
            for end in range(1, len(text) + 1)
            for length in self._lengths
            if length <= end and text[end - length : end] in numbers
        ]


def _automaton(words: tuple[str, ...]) -> _Find:
    import ahocorasick_rs

    # Of no words at all it makes one that no folded text holds.
    built = ahocorasick_rs.AhoCorasick(words or ("\ufffe",), store_patterns=False)
    find: _Find = built.find_matches_as_indexes
    return find
