"""How characters are read, and which are read alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from smslint.normalize.build.sources import frequencies, unihan


def readings() -> list[str]:
    """Lines of `readings.txt`."""
    by_syllable: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for char in frequencies():
        for rank, syllable in enumerate(dict.fromkeys(one[:-1] for one in _syllables(char))):
            by_syllable[syllable][rank > 0].append(char)
    return [f"{syllable} {''.join(main)}|{''.join(rare)}" for syllable, (main, rare) in sorted(by_syllable.items())]


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
