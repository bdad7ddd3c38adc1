"""Words to be found in a text all at once."""

from __future__ import annotations

from collections.abc import Iterable


class Words:
    """An Aho-Corasick automaton of `words`; can be stored, and is built anew when it is read back."""

    __slots__ = ("_automaton", "words")

    def __init__(self, words: Iterable[str]) -> None:
        import ahocorasick_rs

        self.words = tuple(words)
        # Of no words at all it makes one that no folded text holds.
        self._automaton = ahocorasick_rs.AhoCorasick(self.words or ("\ufffe",), store_patterns=False)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """`(number of the word, start, end)` of every word in `text`, overlapping ones too, by where they end."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)

    def __reduce__(self) -> tuple[type[Words], tuple[tuple[str, ...]]]:
        return Words, (self.words,)
