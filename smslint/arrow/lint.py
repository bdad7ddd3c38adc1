"""Batches of messages -> results: the same findings as `Linter.lint`; a row that fails has an error and no score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from smslint.arrow.results import beside, joined_schema, results_of, results_schema
from smslint.errors import ConfigError, InputError, did_you_mean
from smslint.facts import check_fact_names
from smslint.failsafe import Judged, lint_all
from smslint.linter import Linter
from smslint.model import Draft, Form
from smslint.sources import ReadOptions
from smslint.sources.columns import BATCH, Columns, Row, fact_columns, import_arrow, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

_FORM = "form"


def lint_batch(
    batch: pa.RecordBatch,
    text: str = "text",
    form: str | Form | None = _FORM,
    facts: Mapping[str, str] | None = None,
    linter: Linter | None = None,
) -> pa.RecordBatch:
    """The results of the rows of `batch`, one for one (see `smslint.arrow.results` for the schema).

    `text` is the column of the messages. `form` is the column of their forms, or a `Form` for all of them; where the
    column is missing, or a row states none, the form is inferred. `facts` names the column of every fact
    (`{"overdue_days": "dpd"}`); None takes the column `facts` and those called as facts are. `linter` is by default
    one of the default packs, made once. Raises ConfigError for a column or fact that does not exist.
    """
    columns, options = find(batch.schema.names, text, form, facts)
    return results_of(judge(rows_of(batch, columns, options), linter or _default()))


def lint_stream(
    data: Any,
    text: str = "text",
    form: str | Form | None = _FORM,
    facts: Mapping[str, str] | None = None,
    linter: Linter | None = None,
) -> pa.RecordBatchReader:
    """The columns of `data` with the results after them, computed as they are read and in bounded memory.

    `data` is whatever speaks Arrow's C stream: a table or reader of pyarrow, a frame of pandas or Polars, a relation of
    DuckDB. Raises ConfigError where a column is called as one of the results is; the rest as in `lint_batch`.
    """
    pa = import_arrow()
    reader = pa.RecordBatchReader.from_stream(data)
    find(reader.schema.names, text, form, facts)
    schema = joined_schema(reader.schema, results_schema())
    batches = (
        beside(part, lint_batch(part, text, form, facts, linter))
        for batch in reader
        for part in (batch.slice(start, BATCH) for start in range(0, batch.num_rows, BATCH))
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def find(
    names: Sequence[str], text: str, form: str | Form | None, facts: Mapping[str, str] | None
) -> tuple[Columns, ReadOptions]:
    """The columns that a call names, and how to read rows without a form; a ConfigError for one that is missing."""
    column = None if isinstance(form, Form) or (form == _FORM and form not in names) else form
    for name in (text, column, *(facts or {}).values()):
        if name is not None and name not in names:
            raise ConfigError(f"no column '{name}'{did_you_mean(name, names)}; there is {', '.join(names)}")
    options = ReadOptions(form=form if isinstance(form, Form) else None)
    if facts is None:
        return Columns(text, None, column, *fact_columns(names, (text, column))), options
    check_fact_names(facts, _refuse)
    return Columns(text, None, column, None, facts), options


def judge(rows: Iterable[Row], linter: Linter) -> list[Judged]:
    """A report for every row, or why there is none; whatever one row does to the linter, the others are judged."""
    found = list(rows)
    reports = iter(lint_all(linter, [one for one in found if isinstance(one, Draft)]))
    return [str(one) if isinstance(one, InputError) else next(reports) for one in found]


def _refuse(message: str) -> None:
    raise ConfigError(message)


@cache
def _default() -> Linter:
    return Linter()
