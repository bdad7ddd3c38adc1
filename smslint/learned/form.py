"""The weights by which the form of a message is told, one table for all packs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from smslint.learned.table import packed, read_table, unpacked, write_table
from smslint.model import Form
from smslint.store import key_of, stored

FORMS = (Form.NONE, Form.REMINDER, Form.SOFT, Form.FORMAL)
FORM_TABLE = Path(__file__).with_name("form.tsv")


class FormWeights(NamedTuple):
    """A multinomial logistic regression over features of a message: for each, what it adds to each of `FORMS`."""

    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]
    sources: Mapping[str, str]

    def __reduce__(self) -> tuple[object, tuple[Sequence[float], str, bytes, Mapping[str, str]]]:
        numbers = (one for row in self.weights.values() for one in row)
        return _form_weights, (self.bias, *packed(self.weights, numbers), self.sources)

    def known(self, features: Iterable[str]) -> dict[str, Sequence[float]]:
        """Those of `features` that tell something, and what each adds."""
        weights = self.weights
        return {feature: weights[feature] for feature in features if feature in weights}

    def scores(self, known: Mapping[str, Sequence[float]]) -> list[float]:
        """The natural log-odds of each of `FORMS`, up to a common constant, of a message with these features."""
        return list(map(math.fsum, zip(self.bias, *known.values(), strict=True)))  # the same in any order


def _form_weights(bias: Sequence[float], names: str, numbers: bytes, sources: Mapping[str, str]) -> FormWeights:
    features, each = unpacked(names, numbers)
    return FormWeights(bias, dict(zip(features, zip(*[each] * len(bias), strict=True), strict=True)), sources)


@cache
def form_weights() -> FormWeights:
    """The weights shipped with smslint."""
    return stored(key_of([FORM_TABLE.name.encode(), FORM_TABLE.read_bytes()]), _read)  # eight times as fast as the text


def _read() -> FormWeights:
    head, rows = read_table(FORM_TABLE)
    bias = tuple(float(head.pop(f"bias {form}")) for form in FORMS)
    weights = {feature: tuple(cells.get(form, 0.0) for form in FORMS) for feature, cells in rows}
    return FormWeights(bias, weights, head)


def write_form_weights(one: FormWeights, path: Path = FORM_TABLE) -> None:
    """Write the table of `one`."""
    head = {f"bias {form}": f"{value:.4f}" for form, value in zip(FORMS, one.bias, strict=True)}
    rows = [
        (feature, {str(form): value for form, value in zip(FORMS, values, strict=True) if value})
        for feature, values in one.weights.items()
    ]
    write_table(path, {**head, **one.sources}, rows)
