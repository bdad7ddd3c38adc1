"""Columns of messages (Parquet, Arrow) -> drafts: one a row, however the text is encoded; rows count from 1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from smslint.errors import ConfigError, InputError
from smslint.model import NO_FACTS, Draft
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

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 2048  # rows that are held at a time
MISSING = "columns (Parquet, Arrow) need pyarrow: pip install 'smslint[arrow]'"
Row = Draft | InputError


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by name; `facts` is one of objects, `single` tells the columns of single facts."""

    text: str
    id: str | None = None
    form: str | None = None
    facts: str | None = None
    single: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def find_columns(names: Sequence[str], column: str | None = None) -> Columns:
    """The columns by their names, as in a table with a header row; an InputError where none holds the text."""
    text = find_text_name(names, column)
    if text is None:
        raise InputError(missing_text(names, column, "column"))
    form = _other(find_name(names, FORM_NAMES), text)
    return Columns(text, _other(find_name(names, ID_NAMES), text), form, *fact_columns(names, (text, form)))


def fact_columns(names: Sequence[str], taken: Sequence[str | None]) -> tuple[str | None, Mapping[str, str]]:
    """The column of facts as objects, and the column of every fact that has one of its own."""
    free = [name for name in names if name not in taken]
    single = {fact: name for name in free if (fact := fact_name(name)) and name != FACTS_NAME}
    return find_name(free, [FACTS_NAME]), single


def rows_of(
    batch: pa.RecordBatch, columns: Columns, options: ReadOptions, path: str | None = None, first: int = 1
) -> Iterator[Row]:
    """The draft of every row, or what is wrong with it; `first` is the number of the first row."""
    values = {name: _values(batch, name, path) for name in _needed(columns)}
    for at, text in enumerate(_texts(values[columns.text], columns.text, path)):
        place = None if path is None else f"{columns.text}:{first + at}"
        try:
            yield _draft(text, at, values, columns, options, path, None if path is None else first + at, place)
        except InputError as error:
            yield InputError(error.message, path, None if path is None else first + at)


def read_columns(data: bytes, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a Parquet file, or of an Arrow IPC file or stream (Feather included)."""
    import io

    opened = open_columns(io.BytesIO(data), path)
    columns = columns_in(opened.names, options, path)
    first = 1
    for batch in opened.batches:
        for row in rows_of(batch, columns, options, path, first):
            yield row if isinstance(row, InputError) else Record(row, range(len(row.text) + 1))
        first += batch.num_rows


def columns_in(names: Sequence[str], options: ReadOptions, path: str) -> Columns:
    """The columns of a file; an InputError that names it where none holds the text."""
    try:
        return find_columns(names, options.column)
    except InputError as error:
        raise InputError(error.message, path) from None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of columns: its schema, how many rows it has (None: not known before the end), and its batches."""

    schema: pa.Schema
    rows: int | None
    batches: Iterator[pa.RecordBatch]

    @property
    def names(self) -> list[str]:
        """What its columns are called."""
        return list(self.schema.names)


def open_columns(file: Any, path: str) -> Opened:
    """A file (a path or a binary file) of the kind that `path` says, in batches of at most `BATCH` rows."""
    return (_open_parquet if path.lower().endswith(".parquet") else _open_ipc)(file, path)


def _open_parquet(file: Any, path: str) -> Opened:
    pa = import_arrow(path)
    import pyarrow.parquet as pq

    try:
        found = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a readable Parquet file: {_first_line(error)}", path) from None
    batches = found.iter_batches(batch_size=BATCH, use_threads=False)
    return Opened(found.schema_arrow, found.metadata.num_rows, _guarded(batches, path))


def _open_ipc(file: Any, path: str) -> Opened:
    pa = import_arrow(path)
    try:
        source = pa.memory_map(file) if isinstance(file, str) else file
        try:
            found = pa.ipc.open_file(source)
        except pa.ArrowInvalid:
            source.seek(0)
            stream = pa.ipc.open_stream(source)
            return Opened(stream.schema, None, _guarded(_sliced(iter(stream)), path))
        batches = (found.get_batch(number) for number in range(found.num_record_batches))
        return Opened(found.schema, None, _guarded(_sliced(batches), path))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a readable Arrow file: {_first_line(error)}", path) from None


def import_arrow(path: str | None = None) -> Any:
    """The module `pyarrow`; where it is missing, an InputError about a file, or else a ConfigError, says what to do."""
    try:
        import pyarrow as pa
        import pyarrow.ipc
    except ImportError:
        raise (InputError(MISSING, path) if path else ConfigError(MISSING)) from None
    return pa


def _sliced(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for start in range(0, batch.num_rows, BATCH):
            yield batch.slice(start, BATCH)


def _guarded(batches: Iterator[pa.RecordBatch], path: str) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    try:
        yield from batches
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"damaged: {_first_line(error)}", path) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _other(name: str | None, text: str) -> str | None:
    return None if name == text else name


def _needed(columns: Columns) -> list[str]:
    named = (columns.text, columns.id, columns.form, columns.facts, *columns.single.values())
    return [name for name in dict.fromkeys(named) if name is not None]


def _values(batch: pa.RecordBatch, name: str, path: str | None) -> list[object]:
    import pyarrow as pa

    try:
        values: list[object] = batch.column(name).to_pylist()
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise InputError(f"column '{name}' cannot be read: {_first_line(error)}", path) from None
    return values


def _texts(values: Sequence[object], name: str, path: str | None) -> Sequence[str | None]:
    wrong = next((one for one in values if one is not None and not isinstance(one, str)), None)
    if wrong is not None:
        raise InputError(f"column '{name}' holds {type(wrong).__name__} and no text", path)
    return values  # type: ignore[return-value]  # as has just been checked


def _draft(
    text: str | None,
    at: int,
    values: Mapping[str, Sequence[object]],
    columns: Columns,
    options: ReadOptions,
    path: str | None,
    row: int | None,
    place: str | None,
) -> Draft:
    if text is None or not text.strip():
        raise InputError("the draft is empty")
    form = parse_form(values[columns.form][at]) if columns.form else None
    facts = _facts(at, values, columns)
    mark = values[columns.id][at] if columns.id else None
    return Draft(
        text,
        None if mark is None else str(mark),
        path,
        row,
        place,
        form or options.form,
        {**options.facts, **facts} if facts else options.facts,
        id_name(columns.id) if mark is not None else None,
    )


def _facts(at: int, values: Mapping[str, Sequence[object]], columns: Columns) -> Mapping[str, object]:
    facts = parse_facts(_nested(values[columns.facts][at])) if columns.facts else {}
    single = {fact: values[name][at] for fact, name in columns.single.items() if not _is_missing(values[name][at])}
    return {**facts, **parse_facts(single)} if facts or single else NO_FACTS


def _nested(value: object) -> object:
    """Facts as a struct, a map (which Arrow gives as pairs) or JSON."""
    if isinstance(value, list):
        return dict(value)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else None
    except (ValueError, RecursionError):
        raise InputError(f"the value of column '{FACTS_NAME}' is not JSON") from None


def _is_missing(value: object) -> bool:
    return value is None or value == "" or value != value  # NaN is how data frames write nothing
