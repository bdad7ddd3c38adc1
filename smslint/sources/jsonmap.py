"""Where the values of a JSON text stand: positions that `json` itself does not give. Only for text it has accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

_SPACE = re.compile(r"[ \t\r\n]*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_UNIT = re.compile(r"\\u([0-9a-fA-F]{4})|\\.|[^\\]", re.DOTALL)
_DECODER = json.JSONDecoder()


def skip_space(text: str, at: int) -> int:
    """The offset of the first character from `at` on that is no white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def items(text: str, at: int) -> Iterator[int]:
    """The offsets of the values of the array that opens at `at`."""
    at = skip_space(text, at + 1)
    while text[at] != "]":
        yield at
        at = _past(text, at)


def members(text: str, at: int) -> dict[str, int]:
    """The offsets of the values of the object that opens at `at`, by key; of equal keys the last counts."""
    found: dict[str, int] = {}
    at = skip_space(text, at + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        value = skip_space(text, skip_space(text, end) + 1)
        found[name] = value
        at = _past(text, value)
    return found


def string_origin(text: str, at: int) -> Sequence[int]:
    """The offset of every character of the string that opens at `at`, and of its closing quote."""
    found = _KEY.match(text, at)
    end = found.end() - 1 if found else at + 1
    if "\\" not in text[at + 1 : end]:
        return range(at + 1, end + 1)
    return list(_offsets(text, at + 1, end))


def _offsets(text: str, start: int, end: int) -> Iterator[int]:
    high = False  # whether a high surrogate was just escaped: with a low one after it, both are one character
    for found in _UNIT.finditer(text, start, end):
        code = int(found[1], 16) if found[1] else 0
        if not (high and 0xDC00 <= code < 0xE000):
            yield found.start()
        high = 0xD800 <= code < 0xDC00
    yield end


def _past(text: str, value: int) -> int:
    """The offset of what follows the value at `value` and its comma."""
    _, end = _DECODER.raw_decode(text, value)
    end = skip_space(text, end)
    return skip_space(text, end + 1) if text[end] == "," else end
