"""How a text travels: its encoding, its length and the number of billed parts."""

from __future__ import annotations

from dataclasses import dataclass

from smslint.text import utf16_length

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM = _GSM_BASIC | _GSM_EXTENDED
_SINGLE = {"gsm7": 160, "ucs2": 70}
_PART = {"gsm7": 153, "ucs2": 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """`length` in units of `encoding` (`gsm7` septets or `ucs2` UTF-16 units) and the number of `parts` billed."""

    encoding: str
    length: int
    parts: int


def count_segments(text: str) -> Segments:
    """The encoding, length and billed parts of `text` as sent (70/67 UCS-2 units, 160/153 GSM-7 septets)."""
    if not text.isascii() and not _GSM.issuperset(text):
        return _segments("ucs2", utf16_length(text) if max(text, default="") > "\uffff" else len(text))
    if _GSM.issuperset(text):
        return _segments("gsm7", len(text) + sum(char in _GSM_EXTENDED for char in text))
    return _segments("ucs2", utf16_length(text))


def _segments(encoding: str, length: int) -> Segments:
    parts = 1 if length <= _SINGLE[encoding] else -(-length // _PART[encoding])
    return Segments(encoding, length, parts)
