"""A check from the call to the exit code: what is asked for is read, judged and written, part by part."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from smslint.cli.bench import Part, Wanted
from smslint.cli.console import INTERRUPTED, Meter, complain, emit, unbroken, width
from smslint.cli.inputs import DASH, Asked
from smslint.cli.linting import Run, Work, prepare, verdict
from smslint.cli.outputs import Output, parse_outputs, sinks, writings
from smslint.cli.runner import project_root
from smslint.cli.sinks import Before, Ended, Resumable, Sink
from smslint.cli.targets import Gone
from smslint.cli.workers import how_many
from smslint.errors import ConfigError
from smslint.render import View
from smslint.render.labels import summary_line

if TYPE_CHECKING:
    from smslint.cli.statistics import Counts
    from smslint.config import Setting
    from smslint.judged import Judge
    from smslint.project import Project

_STOPPED = {
    "zh": "已中断：查了 {drafts} 条{kept}",
    "en": "interrupted after {drafts} drafts{kept}",
}
_ON = {"zh": "接着上次：已查过 {drafts} 条", "en": "going on from {drafts} drafts that are checked already"}
_KEPT = {"zh": "，到此为止的结果在 {names}", "en": "; what there is of them is in {names}"}
_AGAIN = {"zh": "；再运行一次就接着做", "en": "; the same command goes on from there"}


class Call(NamedTuple):
    """All that a run needs to know, so that `--watch` can run again."""

    asked: Asked
    settings: Mapping[str, Setting]
    config: str | None
    isolated: bool
    formats: Sequence[str]
    quiet: bool
    statistics: bool
    exit_zero: bool
    ambiguous: int
    color: bool
    baseline: bool
    redact: bool | None
    jobs: str

    def project(self) -> Project:
        """The settings and linters."""
        from smslint.config import Configs
        from smslint.project import Project

        return Project(Configs(self.settings, config=self.config, isolated=self.isolated))

    def judge(self) -> Judge | None:
        """What was judged before; nothing of a text that is no file."""
        from smslint.cli.baseline import new_judge

        return new_judge(baseline=self.baseline) if self.asked.text is None else None


def check_all(call: Call) -> int:
    """Check what is asked for, write the reports, and tell the exit code."""
    outputs = parse_outputs(call.formats, call.redact)
    shown = [one for one in outputs if not (call.statistics and one.is_for_people)]
    counts = _no_counts() if len(shown) < len(outputs) else None
    project = call.project()
    view = _view(call, project.settings(call.asked.first).text("lang") or "zh")
    done, work = prepare(call.asked, project, call.judge(), _wanted(shown, view, counts))
    _check_names(shown, work.plan.found)
    with _open(shown, view, done, _key(call, work, shown)) as opened:
        taking = _Taking([*opened], counts, all(one.is_log or one.file for one in outputs))
        whole = _follow(work, how_many(call.jobs, work.plan.size), done, taking)
        _finish(opened, done, whole=whole)
    _tell(done, counts, summary=whole and not call.quiet and any(one.is_columns for one in shown))
    return verdict(done, exit_zero=call.exit_zero) if whole else INTERRUPTED


def _no_counts() -> Counts:
    from smslint.cli.statistics import Counts

    return Counts()


def _check_names(outputs: Sequence[Output], found: Sequence[str]) -> None:
    """A ConfigError where a report would take the place of a file that is checked."""
    inputs = {os.path.realpath(one) for one in found if one != DASH}
    for one in outputs:
        if one.file and os.path.realpath(one.file) in inputs:
            raise ConfigError(f"{one.file} is a file that is checked; give the report another name")


def _wanted(outputs: Sequence[Output], view: View, counts: Counts | None) -> Wanted:
    whole, columns = any(one.is_whole for one in outputs), any(one.is_columns for one in outputs)
    return Wanted(writings(outputs, view), whole, counts is not None, columns)


def _tell(done: Run, counts: Counts | None, *, summary: bool) -> None:
    if counts is not None:
        from smslint.cli.statistics import statistics

        emit(statistics(counts, done.lang))
    if summary:
        complain(summary_line(done.tally, done.lang))
    for notice in done.notices:
        complain(str(notice))


def _key(call: Call, work: Work, outputs: Sequence[Output]) -> str | None:
    """What tells this run from any other; None where none could go on from it: some output would lack what is done."""
    plan = work.plan
    knows = plan.judge is not None and any(map(plan.judge.knows, plan.found))
    if [one.is_columns for one in outputs] != [True] or not plan.found or DASH in plan.found or plan.changes or knows:
        return None
    from smslint.sources import columns, pieces
    from smslint.store import key_of

    files = [(path, *_stamp(path), repr(plan.project.settings(path))) for path in plan.found]
    packs = plan.project.stamps
    return key_of([repr((files, packs, call.settings, columns.BATCH, pieces.LARGE, pieces.SIZE)).encode()])


def _stamp(path: str) -> tuple[int, ...]:
    with contextlib.suppress(OSError, ValueError):
        known = os.stat(path)
        return known.st_mtime_ns, known.st_size
    return ()


def _view(call: Call, lang: str) -> View:
    return View(lang, call.color, width(), call.ambiguous, call.quiet, root=project_root(), folder=os.getcwd())


@contextlib.contextmanager
def _open(outputs: Sequence[Output], view: View, done: Run, key: str | None) -> Iterator[list[Sink]]:
    """The sinks of all outputs, of which nothing is left where the run fails."""
    opened: list[Sink] = []
    try:
        for one in sinks(outputs, view, done, key):
            opened.append(one)
        yield opened
    finally:
        for one in opened:
            one.drop()


class _Taking(NamedTuple):
    """Who takes the parts: the sinks, the statistics, and standard error if errors are to be told there."""

    sinks: list[Sink]
    counts: Counts | None
    tells: bool

    def resume(self, done: Run) -> int:
        """Take what a run before this one has done, and tell of how many tasks that is all."""
        before = sum((one.resume() for one in self.sinks if isinstance(one, Resumable)), Before())
        done.tally, done.failed = done.tally + before.tally, done.failed + before.failed
        if before.tasks:
            complain(_ON[done.lang].format(drafts=before.tally.drafts))
        self._tell(before.errors)
        return before.tasks

    def take(self, part: Part) -> None:
        """Take what comes next; where all readers have left, that is told."""
        for sink in list(self.sinks):
            try:
                sink.add(part)
            except Gone:
                self.sinks.remove(sink)
                if not self.sinks and self.counts is None:
                    raise
        if self.counts is not None and part.counts is not None:
            self.counts.add(part.counts)
        self._tell(part.errors)

    def _tell(self, errors: Sequence[str]) -> None:
        for error in errors if self.tells else ():
            complain(error)


def _follow(work: Work, jobs: int, done: Run, taking: _Taking) -> bool:
    """Do the work; whether it was done to its end, or to where nobody reads on."""
    meter = Meter(done.lang, work.plan.size)
    parts = work.parts(jobs, taking.resume(done))
    try:
        for part in parts:
            meter.hide()
            with unbroken():
                done.add(part)
                taking.take(part)
            meter.show(part.task.size, part.tally.drafts)
    except KeyboardInterrupt:
        return False
    except Gone:
        pass
    finally:
        meter.hide()
        parts.close()
    return True


def _finish(open_sinks: Sequence[Sink], done: Run, *, whole: bool) -> None:
    """End the reports; those of a run that was interrupted are called partial, and of nothing there is none."""
    from smslint import __version__

    if not whole and not done.tally.drafts:
        return
    ended = Ended(__version__, done.project.stamps, done.tally)
    kept = []
    for sink in open_sinks:
        with contextlib.suppress(Gone):
            sink.finish(ended)
        kept.append(sink.close(whole=whole))
    if not whole:
        names = ", ".join(name for name in kept if name)
        told = _KEPT[done.lang].format(names=names) if names else ""
        again = _AGAIN[done.lang] if any(isinstance(one, Resumable) and one.goes_on for one in open_sinks) else ""
        complain(_STOPPED[done.lang].format(drafts=done.tally.drafts, kept=told or again))
