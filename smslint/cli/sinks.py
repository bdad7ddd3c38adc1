"""What becomes of the parts of a run: written as they come where the format allows it, else kept to the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from smslint.cli.targets import Target
from smslint.model import FileReport, PackStamp, RunReport, Tally
from smslint.render import FileText, View

if TYPE_CHECKING:
    from smslint.cli.bench import Part


class Sink(Protocol):
    """Takes the parts of a run, one after the other, and ends the report."""

    def add(self, part: Part) -> None:
        """Take what comes next."""

    def finish(self, ended: Ended) -> None:
        """Write what is left to be written."""

    def close(self, *, whole: bool) -> str | None:
        """Give the output its name; the name of a part of it if it is not `whole`, and then tell it."""

    def drop(self) -> None:
        """Leave no trace, if the output is not closed yet."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was done in a run or a part of it: so many tasks, and what came of them."""

    tasks: int = 0
    tally: Tally = field(default_factory=Tally)
    failed: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: Before) -> Before:
        errors = (*self.errors, *other.errors)
        return Before(self.tasks + other.tasks, self.tally + other.tally, self.failed + other.failed, errors)


@runtime_checkable
class Resumable(Protocol):
    """A sink that keeps what it has taken even where the run is killed."""

    @property
    def goes_on(self) -> bool:
        """Whether the same call would go on from there."""

    def resume(self) -> Before:
        """What is done already: of this very run, or else nothing."""


class Ended(NamedTuple):
    """What is known at the end of a run: its packs, its counts, and the smslint that ran."""

    version: str
    packs: tuple[PackStamp, ...]
    tally: Tally


@dataclass(slots=True)
class StreamSink:
    """A format that is written as the run goes; `number` is its place among those."""

    target: Target
    format: str
    number: int
    view: View
    head: str = ""
    _alone: str = ""

    def add(self, part: Part) -> None:
        self._open()
        self.target.write(part.written[self.number])
        self._alone += part.alone[self.number] if part.alone else ""

    def finish(self, ended: Ended) -> None:
        from smslint.render.streams import stream

        self._open()
        alone = self._alone if ended.tally.drafts == 1 else ""
        self.target.write(alone + stream(self.format).end(ended.tally, self.view))

    def close(self, *, whole: bool) -> str | None:
        return self.target.close(whole=whole)

    def drop(self) -> None:
        self.target.drop()

    def _open(self) -> None:
        if self.head:
            self.target.write(self.head)
            self.head = ""


@dataclass(slots=True)
class Kept:
    """The reports of a run, and the texts of their files where they are needed, by the number of the file."""

    reports: dict[int, list[FileReport]] = field(default_factory=dict)
    files: dict[str, FileText] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Keep a part."""
        if part.report is not None:
            self.reports.setdefault(part.task.file, []).append(part.report)
        if part.text is not None:
            self.files[part.task.path] = part.text

    def report(self, version: str, packs: Sequence[PackStamp]) -> RunReport:
        """All of them, the parts of files put together."""
        return RunReport(version, tuple(packs), tuple(map(_joined, self.reports.values())))


def _joined(parts: Sequence[FileReport]) -> FileReport:
    reports = tuple(report for one in parts for report in one.reports)
    encoding = next((one.encoding for one in parts if one.encoding), None)
    return FileReport(parts[0].path, encoding, reports, tuple(error for one in parts for error in one.errors))


@dataclass(slots=True)
class WholeSink:
    """A format that is written when all is known, by `write` from the reports and the texts that were kept."""

    target: Target | None
    kept: Kept
    view: View
    write: Callable[[RunReport, View, Target | None], None]

    def add(self, part: Part) -> None:
        pass

    def finish(self, ended: Ended) -> None:
        run = self.kept.report(ended.version, ended.packs)
        self.write(run, self.view._replace(files=self.kept.files), self.target)

    def close(self, *, whole: bool) -> str | None:
        return self.target.close(whole=whole) if self.target else None

    def drop(self) -> None:
        if self.target:
            self.target.drop()
