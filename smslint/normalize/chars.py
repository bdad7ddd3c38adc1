"""The fold of one character: width, compatibility forms, script, case, marks and invisible characters."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import Final

from smslint.model import VariableType
from smslint.normalize.tables import script_variants

REPLACEMENT: Final = "\ufffd"
VARIABLE_CHARS: Final = MappingProxyType({kind: chr(0xE000 + index) for index, kind in enumerate(VariableType)})

_MOST_FILLED = 40_000  # hostile text cannot make the table grow for ever
_NEWLINES = "\n\r\v\f\x85\u2028\u2029"
_INVISIBLE = "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters by category, blank on the screen
_FIXED = {
    **dict.fromkeys(_NEWLINES, "\n"),
    **dict.fromkeys(_INVISIBLE, ""),
    **dict.fromkeys("…⋯︙", "…"),
    **dict.fromkeys("‐‑‒–−﹣－⁃", "-"),
    **dict.fromkeys("〜∼˜～", "~"),
    **dict.fromkeys("⁄∕", "/"),
    "\t": " ",
    "\u2800": " ",
    "〝": "“",
    "〞": "”",
    "〟": "”",
    "￥": "¥",
}
# Cyrillic and Greek letters that look like a Latin one
_LOOKS_LATIN = dict(
    zip(
        "авсеԁһіјкмнорԛѕтѵԝхуАВСЕІЈКМНОРЅТХУαικνορχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "abcedhijkmhopqstvwxyabceijkmhopstxyaikvopxabezhikmnoptyx",
        strict=True,
    )
)
_LETTER_ROWS = (0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6)  # ⒜ 🄐 🅐 🅰 🇦: 26 letters each, without a plain form in NFKC


class FoldTable(dict[int, int | str]):
    """A table for `str.translate` that works out each character when it first meets it."""

    def __missing__(self, code: int) -> int | str:
        text = fold_char(chr(code))
        folded = ord(text) if len(text) == 1 else text  # a number is the faster entry
        if len(self) < _MOST_FILLED:
            self[code] = folded
        return folded


def fold_char(char: str) -> str:
    """The folded form of `char`: mostly one character, none for an invisible one, several for ㈱ or ½."""
    fixed = _FIXED.get(char)
    if fixed is not None:
        return fixed
    category = unicodedata.category(char)
    if category in ("Cs", "Co"):
        return REPLACEMENT
    if category in ("Cc", "Cf", "Mn", "Me"):
        return ""
    return " " if category == "Zs" else _fold_visible(char, category)


def _fold_visible(char: str, category: str) -> str:
    plain = script_variants().get(char) if char >= "\u2e80" else _LOOKS_LATIN.get(char)
    plain = plain or _number(char, category) or _row_letter(ord(char)) or unicodedata.normalize("NFKC", char)
    if plain == char:
        plain = (_without_marks(char) if _may_have_marks(char) else char).lower()
    return plain if plain == char else "".join(map(fold_char, plain))


def _number(char: str, category: str) -> str | None:
    if category not in ("Nd", "No") or "⒈" <= char <= "⒛" or "㈠" <= char <= "㈩" or "㊀" <= char <= "㊉":
        return None  # ⒈ has a full stop and ㊀ is a Han numeral, as NFKC says
    value = unicodedata.numeric(char)
    return str(int(value)) if value.is_integer() else None


def _row_letter(code: int) -> str | None:
    return next((chr(97 + code - row) for row in _LETTER_ROWS if row <= code < row + 26), None)


def _may_have_marks(char: str) -> bool:
    return "\xc0" <= char < "\u0530" or "\u1e00" <= char < "\u2000"  # Latin, Greek, Cyrillic; not kana, not Hangul


def _without_marks(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]
