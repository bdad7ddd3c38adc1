"""Where a task is done: read, judged and written out as the run wants it. There is one in every process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from smslint.cli.console import progress
from smslint.cli.reading import read
from smslint.cli.tasks import Rows, Task
from smslint.errors import InputError
from smslint.failsafe import Judged, lint_all
from smslint.model import Draft, FileReport, Report, Severity, Tally
from smslint.render import FileText, View

if TYPE_CHECKING:
    import pyarrow as pa

    from smslint.cli.statistics import Counts
    from smslint.config import Settings
    from smslint.judged import Judge, Names, Notice
    from smslint.project import Project
    from smslint.sources import Record, Source
    from smslint.sources.changes import Changes


class Writing(NamedTuple):
    """A format to write as the run goes, masked or not."""

    format: str
    masked: bool
    view: View


class Wanted(NamedTuple):
    """What is to come of every task besides the counts: texts to write, the reports themselves, statistics, columns."""

    writings: tuple[Writing, ...] = ()
    reports: bool = False
    statistics: bool = False
    columns: bool = False


class Part(NamedTuple):
    """What came of a task; `alone` is what is written besides where the run has no other draft."""

    task: Task
    encoding: str | None
    tally: Tally
    failed: int
    errors: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    written: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    report: FileReport | None = None
    text: FileText | None = None
    counts: Counts | None = None
    columns: tuple[pa.RecordBatch, ...] = ()


class Bench(NamedTuple):
    """All that tasks need; `single` if the run has one file, so that its progress is worth a bar of its own."""

    project: Project
    judge: Judge | None
    changes: Changes | None
    wanted: Wanted
    single: bool = False

    def work(self, task: Task) -> Part:
        """Do a task."""
        settings = self.project.settings(task.settings)
        source, rows = self._read(task, settings)
        judged = self._lint(source, task, settings)
        kept = [record for record, one in zip(source.records, judged, strict=True) if isinstance(one, Report)]
        failures = [_failure(record, one) for record, one in zip(source.records, judged, strict=True)
                    if isinstance(one, str)]  # fmt: skip
        reports = tuple(one for one in judged if isinstance(one, Report))
        file = FileReport(source.path, source.encoding, reports, (*map(str, source.errors), *failures))
        notices: tuple[Notice, ...] = ()
        if self.judge is not None and not _is_piece(task):
            file, notices = self._judged(file, source._replace(records=tuple(kept)), settings, whole=not failures)
        part = self._part(task, file, _text(source, kept), settings, notices)
        return part._replace(columns=self._columns(source, rows, judged, file)) if self.wanted.columns else part

    def _read(self, task: Task, settings: Settings) -> tuple[Source, Sequence[Rows]]:
        source, rows = read(task, self.project.options(settings))
        if self.changes is not None and task.content is None:
            source = self.changes.only_changed(source, self.project.options(settings))
        return source, rows

    def _lint(self, source: Source, task: Task, settings: Settings) -> list[Judged]:
        drafts = [record.draft for record in source.records]
        if not drafts:
            return []
        linter = self.project.linter(settings)
        if not self.single or _is_piece(task):
            return lint_all(linter, drafts)
        return lint_all(linter, drafts, lambda seen: progress(seen, source.path, len(drafts)))

    def _judged(
        self, file: FileReport, source: Source, settings: Settings, *, whole: bool
    ) -> tuple[FileReport, tuple[Notice, ...]]:
        """`file` without what was judged before; of a source not read whole, nothing is called idle."""
        assert self.judge is not None
        whole = whole and self.changes is None and not source.errors
        reports, notices = self.judge.judge(source, file.reports, names_of(self.project, settings), whole=whole)
        return replace(file, reports=reports), notices

    def _part(
        self, task: Task, file: FileReport, text: FileText | None, settings: Settings, notices: tuple[Notice, ...]
    ) -> Part:
        tally = file.tally
        wanted = self.wanted
        return Part(
            task,
            file.encoding,
            tally,
            sum(_fails(report, settings) for report in file.reports),
            file.errors,
            notices,
            *_written(wanted.writings, file, text, alone=tally.drafts == 1 and not tally.hit),
            file if wanted.reports else None,
            text if wanted.reports and (self.single or tally.hit or tally.suppressed) else None,
            self._counts(file) if wanted.statistics else None,
        )

    def _counts(self, file: FileReport) -> Counts:
        from smslint.cli.statistics import count

        return count(file, self.project.pack_of_rule)

    def _columns(
        self, source: Source, rows: Sequence[Rows], judged: Sequence[Judged], file: FileReport
    ) -> tuple[pa.RecordBatch, ...]:
        from smslint.cli.columns import table_of

        reports = iter(file.reports)
        done = [next(reports) if isinstance(one, Report) else one for one in judged]
        return table_of(source, rows, done)


def names_of(project: Project, settings: Settings) -> Names:
    """What rules may be called in suppressions."""
    from smslint.judged import Names

    return Names(project.pack_of_rule, lambda: project.whole_names(settings), project.every_name)


def _is_piece(task: Task) -> bool:
    return not isinstance(task.content, str | bytes | None)


def _failure(record: Record, why: str) -> str:
    draft: Draft = record.draft
    return str(InputError(why, draft.path, draft.line))


def _text(source: Source, records: Sequence[Record]) -> FileText | None:
    if not source.text:
        return None
    origins, ends = tuple(one.origin for one in records), tuple(one.ends for one in records)
    return FileText(source.text, origins, ends, source.lines_before)


def _written(
    writings: Sequence[Writing], file: FileReport, text: FileText | None, *, alone: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What every format adds for `file`, and what it adds if that has the only draft of all."""
    from smslint.render.streams import stream

    masked = _masked(file) if any(one.masked for one in writings) else file
    files = {} if text is None else {file.path: text}
    given = [(stream(one.format), masked if one.masked else file, one.view._replace(files=files)) for one in writings]
    only = tuple(one.alone(shown, view) for one, shown, view in given) if alone else ()
    return tuple(one.part(shown, view) for one, shown, view in given), only


def _masked(file: FileReport) -> FileReport:
    from smslint.redact import redact_file

    return redact_file(file)


def _fails(report: Report, settings: Settings) -> bool:
    level, least = settings.text("fail-on"), settings.number("min-score")
    worst = report.worst
    by_level = level != "never" and worst is not None and worst.rank >= Severity(level or "error").rank
    return by_level or (least is not None and report.score < least)
