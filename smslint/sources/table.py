"""CSV and TSV -> drafts: one a row, the header row says which column holds what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.cells import Cell, Row, scan_rows, sniff_mark
from smslint.sources.fields import (
    FACTS_NAME,
    FORM_NAMES,
    ID_NAMES,
    fact_name,
    find_name,
    find_text_name,
    id_name,
    missing_text,
    parse_facts,
    parse_form,
)
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column of a table holds what, by index."""

    text: int
    id: int | None
    id_name: str | None
    form: int | None
    facts: int | None
    single_facts: Mapping[int, str]


def read_csv(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a table with a header row; commas, or what the header row is separated by."""
    yield from _read(text, path, options, sniff_mark(text))


def read_tsv(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a tab-separated table with a header row."""
    yield from _read(text, path, options, "\t")


def _read(text: str, path: str, options: ReadOptions, mark: str) -> Iterator[Item]:
    index = LineIndex(text)
    rows = scan_rows(text, mark)
    header = next(rows, None)
    if header is None:
        return
    if isinstance(header, int):
        yield _badly_quoted(header, index, path)
        return
    names = [cell.text for cell in header]
    text_name = find_text_name(names, options.column)
    if text_name is None:
        yield InputError(missing_text(names, options.column, "column"), path, 1)
        return
    yield from _records(rows, _columns(names, text_name), index, path, options)


def _records(
    rows: Iterable[Row], columns: _Columns, index: LineIndex, path: str, options: ReadOptions
) -> Iterator[Item]:
    for row in rows:
        if isinstance(row, int):
            yield _badly_quoted(row, index, path)
        elif any(cell.text.strip() for cell in row):
            yield _record(row, columns, index, path, options)


def _badly_quoted(offset: int, index: LineIndex, path: str) -> InputError:
    return InputError("a quoted cell is not closed, or text follows its closing quote", path, *index.position(offset))


def _columns(names: Sequence[str], text_name: str) -> _Columns:
    def where(wanted: Iterable[str]) -> int | None:
        name = find_name(names, wanted)
        return None if name is None or name == text_name else names.index(name)

    text, form = names.index(text_name), where(FORM_NAMES)
    named = {number: fact_name(name) for number, name in enumerate(names) if number not in (text, form)}
    single = {number: name for number, name in named.items() if name}
    number = where(ID_NAMES)
    called = None if number is None else id_name(names[number])
    return _Columns(text, number, called, form, where([FACTS_NAME]), single)


def _record(row: Sequence[Cell], columns: _Columns, index: LineIndex, path: str, options: ReadOptions) -> Item:
    if len(row) <= columns.text:
        return InputError("the row has too few cells: no text", path, *index.position(row[0].origin[0]))
    cell = row[columns.text]
    line, column = index.position(cell.origin[0])
    if not cell.text.strip():
        return InputError("the draft is empty", path, line, column)
    try:
        form = parse_form(_cell(row, columns.form).strip()) or options.form
        facts = {**options.facts, **_facts(row, columns)}
    except InputError as error:
        return InputError(error.message, path, line)
    value = _cell(row, columns.id).strip() or None
    draft = Draft(cell.text, value, path, line, None, form, facts, columns.id_name if value else None)
    return Record(draft, cell.origin)


def _facts(row: Sequence[Cell], columns: _Columns) -> dict[str, object]:
    written = _cell(row, columns.facts).strip()
    try:
        facts = parse_facts(json.loads(written)) if written else {}
    except (ValueError, RecursionError):
        raise InputError("the cell of column 'facts' is not JSON") from None
    single = {name: _cell(row, number).strip() for number, name in columns.single_facts.items()}
    return {**facts, **parse_facts({name: value for name, value in single.items() if value})}


def _cell(row: Sequence[Cell], number: int | None) -> str:
    return row[number].text if number is not None and number < len(row) else ""
