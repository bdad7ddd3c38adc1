"""The data tables of this package, each read when first needed and never changed; `build_tables.py` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def script_variants() -> Mapping[str, str]:
    """Traditional, regional, obsolete and radical forms, each with the character that it folds to."""
    return {char: line[0] for line in _lines("variants.txt") for char in line[1:]}


@cache
def splits() -> Mapping[str, tuple[str, ...]]:
    """The ways to write a character as its left and right parts: 诉 as 讠斥, 言斥."""
    return {line[0]: tuple(line[2:].split()) for line in _lines("splits.txt")}


@cache
def lookalikes() -> Mapping[str, str]:
    """The characters that look most like a character, the most like first."""
    return {line[0]: line[1:] for line in _lines("lookalikes.txt")}


@cache
def syllables() -> Mapping[str, tuple[str, ...]]:
    """The readings of a character without tone, the main one first, ü written v."""
    found: dict[str, tuple[str, ...]] = {}
    rare: list[tuple[str, str]] = []
    for line in _lines("readings.txt"):
        syllable, _, chars = line.partition(" ")
        main, _, sometimes = chars.partition("|")
        found.update(dict.fromkeys(main, (syllable,)))
        rare += [(char, syllable) for char in sometimes]
    for char, syllable in rare:
        found[char] += (syllable,)
    return found


def _lines(name: str) -> list[str]:
    return (_HERE / name).read_text("utf-8").splitlines()
