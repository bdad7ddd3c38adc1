"""How like unlawful wording a sentence is, and which rule it would break: learned from a pack's labelled messages."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from smslint.errors import PackError
from smslint.learned.table import packed, read_table, unpacked, write_table
from smslint.model import Form
from smslint.store import Deferred

# Chosen on messages of others that nothing was learned from.
UNLIKE = 0.06  # below this chance of a fault, what a rule calls an error is excused
MILD = 0.2  # below this chance of an error where there is a fault, it is a warning
ALIKE = 0.7  # from this chance on, a sentence is a fault by itself
# The cells of a feature's weights; the other cells count the sentences of each rule that had it.
_FAULT, _GRAVE = "fault", "grave"

Counts = Mapping[str, Mapping[str, float]]


def form_feature(form: Form) -> str:
    """The feature of a sentence that stands for the form of its message."""
    return f"@{form}"


class Chances(NamedTuple):
    """How likely a sentence is unlawful, and how likely it is an error rather than a warning if so; both 0–1."""

    fault: float
    grave: float

    @property
    def error(self) -> float:
        """How likely it is an error."""
        return self.fault * self.grave


class Regression(NamedTuple):
    """A logistic regression: the natural log-odds that each feature adds to `bias`."""

    bias: float
    weights: Mapping[str, float]

    def __reduce__(self) -> tuple[object, tuple[float, str, bytes]]:
        return _regression, (self.bias, *packed(self.weights, self.weights.values()))

    def pull(self, features: Iterable[str]) -> float:
        """The log-odds of `features`."""
        return self.bias + math.fsum(map(self.weights.__getitem__, self.weights.keys() & features))


@dataclass(frozen=True)
class Likeness:
    """Two regressions over the features of a sentence, and a complement naive Bayes that names the rule.

    `fault` tells unlawful sentences from lawful ones, `grave` errors from warnings among the unlawful. `naming` has the
    counts, of which most messages need none. `sources` says what it was learned from. Method of the
    naming: Rennie et al., Tackling the poor assumptions of naive Bayes text classifiers, 2003.
    """

    fault: Regression
    grave: Regression
    naming: Deferred[Counts]
    sources: Mapping[str, str]

    @property
    def counts(self) -> Counts:
        """Feature -> rule -> in how many of the rule's unlawful sentences it stood."""
        return self.naming.value

    def chances(self, features: Collection[str], form_pull: float = 0.0) -> Chances:
        """What a sentence with these features is, in a message whose form adds `form_pull`.

        How grave it is, is left at 1 where it hardly is a fault.
        """
        fault = _chance(self.fault.pull(features) + form_pull)
        return Chances(fault, _chance(self.grave.pull(features)) if fault >= UNLIKE else 1.0)

    def form_pull(self, form: Form) -> float:
        """What it adds to the log-odds of a sentence that its message has that form."""
        return self.fault.weights.get(form_feature(form), 0.0)

    def reasons(self, features: Iterable[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that speak most for unlawful wording, the strongest first."""
        found = [(one, self.fault.weights[one]) for one in features if self.fault.weights.get(one, 0) > 0]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]

    def rule(self, features: Iterable[str], among: Collection[str]) -> str | None:
        """The rule, of those in `among`, whose unlawful sentences are most like one with these features."""
        known = [self.counts[one] for one in features if one in self.counts]
        # What the features weigh outside a rule; of each feature only what the rule has of it makes a difference.
        outside = {name: -len(known) * math.log(rest) for name, rest in self._rests.items() if name in among}
        for cells in known:
            total = sum(cells.values()) + 1
            for name, count in cells.items():
                if name in outside:
                    outside[name] += math.log1p(-count / total)
        return min(outside, key=lambda name: (round(outside[name], 6), name), default=None)

    @cached_property
    def _rests(self) -> Mapping[str, float]:
        """How much of all that is counted stands outside each rule."""
        everything = sum(self._totals.values()) + len(self.counts)
        return {name: everything - total for name, total in self._totals.items()}

    @cached_property
    def _totals(self) -> Mapping[str, float]:
        totals: dict[str, float] = {}
        for cells in self.counts.values():
            for name, count in cells.items():
                totals[name] = totals.get(name, 0) + count
        return totals


def _regression(bias: float, names: str, numbers: bytes) -> Regression:
    return Regression(bias, dict(zip(*unpacked(names, numbers), strict=True)))


def _chance(pull: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, pull)))


def read_likeness(path: Path) -> Likeness:
    """The likeness in the table at `path`."""
    head, rows = read_table(path)
    weights: dict[str, dict[str, float]] = {_FAULT: {}, _GRAVE: {}}
    counts: dict[str, Mapping[str, float]] = {}
    for feature, cells in rows:
        for name, column in weights.items():
            if name in cells:
                column[feature] = cells.pop(name)
        if cells:
            counts[feature] = cells
    try:
        fault, grave = (Regression(float(head.pop(f"bias {name}")), column) for name, column in weights.items())
    except (KeyError, ValueError):
        raise PackError("the head tells no bias", str(path), 1, 1) from None
    return Likeness(fault, grave, Deferred(counts), head)


def write_likeness(path: Path, one: Likeness) -> None:
    """Write the table of `one`."""
    columns = {_FAULT: one.fault.weights, _GRAVE: one.grave.weights}
    features = one.fault.weights.keys() | one.grave.weights.keys() | one.counts.keys()
    rows = [
        (
            each,
            {name: column[each] for name, column in columns.items() if each in column} | dict(one.counts.get(each, {})),
        )
        for each in features
    ]
    head = {f"bias {_FAULT}": f"{one.fault.bias:.4f}", f"bias {_GRAVE}": f"{one.grave.bias:.4f}", **one.sources}
    write_table(path, head, rows)
