"""Logistic regression over the features of a text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from smslint.learned.table import packed, unpacked


class Regression(NamedTuple):
    """A logistic regression: the natural log-odds that each feature adds to `bias`."""

    bias: float
    weights: Mapping[str, float]

    def __reduce__(self) -> tuple[object, tuple[float, str, bytes]]:
        return _regression, (self.bias, *packed(self.weights, self.weights.values()))

    def pull(self, features: Iterable[str]) -> float:
        """The log-odds of `features`."""
        return self.bias + math.fsum(map(self.weights.__getitem__, self.weights.keys() & features))


def _regression(bias: float, names: str, numbers: bytes) -> Regression:
    return Regression(bias, dict(zip(*unpacked(names, numbers), strict=True)))


def chance(pull: float) -> float:
    """The probability of which `pull` is the log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, pull)))
