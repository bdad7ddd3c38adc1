"""Suppressions of a source applied to the reports of its drafts; those that do nothing are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from smslint.errors import did_you_mean
from smslint.judged.directives import KINDS, Directive, Extents, read_directives
from smslint.judged.types import Names, Notice
from smslint.model import Finding, Report, Suppressed
from smslint.score import score
from smslint.sources import Source

Marks = Sequence[tuple[Directive, frozenset[int]]]


class Suppressions:
    """The suppressions of one source that hold today, and what is wrong with the others.

    Of a source of which only some drafts were kept (not `whole`), none is ever called idle.
    """

    def __init__(self, source: Source, names: Names, today: dt.date, *, whole: bool = True) -> None:
        self._path, self._names, self._whole = source.path, names, whole
        found = read_directives(source)
        self._extents = Extents(source) if found else None
        self._used: set[tuple[Directive, str]] = set()
        self._wrong = {one: _fault(one, today, self._extents) for one in found} if self._extents else {}
        self._holding = [(one, self._targets(one)) for one in found if not self._wrong[one]]

    def _targets(self, directive: Directive) -> frozenset[int]:
        return frozenset(self._extents.targets(directive)) if self._extents else frozenset()

    def reason(self, number: int, finding: Finding) -> str | None:
        """Why a finding in the draft `number` is not to be reported; None if it is."""
        reason = None
        for directive, targets in self._holding if self._holding else ():
            for name in directive.rules if number in targets else ():
                if self._names.covers(name, finding):
                    self._used.add((directive, name))
                    reason = reason or directive.reason
        return reason

    def notices(self) -> Iterator[Notice]:
        """What is to be tidied, asked once all findings have been."""
        for directive, fault in self._wrong.items():
            if fault:
                yield self._notice(directive, fault)
        for directive, targets in self._holding if self._whole else ():
            yield from (self._notice(directive, fault) for fault in self._idle(directive, bool(targets)))

    def _idle(self, directive: Directive, aims: bool) -> Iterator[str]:
        for name in directive.rules:
            if not self._names.is_known(name):
                yield f"unknown rule '{name}'{did_you_mean(name, self._names.every())} in this suppression"
            elif (directive, name) not in self._used and self._names.may_be_idle(name):
                yield f"unused suppression of '{name}'{'' if aims else ': no draft stands there'}"

    def _notice(self, directive: Directive, message: str) -> Notice:
        assert self._extents is not None
        return Notice(self._path, *self._extents.index.position(directive.span.start), message)


def _fault(directive: Directive, today: dt.date, extents: Extents) -> str:
    """Why a suppression does not hold; empty if it does."""
    if extents.inside(directive):
        return "this suppression stands inside the text of a draft, and would be sent; it does not count"
    if directive.kind not in KINDS:
        return f"unknown instruction '{directive.kind}'{did_you_mean(directive.kind, KINDS)}"
    if not directive.rules:
        return f"this suppression names no rule; write {directive.kind}[rule-id] and a reason"
    if not directive.reason:
        return "this suppression gives no reason, and does not count"
    if directive.date and directive.expires is None:
        return f"'{directive.date}' is no date; write expires=YYYY-MM-DD"
    if directive.expires and directive.expires < today:
        return f"this suppression expired on {directive.expires}"
    return ""


def set_aside(report: Report, judged: Iterable[Suppressed]) -> Report:
    """`report` without the findings that were judged before, scored anew."""
    added = tuple(judged)
    if not added:
        return report
    gone = {id(one.finding) for one in added}
    kept, total, grade, taken = score(one for one in report.findings if id(one) not in gone)
    return replace(
        report, findings=kept, score=total, grade=grade, contributions=taken, suppressed=(*report.suppressed, *added)
    )
