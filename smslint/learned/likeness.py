"""How like unlawful wording a sentence is, and which rule it would break: learned from a pack's labelled messages."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from smslint.learned.table import read_table, write_table

# Chosen on messages of others that nothing was learned from.
UNLIKE = 0.03  # below this chance, an error of a rule is excused
ALIKE = 0.75  # from this chance on, a sentence is a fault by itself
_FAULT = "fault"  # the cell of a feature's weight; the other cells count the sentences of each rule that had it


@dataclass(frozen=True)
class Likeness:
    """A logistic regression over the features of a sentence, and a complement naive Bayes that names the rule.

    `weights` are natural log-odds; `counts` tell in how many unlawful sentences of a rule a feature stood. `sources`
    says what it was learned from. Method of the naming: Rennie et al., Tackling the poor assumptions of naive Bayes
    text classifiers, 2003.
    """

    bias: float
    weights: Mapping[str, float]
    counts: Mapping[str, Mapping[str, float]]
    sources: Mapping[str, str]

    def probability(self, features: Collection[str]) -> float:
        """How likely a sentence with these features is unlawful, 0–1."""
        return 1 / (1 + math.exp(-max(-30.0, self.pull(features))))

    def pull(self, features: Iterable[str]) -> float:
        """The log-odds of `features`."""
        weights = self.weights
        return self.bias + sum([weights[one] for one in features if one in weights])

    def reasons(self, features: Iterable[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that speak most for unlawful wording, the strongest first."""
        found = [(one, self.weights[one]) for one in features if self.weights.get(one, 0) > 0]
        return sorted(found, key=lambda one: -one[1])[:most]

    def rule(self, features: Iterable[str], among: Collection[str]) -> str | None:
        """The rule, of those in `among`, whose unlawful sentences are most like one with these features."""
        names = [name for name in self._totals if name in among]
        known = [self.counts[one] for one in features if one in self.counts]
        whole = [sum(cells.values()) for cells in known]
        everything = sum(self._totals.values())
        best, least = None, math.inf
        for name in names:
            rest = everything - self._totals[name] + len(self.counts)
            # What a feature weighs outside the rule: the less, the more it belongs to the rule.
            outside = sum(
                [math.log((total - cells.get(name, 0) + 1) / rest) for cells, total in zip(known, whole, strict=True)]
            )
            if outside < least:
                best, least = name, outside
        return best

    @cached_property
    def _totals(self) -> Mapping[str, float]:
        totals: dict[str, float] = {}
        for cells in self.counts.values():
            for name, count in cells.items():
                totals[name] = totals.get(name, 0) + count
        return totals


def read_likeness(path: Path) -> Likeness:
    """The likeness in the table at `path`."""
    head, rows = read_table(path)
    weights: dict[str, float] = {}
    counts: dict[str, Mapping[str, float]] = {}
    for feature, cells in rows:
        weight = cells.pop(_FAULT, 0.0)
        if weight:
            weights[feature] = weight
        if cells:
            counts[feature] = cells
    return Likeness(float(head.pop("bias")), weights, counts, head)


def write_likeness(path: Path, one: Likeness) -> None:
    """Write the table of `one`."""
    features = one.weights.keys() | one.counts.keys()
    rows = [(each, {_FAULT: one.weights.get(each, 0.0), **one.counts.get(each, {})}) for each in features]
    write_table(path, {"bias": f"{one.bias:.4f}", **one.sources}, rows)
