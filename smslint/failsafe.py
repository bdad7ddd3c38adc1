"""Many drafts at once: whatever one of them does to the linter, the others are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from smslint.linter import Linter
from smslint.model import Draft, Report

Judged = Report | str
"""A report, or why there is none."""


def lint_all(
    linter: Linter, drafts: Sequence[Draft], watched: Callable[[Iterable[Draft]], Iterable[Draft]] = iter
) -> list[Judged]:
    """The reports of all drafts, in order; `watched` sees every draft as its turn comes."""
    judged: list[Judged] = []
    try:
        judged.extend(linter.lint_many(watched(drafts)))
    except Exception:  # one of them; which, is seen when they are judged one by one
        return [_alone(linter, one) for one in drafts]
    return judged


def _alone(linter: Linter, draft: Draft) -> Judged:
    try:
        return linter.lint(draft)
    except Exception as error:
        return f"cannot be judged: {type(error).__name__}: {error}"
