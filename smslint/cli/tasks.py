"""What a run has to do, in order: files, and pieces of large ones, small enough to be held and sent to a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeAlias

from smslint.cli.inputs import DASH, STDIN, TEXT, Asked
from smslint.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from smslint.judged import Judge
    from smslint.project import Project
    from smslint.sources import ReadOptions
    from smslint.sources.changes import Changes
    from smslint.sources.pieces import Piece

_IN_MEMORY = 8 * 1024 * 1024  # bytes of standard input, above which it goes through a file

_PACKED = 4  # how many times as much text as bytes there is in columns, about


class Rows(NamedTuple):
    """Rows of a file of columns; `first` is the number of the first, from 1."""

    batch: pa.RecordBatch
    first: int


Content: TypeAlias = "str | bytes | InputError | Rows | Piece | None"
"""A text as it is, the bytes of a file, why it cannot be read, a part of it; None where it is still to be read."""


class Task(NamedTuple):
    """A file, by its number in the run and its name in reports, or a part of one; `size` is in bytes, about.

    `settings` is the path whose settings count.
    """

    file: int
    path: str
    settings: str | None
    content: Content = None
    size: float = 0.0


class Plan(NamedTuple):
    """The files of a run and what is known of them before they are read; with `whole`, texts are left in one piece."""

    asked: Asked
    found: Sequence[str]
    project: Project
    judge: Judge | None
    changes: Changes | None
    whole: bool = False

    @property
    def size(self) -> int:
        """The bytes of all files, as far as they are known; standard input counts as large."""
        return sum(_weight(path) for path in self.found)

    def tasks(self) -> Iterator[Task]:
        """All there is to do; a file is opened when its turn comes."""
        if self.asked.text is not None:
            yield Task(0, TEXT, self.asked.stdin_name, self.asked.text)
        for number, path in enumerate(self.found):
            if path == DASH:
                yield from self._standard_input(number)
            elif self.changes is None or not os.path.isfile(path) or self.changes.has_changed(path):
                yield from self._file(Task(number, path, path, size=_weight(path)))

    def _file(self, task: Task) -> Iterator[Task]:
        if self._is_needed_whole(task.path):
            yield task
        elif is_columns(task.path):
            yield from _rows(task, self._options(task))
        else:
            yield from (task,) if self.whole else self._lines(task)

    def _lines(self, task: Task) -> Iterator[Task]:
        try:
            file = open(task.path, "rb")  # noqa: SIM115 # closed below
        except (OSError, ValueError):  # whoever reads it tells what is wrong
            yield task
            return
        with file:
            yield from _pieces(task, file, self._options(task)) or (task,)

    def _standard_input(self, number: int) -> Iterator[Task]:
        import shutil
        import tempfile

        name = self.asked.stdin_name
        task = Task(number, name or STDIN, name)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
            whole = self.whole or self._is_needed_whole(task.path) or is_columns(task.path)
            cut = None if whole else _pieces(task, file, self._options(task))  # type: ignore[arg-type]
            yield from cut or (_with(task, file.read()),)

    def _is_needed_whole(self, path: str) -> bool:
        return self.changes is not None or (self.judge is not None and self.judge.knows(path))

    def _options(self, task: Task) -> ReadOptions:
        return self.project.options(self.project.settings(task.settings))


def _pieces(task: Task, file: BinaryIO, options: ReadOptions) -> Iterator[Task] | None:
    from smslint.sources.pieces import pieces

    found = pieces(file, task.path, options)
    return None if found is None else (_with(task, one, one.size) for one in found)


def _rows(task: Task, options: ReadOptions) -> Iterator[Task]:
    from smslint.sources.columns import columns_in, open_columns

    first = 1
    try:
        opened = open_columns(task.path, task.path)
        columns_in(opened.names, options, task.path)
        for batch in opened.batches:
            share = batch.num_rows / opened.rows if opened.rows else 0.0
            yield _with(task, Rows(batch, first), task.size * share)
            first += batch.num_rows
        if first == 1:
            raise InputError("there is no draft in it", task.path)
    except InputError as error:
        yield _with(task, error)


def _with(task: Task, content: Content, size: float | None = None) -> Task:
    return Task(task.file, task.path, task.settings, content, task.size if size is None else size)


def is_columns(path: str) -> bool:
    """Whether a file is one of columns, by its suffix."""
    from smslint.sources.files import COLUMN_SUFFIXES

    return PurePath(path).suffix.lower() in COLUMN_SUFFIXES


def _weight(path: str) -> int:
    """About how many bytes of text there are in a file."""
    try:
        return 0 if path == DASH else os.path.getsize(path) * (_PACKED if is_columns(path) else 1)
    except (OSError, ValueError):
        return 0
