"""Java properties -> drafts: the Chinese values, each under its key; `\\u` escapes and continued lines followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.trees import may_be_draft
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex
from smslint.trees.spelling import Speller, Spelling

_ENTRY = re.compile(
    r"""[ \t\f]*+(?:
      (?P<comment>[#!][^\r\n]*+)
    | (?P<key>(?:[^\\=:\ \t\f\r\n]|\\(?:\r\n|[\r\n])[ \t\f]*+|\\.)++|(?=[=:]))
      (?:[ \t\f]|\\(?:\r\n|[\r\n])[ \t\f]*+)*+(?:[=:](?:[ \t\f]|\\(?:\r\n|[\r\n])[ \t\f]*+)*+)?
      (?P<value>(?:[^\\\r\n]|\\(?:\r\n|.))*+\\?)
    )?(?:\r\n|[\r\n]|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_UNIT = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u([\da-fA-F]{4})|\\(?:\r\n|[\r\n])[ \t\f]*|\\(.)|\\",
    re.DOTALL,
)
_NAMED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_properties(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The values that may be messages, or those of the key that `column` names."""
    index, at = LineIndex(text), 0
    while at < len(text):
        found = _ENTRY.match(text, at)
        if found is None:
            return
        at = max(found.end(), at + 1)
        if found["key"] is not None:
            yield from _entry(text, found, index, path, options)


def _entry(text: str, found: re.Match[str], index: LineIndex, path: str, options: ReadOptions) -> Iterator[Item]:
    key, spelling = _spell(text, *found.span("key")).text, _spell(text, *found.span("value"))
    if options.column and key != options.column:
        return
    if "\\u" in spelling.text:
        yield InputError(f"{key}: \\u is not followed by four hex digits", path, *index.position(found.start("value")))
    elif may_be_draft(spelling.text):
        line, _ = index.position(spelling.origin[0])
        draft = Draft(spelling.text, key, path, line, None, options.form, options.facts)
        yield Record(draft, spelling.origin, spelling.ends)


def _spell(text: str, start: int, end: int) -> Spelling:
    speller = Speller()
    for found in _UNIT.finditer(text, start, end):
        speller.run(text, start, found.start())
        start = found.end()
        if char := _meant(found):
            speller.add(char, found.start(), found.end())
    speller.run(text, start, end)
    return speller.done(end)


def _meant(found: re.Match[str]) -> str:
    written = found[0]
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        return "\\u" if found[2] == "u" else _NAMED.get(found[2], found[2])
    if written.startswith("\\u"):
        return chr(0x10000 + ((int(written[2:6], 16) - 0xD800) << 10) + int(written[8:12], 16) - 0xDC00)
    return ""
