"""A data frame of messages -> the same with the results beside, computed on all workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smslint.arrow.lint import find, judge
from smslint.arrow.results import beside, check_names, results_of, results_schema
from smslint.errors import ConfigError, InputError
from smslint.failsafe import Judged
from smslint.linter import DEFAULT_PACKS
from smslint.model import Form
from smslint.pack import Pack
from smslint.sources import ReadOptions
from smslint.sources.columns import BATCH, Columns, rows_of
from smslint.spark.recipe import Recipe, linter_of, recipe

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType


def lint(
    df: DataFrame,
    text: str = "text",
    form: str | Form | None = "form",
    facts: Mapping[str, str] | None = None,
    packs: Sequence[str | Path | Pack] = DEFAULT_PACKS,
    lang: str = "zh",
) -> DataFrame:
    """The columns of `df` with the results after them: score, grade, worst, findings, fields, error.

    `text`, `form` and `facts` name columns as in `smslint.arrow.lint_batch`. `packs` are names, or folders and packs of
    the driver, which are sent along with the job. A row that cannot be judged has an error and no score. Raises
    ConfigError for a column that does not exist or is called as a result is, PackError for a faulty pack.
    """
    schema = _schema(df)
    find(df.columns, text, form, facts)
    _check_text(df, text)
    made = recipe(packs, lang)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                part = batch.slice(start, BATCH)
                yield beside(part, results_of(_judged(part, made, *find(part.schema.names, text, form, facts))))

    return df.mapInArrow(work, schema)


def _check_text(df: DataFrame, text: str) -> None:
    kind = next(one.dataType for one in df.schema.fields if one.name == text)
    if not kind.simpleString().startswith(("string", "varchar", "char")):
        raise ConfigError(f"column '{text}' is {kind.simpleString()} and no text")


def _judged(batch: pa.RecordBatch, made: Recipe, columns: Columns, options: ReadOptions) -> list[Judged]:
    """The results of a batch; where its columns cannot be read at all, that is the error of every row."""
    try:
        return judge(rows_of(batch, columns, options), linter_of(made))
    except InputError as error:
        return [str(error)] * int(batch.num_rows)


def _schema(df: DataFrame) -> StructType:
    """The columns of `df` and those of the results, as Spark has them."""
    try:
        from pyspark.sql.types import StructField, StructType
    except ImportError:
        raise ConfigError("smslint.spark needs pyspark: pip install 'smslint[spark]'") from None
    check_names(df.columns)
    results = [StructField(one.name, _type(one.type)) for one in results_schema()]
    return StructType([*df.schema.fields, *results])


def _type(kind: Any) -> DataType:
    """An Arrow type of the results as one of Spark."""
    import pyarrow as pa
    from pyspark.sql import types

    if pa.types.is_list(kind):
        return types.ArrayType(_type(kind.value_type))
    if pa.types.is_struct(kind):
        return types.StructType([types.StructField(one.name, _type(one.type)) for one in kind])
    simple: dict[Any, DataType] = {
        pa.string(): types.StringType(),
        pa.int32(): types.IntegerType(),
        pa.float64(): types.DoubleType(),
    }
    return simple[kind]
