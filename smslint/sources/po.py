"""gettext catalogues (.po) -> drafts: Chinese translations, and Chinese originals, over all their quoted lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.trees import may_be_draft
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex
from smslint.trees.spelling import Speller, Spelling

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_STRING = re.compile(
    r'[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?"((?:[^"\\\r\n]|\\.)*+)"[ \t]*\Z'
)
_UNIT = re.compile(r"\\(?:x([\da-fA-F]{1,2})|([0-7]{1,3})|(.))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_LONGEST_ID = 80


@dataclass(slots=True)
class _Entry:
    """The strings of one message by keyword: where each of their quoted pieces stands."""

    pieces: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def is_done(self, keyword: str) -> bool:
        """Whether `keyword` begins the next message."""
        return any(one.startswith("msgstr") for one in self.pieces) and not keyword.startswith("msgstr")


def read_po(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a catalogue; the id of a message is its context, or its original where that is a short key."""
    index, entry, last = LineIndex(text), _Entry(), ""
    for line in _LINE.finditer(text):
        written = line[1].strip()
        if not written or written.startswith("#"):
            continue
        found = _STRING.match(line[1])
        if found is None or not (found[1] or last):
            yield InputError("neither a comment nor a keyword with a quoted string", path,
                             *index.position(line.start()))  # fmt: skip
            continue
        if found[1]:
            if entry.is_done(found[1]):
                yield from _drafts(entry, text, index, path, options)
                entry = _Entry()
            last = found[1]
        start = line.start() + found.start(2)
        entry.pieces.setdefault(last, []).append((start, start + len(found[2])))
    yield from _drafts(entry, text, index, path, options)


def _drafts(entry: _Entry, text: str, index: LineIndex, path: str, options: ReadOptions) -> Iterator[Item]:
    spelt = {name: _spell(text, pieces) for name, pieces in entry.pieces.items()}
    name, value = _identity({name: one.text for name, one in spelt.items()})
    originals = {one.text for keyword, one in spelt.items() if keyword.startswith("msgstr")}
    for keyword, one in spelt.items():
        is_repeated = keyword.startswith("msgid") and one.text in originals
        if keyword != "msgctxt" and not is_repeated and spelt.get("msgid", one).text and may_be_draft(one.text):
            line, _ = index.position(one.origin[0])
            draft = Draft(one.text, value, path, line, None, options.form, options.facts, name)
            yield Record(draft, one.origin, one.ends)


def _identity(texts: dict[str, str]) -> tuple[str | None, str | None]:
    for name in ("msgctxt", "msgid"):
        value = texts.get(name, "")
        if value and len(value) <= _LONGEST_ID and not may_be_draft(value):
            return name, value
    return None, None


def _spell(text: str, pieces: list[tuple[int, int]]) -> Spelling:
    speller = Speller()
    for start, end in pieces:
        for found in _UNIT.finditer(text, start, end):
            speller.run(text, start, found.start())
            speller.add(_meant(found), found.start(), found.end())
            start = found.end()
        speller.run(text, start, end)
    return speller.done(pieces[-1][1])


def _meant(found: re.Match[str]) -> str:
    if found[1] or found[2]:
        return chr(int(found[1], 16) if found[1] else int(found[2], 8))
    return _NAMED.get(found[3], found[3])
