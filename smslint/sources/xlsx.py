"""Excel workbooks -> drafts: one a row of every visible sheet with a text column; computed values, never formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.fields import (
    FORM_NAMES,
    ID_NAMES,
    fact_name,
    find_name,
    find_text_name,
    missing_text,
    parse_facts,
    parse_form,
)
from smslint.sources.types import Item, ReadOptions, Record

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

HEADER_ROWS = 20  # a title, a date, a note may stand above the header row
_LARGEST = 600 * 1024 * 1024  # bytes of XML that a workbook may unpack to
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column of a sheet holds what, by index, and the number of its header row (0: none)."""

    header: int
    text: int
    id: int | None
    form: int | None
    facts: Mapping[int, str]


def read_xlsx(data: bytes, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a workbook; `pointer` names the cell (`Sheet1!B5`), `line` its row. Hidden sheets are left out."""
    book = _open(data, path, computed=True)
    names: list[str] = []
    found = False
    for title in _visible(book):
        rows = list(book[title].iter_rows(values_only=True))
        columns = _columns(rows, options.column)
        if columns is None:
            names += [_text(value) for value in rows[0] if value is not None] if rows else []
            continue
        found = True
        yield from _drafts(data, path, title, rows, columns, options)
    if not found:
        yield InputError(missing_text(names, options.column, "column"), path, 1)


def _open(data: bytes, path: str, *, computed: bool) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError("Excel files need openpyxl: pip install 'smslint[excel]'", path) from None
    check_archive(data, path)
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=computed)
    except Exception as error:  # openpyxl tells of damage by whatever exception the damage causes
        raise InputError(f"not a readable Excel workbook ({type(error).__name__})", path) from error


def check_archive(data: bytes, path: str) -> None:
    """An InputError where `data` is no workbook or would unpack to far more than any workbook does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(one.file_size for one in archive.infolist())
            known = "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError("not an Excel workbook (.xlsx); an old .xls must be saved as .xlsx first", path) from None
    if not known:
        raise InputError("not an Excel workbook (.xlsx): an archive of something else", path)
    if size > _LARGEST:
        raise InputError(f"the workbook unpacks to more than {_LARGEST // 1024 // 1024} MB", path)


def _visible(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _columns(rows: Sequence[_Row], column: str | None) -> _Columns | None:
    for number, row in enumerate(rows[:HEADER_ROWS], 1):
        names = [_text(value) for value in row]
        text_name = find_text_name(names, column)
        if text_name is not None:
            return _named(names, text_name, number)
    if column and _LETTERS.fullmatch(column.strip()):
        return _Columns(0, _column_number(column.strip()), None, None, {})
    return None


def _named(names: Sequence[str], text_name: str, header: int) -> _Columns:
    def where(wanted: Iterable[str]) -> int | None:
        name = find_name(names, wanted)
        return None if name is None or name == text_name else names.index(name)

    text, form = names.index(text_name), where(FORM_NAMES)
    named = {number: fact_name(name) for number, name in enumerate(names) if number not in (text, form)}
    return _Columns(header, text, where(ID_NAMES), form, {number: name for number, name in named.items() if name})


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _drafts(
    data: bytes, path: str, title: str, rows: Sequence[_Row], columns: _Columns, options: ReadOptions
) -> Iterator[Item]:
    below = [(number, row) for number, row in enumerate(rows, 1) if number > columns.header]
    empty = {number for number, row in below if not _cell(row, columns.text).strip()}
    formulas = _formulas(data, path, title, columns.text, empty) if empty else frozenset()
    for number, row in below:
        place = f"{_quoted(title)}!{_letters(columns.text)}{number}"
        if number not in empty:
            yield _record(row, number, place, columns, path, options)
        elif number in formulas:
            yield InputError(f"{place}: a formula without a computed value; open and save it in Excel", path, number)


def _formulas(data: bytes, path: str, title: str, column: int, wanted: set[int]) -> frozenset[int]:
    """Which of the `wanted` rows hold a formula in `column`."""
    cells = _open(data, path, computed=False)[title].iter_rows(
        min_col=column + 1, max_col=column + 1, min_row=min(wanted), max_row=max(wanted), values_only=True
    )
    written = enumerate(cells, min(wanted))
    return frozenset(number for number, (value,) in written if number in wanted and _text(value).startswith("="))


def _record(row: _Row, number: int, place: str, columns: _Columns, path: str, options: ReadOptions) -> Item:
    text = _cell(row, columns.text)
    written = {name: _cell(row, at).strip() for at, name in columns.facts.items()}
    try:
        form = parse_form(_cell(row, columns.form).strip()) or options.form
        facts = {**options.facts, **parse_facts({name: value for name, value in written.items() if value})}
    except InputError as error:
        return InputError(f"{place}: {error.message}", path, number)
    draft = Draft(text, _cell(row, columns.id).strip() or None, path, number, place, form, facts)
    return Record(draft, range(len(text) + 1))


def _cell(row: _Row, number: int | None) -> str:
    return _text(row[number]) if number is not None and number < len(row) else ""


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return str(value)


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _quoted(title: str) -> str:
    return title if title.isalnum() else "'" + title.replace("'", "''") + "'"
