"""The judge: what a run knows of earlier judgements, applied to one file after the other."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence

from smslint.judged import baseline as known
from smslint.judged.baseline import EMPTY, Baseline, by_path, known_before, read_baseline
from smslint.judged.ignores import NAME as IGNORES
from smslint.judged.ignores import Ignores, read_ignores
from smslint.judged.suppress import Suppressions, set_aside
from smslint.judged.types import Names, Notice
from smslint.model import Finding, Report, Suppressed
from smslint.render.fingerprint import fingerprint
from smslint.sources import Source


def find_root(start: str = ".") -> str:
    """The folder that baseline and ignore file stand in: the nearest with either, else the root of the repository."""
    folder = os.path.realpath(start)
    above = [folder]
    while os.path.dirname(above[-1]) != above[-1]:
        above.append(os.path.dirname(above[-1]))
    for names in ((known.NAME, IGNORES), (".git",)):
        for one in above:
            if any(os.path.exists(os.path.join(one, name)) for name in names):
                return one
    return folder


class Judge:
    """Sets aside what was judged before; `baseline` is of the findings that nobody has judged yet but all know."""

    def __init__(self, root: str, today: dt.date, *, baseline: bool = True) -> None:
        self.root, self._today = root, today
        self._known = by_path(_baseline(root) if baseline else EMPTY)
        path = os.path.join(root, IGNORES)
        entries = read_ignores(_shown(path)) if os.path.exists(path) else ()
        self._ignores = Ignores(_shown(path), entries, today)

    def name(self, path: str) -> str:
        """`path` as baseline and ignore file have it: from the root, with `/`."""
        return os.path.relpath(os.path.realpath(path), self.root).replace(os.sep, "/")

    def judge(
        self, source: Source, reports: Sequence[Report], names: Names, *, whole: bool = True
    ) -> tuple[tuple[Report, ...], tuple[Notice, ...]]:
        """The reports without what was judged before, and what is to be tidied; `whole` if no draft was left out."""
        path = self.name(source.path)
        suppressions = Suppressions(source, names, self._today, whole=whole)
        kept = tuple(
            set_aside(report, self._set_aside(suppressions, number, report, path))
            for number, report in enumerate(reports)
        )
        if path in self._known:
            kept = tuple(map(set_aside, kept, known_before(self._known[path], path, kept)))
        return kept, (*suppressions.notices(), *(self._ignores.notices(path) if whole else ()))

    def reasons(self, source: Source, names: Names) -> Callable[[int, Finding, Report], str | None]:
        """Why a finding in the draft of a number is not to be reported, the baseline left aside; None if it is."""
        suppressions, path = Suppressions(source, names, self._today), self.name(source.path)
        return lambda number, finding, report: self._reason(suppressions, number, finding, report, path)

    def _set_aside(
        self, suppressions: Suppressions, number: int, report: Report, path: str
    ) -> Iterator[Suppressed]:
        for finding in report.findings:
            reason = self._reason(suppressions, number, finding, report, path)
            if reason is not None:
                yield Suppressed(finding, reason)

    def _reason(
        self, suppressions: Suppressions, number: int, finding: Finding, report: Report, path: str
    ) -> str | None:
        reason = suppressions.reason(number, finding)
        if reason is None and path in self._ignores.paths:
            reason = self._ignores.reason((path, finding.rule.id, fingerprint(finding, report.draft.text)))
        return reason


def _baseline(root: str) -> Baseline:
    path = os.path.join(root, known.NAME)
    return read_baseline(_shown(path)) if os.path.exists(path) else EMPTY


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
