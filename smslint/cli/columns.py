"""Results as columns: the rows of a task with what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from smslint.arrow.results import beside, results_of
from smslint.cli.tasks import is_columns
from smslint.failsafe import Judged

if TYPE_CHECKING:
    import pyarrow as pa

    from smslint.cli.tasks import Rows
    from smslint.sources import Source

_UNCHANGED = "not checked: the row has not changed (--since)"


def table_of(source: Source, rows: Sequence[Rows], judged: Sequence[Judged]) -> tuple[pa.RecordBatch, ...]:
    """The columns of a source, or of what is known of its records, with the results of every row after them."""
    by_line: dict[int | None, Judged] = {one.line: one.message for one in source.errors}
    by_line |= {record.draft.line: one for record, one in zip(source.records, judged, strict=True)}
    if not rows and (is_columns(source.path) or not (source.records or source.errors)):
        return ()
    if not rows:
        return (_records(source, judged),)
    return tuple(beside(one.batch, results_of(_of_rows(one, by_line))) for one in rows)


def _of_rows(rows: Rows, by_line: dict[int | None, Judged]) -> list[Judged]:
    """The result of every row; what is wrong with all of them is known under no line."""
    others = by_line.get(None, _UNCHANGED)
    return [by_line.get(line, others) for line in range(rows.first, rows.first + rows.batch.num_rows)]


def _records(source: Source, judged: Sequence[Judged]) -> pa.RecordBatch:
    """The records and errors of a source that has no columns of its own, in the order of their lines."""
    import pyarrow as pa

    found: list[tuple[int, str | None, str | None, str | None, Judged]] = [
        (one.draft.line or 0, one.draft.pointer, one.draft.label, one.draft.text, result)
        for one, result in zip(source.records, judged, strict=True)
    ]
    found += [(one.line or 0, None, None, None, one.message) for one in source.errors]
    found.sort(key=lambda one: one[0])
    place = zip(*((source.path, *one[:4]) for one in found), strict=True) if found else ((),) * len(_PLACE)
    arrays = [pa.array(_utf8(values), kind) for values, kind in zip(place, _types(), strict=True)]
    return beside(pa.record_batch(arrays, names=list(_PLACE)), results_of([one[4] for one in found]))


_PLACE = ("path", "line", "pointer", "id", "text")


def _types() -> Iterable[pa.DataType]:
    import pyarrow as pa

    return (pa.string(), pa.int32(), pa.string(), pa.string(), pa.string())


def _utf8(values: Sequence[object]) -> list[object]:
    """Values of which half a character, which UTF-8 cannot write, has become an escape."""
    return [
        one.encode("utf-8", "backslashreplace").decode() if isinstance(one, str) and not one.isascii() else one
        for one in values
    ]
