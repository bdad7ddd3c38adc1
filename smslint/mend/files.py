"""Edits of drafts as edits of their file; the file is read back, and what does not come out as meant is left out."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from smslint.mend.edited import Edited
from smslint.model import Edit
from smslint.sources import ReadOptions, Record, Source, read_bytes
from smslint.text import Span

_MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
Spell = Callable[[str], str]


def _plain(text: str) -> str:
    return text


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def _single(text: str) -> str:
    return text.replace("'", "''")


def _double(text: str) -> str:
    return text.replace('"', '""')


def _barred(text: str) -> str:
    return text.replace("|", "\\|")


_SPELLS: tuple[Spell, ...] = (_plain, _escaped, _single, _double, _barred)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new bytes of a file, the numbers of the drafts that were mended and of those that could not be."""

    data: bytes
    mended: tuple[int, ...]
    left: tuple[int, ...]


def rewrite(source: Source, data: bytes, wanted: Mapping[int, Sequence[Edit]], options: ReadOptions) -> Rewritten:
    """The file `source` (of the bytes `data`) with the `wanted` edits of its drafts, by number."""
    file = _File(source, data, options)
    if not source.encoding or file.encode(source.text) != data:
        return Rewritten(data, (), tuple(wanted))
    first = {number: file.spells(number)[0] for number in wanted}
    new = file.with_edits(wanted, first)
    if not file.says(new, wanted):
        first = {number: spell for number in wanted if (spell := file.fitting(number, wanted[number]))}
        new = file.with_edits(wanted, first)
    done = tuple(first) if file.says(new, {number: wanted[number] for number in first}) else ()
    return Rewritten(file.encode(new) if done else data, done, tuple(one for one in wanted if one not in done))


class _File:
    """One file, and what it would say with other text in it."""

    def __init__(self, source: Source, data: bytes, options: ReadOptions) -> None:
        self._source, self._options = source, options
        self._mark = next((one for one in _MARKS.values() if data.startswith(one)), b"")

    def encode(self, text: str) -> bytes:
        """`text` as the file is encoded, its byte order mark included."""
        return self._mark + text.encode(self._source.encoding or "utf-8", "replace")

    def spells(self, number: int) -> tuple[Spell, ...]:
        """The ways in which a draft may be spelled, the likeliest first: a file of escapes stays one."""
        record = self._source.records[number]
        written = record.place(Span(0, len(record.draft.text))).of(self._source.text)
        return (_ascii, *_SPELLS) if written.isascii() and not record.draft.text.isascii() else _SPELLS

    def fitting(self, number: int, edits: Sequence[Edit]) -> Spell | None:
        """The way to spell `edits` of one draft so that the file says what they mean, if there is one."""
        for spell in self.spells(number):
            if self.says(self.with_edits({number: edits}, {number: spell}), {number: edits}):
                return spell
        return None

    def with_edits(self, wanted: Mapping[int, Sequence[Edit]], spells: Mapping[int, Spell]) -> str:
        """The text of the file with the edits of the drafts that `spells` has a way for."""
        edits = {
            Edit(_place(self._source.records[number], one.span), spell(one.text))
            for number, spell in spells.items()
            for one in wanted[number]
        }
        return _applied(self._source.text, edits)

    def says(self, text: str, wanted: Mapping[int, Sequence[Edit]]) -> bool:
        """Whether a file with this text has the same records, those of `wanted` edited and the others as they are."""
        read = read_bytes(self.encode(text), self._source.path, self._options)
        if read.encoding != self._source.encoding or len(read.errors) != len(self._source.errors):
            return False
        meant = [_meant(record, wanted.get(number, ())) for number, record in enumerate(self._source.records)]
        return [(one.draft.text, one.draft.id, one.draft.form) for one in read.records] == meant


def _meant(record: Record, edits: Sequence[Edit]) -> tuple[str, str | None, object]:
    draft = record.draft
    return Edited.of(draft.text).apply(edits).text, draft.id, draft.form


def _place(record: Record, span: Span) -> Span:
    if span or not span.start:
        return record.place(span)
    after = record.place(Span(span.start - 1, span.start)).end
    return Span(after, after)


def _applied(text: str, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: one.span):
        pieces += text[at : edit.span.start], edit.text
        at = max(at, edit.span.end)
    return "".join([*pieces, text[at:]])
