"""The content of a task -> its records, and its columns where it has any."""

from __future__ import annotations

from collections.abc import Sequence

from smslint.cli.inputs import from_text
from smslint.cli.tasks import Rows, Task, is_columns
from smslint.errors import InputError
from smslint.sources import ReadOptions, Record, Source, read_bytes, read_path
from smslint.sources.types import Item


def read(task: Task, options: ReadOptions) -> tuple[Source, Sequence[Rows]]:
    """The source of a task, and the rows of columns that it stands in, if it does in any."""
    content = task.content
    if content is None and is_columns(task.path):
        return _file_of_columns(task.path, options)
    if content is None:
        return read_path(task.path, options), ()
    if isinstance(content, bytes):
        return read_bytes(content, task.path, options), ()
    if isinstance(content, str):
        return from_text(content, options), ()
    if isinstance(content, InputError):
        return _source(task.path, [content]), ()
    if isinstance(content, Rows):
        return _source(task.path, _items(content, task.path, options)), (content,)
    from smslint.sources.pieces import read_piece

    return read_piece(content, task.path, options), ()


def _file_of_columns(path: str, options: ReadOptions) -> tuple[Source, Sequence[Rows]]:
    from smslint.sources.columns import open_columns

    rows: list[Rows] = []
    items: list[Item] = []
    try:
        for batch in open_columns(path, path).batches:
            first = rows[-1].first + rows[-1].batch.num_rows if rows else 1
            rows.append(Rows(batch, first))
            items += _items(rows[-1], path, options)
    except InputError as error:
        items.append(error)
    return _source(path, items), rows


def _items(rows: Rows, path: str, options: ReadOptions) -> list[Item]:
    from smslint.sources.columns import columns_in, rows_of

    items: list[Item] = []
    try:
        columns = columns_in(rows.batch.schema.names, options, path)
        for one in rows_of(rows.batch, columns, options, path, rows.first):
            items.append(one if isinstance(one, InputError) else Record(one, range(len(one.text) + 1)))
    except InputError as error:
        items.append(error)
    return items


def _source(path: str, items: Sequence[Item]) -> Source:
    records = tuple(one for one in items if isinstance(one, Record))
    return Source(path, None, "", records, tuple(one for one in items if isinstance(one, InputError)))
