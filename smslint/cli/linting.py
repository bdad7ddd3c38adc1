"""A run of the linter over all that is asked for: the tasks, what comes of them, and the verdict."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from smslint.cli.bench import Bench, Part, Wanted, names_of
from smslint.cli.console import CLEAN, FINDINGS, USAGE_ERROR, progress
from smslint.cli.inputs import Asked, files
from smslint.cli.sinks import Kept
from smslint.cli.tasks import Plan
from smslint.errors import InputError
from smslint.model import RunReport, Severity, Tally
from smslint.render import FileText

if TYPE_CHECKING:
    from smslint.config import Settings
    from smslint.judged import Judge, Notice
    from smslint.project import Project
    from smslint.sources.changes import Changes

__all__ = ["Run", "Work", "names_of", "prepare", "run", "verdict"]


@dataclass(slots=True)
class Run:
    """What a run has found so far, and the settings that are about all of it."""

    project: Project
    settings: Settings
    kept: Kept = field(default_factory=Kept)
    tally: Tally = field(default_factory=Tally)
    failed: int = 0
    notices: list[Notice] = field(default_factory=list)  # suppressions to be tidied

    def add(self, part: Part) -> None:
        """Count a part, and keep what is to be kept of it."""
        self.tally += part.tally
        self.failed += part.failed
        self.notices += part.notices
        self.kept.add(part)

    @property
    def report(self) -> RunReport:
        """The reports, if they were kept."""
        from smslint import __version__

        return self.kept.report(__version__, self.project.stamps)

    @property
    def texts(self) -> Mapping[str, FileText]:
        """The texts of files with findings, if reports were kept."""
        return self.kept.files

    @property
    def lang(self) -> str:
        """The language of the reports."""
        return self.settings.text("lang") or "zh"


class Work(NamedTuple):
    """The tasks of a run and the bench for them; `single` if there is only one file."""

    plan: Plan
    bench: Bench
    single: bool

    def parts(self, jobs: int = 1, skipped: int = 0) -> Generator[Part, None, None]:
        """What comes of the tasks but for the first `skipped`, in order, done by so many processes."""
        from smslint.cli.workers import done

        tasks = self.plan.tasks()
        begun = {task.file for task in islice(tasks, skipped)}
        for number, parts in groupby(done(self.bench, tasks, jobs), key=lambda one: one.task.file):
            some, task = number in begun, None
            for part in parts:
                some, task = some or _is_something(part), part.task
                yield part
            if task is not None and not some:
                error = InputError("there is no draft in it", task.path)
                yield self.bench.work(task._replace(content=error))


def _is_something(part: Part) -> bool:
    return bool(part.tally.drafts or part.errors) or part.task.content is None


def prepare(asked: Asked, project: Project, judge: Judge | None, wanted: Wanted) -> tuple[Run, Work]:
    """A run that has found nothing yet, and what is to be done."""
    first = project.settings(asked.first)
    found = () if asked.text is not None else files(asked, project)
    changes = _changes(asked.since) if asked.since is not None else None
    plan = Plan(asked, found, project, judge, changes, whole=wanted.reports)
    project.linter(first)  # the packs are told even where no file is left to check
    single = len(found) < 2
    return Run(project, first), Work(plan, Bench(project, judge, changes, wanted, single), single)


def _changes(since: str) -> Changes:
    from smslint.sources.changes import Changes

    return Changes(since)


def run(asked: Asked, project: Project, judge: Judge | None = None) -> Run:
    """Check all that is asked for and keep every report; `judge` sets aside what was judged before."""
    done, work = prepare(asked, project, judge, Wanted(reports=True))
    parts = work.parts()
    for part in parts if work.single else progress(parts, "smslint", len(work.plan.found)):
        done.add(part)
    return done


def verdict(done: Run, *, exit_zero: bool = False) -> int:
    """The exit code: bad input weighs more than findings."""
    if done.tally.broken:
        return USAGE_ERROR
    most = done.settings.number("max-warnings")
    too_many = most is not None and done.tally.warnings + len(done.notices) > most
    strict = done.settings.text("fail-on") in (Severity.WARNING, Severity.INFO)  # where warnings fail, untidiness does
    untidy = strict and bool(done.notices)
    return FINDINGS if (done.failed or too_many or untidy) and not exit_zero else CLEAN
