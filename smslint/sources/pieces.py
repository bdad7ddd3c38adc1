"""Large files in pieces of whole records, so that neither reading nor checking them takes memory for all they hold.

Only files that are lines or rows in UTF-8 are cut; of any other, and of one that holds remarks to smslint, which may be
about any record, the whole is needed at once.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import BinaryIO

from smslint.errors import InputError
from smslint.sources.cells import end_of_rows, first_row_end, sniff_mark
from smslint.sources.fields import find_text_name
from smslint.sources.files import READERS, source_of
from smslint.sources.types import ReadOptions, Record, Source

LARGE = 1024 * 1024  # bytes from which a file is cut
SIZE = (
    64 * 1024
)  # bytes that a piece takes, about: some hundreds of messages, whose reports take a hundred times as much
_LONGEST = 64 * SIZE  # of a row that does not end, from which it is taken to be none
_REMARK = b"smslint"
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r(?!\n|\Z)|\n)")
_LINES, _TABLES = (".jsonl", ".ndjson", ".txt", ""), (".csv", ".tsv")
Cut = Callable[[str], int]
"""A text -> how much of it, from its beginning, is whole records."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records of a file as it spells them, the row of column names first where there is one.

    `lines_before` lines of the file stand before them that are not in `text`; they take about `size` bytes of it.
    """

    text: str
    encoding: str
    lines_before: int
    size: int


def pieces(file: BinaryIO, path: str, options: ReadOptions) -> Iterator[Piece] | None:
    """The pieces of a large file that is open at its beginning; None where it is small or needed whole."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in (*_LINES, *_TABLES) or _size(file) < LARGE:
        return None
    encoding = _encoding(file, remarks=suffix in (".txt", ""))
    if encoding is None:
        return None
    head = _head(file, encoding, suffix, options)
    if suffix in _TABLES and not head:
        return None
    return _pieces(file, encoding, head, _cut(suffix, head, options))


def read_piece(piece: Piece, path: str, options: ReadOptions) -> Source:
    """The records of a piece, with the lines that they have in the file."""
    reader = READERS[PurePath(path).suffix.lower() or ".txt"]
    found = [_moved(one, piece.lines_before) for one in reader(piece.text, path, options)]
    source = source_of(path, piece.encoding, piece.text, found, may_be_empty=True)
    return source._replace(lines_before=piece.lines_before)


def _moved(item: Record | InputError, lines: int) -> Record | InputError:
    if isinstance(item, InputError):
        return InputError(item.message, item.path, (item.line or 1) + lines, item.column)
    return item._replace(draft=replace(item.draft, line=(item.draft.line or 1) + lines))


def _size(file: BinaryIO) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _encoding(file: BinaryIO, *, remarks: bool) -> str | None:
    """The name of the encoding if the file is UTF-8 to its end, without NULs and, in plain text, without remarks."""
    marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    file.seek(0)
    decoder, end = codecs.getincrementaldecoder("utf-8")(), b""
    try:
        while block := file.read(LARGE):
            decoder.decode(block)
            if b"\0" in block or (remarks and _REMARK in end + block):
                return None
            end = (end + block)[-len(_REMARK) :]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    finally:
        file.seek(0)
    return "utf-8-sig" if marked else "utf-8"


def _head(file: BinaryIO, encoding: str, suffix: str, options: ReadOptions) -> str:
    """The row of column names of a table, its line end included; empty where there is none that names the text."""
    if suffix not in _TABLES:
        return ""
    written = codecs.getincrementaldecoder(encoding)().decode(file.read(SIZE))
    file.seek(0)
    end, names = first_row_end(written, _mark(suffix, written))
    return written[:end] if find_text_name(names, options.column) else ""


def _mark(suffix: str, text: str) -> str:
    return "\t" if suffix == ".tsv" else sniff_mark(text)


def _cut(suffix: str, head: str, options: ReadOptions) -> Cut:
    if suffix in _TABLES:
        mark = _mark(suffix, head)
        return lambda text: end_of_rows(text, mark)
    if options.paragraphs and suffix in (".txt", ""):
        return lambda text: max((found.end() for found in _BLANK_LINE.finditer(text)), default=0)
    return _whole_lines


def _whole_lines(text: str) -> int:
    """Up to the last line end; a CR that ends the text may be the first half of one."""
    return max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1


def _pieces(file: BinaryIO, encoding: str, head: str, cut: Cut) -> Iterator[Piece]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, lines, head_lines, told = "", 0, 0, 0
    while block := file.read(SIZE):
        rest += decoder.decode(block)
        end = cut(rest) or (_whole_lines(rest) if len(rest) > _LONGEST else 0)
        if end:
            before = head if head_lines else ""
            yield Piece(before + rest[:end], encoding, lines - head_lines, file.tell() - told)
            told = file.tell()
            lines += _line_ends(rest[:end])
            head_lines, rest = _line_ends(head), rest[end:]
    rest += decoder.decode(b"", final=True)
    if rest:
        yield Piece((head if head_lines else "") + rest, encoding, lines - head_lines, file.tell() - told)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
