"""Which fixes a draft gets: each is tried on the linter first, and one that brings a new error is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from smslint.linter import Linter
from smslint.mend.edited import Edited
from smslint.mend.tidy import tidy, touches
from smslint.model import Draft, Edit, Finding, Report, Severity
from smslint.score import WEIGHTS
from smslint.template import find_variables

_MOST_ROUNDS = 8  # a text is tidy after two; the limit is for rules that know no end


@dataclass(frozen=True, slots=True)
class Plan:
    """How to mend: with which linter and placeholders, wording too if `unsafe`; not what `is_judged` already."""

    linter: Linter
    placeholders: tuple[re.Pattern[str], ...] = ()
    unsafe: bool = False
    is_judged: Callable[[Finding, Report], bool] = lambda finding, report: False


def mend(draft: Draft, plan: Plan) -> tuple[Edit, ...]:
    """The edits of the draft; done again, there are none."""
    edited = Edited.of(draft.text)
    if not plan.unsafe and not tidy(draft.text, find_variables(draft.text, plan.placeholders)):
        return ()
    trial = _Trial(draft, plan)
    for _ in range(_MOST_ROUNDS):
        better = trial.reword(trial.tidied(edited)) if plan.unsafe else trial.tidied(edited)
        if better.text == edited.text:
            break
        edited = better
    return edited.edits()


class _Trial:
    """Tries edits of one draft."""

    def __init__(self, draft: Draft, plan: Plan) -> None:
        self._draft, self._plan = draft, plan
        self._known: dict[str, Report] = {}

    def tidied(self, edited: Edited) -> Edited:
        """The text with all that may be put right unasked: at once, or else whatever of it brings no new error."""
        edits = tidy(edited.text, find_variables(edited.text, self._plan.placeholders))
        if not edits or self._is_allowed(edited, edited.apply(edits)):
            return edited.apply(edits)
        kept: list[Edit] = []
        for one in edits:
            if self._is_allowed(edited, edited.apply([*kept, one])):
                kept.append(one)
        return edited.apply(kept)

    def reword(self, edited: Edited) -> Edited:
        """The text with the first wording of every rule that makes it better, the worst fault first."""
        better = next((one for one in self._reworded(edited) if self._is_better(edited, one)), None)
        return self.reword(better) if better else edited

    def _reworded(self, edited: Edited) -> Iterator[Edited]:
        report = self._lint(edited.text)
        variables = find_variables(edited.text, self._plan.placeholders)
        for finding in sorted(report.findings, key=lambda one: (-one.severity.rank, one.span)):
            edits = _first(finding)
            is_free = bool(edits) and not any(touches(one, variables) for one in edits)
            if is_free and not self._plan.is_judged(finding, report):
                yield edited.apply(edits)

    def _is_better(self, before: Edited, after: Edited) -> bool:
        less = _weight(self._lint(after.text)) < _weight(self._lint(before.text))
        return less and self._is_allowed(before, after)

    def _is_allowed(self, before: Edited, after: Edited) -> bool:
        """Whether all placeholders are there, and none that nobody fills, and no error is new."""
        if self._variables(before.text) != self._variables(after.text):
            return False
        return not _errors(self._lint(after.text)) - _errors(self._lint(before.text))

    def _variables(self, text: str) -> Counter[str]:
        return Counter(one.span.of(text) for one in find_variables(text, self._plan.placeholders))

    def _lint(self, text: str) -> Report:
        if text not in self._known:
            self._known[text] = self._plan.linter.lint(replace(self._draft, text=text))
        return self._known[text]


def _first(finding: Finding) -> Sequence[Edit]:
    return finding.fixes[0].edits if finding.fixes else ()


def _errors(report: Report) -> Counter[str]:
    return Counter(one.rule.id for one in report.findings if one.severity is Severity.ERROR)


def _weight(report: Report) -> int:
    return sum(WEIGHTS[one.severity] for one in report.findings)
