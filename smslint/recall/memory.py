"""The memory of judged messages by outline, bounded, and safe to share between threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from smslint.model import Draft, Report
from smslint.recall.oddity import HOPELESS, Held, Oddity, alike, places_of
from smslint.recall.outline import Outline, outline_of, shape_of
from smslint.scan.checks import conflicts_of
from smslint.segment import Segmenter

if TYPE_CHECKING:
    from smslint.recall.proof import Evidence, Terms
    from smslint.recall.refill import Plan

_Key = tuple[Hashable, ...]
K = TypeVar("K")
V = TypeVar("V")


class Studied(NamedTuple):
    """A report, and what it was seen to rest on."""

    report: Report
    evidence: Evidence


class _Sample(NamedTuple):
    """A message met once: what the next of its outline is compared with, and how often that led to nothing."""

    report: Report
    failures: int = 0


class _Kind(NamedTuple):
    """An outline whose messages are all judged alike.

    `plan` fills in the fields, on `terms`; what was the `same` in the two messages compared must stay so: the fee of
    5.00元 that a template names is a part of it.
    """

    report: Report
    plan: Plan
    terms: tuple[Terms, ...]
    same: tuple[tuple[int, int, str], ...]


class _Fork(NamedTuple):
    """An outline of which hardly a message meets its `terms`: each is judged as those that are odd alike."""

    terms: tuple[Terms, ...]


class _Single(NamedTuple):
    """An outline whose messages are each judged by themselves."""


_SINGLE = _Single()
_PLAIN = Oddity(conflicts="none")  # stands for messages that are not odd, where most are
_FORKS_AFTER = 4  # failures
_MOST_FAILURES = 24


class Memory:
    """Reports of messages of outlines met before.

    The first message of an outline is judged. The second is judged under watch: where the verdict was seen to rest on
    nothing that is filled in, and is the same, the outline is known. From then on its messages get that verdict, each
    with its own name, sums and numbers. Those that are odd, since their name makes a word or their sums contradict one
    another, are learned apart. The reports are the same as without the memory, message by message; tests compare them.
    """

    def __init__(self, most: int, judge: Callable[[Draft], Report], study: Callable[[Draft, Outline], Studied],
                 segmenter: Segmenter) -> None:  # fmt: skip
        self._most, self._judge, self._study, self._segmenter = most, judge, study, segmenter
        self._outlines: dict[bytes, Outline] = {}
        self._known: dict[_Key, _Sample | _Kind | _Fork | _Single] = {}
        self._lock = threading.Lock()

    def report(self, draft: Draft) -> Report:
        """The report of `draft`, remembered or made."""
        traits = _traits(draft)
        if traits is None:
            return self._judge(draft)
        text = draft.text
        shape = shape_of(text)
        if shape is None:
            return self._judge(draft)
        outline = self._outlines.get(shape.key)
        if outline is None:
            outline = outline_of(text, shape.name)
            self._keep(self._outlines, shape.key, outline)
        key = (shape.key, tuple([text[start:end] for start, end in outline.others]), traits)
        return self._by(key, draft, outline)

    def _by(self, key: _Key, draft: Draft, outline: Outline, odd: Oddity | None = None) -> Report:
        """The report of `draft` by what is known under `key`; of messages that are `odd` in one way, if so."""
        known, text = self._known.get(key), draft.text
        if type(known) is _Kind and all([text[start:end] == same for start, end, same in known.same]):
            recalled = self._recalled(known, draft, odd.held if odd else ())
            if isinstance(recalled, Report):
                return recalled
            if odd is not None or recalled is HOPELESS:
                return self._judge(draft)
            return self._by((*key, recalled), draft, outline, recalled)
        if isinstance(known, _Fork):
            way = self._oddity(known.terms, text, ()) or _PLAIN
            return self._judge(draft) if way is HOPELESS else self._by((*key, way), draft, outline, way)
        if isinstance(known, _Sample):
            return self._compared(known, draft, outline, key, odd)
        report = self._judge(draft)
        if not isinstance(known, _Single):
            self._keep(self._known, key, _Sample(report))
        return report

    def _recalled(self, known: _Kind, draft: Draft, held: Held) -> Report | Oddity:
        """The report of `draft` as one of a kind, or why it is none."""
        text, plan, old = draft.text, known.plan, known.report
        odd = self._oddity(known.terms, text, held)
        if odd is not None:
            return odd
        fields = plan.fields(text)
        conflicts = conflicts_of(fields) if plan.sums else ()
        if conflicts is not plan.conflicts and not alike(conflicts, plan.conflicts):
            return Oddity(conflicts=places_of(conflicts))
        findings = plan.filled(text, conflicts) if plan.quotes else old.findings
        return Report(
            draft, old.form, old.form_given, old.form_reason, fields, findings, old.score, old.grade,
            old.contributions, old.segments,
        )  # fmt: skip

    def _compared(self, sample: _Sample, draft: Draft, outline: Outline, key: _Key, odd: Oddity | None) -> Report:
        from smslint.recall.proof import terms_of  # not needed where no two messages are of one outline
        from smslint.recall.refill import plan_of

        report, evidence = self._study(draft, outline)
        plan = plan_of(report, outline, [hits.message.normal for hits in evidence.hits])
        with suppress(TimeoutError):  # of a regular expression: another message may do better
            terms = terms_of(evidence, outline)
            self._keep(self._known, key, self._learned(sample, report, outline, odd, plan, terms))
        return report

    def _learned(self, sample: _Sample, report: Report, outline: Outline, odd: Oddity | None, plan: Plan | None,
                 terms: tuple[Terms, ...] | None) -> _Sample | _Kind | _Fork | _Single:  # fmt: skip
        """What is known of an outline once a second report is there."""
        if plan is None or terms is None or sample.failures > _MOST_FAILURES:
            return _SINGLE
        if odd is None and sample.failures > _FORKS_AFTER:
            return _Fork(terms)
        held = odd.held if odd else ()
        text, before = report.draft.text, sample.report.draft.text
        if self._oddity(terms, before, held) is not None:
            return _Sample(report, sample.failures + 1)
        if self._oddity(terms, text, held) is not None:
            return sample._replace(failures=sample.failures + 1)
        fields = plan.fields(before)
        conflicts = conflicts_of(fields) if plan.sums else ()
        if fields != sample.report.fields or not alike(conflicts, plan.conflicts):
            return _Sample(report, sample.failures + 1)
        if not _same(report, sample.report) or plan.filled(before, conflicts) != sample.report.findings:
            return _SINGLE
        return _Kind(report, plan, terms, _unchanged(before, text, outline))

    def _oddity(self, terms: tuple[Terms, ...], text: str, held: Held) -> Oddity | None:
        """Why a text does not meet `terms`; a regular expression past its time may have found anything."""
        try:
            odds = [one.oddity(text, self._segmenter, held) for one in terms]
        except TimeoutError:
            return HOPELESS
        return next((odd for odd in odds if odd is not None), None)

    def _keep(self, known: dict[K, V], key: K, value: V) -> None:
        if len(known) >= self._most and key not in known:
            with self._lock:  # the oldest quarter goes
                for old in list(islice(known, self._most // 4 + 1)):
                    known.pop(old, None)
        known[key] = value


def _traits(draft: Draft) -> Hashable | None:
    """All of a draft but its text that a verdict may rest on; None where that may be the words of the text."""
    if not draft.facts:
        return (draft.form,)
    if all(isinstance(value, bool) for value in draft.facts.values()):
        return draft.form, tuple(sorted(draft.facts.items()))
    return None


def _unchanged(before: str, text: str, outline: Outline) -> tuple[tuple[int, int, str], ...]:
    filled = outline.filled
    return tuple((start, end, text[start:end]) for start, end in filled if text[start:end] == before[start:end])


def _same(one: Report, other: Report) -> bool:
    """Whether two reports say the same of their messages, fields and findings aside."""
    return (one.form, one.form_reason, one.score, one.contributions, one.segments) == (
        other.form, other.form_reason, other.score, other.contributions, other.segments,
    )  # fmt: skip
