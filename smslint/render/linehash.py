"""The hash by which GitHub knows a line again after others have moved it: CodeQL's `primaryLocationLineHash`.

It is taken over the hundred UTF-16 units from the beginning of the line on, spaces and tabs left out, and followed by
how many lines with the same hash have come up to here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_BASE, _MODULUS = 37, 1 << 64
_WINDOW = 100  # UTF-16 units
_END = b"\xff\xff"  # what CodeQL reads at the end of a file
_UNIT = 2  # bytes
_SKIPPED = re.compile(r"[ \t]")


def line_hashes(text: str, lines: Collection[int]) -> Mapping[int, str]:
    """The hashes of some `lines` (from 1) of `text`."""
    squeezed = _SKIPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    data = squeezed.encode("utf-16-le", "surrogatepass") + _END
    found: dict[int, str] = {}
    seen: dict[bytes, int] = {}
    last = max(lines, default=0)
    start, line = 0, 1
    while start < len(data) and line <= last:
        window = data[start : start + _WINDOW * _UNIT]
        seen[window] = seen.get(window, 0) + 1
        if line in lines:
            found[line] = f"{_hash(window):x}:{seen[window]}"
        start, line = _next_line(data, start), line + 1
    return found


def _next_line(data: bytes, start: int) -> int:
    """Where the line after the one at `start` begins; a line feed stands at an even byte."""
    at = data.find(b"\n\x00", start)
    while at >= 0 and at % _UNIT:
        at = data.find(b"\n\x00", at + 1)
    return at + _UNIT if at >= 0 else len(data)


def _hash(window: bytes) -> int:
    value = 0
    for at in range(0, len(window), _UNIT):
        value = (value * _BASE + window[at] + (window[at + 1] << 8)) % _MODULUS
    return value * pow(_BASE, _WINDOW - len(window) // _UNIT, _MODULUS) % _MODULUS
