"""Files of sends as tables that DuckDB reads itself: parquet, CSV, TSV, JSONL; workbooks by way of openpyxl.

Every reader gives a query with the number of the row in `rn_` and each named column as it is. Rows count as a person
counts them: from 1, the header row of a CSV file or of a sheet included; a line of JSONL by its line.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import ConfigError, InputError, did_you_mean
from smslint.plan.columns import CADENCE_FACTS
from smslint.plan.csvtext import plain_csv, plain_text
from smslint.plan.session import quoted, text_literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLED_LINES = 2_000  # lines of JSONL in which keys are looked for
_LONGEST = 16_000_000  # bytes of a line
_TEXT = "VARCHAR"


@dataclass(frozen=True, slots=True)
class Table:
    """A file to be read: its columns with their types, and the query that gives `rn_` and them.

    `unreadable`, once the query has run, gives the rows that are no rows, with the reason.
    """

    path: str
    columns: Mapping[str, str]
    query: str
    unreadable: Callable[[], list[tuple[int, str]]]
    broken: str = ""  # the condition that makes a row unreadable, in SQL over the query's columns
    renumbers: bool = False  # whether `rn_` counts only the rows that could be read


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
    return Table(path, columns, f"SELECT file_row_number + 1 AS rn_, * FROM {source}", _none)


def _csv(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    text = plain_csv(path, scratch)
    names = _header(text.head, text.mark, path)
    if text.untidy:
        return _rows(path, names, text.rows(len(names)), connection)
    return _direct(path, str(text.path), names, text.mark, connection)


def _direct(path: str, source: str, names: Sequence[str], mark: str, connection: DuckDBPyConnection) -> Table:
    """A tidy CSV file, read by DuckDB on all cores; the rows that it rejects keep their numbers."""
    kinds = ", ".join(f"{text_literal(name)}: '{_TEXT}'" for name in names)
    rejects, unreadable = _rejects(connection)
    options = (
        f"auto_detect=false, header=true, delim={text_literal(mark)}, quote='\"', escape='\"', columns={{{kinds}}}, "
        f"max_line_size={_LONGEST}, {rejects}"
    )
    listed = ", ".join(quoted(name) for name in names)
    query = f"SELECT row_number() OVER () + 1 AS rn_, {listed} FROM read_csv({text_literal(source)}, {options})"
    return Table(path, dict.fromkeys(names, _TEXT), query, unreadable, renumbers=True)


def _rejects(connection: DuckDBPyConnection) -> tuple[str, Callable[[], list[tuple[int, str]]]]:
    """The option that has DuckDB keep what it rejects, and what gives it afterwards: the line and what is wrong."""
    number = next(_count)
    table = f"rejects_{number}"

    def unreadable() -> list[tuple[int, str]]:
        found = connection.execute(f"SELECT line, min(error_type::VARCHAR) FROM {table} GROUP BY line").fetchall()
        return [(int(line), f"cells: {str(kind).lower()}") for line, kind in sorted(found)]

    return f"store_rejects=true, rejects_table='{table}', rejects_scan='scans_{number}'", unreadable


def _jsonl(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    source, start = plain_text(path, scratch)
    names = _keys(start, path)
    rejects, unreadable = _rejects(connection)
    options = (
        "auto_detect=false, header=false, delim='\x01', quote='', escape='', strict_mode=false, "
        f"columns={{'line_': '{_TEXT}'}}, max_line_size={_LONGEST}, {rejects}"
    )
    listed = "".join(f", json_extract_string(line_, {text_literal(_json_path(one))}) AS {quoted(one)}" for one in names)
    query = f"""SELECT rn_, coalesce(json_type(line_) = 'OBJECT', false) AS ok_{listed} FROM (
        SELECT rn_, CASE WHEN json_valid(line_) THEN line_ END AS line_ FROM (
            SELECT row_number() OVER () AS rn_, line_ FROM read_csv({text_literal(str(source))}, {options}))
        WHERE trim(coalesce(line_, '')) <> '')"""
    return Table(path, dict.fromkeys(names, _TEXT), query, unreadable, broken="ok_ = false", renumbers=True)


def _json_path(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'$."{escaped}"'


def _keys(start: str, path: str) -> list[str]:
    """The keys of the first lines, and those of facts, which few rows may have; what is nested stays JSON."""
    lines = itertools.islice(start.splitlines(), _SAMPLED_LINES)
    found = dict.fromkeys(key for line in lines for key in _keys_of(line))
    if not found:
        raise InputError("no line at its beginning is a JSON object", path, 1)
    return list(found | dict.fromkeys(CADENCE_FACTS))


def _keys_of(line: str) -> list[str]:
    try:
        value = json.loads(line)
    except ValueError:
        return []
    return list(value) if isinstance(value, dict) else []


def _xlsx(path: str, connection: DuckDBPyConnection, scratch: Path) -> Table:
    from smslint.plan.workbook import read_rows

    names, rows = read_rows(path)
    return _rows(path, names, rows, connection)


def _rows(path: str, names: Sequence[str], rows: Iterable[tuple[int, list[str] | None]],
          connection: DuckDBPyConnection) -> Table:  # fmt: skip
    """Rows from Python as a table of DuckDB; None in place of the cells of a row that cannot be read."""
    import pyarrow as pa

    name, unreadable = f"rows_{next(_count)}", list[tuple[int, str]]()
    listed = ", ".join(f"{quoted(one)} {_TEXT}" for one in names)
    connection.execute(f"CREATE TEMP TABLE {name} (rn_ BIGINT, {listed})")
    remaining = iter(rows)
    while chunk := list(itertools.islice(remaining, 50_000)):
        unreadable += [(number, "cells") for number, cells in chunk if cells is None]
        whole = [(number, cells) for number, cells in chunk if cells is not None]
        columns = list(zip(*(cells for _, cells in whole), strict=True)) or [()] * len(names)
        arrays = [pa.array([number for number, _ in whole], pa.int64())]
        arrays += [pa.array(list(column), pa.string()) for column in columns]
        connection.from_arrow(pa.Table.from_arrays(arrays, ["rn_", *names])).insert_into(name)
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
Reader = Callable[[str, "DuckDBPyConnection", Path], Table]
_READERS: Mapping[str, Reader] = {
    ".parquet": _parquet, ".csv": _csv, ".tsv": _csv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".xlsx": _xlsx,
    ".xlsm": _xlsx,
}  # fmt: skip
