"""Chinese numerals and mixed sums (叁仟贰佰, 1.2万, 12万5千) as numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod

from smslint.patterns import compiled

_DIGIT_ROWS = ("〇零", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {char: value for value, row in enumerate(_DIGIT_ROWS) for char in row}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TWENTY = {"廿": 20, "卅": 30}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
WEIGHTS = UNITS | MYRIADS
NUMERAL_CHARS = "".join((*DIGITS, *TWENTY, *WEIGHTS))

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_PART = r"([0-9]*(?:\.[0-9]+)?)([十百千万亿]*)"
_PARTS = r"(?:[0-9]+(?:\.[0-9]+)?[十百千万亿]+)+[0-9]*"


def parse_int(text: str) -> int | None:
    """`text` (12, 十二, 廿三, 二〇二六) as an integer, or None."""
    if text.isascii():
        return int(text) if text.isdecimal() else None
    value = parse_chinese(text)
    return None if value is None or value != int(value) else int(value)


def parse_chinese(text: str) -> Decimal | None:
    """A Chinese numeral, formal or everyday, read by value (一百二十) or digit by digit (二〇二六)."""
    if not text or any(char not in NUMERAL_CHARS for char in text):
        return None
    if all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return Decimal(_by_value(text))


def _by_value(text: str) -> int:
    total = section = digit = 0
    scale = 1  # what a last lone digit counts: the 五 of 三千五 is five hundreds, of 三千零五 five
    for char in text:
        if char in DIGITS:
            digit, scale = DIGITS[char], scale if DIGITS[char] else 1
        elif char in UNITS:
            section, digit, scale = section + (digit or 1) * UNITS[char], 0, UNITS[char] // 10
        elif char in TWENTY:
            section += TWENTY[char]
        else:
            total, section, digit, scale = (total + section + digit) * MYRIADS[char], 0, 0, MYRIADS[char] // 10
    return total + section + digit * scale


def parse_mixed(text: str) -> Decimal | None:
    """A sum without its unit: 3,256.80, 1.2万, 12万5千, 三千二百; None if it is none."""
    plain = text.replace(",", "").replace(" ", "")
    if plain.isascii():
        return Decimal(plain) if _NUMBER.fullmatch(plain) else None
    if not plain[0].isascii():
        return parse_chinese(plain)
    return _by_parts(plain)


def _by_parts(text: str) -> Decimal | None:
    total, weight = Decimal(0), 1
    for number, units in compiled(_PART).findall(text):
        if not number:
            break
        weight = prod(WEIGHTS[unit] for unit in units) if units else max(weight // 10, 1)
        total += Decimal(number) * weight
    return total if compiled(_PARTS).fullmatch(text) else None
