"""Files of sends as tables that DuckDB reads itself: parquet, CSV, TSV, JSONL; workbooks by way of openpyxl.

Every reader gives a query with the number of the row in `rn` and each named column as it is. Rows count as a person
counts them: from 1, the header row of a CSV file or of a sheet included; a line of JSONL by its line.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import ConfigError, InputError, did_you_mean
from smslint.plan.session import quoted, text_literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE = 1_000_000  # bytes by which the encoding and the mark between cells are told
_SAMPLED_LINES = 2_000  # lines of JSONL in which keys are looked for
_LONGEST = 16_000_000  # bytes of a line
_TEXT, _JSON_PATH = "VARCHAR", "$.{}"


@dataclass(frozen=True, slots=True)
class Table:
    """A file to be read: its columns with their types, and the query that gives `rn` and them.

    `unreadable`, once the query has run, gives the rows that are no rows, with the reason.
    """

    path: str
    columns: Mapping[str, str]
    query: str
    unreadable: Callable[[], list[tuple[int, str]]]
    broken: str = ""  # the condition that makes a row unreadable, in SQL over the query's columns
    renumbers: bool = False  # whether `rn` counts only the rows that could be read


def open_table(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    """The table in the file `path`; InputError where it cannot be read at all, ConfigError for an unknown type."""
    suffix = Path(path).suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        raise ConfigError(
            f"{path}: not a type that plans are read from{did_you_mean(suffix, _READERS)}; one of {known}"
        )
    if not Path(path).is_file():
        raise InputError("no such file" if not Path(path).exists() else "not a file", path)
    return _READERS[suffix](path, connection, scratch)


def _none() -> list[tuple[int, str]]:
    return []


def _parquet(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    source = f"read_parquet({text_literal(path)}, file_row_number=true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except Exception as error:
        raise InputError(f"not a readable Parquet file ({_first_line(error)})", path) from error
    columns = {str(name): str(kind) for name, kind, *_ in described if name != "file_row_number"}
    return Table(path, columns, f"SELECT file_row_number + 1 AS rn, * FROM {source}", _none)


def _csv(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    from smslint.plan.csvtext import plain_csv

    text = plain_csv(path, scratch, _SAMPLE)
    names = _header(text.head, text.mark, path)
    if text.untidy:
        return _rows(path, names, text.rows(len(names)), connection)
    return _direct(path, str(text.path), names, text.mark, connection)


def _direct(path: str, source: str, names: Sequence[str], mark: str, connection: DuckDBPyConnection) -> Table:
    """A tidy CSV file, read by DuckDB on all cores; the rows that it rejects keep their numbers."""
    kinds = ", ".join(f"{text_literal(name)}: '{_TEXT}'" for name in names)
    rejects, scans = f"rejects_{_serial()}", f"scans_{_serial()}"
    options = (
        f"auto_detect=false, header=true, delim={text_literal(mark)}, quote='\"', escape='\"', columns={{{kinds}}}, "
        f"max_line_size={_LONGEST}, store_rejects=true, rejects_table='{rejects}', rejects_scan='{scans}'"
    )
    listed = ", ".join(quoted(name) for name in names)
    query = f"SELECT row_number() OVER () + 1 AS rn, {listed} FROM read_csv({text_literal(source)}, {options})"

    def unreadable() -> list[tuple[int, str]]:
        found = connection.execute(f"SELECT line, min(error_type::VARCHAR) FROM {rejects} GROUP BY line").fetchall()
        return [(int(line), f"cells: {str(kind).lower()}") for line, kind in sorted(found)]

    return Table(path, dict.fromkeys(names, _TEXT), query, unreadable, renumbers=True)


def _jsonl(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    names = _keys(path)
    options = (
        "auto_detect=false, header=false, delim='\x01', quote='', escape='', strict_mode=false, "
        f"columns={{'line': '{_TEXT}'}}, max_line_size={_LONGEST}, ignore_errors=true"
    )
    paths = {name: _JSON_PATH.format(".".join(f'"{key}"' for key in name.split("\0"))) for name in names}
    listed = "".join(
        f", json_extract_string(line, {text_literal(where)}) AS {quoted(_dotted(name))}"
        for name, where in paths.items()
    )
    query = f"""SELECT rn, line, ok{listed} FROM (
        SELECT rn, line, coalesce(json_valid(line) AND json_type(line) = 'OBJECT', false) AS ok FROM (
            SELECT row_number() OVER () AS rn, line FROM read_csv({text_literal(path)}, {options}))
        WHERE trim(coalesce(line, '')) <> '')"""
    columns = {_dotted(name): _TEXT for name in names}
    return Table(path, columns, query, _none, broken="NOT ok")


def _dotted(name: str) -> str:
    return name.replace("\0", ".")


def _keys(path: str) -> list[str]:
    """The keys of the first lines, those inside `facts` joined by NUL; variables stay whole."""
    found: dict[str, None] = {}
    try:
        with open(path, encoding="utf-8-sig") as file:
            for line in itertools.islice(file, _SAMPLED_LINES):
                found |= dict.fromkeys(_keys_of(line))
    except UnicodeDecodeError as error:
        raise InputError(f"not valid UTF-8: byte at offset {error.start}", path) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error
    return list(found)


def _keys_of(line: str) -> Iterator[str]:
    try:
        value = json.loads(line)
    except ValueError:
        return
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key == "facts" and isinstance(inner, dict):
            yield from (f"facts\0{name}" for name in inner)
        else:
            yield key


def _xlsx(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    from smslint.plan.workbook import read_rows

    names, rows = read_rows(path)
    return _rows(path, names, rows, connection)


def _rows(path: str, names: Sequence[str], rows: Iterable[tuple[int, list[str] | None]],
          connection: DuckDBPyConnection) -> Table:  # fmt: skip
    """Rows from Python as a table of DuckDB; None in place of the cells of a row that cannot be read."""
    import pyarrow as pa

    name, unreadable = f"rows_{_serial()}", list[tuple[int, str]]()
    listed = ", ".join(f"{quoted(one)} {_TEXT}" for one in names)
    connection.execute(f"CREATE TEMP TABLE {name} (rn BIGINT, {listed})")
    remaining = iter(rows)
    while chunk := list(itertools.islice(remaining, 50_000)):
        unreadable += [(number, "cells") for number, cells in chunk if cells is None]
        whole = [(number, cells) for number, cells in chunk if cells is not None]
        columns = list(zip(*(cells for _, cells in whole), strict=True)) or [()] * len(names)
        arrays = [pa.array([number for number, _ in whole], pa.int64())]
        arrays += [pa.array(list(column), pa.string()) for column in columns]
        connection.from_arrow(pa.Table.from_arrays(arrays, ["rn", *names])).insert_into(name)
    return Table(path, dict.fromkeys(names, _TEXT), f"SELECT * FROM {name}", lambda: unreadable)


def _header(line: str, mark: str, path: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=mark), [])
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    folded = [name.lower() for name in names]
    twice = next((name for name in names if folded.count(name.lower()) > 1), None)
    if twice is not None:
        raise InputError(f"two columns are called '{twice}'", path, 1)
    if not names:
        raise InputError("no header row", path, 1)
    return names


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


_count = itertools.count(1)


def _serial() -> int:
    return next(_count)


Reader = Callable[[str, "DuckDBPyConnection", Path], Table]
_READERS: Mapping[str, Reader] = {
    ".parquet": _parquet, ".csv": _csv, ".tsv": _csv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".xlsx": _xlsx,
    ".xlsm": _xlsx,
}  # fmt: skip
