"""What DuckDB asks Python, a batch at a time: keys of texts, forms, unusual times, filled templates.

Texts that repeat are looked at once as long as the memory of the last ones holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from smslint.plan.filling import filled_from_json
from smslint.plan.keys import text_key
from smslint.plan.model import FORM_CODES
from smslint.plan.moments import instant

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from smslint.linter import Linter

_REMEMBERED = 100_000  # texts; some 40 MB


def register(connection: DuckDBPyConnection, linter: Linter) -> None:
    """Make the functions known to `connection`: text_key, inferred, instant, rendered."""

    @lru_cache(_REMEMBERED)
    def key(text: str) -> int:
        return text_key(text)

    @lru_cache(_REMEMBERED)
    def form(text: str) -> int:
        return FORM_CODES[linter.lint(text).form]

    _function(connection, "text_key", key, ["VARCHAR"], "BIGINT")
    _function(connection, "inferred", form, ["VARCHAR"], "TINYINT")
    _function(connection, "instant", instant, ["VARCHAR", "VARCHAR"], "BIGINT")
    _function(connection, "rendered", filled_from_json, ["VARCHAR", "VARCHAR"], "VARCHAR")


def _function(connection: DuckDBPyConnection, name: str, one: Callable[..., Any], takes: list[str], gives: str) -> None:
    import pyarrow as pa

    kind = {"BIGINT": pa.int64(), "TINYINT": pa.int8(), "VARCHAR": pa.string()}[gives]

    def rows(*columns: Any) -> Any:
        values: Iterable[tuple[Any, ...]] = zip(*(column.to_pylist() for column in columns), strict=True)
        return pa.array([None if None in row else one(*row) for row in values], kind)

    def of_one(first: Any) -> Any:
        return rows(first)

    def of_two(first: Any, second: Any) -> Any:
        return rows(first, second)

    batch = of_one if len(takes) == 1 else of_two  # DuckDB looks how many a function takes
    connection.create_function(name, batch, takes, gives, type="arrow", null_handling="special")  # type: ignore[call-overload]
