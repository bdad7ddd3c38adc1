"""Results as a file of columns, kept on the way in parts that a run which was killed goes on from.

The parts stand in a folder beside the file, `.NAME.parts`: `run` tells which run they are of, and every `00000.parquet`
has in its metadata what the run knew by then. Each has its name only when it is whole, as has the file they become.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smslint.arrow.results import results_schema
from smslint.cli.sinks import Before
from smslint.cli.targets import Target
from smslint.errors import ConfigError
from smslint.model import Tally

if TYPE_CHECKING:
    import pyarrow as pa

    from smslint.cli.bench import Part
    from smslint.cli.sinks import Ended

PARQUET, ARROW = "parquet", "arrow"
_ROWS = 32_768  # of a part, at least, and of a row group
_KEY, _MARK = "run", b"smslint"


class ColumnSink:
    """The results of a run as one file of columns; `key` names a run that another may go on from, None one that not."""

    def __init__(self, file: str, kind: str, key: str | None) -> None:
        folder, name = os.path.split(os.path.realpath(file))
        self._file, self._kind, self._key = file, kind, key
        self._folder = Path(folder, f".{name}.parts")
        self._schema: pa.Schema | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._number, self._done = 0, Before()
        self._target: Target | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the same call would go on from there."""
        return self._key is not None

    def resume(self) -> Before:
        """What is done already: of this very run, or else nothing."""
        try:
            self._number, before = self._found()
            if not self._number:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir()
                (self._folder / _KEY).write_text(self._key or "", encoding="ascii")
        except OSError as error:
            raise ConfigError(f"cannot write {self._file}: {error.strerror or error}") from error
        return before

    def add(self, part: Part) -> None:
        """Take the rows of a part."""
        for batch in part.columns:
            self._check(batch.schema, part.task.path)
            self._waiting.append(batch)
        self._done += Before(1, part.tally, part.failed, part.errors)
        if sum(one.num_rows for one in self._waiting) >= _ROWS:
            self._flush()

    def finish(self, ended: Ended) -> None:
        """Put the parts together."""
        if self._waiting:
            self._flush()

    def close(self, *, whole: bool) -> str | None:
        """Give the file its name; of a run that was interrupted, keep the parts to go on from, or what there is."""
        if not whole and self._key:
            return None
        self._target = Target(self._file)
        self._write(self._target)
        named = self._target.close(whole=whole)
        shutil.rmtree(self._folder, ignore_errors=True)
        return named

    def drop(self) -> None:
        """Leave no half file; the parts stay where another run may go on from them."""
        if self._target is not None:
            self._target.drop()
        if not self._key:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _check(self, schema: pa.Schema, path: str) -> None:
        self._schema = self._schema or schema
        if not schema.equals(self._schema):
            raise ConfigError(f"{path}: its columns differ from those of the file before; give it an output of its own")

    def _found(self) -> tuple[int, Before]:
        """The number of whole parts of this run, and what they tell."""
        try:
            if not self._key or (self._folder / _KEY).read_text(encoding="ascii") != self._key:
                return 0, Before()
        except OSError:
            return 0, Before()
        parts = sorted(self._folder.glob("*.parquet"))
        return len(parts), sum(map(_told, parts), Before())

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.Table.from_batches(self._waiting)
        told = json.dumps(_plain(self._done)).encode()
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), _MARK: told})
        target = Target(str(self._folder / f"{self._number:05}.parquet"))
        with _disk(self._file):
            pq.write_table(table, target.stream, compression="zstd")
        target.close()
        self._waiting.clear()
        self._number, self._done = self._number + 1, Before()

    def _tables(self) -> Iterator[pa.Table]:
        import pyarrow.parquet as pq

        for number in range(self._number):
            table = pq.read_table(self._folder / f"{number:05}.parquet", use_threads=False)
            metadata = {key: value for key, value in (table.schema.metadata or {}).items() if key != _MARK}
            yield table.replace_schema_metadata(metadata or None)

    def _write(self, target: Target) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        tables = self._tables()
        first = next(tables, None)
        first = results_schema().empty_table() if first is None else first
        with (
            _disk(self._file),
            (
                pq.ParquetWriter(target.stream, first.schema, compression="zstd")
                if self._kind == PARQUET
                else pa.ipc.new_file(target.stream, first.schema)
            ) as writer,
        ):
            for table in (first, *tables):
                writer.write_table(table)


def _plain(done: Before) -> dict[str, object]:
    tally = done.tally
    names = ("drafts", "hit", "errors", "warnings", "infos", "suppressed", "broken")
    return {
        "tasks": done.tasks,
        "tally": [getattr(tally, name) for name in names],
        "failed": done.failed,
        "errors": list(done.errors),
    }


def _told(part: Path) -> Before:
    import pyarrow.parquet as pq

    told: dict[str, Any] = json.loads(pq.read_schema(part).metadata[_MARK])
    return Before(told["tasks"], Tally(*told["tally"]), told["failed"], tuple(told["errors"]))


@contextlib.contextmanager
def _disk(file: str) -> Iterator[None]:
    """Have a full disk told as what it is."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
