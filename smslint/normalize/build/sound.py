"""How characters are read, and which are read alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from smslint.normalize.build.sources import frequencies, own_words, parts, unihan

SOURCES, MOST = 3800, 16  # characters that get homophones, and how many


def readings() -> list[str]:
    """Lines of `readings.txt`."""
    by_syllable: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for char in frequencies():
        for rank, syllable in enumerate(dict.fromkeys(one[:-1] for one in _syllables(char))):
            by_syllable[syllable][rank > 0].append(char)
    return [f"{syllable} {''.join(main)}|{''.join(rare)}" for syllable, (main, rare) in sorted(by_syllable.items())]


def homophones() -> list[str]:
    """Lines of `homophones.txt`."""
    by_syllable = defaultdict(list)
    for char in (char for char in frequencies() if char not in own_words()):
        by_syllable[_syllables(char)[0][:-1] if _syllables(char) else ""].append(char)
    rows = ((char, _likeliest(char, by_syllable)) for char in list(frequencies())[:SOURCES])
    return sorted(char + "".join(found) for char, found in rows if found)


def _likeliest(char: str, by_syllable: Mapping[str, list[str]]) -> list[str]:
    """Those that share a part with `char` first (涵 for 函), then those of the same tone, then by frequency."""
    tones = set(_syllables(char))
    others = [one for tone in _syllables(char) for one in by_syllable[tone[:-1]] if one != char]
    others.sort(key=lambda one: (_all_parts(char).isdisjoint(_all_parts(one)), tones.isdisjoint(_syllables(one)[:1])))
    return list(dict.fromkeys(others))[:MOST]


@cache
def _all_parts(char: str) -> frozenset[str]:
    """The character and its parts, but for the radicals that many share."""
    return frozenset({part for way in parts().get(char, []) for part in way if part in frequencies()} | {char})


@cache
def _syllables(char: str) -> list[str]:
    """The readings that make up at least a twentieth of the character's use, the main one first."""
    readings = unihan("Unihan_Readings.txt").get(char, {})
    counted = [(one[: one.index("(")], int(one[one.index("(") + 1 : -1])) for one in readings.get("kHanyuPinlu", [])]
    if not counted:
        return [_numbered(one) for one in readings.get("kMandarin", [])[:1]]
    total = sum(count for _, count in counted)
    return list(dict.fromkeys(_numbered(one) for one, count in counted if count * 20 >= total))


def _numbered(syllable: str) -> str:
    """`lü4` for `lǜ`, with `v` for ü as people type it."""
    parts = unicodedata.normalize("NFD", syllable)
    tone = next((str(index) for index, mark in enumerate("\u0304\u0301\u030c\u0300", 1) if mark in parts), "5")
    return "".join(_without_tone(parts)) + tone


def _without_tone(parts: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", re.sub("[\u0304\u0301\u030c\u0300]", "", parts)):
        yield "v" if char == "ü" else unicodedata.normalize("NFD", char)[0]
