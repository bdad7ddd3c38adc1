"""Sends that are no file yet — a table in memory, rows, Sends — written into one, so that all are read alike."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from smslint.errors import ConfigError
from smslint.plan.model import Send

Rows = str | Path | Iterable[Mapping[str, object]] | Iterable[Send] | Any
"""A path, a table that speaks Arrow, or rows."""


def as_file(given: Rows, scratch: Path, name: str) -> str:
    """The path of a file with the rows of `given`."""
    if isinstance(given, str | Path):
        return str(given)
    if hasattr(given, "__arrow_c_stream__"):
        return _parquet(given, scratch / f"{name}.parquet")
    if isinstance(given, Iterable):
        return _jsonl(given, scratch / f"{name}.jsonl")
    raise ConfigError(f"a {name} is a path, a table or rows, not {type(given).__name__}")


def _parquet(table: Any, path: Path) -> str:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(table), path)
    return str(path)


def _jsonl(rows: Iterable[object], path: Path) -> str:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(_plain(row), ensure_ascii=False, default=_value) + "\n")
    return str(path)


def _plain(row: object) -> Mapping[str, object]:
    if isinstance(row, Send):
        channel = "marketing" if row.marketing else None
        return {"recipient": row.recipient, "send_at": row.at, "zone": row.zone or None, "text": row.text or None,
                "form": None if row.event else row.form, "channel": channel, "creditor": row.creditor or None,
                "id": row.id or None, "facts": dict(row.facts)}  # fmt: skip
    if isinstance(row, Mapping):
        return row
    raise ConfigError(f"a row is a mapping or a Send, not {type(row).__name__}")


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
