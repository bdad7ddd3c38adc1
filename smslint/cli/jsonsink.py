"""The report in JSON as a run goes: it is put together at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from smslint.cli.targets import Target
from smslint.model import RunReport

if TYPE_CHECKING:
    from smslint.cli.bench import Part
    from smslint.cli.sinks import Ended

_IN_MEMORY = 8 * 1024 * 1024  # bytes of a report in JSON, above which it waits in a file
_BLOCK = 256 * 1024  # bytes of it that are copied at a time


@dataclass(slots=True)
class _File:
    """A file of a report in JSON: where its records are in the store."""

    path: str
    encoding: str | None
    start: int
    end: int
    errors: list[str] = field(default_factory=list)


class JsonSink:
    """The report in JSON: the records wait in a store, since what goes before them is known only at the end."""

    def __init__(self, target: Target, number: int, *, masked: bool) -> None:
        import tempfile

        self._target, self._number, self._masked = target, number, masked
        self._store: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 # open as long as the run
        self._files: dict[int, _File] = {}

    def add(self, part: Part) -> None:
        from smslint.redact import mask_error

        at = self._store.tell()
        file = self._files.setdefault(part.task.file, _File(part.task.path, part.encoding, at, at))
        file.encoding = file.encoding or part.encoding
        file.errors += [mask_error(one, file.path) for one in part.errors] if self._masked else part.errors
        written = part.written[self._number]
        if written:
            gap = ",\n" if file.end > file.start else ""
            self._store.write((gap + written).encode("utf-8", "backslashreplace"))
            file.end = self._store.tell()

    def finish(self, ended: Ended) -> None:
        from smslint.render.jsonreport import json_around_files

        before, after = json_around_files(RunReport(ended.version, ended.packs, ()), ended.tally)
        self._target.write(before)
        for number, file in enumerate(self._files.values()):
            self._target.write("\n" if number == 0 else ",\n")
            self._write(file)
        self._target.write(f"\n  {after}" if self._files else after)

    def _write(self, file: _File) -> None:
        from smslint.render.jsonreport import json_around_records

        before, after = json_around_records(file.path, file.encoding, file.errors)
        self._target.write(before)
        self._store.seek(file.start)
        if file.end > file.start:
            self._target.write("\n")
            self._copy(file.end - file.start)
            self._target.write("\n      ")
        self._target.write(after)

    def _copy(self, left: int) -> None:
        import codecs

        decoder = codecs.getincrementaldecoder("utf-8")()
        while left:
            block = self._store.read(min(left, _BLOCK))
            left -= len(block)
            self._target.write(decoder.decode(block))

    def close(self, *, whole: bool) -> str | None:
        return self._target.close(whole=whole)

    def drop(self) -> None:
        self._target.drop()
