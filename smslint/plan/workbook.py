"""A sheet of sends -> its header and rows; times as ISO 8601, numbers as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from smslint.errors import InputError
from smslint.plan.columns import NAMES
from smslint.sources.fields import find_name
from smslint.sources.xlsx import HEADER_ROWS, check_archive


def read_rows(path: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The names of the columns, and every row below with its number, of the first sheet that has sends."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError("Excel files need openpyxl: pip install 'smslint[plan]'", path) from None
    check_archive(Path(path).read_bytes(), path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl tells of damage by whatever exception the damage causes
        raise InputError(f"not a readable Excel workbook ({type(error).__name__})", path) from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            for number, cells in enumerate(sheet.iter_rows(max_row=HEADER_ROWS, values_only=True), 1):
                names = [_text(cell).strip() for cell in cells]
                if find_name(names, NAMES["recipient"]) or find_name(names, NAMES["send_at"]):
                    rows = sheet.iter_rows(min_row=number + 1, values_only=True)
                    return _named(names), _rows(rows, number + 1, len(names))
    raise InputError("no sheet has a header row with a recipient or a time", path)


def _named(names: list[str]) -> list[str]:
    return [name or f"column {number}" for number, name in enumerate(names, 1)]


def _rows(rows: Iterator[tuple[object, ...]], first: int, width: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, first):
        written = [_text(cell) for cell in cells[:width]]
        if any(cell.strip() for cell in written):
            yield number, written + [""] * (width - len(written))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value).lower() if isinstance(value, bool) else str(value)
