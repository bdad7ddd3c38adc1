"""The judge: what a run knows of earlier judgements, applied to one file after the other."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smslint.judged.baseline import NAME as BASELINE
from smslint.judged.baseline import Key, by_path, known_before, read_baseline
from smslint.judged.ignores import NAME as IGNORES
from smslint.judged.ignores import Ignores, read_ignores
from smslint.judged.roots import name_in, nearest, shown
from smslint.judged.suppress import Suppressions, set_aside
from smslint.judged.types import Names, Notice
from smslint.model import Finding, Report, Suppressed
from smslint.render.fingerprint import fingerprint
from smslint.sources import Source


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of one source: its suppressions, and the ignore file, in which it has this `name`."""

    suppressions: Suppressions
    ignores: Ignores | None
    name: str

    def reason(self, number: int, finding: Finding, report: Report) -> str | None:
        """Why a finding in the draft `number` is not to be reported, the baseline left aside; None if it is."""
        reason = self.suppressions.reason(number, finding)
        if reason is None and self.ignores and self.name in self.ignores.paths:
            reason = self.ignores.reason((self.name, finding.rule.id, fingerprint(finding, report.draft.text)))
        return reason

    def set_aside(self, number: int, report: Report) -> Iterator[Suppressed]:
        """The findings of a report that are not to be reported."""
        for finding in report.findings:
            reason = self.reason(number, finding, report)
            if reason is not None:
                yield Suppressed(finding, reason)

    def notices(self, *, whole: bool) -> Iterator[Notice]:
        """What is to be tidied, asked once all findings have been."""
        yield from self.suppressions.notices()
        yield from self.ignores.notices(self.name) if self.ignores and whole else ()


class Judge:
    """Sets aside what was judged before, and what the `baseline` nearest to a file knows."""

    def __init__(self, today: dt.date, *, baseline: bool = True) -> None:
        self._today, self._baseline = today, baseline
        self._known: dict[str, Mapping[str, Mapping[Key, int]]] = {}
        self._ignores: dict[str, Ignores] = {}
        self._roots: dict[tuple[str, str], str | None] = {}

    def judge(
        self, source: Source, reports: Sequence[Report], names: Names, *, whole: bool = True
    ) -> tuple[tuple[Report, ...], tuple[Notice, ...]]:
        """The reports without what was judged before, and what is to be tidied; `whole` if no draft was left out."""
        file = self._file(source, names, whole=whole)
        kept = tuple(set_aside(report, file.set_aside(number, report)) for number, report in enumerate(reports))
        return self._without_old(source.path, kept), tuple(file.notices(whole=whole))

    def knows(self, path: str) -> bool:
        """Whether the baseline or the ignore file says anything about the file `path`."""
        root = self._root(path, IGNORES)
        ignored = root is not None and name_in(root, path) in self._ignores_at(root).paths
        return ignored or bool(self._known_of(path))

    def reasons(self, source: Source, names: Names) -> Callable[[int, Finding, Report], str | None]:
        """Why a finding in the draft of a number is not to be reported, the baseline left aside; None if it is."""
        return self._file(source, names, whole=False).reason

    def _file(self, source: Source, names: Names, *, whole: bool) -> _File:
        suppressions = Suppressions(source, names, self._today, whole=whole)
        root = self._root(source.path, IGNORES)
        if root is None:
            return _File(suppressions, None, "")
        return _File(suppressions, self._ignores_at(root), name_in(root, source.path))

    def _ignores_at(self, root: str) -> Ignores:
        if root not in self._ignores:
            path = shown(os.path.join(root, IGNORES))
            self._ignores[root] = Ignores(path, read_ignores(path), self._today)
        return self._ignores[root]

    def _without_old(self, path: str, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        known, root = self._known_of(path), self._root(path, BASELINE)
        if not known or root is None:
            return reports
        return tuple(map(set_aside, reports, known_before(known, name_in(root, path), reports)))

    def _known_of(self, path: str) -> Mapping[Key, int]:
        """What the baseline knows of the file `path`."""
        root = self._root(path, BASELINE) if self._baseline else None
        if root is None:
            return {}
        if root not in self._known:
            self._known[root] = by_path(read_baseline(shown(os.path.join(root, BASELINE))))
        return self._known[root].get(name_in(root, path), {})

    def _root(self, path: str, name: str) -> str | None:
        key = (os.path.dirname(path), name)
        if key not in self._roots:
            self._roots[key] = nearest(name, key[0])
        return self._roots[key]
