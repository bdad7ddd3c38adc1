"""How a value is spelt in its file: where every one of its characters stands, whatever quotes, folds or escapes it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_OFFSET = "L"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A value and its place: its i-th character is spelt from `origin[i]` on; one more offset tells where it ends.

    `ends[i]` is where the spelling of the i-th character ends; None where that is always where the next one begins.
    """

    text: str
    origin: Sequence[int]
    ends: Sequence[int] | None = None


class Speller:
    """Puts a Spelling together, character by character, in the order of the file."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._starts, self._ends = array(_OFFSET), array(_OFFSET)

    def add(self, char: str, start: int, end: int) -> None:
        """One character, spelt in `[start, end)` of the file."""
        self._chars.append(char)
        self._starts.append(start)
        self._ends.append(end)

    def run(self, text: str, start: int, end: int) -> None:
        """The characters of `text[start:end]`, which spell themselves."""
        self._chars.extend(text[start:end])
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def drop(self, count: int) -> None:
        """Take the last `count` characters back."""
        if count:
            del self._chars[-count:], self._starts[-count:], self._ends[-count:]

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return len(self._chars)

    def done(self, end: int) -> Spelling:
        """The Spelling of a value that ends at `end`."""
        value, starts = "".join(self._chars), self._starts
        if not value:
            return Spelling("", range(end, end + 1))
        last = self._ends[-1]
        starts.append(last)
        if starts[1:] != self._ends:
            return Spelling(value, starts, self._ends)
        plain = starts[-1] - starts[0] == len(value)
        return Spelling(value, range(starts[0], last + 1) if plain else starts)
