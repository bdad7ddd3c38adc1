"""The features of a text: its characters and pairs of characters."""

from __future__ import annotations

from operator import add

_DIGITS = str.maketrans("123456789", "000000000")  # that there is a number tells something, which number does not


def grams(text: str) -> set[str]:
    """The characters and the pairs of adjacent characters of a folded text, every digit as 0."""
    text = text.translate(_DIGITS)
    return {*text, *map(add, text, text[1:])}
