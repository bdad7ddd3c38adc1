"""A line of a draft with carets under some of it: every character visible, every caret under the right cells."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from smslint.text import Span, cell_width

_LINE_END = re.compile(r"[\r\n]")
_PIECE = re.compile(r"[!-~]{1,40} *|.")
_CLOSING = "，。；：、！？）》”’】」』…"
_CUT = "…"
_LEAST_CONTEXT = 16  # cells that a very long hit leaves to the text around it


class Excerpt(NamedTuple):
    """Two lines to print one below the other."""

    line: str
    carets: str


def visible(text: str) -> str:
    """`text` on one line, with every control, invisible or unassigned character shown by picture or number.

    The `##[` of old workflow commands, which runners look for anywhere in a line, is broken up too.
    """
    if not text.isprintable():
        text = "".join(_visible_char(char) for char in text)
    return text.replace("##[", "##⟦")


def excerpt(text: str, span: Span, width: int, ambiguous: int = 1) -> Excerpt:
    """The line of `text` where `span` begins, cut to `width` cells around the span; an empty span gets one caret."""
    start, end = _line(text, span, width)
    room = max(width - 2 * cell_width(_CUT, ambiguous), _LEAST_CONTEXT)
    hit = _take(text[span.start : min(span.end, end)], room - _LEAST_CONTEXT, ambiguous)
    before, after = text[start : span.start], text[span.start + len(hit) : end]
    rest = room - _cells(hit, ambiguous)
    left, right = _share(before, "" if span.start + len(hit) < min(span.end, end) else after, rest, ambiguous)
    head = (_CUT if _goes_on(text, span.start - len(left) - 1) else "") + left
    tail = right + (_CUT if len(right) < len(after) else "")
    carets = "^" * max(1, _cells(hit, ambiguous))
    return Excerpt(visible(head + hit + tail), " " * _cells(head, ambiguous) + carets)


def wrap(text: str, width: int, ambiguous: int = 1) -> list[str]:
    """`text`, made visible, in lines of at most `width` cells; no line begins with a closing mark."""
    lines, used = [""], 0
    for piece in _PIECE.findall(visible(text)):
        cells = cell_width(piece, ambiguous)
        if used and used + cells > width and piece not in _CLOSING:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += cells
    return [line.strip() for line in lines]


def _line(text: str, span: Span, width: int) -> tuple[int, int]:
    """Where the line begins and ends, looking no further than could be shown."""
    least = max(0, span.start - width - 1)
    start = max(text.rfind("\n", least, span.start) + 1, text.rfind("\r", least, span.start) + 1, least)
    most = min(len(text), span.start + width + 1)
    found = _LINE_END.search(text, span.start, most)
    return start, found.start() if found else most


def _goes_on(text: str, at: int) -> bool:
    """Whether the line has a character at `at`, left of what is shown."""
    return at >= 0 and text[at] not in "\r\n"


def _share(before: str, after: str, room: int, ambiguous: int) -> tuple[str, str]:
    """The end of `before` and the beginning of `after` that fit into `room` cells, half each or what is left."""
    right = _take(after, room // 2, ambiguous)
    left = _take(reversed(before), room - _cells(right, ambiguous), ambiguous)[::-1]
    return left, _take(after, room - _cells(left, ambiguous), ambiguous)


def _take(chars: Iterable[str], room: int, ambiguous: int) -> str:
    taken = list(chars)
    used = itertools.accumulate(_cells(char, ambiguous) for char in taken)
    return "".join(char for char, cells in zip(taken, used, strict=True) if cells <= room)


def _cells(text: str, ambiguous: int) -> int:
    return cell_width(visible(text), ambiguous)


def _visible_char(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
