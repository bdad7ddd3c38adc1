"""A data frame of sends -> the same with what the checks of frequency, hours and order find, computed on all workers.

The checks are the windowed queries that `smslint plan` runs in DuckDB, over the same columns of every send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smslint.errors import ConfigError
from smslint.linter import DEFAULT_PACKS
from smslint.model import Severity
from smslint.pack import Pack
from smslint.pack.types import LANGUAGES
from smslint.plan.columns import Columns, find_columns
from smslint.plan.model import STOPS
from smslint.plan.policy import Policy, read_policy
from smslint.plan.problems import problem_text
from smslint.plan.queries import FLAG_COLUMNS, flags_query
from smslint.plan.windows import Shape
from smslint.spark.recipe import Recipe, recipe
from smslint.spark.sends import SEND_COLUMNS, Source, picked
from smslint.spark.told import SOURCES, TOLD_COLUMNS, Teller, Told, finding_row, finding_type

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType

RESULTS = ("plan_findings", "plan_worst", "plan_error")
_GIVEN, _NUMBER = "given", "number"
_BATCH = 4096  # rows that are told at a time


def plan(
    df: DataFrame,
    log: DataFrame | None = None,
    *,
    policy: Policy | None = None,
    columns: Mapping[str, str] | None = None,
    row: str | None = None,
    sent: bool = False,
    packs: Sequence[str | Path | Pack] = DEFAULT_PACKS,
    lang: str = "zh",
) -> DataFrame:
    """The columns of `df`, what is about to go out, with the results after them; `log` is what went out, and counts.

    `plan_findings` is a list of rule, severity, title, message, advice, count, earlier (the sends that made it too
    many: source `log` or `plan`, id, at) and next_at (the first time at which the check would be content, or null);
    `plan_worst` is the highest severity among them; `plan_error` says why a row cannot be used, which takes part in
    nothing and fails no job. Columns are found by their usual names, as `smslint plan` does, or named by `columns`
    (part -> column). Of sends at one moment those of the log go first, then those with the lower number in the column
    `row`. Forms that are not given are told from the text, by a linter with `packs`. With `sent`, `df` is itself a log:
    its rows need no text. Raises ConfigError for missing columns and libraries.
    """
    policy = policy or read_policy()
    if lang not in LANGUAGES:
        raise ConfigError(f"unknown language '{lang}'; one of {', '.join(LANGUAGES)}")
    flagged = flags(df, log, policy=policy, columns=columns, row=row, sent=sent, packs=packs)
    return flagged.select(_GIVEN, *TOLD_COLUMNS).mapInArrow(_telling(policy, lang), _results_schema(df))


def flags(
    df: DataFrame, log: DataFrame | None, *, policy: Policy, columns: Mapping[str, str] | None = None,
    row: str | None = None, sent: bool = False, packs: Sequence[str | Path | Pack] = DEFAULT_PACKS,
) -> DataFrame:  # fmt: skip
    """Every send of both data frames with the FLAG_COLUMNS, sorted by recipient and time on each worker."""
    made, mapped = recipe(packs), columns or {}
    source = _source(df, 1, mapped, policy, row, is_log=sent)
    sends = _sends(df, source, made)
    shapes = [_shape(source.columns)]
    if log is not None:
        earlier = _source(log, 0, mapped, policy, row, is_log=True)
        shapes.append(_shape(earlier.columns))
        sends = sends.unionByName(_without_given(_sends(log, earlier, made), sends))
    shape = Shape(
        any(one.creditors for one in shapes), tuple(s for s in STOPS if any(s in one.stops for one in shapes))
    )
    # Parted by recipient at once: the windows, the order and what is told then need no other exchange.
    kept = tuple(name for name in (_GIVEN, *TOLD_COLUMNS) if name not in FLAG_COLUMNS)
    query = flags_query(policy, "{sends}", shape, keep=kept, every=True)
    found = df.sparkSession.sql(query, sends=sends.repartition("recipient"))
    return found.sortWithinPartitions("recipient", "ord")


def _source(
    df: DataFrame, number: int, mapped: Mapping[str, str], policy: Policy, row: str | None, *, is_log: bool
) -> Source:
    name = SOURCES[number]
    here = {part: column for part, column in mapped.items() if column in df.columns or not is_log}
    if row is not None and row not in df.columns:
        raise ConfigError(f"{name}: no column '{row}'; there is {', '.join(df.columns)}")
    names = [one for one in df.columns if one != row]
    return Source(number, find_columns(names, here, name, is_log=is_log), is_log, policy, row)


def _shape(columns: Columns) -> Shape:
    """What the columns can hold, so that nothing is computed for what is not there."""
    stops = STOPS if columns.get("facts") else tuple(one for one in STOPS if one in columns.facts)
    return Shape(columns.get("creditor") is not None, stops)


def _sends(df: DataFrame, source: Source, made: Recipe) -> DataFrame:
    """The rows of `df` as they are checked, with what they were in `given`."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import StructField, StructType

    given = f.struct(*(f.col(_quoted(name)) for name in df.columns)).alias(_GIVEN)
    numbered = df.select(given, f.monotonically_increasing_id().alias(_NUMBER))
    fields = [StructField(name, _spark_type(kind)) for name, kind in SEND_COLUMNS.items()]
    return numbered.mapInArrow(_picking(source, made), StructType([numbered.schema[_GIVEN], *fields]))


def _without_given(sends: DataFrame, like: DataFrame) -> DataFrame:
    """The sends of the log, whose own columns nobody asks for."""
    from pyspark.sql import functions as f

    return sends.withColumn(_GIVEN, f.lit(None).cast(like.schema[_GIVEN].dataType))


def _picking(source: Source, made: Recipe) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            given, numbers = batch.column(0), batch.column(1).to_pylist()
            arrays = picked(source, pa.RecordBatch.from_struct_array(given), numbers, made)
            yield pa.RecordBatch.from_arrays([given, *arrays], [_GIVEN, *SEND_COLUMNS])

    return work


def _telling(policy: Policy, lang: str) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        teller = Teller(policy, lang)
        for batch in batches:
            for start in range(0, batch.num_rows, _BATCH):
                yield _told(batch.slice(start, _BATCH), teller, lang)

    return work


def _told(batch: pa.RecordBatch, teller: Teller, lang: str) -> pa.RecordBatch:
    """The rows of the plan in `batch` with their results; those of the log have been heard."""
    import pyarrow as pa

    read = [batch.column(name).to_pylist() for name in TOLD_COLUMNS]
    rows = [dict(zip(TOLD_COLUMNS, values, strict=True)) for values in zip(*read, strict=True)]
    told = [one for row, one in zip(rows, teller.tell(rows), strict=True) if row["src"] == 1]
    ours = pa.array([row["src"] == 1 for row in rows], pa.bool_())
    given = pa.RecordBatch.from_struct_array(batch.column(_GIVEN).filter(ours))
    results = [
        pa.array([[finding_row(finding) for finding in one.findings] for one in told], pa.list_(finding_type())),
        pa.array([_worst(one) for one in told], pa.string()),
        pa.array([_error(one, lang) for one in told], pa.string()),
    ]
    return pa.RecordBatch.from_arrays([*given.columns, *results], [*given.schema.names, *RESULTS])


def _worst(told: Told) -> str | None:
    worst = max((one.severity for one in told.findings), key=lambda one: one.rank, default=None)
    return str(worst) if isinstance(worst, Severity) else None


def _error(told: Told, lang: str) -> str | None:
    return problem_text(told.problem, told.value or "", lang) if told.problem else None


def _results_schema(df: DataFrame) -> StructType:
    from pyspark.sql.types import StructField, StructType

    taken = [name for name in RESULTS if name in df.columns]
    if taken:
        raise ConfigError(f"the data frame has a column '{taken[0]}' already, as a result is called; rename it")
    string = _spark_type("string")
    kinds = (_finding_type(), string, string)
    results = [StructField(name, kind) for name, kind in zip(RESULTS, kinds, strict=True)]
    return StructType([*df.schema.fields, *results])


def _finding_type() -> DataType:
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import ArrayType

    return ArrayType(from_arrow_type(finding_type()))


def _spark_type(kind: str) -> DataType:
    from pyspark.sql import types

    known: dict[str, Any] = {"string": types.StringType, "int32": types.IntegerType, "int64": types.LongType,
                             "bool": types.BooleanType}  # fmt: skip
    made: DataType = known[kind]()
    return made


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
