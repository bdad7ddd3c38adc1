"""Which rules a clause of an unlawful sentence breaks: a logistic regression for each, over clause and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from smslint.errors import PackError
from smslint.learned.regression import chance
from smslint.learned.table import Rows, read_table, write_table

NAMED = 0.3  # from this chance on, a clause breaks a rule
_BIAS = "bias "
_DIGITS = 6  # to which sums of weights are the same in any order
_WITHIN = "in:"  # before the features of the sentence; no feature of a clause is as long


def clause_features(clause: Iterable[str], sentence: Iterable[str]) -> frozenset[str]:
    """The features of a clause, and those of its sentence told apart from them."""
    return frozenset((*clause, *map(_WITHIN.__add__, sentence)))


class Naming(NamedTuple):
    """For each rule the natural log-odds that a feature of a clause, or of the sentence around it, adds to its bias."""

    biases: Mapping[str, float]
    weights: Rows  # by feature, then by rule

    def chances(self, clauses: Iterable[Iterable[str]], sentence: Iterable[str]) -> list[dict[str, float]]:
        """For each clause with these features of a sentence with those: how likely it breaks each rule, 0–1."""
        around = self._added(self.biases, map(_WITHIN.__add__, sentence))
        told = [self._added(around, features) for features in clauses]
        return [{name: chance(round(pull, _DIGITS)) for name, pull in pulls.items()} for pulls in told]

    def _added(self, pulls: Mapping[str, float], features: Iterable[str]) -> dict[str, float]:
        """`pulls` with what `features` add."""
        added = dict(pulls)
        for cells in self.weights.of(features):
            for name, weight in cells.items():
                added[name] += weight
        return added


def read_naming(path: Path) -> Naming:
    """The naming in the table at `path`."""
    if not path.is_file():
        raise PackError(f"no {path.name} beside the other tables: learn anew", str(path.parent))
    head, rows = read_table(path)
    try:
        biases = {name.removeprefix(_BIAS): float(value) for name, value in head.items() if name.startswith(_BIAS)}
    except ValueError:
        raise PackError("a bias is no number", str(path), 1, 1) from None
    unknown = {rule for _, cells in rows for rule in cells}.difference(biases)
    if unknown:
        raise PackError(f"no bias of {', '.join(sorted(unknown))}", str(path), 1, 1)
    return Naming(biases, Rows.made(dict(rows)))


def write_naming(path: Path, one: Naming, sources: Mapping[str, str]) -> None:
    """Write the table of `one`, and what it was learned from."""
    head = {f"{_BIAS}{name}": f"{bias:.4f}" for name, bias in sorted(one.biases.items())}
    write_table(path, {**head, **sources}, ((feature, dict(cells)) for feature, cells in one.weights.items()))
