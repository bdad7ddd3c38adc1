"""Words to be found in a text all at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from operator import add, itemgetter
from typing import Protocol

Found = tuple[int, int, int]  # number of the word, start, end
Shelf = tuple[str, bytes]  # words of one first character, joined, and the number of each

# So many characters cost less to be looked up piece by piece than the automaton costs to be built.
_FEW = 4000
_JOINT = "\0"  # in no folded text, and so in no word
_NUMBERS = "I"


class _Find(Protocol):
    def __call__(self, text: str, /, *, overlapping: bool) -> list[Found]: ...


class Words:
    """An Aho-Corasick automaton of `words`, built once more than a few texts are searched.

    Stored by their first characters, so that for the few only the words are read that begin as something in the text.
    """

    __slots__ = ("_find", "_index", "_searched", "_shelves", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words: tuple[str, ...] | None = tuple(words)
        self._shelves: Mapping[str, Shelf] | None = None
        self._find: _Find | None = None
        self._index: _Index | None = None
        self._searched = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words, by their numbers."""
        words = self._words
        if words is None:
            words = self._words = _read(self._shelved())
        return words

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
            index = self._index = _Index(self._shelved())
        return index

    def _shelved(self) -> Mapping[str, Shelf]:
        shelves = self._shelves
        if shelves is None:
            shelves = self._shelves = _shelve(self._words or ())
        return shelves

    def __reduce__(self) -> tuple[object, tuple[Mapping[str, Shelf]]]:
        return _stored, (self._shelved(),)


def _stored(shelves: Mapping[str, Shelf]) -> Words:
    found = Words(())
    found._words, found._shelves = None, shelves
    return found


def _shelve(words: Sequence[str]) -> Mapping[str, Shelf]:
    numbers: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        numbers.setdefault(word[0], []).append(number)
    return {
        first: (_JOINT.join([words[one] for one in those]), array(_NUMBERS, those).tobytes())
        for first, those in numbers.items()
    }


def _on(shelf: Shelf) -> dict[str, int]:
    joined, numbers = shelf
    return dict(zip(joined.split(_JOINT), array(_NUMBERS, numbers), strict=True))


def _read(shelves: Mapping[str, Shelf]) -> tuple[str, ...]:
    numbers = {number: word for shelf in shelves.values() for word, number in _on(shelf).items()}
    return tuple([numbers[one] for one in range(len(numbers))])


def pairs_of(words: Iterable[str]) -> frozenset[str]:
    """The pairs of adjacent characters of `words`: a text without any of them has none of the words."""
    return frozenset([pair for word in words for pair in map(add, word, word[1:])])


class _Index:
    """Words by what they are: made in no time, but slower to search with than an automaton."""

    __slots__ = ("_opened", "_shelves")

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = shelves
        self._opened: dict[str, tuple[Mapping[str, int], tuple[int, ...]]] = {}

    def find(self, text: str) -> list[Found]:
        """As the automaton does: by where they end, the longest first."""
        found: list[Found] = []
        for start, first in enumerate(text):
            if first in self._shelves:
                numbers, lengths = self._open(first)
                for end in [start + length for length in lengths if start + length <= len(text)]:
                    number = numbers.get(text[start:end])
                    if number is not None:
                        found.append((number, start, end))
        found.sort(key=_by_end)
        return found

    def _open(self, first: str) -> tuple[Mapping[str, int], tuple[int, ...]]:
        """The words that begin so, with their numbers, and their lengths."""
        opened = self._opened.get(first)
        if opened is None:
            numbers = _on(self._shelves[first])
            opened = self._opened[first] = numbers, tuple({*map(len, numbers)})
        return opened


_by_end = itemgetter(2, 1)


def _automaton(words: tuple[str, ...]) -> _Find:
    import ahocorasick_rs

    # Of no words at all it makes one that no folded text holds.
    built = ahocorasick_rs.AhoCorasick(words or ("\ufffe",), store_patterns=False)
    find: _Find = built.find_matches_as_indexes
    return find
