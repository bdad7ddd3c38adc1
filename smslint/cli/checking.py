"""A check from the call to the exit code: what is asked for is read, judged and written, part by part."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smslint.cli.bench import Part, Wanted
from smslint.cli.console import INTERRUPTED, Meter, complain, emit, width
from smslint.cli.inputs import Asked
from smslint.cli.linting import Run, Work, prepare, verdict
from smslint.cli.outputs import Output, parse_outputs, sinks, writings
from smslint.cli.runner import project_root
from smslint.cli.sinks import Ended, Sink
from smslint.cli.statistics import Counts, statistics
from smslint.cli.targets import Gone
from smslint.cli.workers import how_many
from smslint.render import View

if TYPE_CHECKING:
    from smslint.config import Setting
    from smslint.judged import Judge
    from smslint.project import Project

_STOPPED = {
    "zh": "已中断：查了 {drafts} 条{kept}",
    "en": "interrupted: {drafts} drafts checked{kept}",
}
_KEPT = {"zh": "，到此为止的结果在 {names}", "en": "; what there is of them is in {names}"}


@dataclass(frozen=True, slots=True)
class Call:
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
    counts = Counts() if len(shown) < len(outputs) else None
    project = call.project()
    view = _view(call, project.settings(call.asked.first).text("lang") or "zh")
    wanted = Wanted(writings(shown, view), any(not one.is_streamed for one in shown), counts is not None)
    done, work = prepare(call.asked, project, call.judge(), wanted)
    jobs = how_many(call.jobs, work.plan.size)
    with _open(shown, view, done) as open_sinks:
        whole = _follow(work, jobs, done, _Taking(open_sinks, counts, all(one.is_log or one.file for one in outputs)))
        _finish(open_sinks, done, whole=whole)
    if counts is not None:
        emit(statistics(counts, done.lang))
    for notice in done.notices:
        complain(str(notice))
    return verdict(done, exit_zero=call.exit_zero) if whole else INTERRUPTED


def _view(call: Call, lang: str) -> View:
    return View(lang, call.color, width(), call.ambiguous, call.quiet, root=project_root(), folder=os.getcwd())


@contextlib.contextmanager
def _open(outputs: Sequence[Output], view: View, done: Run) -> Iterator[list[Sink]]:
    """The sinks of all outputs, of which nothing is left where the run fails."""
    opened: list[Sink] = []
    try:
        for one in sinks(outputs, view, done):
            opened.append(one)
        yield opened
    finally:
        for one in opened:
            one.drop()


@dataclass(frozen=True, slots=True)
class _Taking:
    """Who takes the parts: the sinks, the statistics, and standard error if errors are to be told there."""

    sinks: Sequence[Sink]
    counts: Counts | None
    tells: bool

    def take(self, part: Part) -> None:
        for sink in self.sinks:
            sink.add(part)
        if self.counts is not None and part.counts is not None:
            self.counts.add(part.counts)
        for error in part.errors if self.tells else ():
            complain(error)


def _follow(work: Work, jobs: int, done: Run, taking: _Taking) -> bool:
    """Do the work; whether it was done to its end. A reader who has left ends it too if nobody else wants it."""
    meter = Meter(done.lang, work.plan.size, shown=not work.single or jobs > 1)
    parts = work.parts(jobs)
    try:
        for part in parts:
            done.add(part)
            meter.hide()
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
        complain(_STOPPED[done.lang].format(drafts=done.tally.drafts, kept=told))
