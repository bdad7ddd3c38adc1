"""A run of the linter over sources, one at a time: what is kept of a file is its reports, and its text where needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smslint.cli.console import CLEAN, FINDINGS, USAGE_ERROR, progress
from smslint.cli.inputs import Asked, files, from_text, sources
from smslint.model import FileReport, Report, RunReport, Severity
from smslint.render import FileText

if TYPE_CHECKING:
    from smslint.config import Settings
    from smslint.judged import Judge, Names, Notice
    from smslint.project import Project
    from smslint.sources import Source


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found: the report, the texts of files with findings, the files that failed, and run-wide settings."""

    report: RunReport
    texts: Mapping[str, FileText]
    failed: int
    lang: str
    max_warnings: int | None
    pack_of_rule: Mapping[str, str]
    notices: tuple[Notice, ...] = ()  # suppressions to be tidied
    strict: bool = False  # whether they count as findings: where warnings do


def run(asked: Asked, project: Project, judge: Judge | None = None) -> Run:
    """Check all that is asked for; `judge` sets aside what was judged before."""
    from smslint import __version__

    first = project.settings(asked.paths[0] if asked.paths and asked.paths[0] != "-" else asked.stdin_name)
    found = () if asked.text is not None else files(asked, project)
    reports: list[FileReport] = []
    texts: dict[str, FileText] = {}
    notices: list[Notice] = []
    failed = 0
    for source, settings in _each(asked, found, project):
        file = _lint(source, project, settings, alone=len(found) < 2)
        if judge is not None:
            file, told = _judged(file, source, judge, names_of(project, settings), whole=asked.since is None)
            notices += told
        reports.append(file)
        failed += sum(_fails(report, settings) for report in file.reports)
        if source.text and (len(found) < 2 or any(one.findings or one.suppressed for one in file.reports)):
            texts[source.path] = _text(source)
    project.linter(first)  # the packs are told even where no file was left to check
    report = RunReport(__version__, project.stamps, tuple(reports))
    lang = first.text("lang") or "zh"
    strict = first.text("fail-on") in (Severity.WARNING, Severity.INFO)
    return Run(report, texts, failed, lang, first.number("max-warnings"), project.pack_of_rule, tuple(notices), strict)


def _each(asked: Asked, found: Sequence[str], project: Project) -> Iterable[tuple[Source, Settings]]:
    if asked.text is not None:
        settings = project.settings(asked.stdin_name)
        return [(from_text(asked.text, project.options(settings)), settings)]
    several = sources(asked, found, project)
    return several if len(found) < 2 else progress(several, "smslint", len(found))


def _lint(source: Source, project: Project, settings: Settings, *, alone: bool) -> FileReport:
    drafts = [record.draft for record in source.records]
    linted: Iterator[Report] = project.linter(settings).lint_many(drafts) if drafts else iter(())
    reports = tuple(progress(linted, source.path, len(drafts)) if alone else linted)
    return FileReport(source.path, source.encoding, reports, tuple(map(str, source.errors)))


def names_of(project: Project, settings: Settings) -> Names:
    """What rules may be called in suppressions."""
    from smslint.judged import Names

    return Names(project.pack_of_rule, lambda: project.whole_names(settings), project.every_name)


def _judged(
    file: FileReport, source: Source, judge: Judge, names: Names, *, whole: bool
) -> tuple[FileReport, tuple[Notice, ...]]:
    """`file` without what was judged before; of a source that could not be read whole, nothing is called idle."""
    reports, notices = judge.judge(source, file.reports, names, whole=whole and not source.errors)
    return replace(file, reports=reports), notices


def _text(source: Source) -> FileText:
    records = source.records
    return FileText(source.text, tuple(one.origin for one in records), tuple(one.ends for one in records))


def _fails(report: Report, settings: Settings) -> bool:
    level, least = settings.text("fail-on"), settings.number("min-score")
    worst = report.worst
    by_level = level != "never" and worst is not None and worst.rank >= Severity(level or "error").rank
    return by_level or (least is not None and report.score < least)


def verdict(done: Run, *, exit_zero: bool = False) -> int:
    """The exit code: bad input weighs more than findings."""
    if any(file.errors for file in done.report.files):
        return USAGE_ERROR
    warnings = sum(one.count(Severity.WARNING) for one in done.report.reports) + len(done.notices)
    too_many = done.max_warnings is not None and warnings > done.max_warnings
    untidy = done.strict and bool(done.notices)
    return FINDINGS if (done.failed or too_many or untidy) and not exit_zero else CLEAN
