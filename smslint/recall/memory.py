"""The memory of judged messages by outline, bounded, and safe to share between threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from smslint.model import Draft, Report
from smslint.recall.outline import Outline, outline_of, shape_of
from smslint.segment import Segmenter

if TYPE_CHECKING:
    from smslint.recall.proof import Evidence, Terms
    from smslint.recall.refill import Plan

_Key = tuple[bytes, tuple[str, ...], Hashable]
K = TypeVar("K")
V = TypeVar("V")


class Studied(NamedTuple):
    """A report, and what it was seen to rest on."""

    report: Report
    evidence: Evidence


class _Sample(NamedTuple):
    """A message met once: what the next of its outline is compared with."""

    report: Report


class _Kind(NamedTuple):
    """An outline whose messages are all judged alike.

    `plan` fills in the fields, on `terms`; what was the `same` in the two messages compared must stay so: the fee of
    5.00元 that a template names is a part of it.
    """

    report: Report
    plan: Plan
    terms: tuple[Terms, ...]
    same: tuple[tuple[int, int, str], ...]


class _Single(NamedTuple):
    """An outline whose messages are each judged by themselves."""


_SINGLE = _Single()


class Memory:
    """Reports of messages of outlines met before.

    The first message of an outline is judged. The second is judged under watch: where the verdict was seen to rest on
    nothing that is filled in, and is the same, the outline is known. From then on its messages get that verdict, each
    with its own name, sums and numbers. The reports are the same as without the memory, message by message; tests
    compare them.
    """

    def __init__(self, most: int, judge: Callable[[Draft], Report], study: Callable[[Draft, Outline], Studied],
                 segmenter: Segmenter) -> None:  # fmt: skip
        self._most, self._judge, self._study, self._segmenter = most, judge, study, segmenter
        self._outlines: dict[bytes, Outline] = {}
        self._known: dict[_Key, _Sample | _Kind | _Single] = {}
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
        known = self._known.get(key)
        if isinstance(known, _Kind):
            if all([text[start:end] == same for start, end, same in known.same]):
                return self._recalled(known, draft, outline) or self._judge(draft)
            known = None
        if known is None:
            report = self._judge(draft)
            self._keep(self._known, key, _Sample(report))
            return report
        if isinstance(known, _Single):
            return self._judge(draft)
        return self._compared(known, draft, outline, key)

    def _recalled(self, known: _Kind, draft: Draft, outline: Outline) -> Report | None:
        if not self._keeps(known.terms, draft.text):
            return None
        fields = known.plan.filled(draft.text)
        if fields is None:
            return None
        sample = known.report
        return Report(
            draft, sample.form, sample.form_given, sample.form_reason, fields, sample.findings, sample.score,
            sample.grade, sample.contributions, sample.segments,
        )  # fmt: skip

    def _compared(self, sample: _Sample, draft: Draft, outline: Outline, key: _Key) -> Report:
        from smslint.recall.proof import terms_of  # not needed where no two messages are of one outline
        from smslint.recall.refill import plan_of

        before = sample.report.draft.text
        report, evidence = self._study(draft, outline)
        plan, terms = plan_of(report, outline), terms_of(evidence)
        if plan is None or terms is None or not _same(report, sample.report):
            self._known[key] = _SINGLE
        elif not all(self._keeps(terms, text) for text in (before, draft.text)):
            self._known[key] = _Sample(report)  # another message may do better
        elif plan.filled(before) == sample.report.fields:
            self._known[key] = _Kind(report, plan, terms, _unchanged(before, draft.text, outline))
        return report

    def _keeps(self, terms: tuple[Terms, ...], text: str) -> bool:
        return all([one.keeps(text, self._segmenter) for one in terms])

    def _keep(self, known: dict[K, V], key: K, value: V) -> None:
        if len(known) >= self._most:
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
    """Whether two reports say the same of their messages, fields aside."""
    return (one.form, one.form_reason, one.findings, one.score, one.contributions, one.segments) == (
        other.form, other.form_reason, other.findings, other.score, other.contributions, other.segments,
    )  # fmt: skip
