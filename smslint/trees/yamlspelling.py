"""The characters of a YAML scalar in its file: plain, single-quoted, double-quoted, literal and folded.

Each style is read as the YAML 1.1 scanner reads it, and the result is held against the value that the scanner gave:
a place that could be wrong is an error and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from smslint.trees.node import TreeError
from smslint.trees.spelling import Speller, Spelling

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FOLD = re.compile("[ \t]*+(?:(?:\r\n|[\n\r\x85\u2028\u2029])[ \t]*+)++")
_JOINED = re.compile("\\\\(?:\r\n|[\n\r\x85\u2028\u2029])[ \t]*+")
_MORE_BREAKS = re.compile("(?:(?:\r\n|[\n\r\x85\u2028\u2029])[ \t]*+)*+")
_ESCAPE = re.compile(r"\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))", re.DOTALL)
_DOUBLED = re.compile("''")
_HEADER = re.compile("[|>]([-+\\d]*)[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|[\n\r\x85\u2028\u2029]|\\Z)")
_LINE = re.compile("([^\n\r\x85\u2028\u2029]*)(\r\n|[\n\r\x85\u2028\u2029]|\\Z)")
_RUN_END = {
    "": re.compile("[ \t\n\r\x85\u2028\u2029]"),
    "'": re.compile("[' \t\n\r\x85\u2028\u2029]"),
    '"': re.compile("[\\\\ \t\n\r\x85\u2028\u2029]"),
}
_NAMED = {
    "0": "\0", "a": "\x07", "b": "\x08", "t": "\t", "\t": "\t", "n": "\n", "v": "\x0b", "f": "\x0c", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "\\": "\\", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def spell_scalar(text: str, start: int, end: int, style: str, value: str) -> Spelling:
    """The spelling of the scalar at `text[start:end]` (quotes or header included), whose value is `value`."""
    found = _blocks(text, start, end, style) if style in ("|", ">") else _flows(text, start, end, style)
    for spelling in found:
        if spelling.text == value:
            return spelling
    raise TreeError("the characters of this value cannot be followed; write it in quotes", start)


def _flows(text: str, start: int, end: int, style: str) -> Iterator[Spelling]:
    speller, quote = Speller(), len(style)
    at, end = start + quote, end - quote
    while at < end:
        at = _step(text, at, end, style, speller)
    yield speller.done(end)


def _step(text: str, at: int, end: int, style: str, speller: Speller) -> int:
    if fold := _FOLD.match(text, at, end):
        return _fold(text, fold.start(), fold.end(), speller)
    if style == '"' and text[at] == "\\":
        return _escape(text, at, end, speller)
    if style == "'" and _DOUBLED.match(text, at, end):
        speller.add("'", at, at + 2)
        return at + 2
    found = _RUN_END[style].search(text, at + 1, end)
    stop = found.start() if found else end
    speller.run(text, at, stop)
    return stop


def _fold(text: str, start: int, end: int, speller: Speller) -> int:
    """Line breaks between lines: one is a space, of more the first is dropped; each takes the blanks around it."""
    breaks = [_char(found) for found in _BREAK.finditer(text, start, end)]
    chars = breaks if breaks[0] != "\n" else breaks[1:] or [" "]
    return _spread(chars, text, start, end, speller)


def _spread(chars: list[str], text: str, start: int, end: int, speller: Speller) -> int:
    """`chars` over the stretch `[start, end)`: the first takes its beginning, the last its end."""
    marks = [found.end() for found in _BREAK.finditer(text, start, end)]
    for number, char in enumerate(chars):
        stop = end if number == len(chars) - 1 else marks[number]
        speller.add(char, start, stop)
        start = stop
    return end


def _escape(text: str, at: int, end: int, speller: Speller) -> int:
    if joined := _JOINED.match(text, at, end):
        more = _MORE_BREAKS.match(text, joined.end(), end)
        stop = more.end() if more else joined.end()
        return _spread([_char(one) for one in _BREAK.finditer(text, joined.end(), stop)], text, joined.end(), stop,
                       speller) or stop  # fmt: skip
    found = _ESCAPE.match(text, at, end)
    if found is None:
        raise TreeError("an unknown escape", at)
    code = found[1] or found[2] or found[3]
    speller.add(chr(int(code, 16)) if code else _NAMED.get(found[4], found[4]), at, found.end())
    return found.end()


def _char(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\u2028\u2029" else "\n"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block scalar: where it begins, where its break begins and ends, and how many spaces lead it."""

    start: int
    stop: int
    end: int
    spaces: int

    def is_content(self, indent: int) -> bool:
        return self.spaces >= indent and self.stop > self.start + indent


def _blocks(text: str, start: int, end: int, style: str) -> Iterator[Spelling]:
    """The readings of a block scalar: its indentation is told by its lines or, beyond the parent's, by its header."""
    header = _HEADER.match(text, start)
    if header is None:
        return
    lines = list(_lines(text, header.end(), end))
    chomp = next((mark for mark in header[1] if mark in "+-"), "")
    explicit = next((int(mark) for mark in header[1] if mark.isdigit()), 0)
    deepest = max((line.spaces for line in lines), default=0)
    first = next((line.spaces for line in lines if line.stop > line.start + line.spaces), deepest)
    for indent in range(explicit, max(explicit, deepest) + 1) if explicit else (first,):
        yield _block(text, lines, indent, style == ">", chomp, header.end())


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    while start < end:
        found = _LINE.match(text, start, end)
        if found is None or found.end() == start:
            return
        written = found[1]
        yield _Line(start, found.end(1), found.end(), len(written) - len(written.lstrip(" ")))
        start = found.end()


def _block(text: str, lines: list[_Line], indent: int, folded: bool, chomp: str, head: int) -> Spelling:
    speller, last = Speller(), -1
    for number, line in enumerate(lines):
        if not line.is_content(indent):
            if line.spaces > indent or line.stop > line.start + line.spaces:
                break  # what is less indented than the scalar stands after it
            continue
        _gap(text, lines, last, number, folded and last >= 0 and _folds(text, lines[last], line, indent), speller)
        speller.run(text, line.start + indent, line.stop)
        last = number
    if chomp != "-":
        _tail(text, lines, last, chomp, speller)
    return speller.done(lines[last].stop if last >= 0 else head)


def _folds(text: str, above: _Line, below: _Line, indent: int) -> bool:
    """Whether the break between two lines is folded: neither is indented further, and it is a common line break."""
    edges = text[above.start + indent] + text[below.start + indent]
    return not set(edges) & set(" \t") and text[above.stop : above.end] not in ("\u2028", "\u2029")


def _gap(text: str, lines: list[_Line], last: int, number: int, folds: bool, speller: Speller) -> None:
    """The breaks from the content line `last` (-1: the header) to the content line `number`."""
    between = [_break(text, line) for line in lines[max(last, 0) : number]]
    if last < 0:
        for char, line in zip(between, lines[:number], strict=True):
            speller.add(char, line.start, line.end)
        return
    chars = (between[1:] or [" "]) if folds else between
    ends = [line.end for line in lines[last:number]]
    start = lines[last].stop
    for place, char in enumerate(chars):
        stop = ends[-1] if place == len(chars) - 1 else ends[place]
        speller.add(char, start, stop)
        start = stop


def _break(text: str, line: _Line) -> str:
    written = text[line.stop : line.end]
    return written if written in ("\u2028", "\u2029", "") else "\n"


def _tail(text: str, lines: list[_Line], last: int, chomp: str, speller: Speller) -> None:
    if last >= 0 and _break(text, lines[last]):
        speller.add(_break(text, lines[last]), lines[last].stop, lines[last].end)
    if chomp == "+":
        for line in lines[last + 1 :]:
            if _break(text, line):
                speller.add(_break(text, line), line.start, line.end)
