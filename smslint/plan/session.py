"""DuckDB for one check: in a folder of its own, within a limit of memory, with progress; gone when it is over."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import ConfigError, InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float], None]
"""Told the stage and the share of it that is done, from 0 to 1."""
MEMORY = "1100MB"  # of DuckDB; Python, its texts and its packs take the rest of 2 GB
_TICK = 0.15  # seconds between two looks at how far a query is


def silent(stage: str, share: float) -> None:
    """Progress that nobody looks at."""


@contextmanager
def session(memory: str = MEMORY, threads: int | None = None, scratch: str | None = None) -> Iterator[Session]:
    """A fresh database; what does not fit into `memory` goes into `scratch` (by default the folder for such files)."""
    try:
        import duckdb
        import pyarrow  # noqa: F401  # what is registered with DuckDB speaks Arrow
    except ImportError as error:
        raise ConfigError(f"send plans need {error.name}: pip install 'smslint[plan]'") from None
    if scratch is not None and not os.path.isdir(scratch):
        raise ConfigError(f"no folder '{scratch}' for temporary files")
    with tempfile.TemporaryDirectory(prefix="smslint-plan-", dir=scratch) as folder:
        connection = duckdb.connect(os.path.join(folder, "plan.duckdb"))
        try:
            _set(connection, memory, threads or os.cpu_count() or 1, folder)
            yield Session(connection, Path(folder))
        finally:
            connection.close()


def _set(connection: DuckDBPyConnection, memory: str, threads: int, folder: str) -> None:
    settings = {"temp_directory": folder, "threads": threads, "memory_limit": memory, "TimeZone": "UTC",
                "enable_progress_bar": True, "enable_progress_bar_print": False, "progress_bar_time": 0}  # fmt: skip
    for name, value in settings.items():
        try:
            connection.execute(f"SET {name} = {text_literal(str(value))}")
        except Exception as error:
            raise ConfigError(f"DuckDB refuses {name} = {value}: {str(error).splitlines()[0]}") from None


class Session:
    """One database and its folder for files that are needed only meanwhile."""

    def __init__(self, connection: DuckDBPyConnection, scratch: Path) -> None:
        self.connection, self.scratch = connection, scratch

    def run(self, sql: str, progress: Progress, stage: str, part: tuple[float, float] = (0.0, 1.0)) -> None:
        """Run a long statement and tell how far it is, as `part` of its stage. Raises what the statement raises."""
        failed: list[BaseException] = []
        done = threading.Event()

        def work() -> None:
            try:
                self.connection.execute(sql)
            except BaseException as error:  # told by the thread that waits
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=work, name="smslint-plan", daemon=True).start()
        try:
            while not done.wait(_TICK):
                share = max(0.0, self.connection.query_progress()) / 100
                progress(stage, part[0] + share * (part[1] - part[0]))
        except BaseException:
            while not done.wait(_TICK):  # a database that is busy cannot be closed
                self.connection.interrupt()
            raise
        if failed:
            raise _told(failed[0]) from failed[0]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """All rows of a short query."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[object, ...]:
        """The only row of a query."""
        return self.rows(sql)[0]


def _told(error: BaseException) -> BaseException:
    """A full disk or too little memory as something that a user can act on; anything else as it is."""
    text = str(error)
    if "Out of Memory" in text or "OutOfMemory" in type(error).__name__:
        return ConfigError(f"not enough memory: {text.splitlines()[0]}; give more with --memory, as in --memory 4GB")
    if "No space left" in text:
        return ConfigError("the disk for temporary files is full; choose another with --temp FOLDER")
    if type(error).__name__ in ("IOException", "InvalidInputException") and "CSV Error" in text:
        return InputError(text.splitlines()[0])
    return error


def text_literal(value: str) -> str:
    """`value` as a text of SQL."""
    return "'" + value.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """`name` as a name of SQL."""
    return '"' + name.replace('"', '""') + '"'
