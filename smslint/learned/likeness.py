"""How like unlawful wording a sentence is, and which rules it would break: learned from a pack's labelled messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from smslint.errors import PackError
from smslint.learned.naming import Naming, read_naming, write_naming
from smslint.learned.regression import Regression, chance
from smslint.learned.table import read_table, write_table
from smslint.model import Form
from smslint.store import Deferred

# Chosen on messages of others that nothing was learned from.
UNLIKE = 0.2  # below this chance of a fault, what a rule calls an error is excused
MILD = 0.2  # below this chance of an error where there is a fault, it is a warning
ALIKE = 0.65  # from this chance on, a sentence is a fault by itself
ALIKE_ELSEWHERE = 0.85  # in a message that is none of repayment: far more of those are sent, and most by others


Share = tuple[float, Form]  # how likely it is that a message has that form
_CERTAINLY_DEMAND: tuple[Share, ...] = ((1.0, Form.FORMAL),)


class Chances(NamedTuple):
    """How likely a sentence is unlawful, and how likely it is an error rather than a warning if so; both 0–1."""

    fault: float
    grave: float

    @property
    def error(self) -> float:
        """How likely it is an error."""
        return self.fault * self.grave


@dataclass(frozen=True, slots=True)
class Likeness:
    """Regressions over wording, and the naming of the rules.

    `fault` tells unlawful sentences of demands from lawful ones, together with what a message has anywhere (`around`)
    and with what is different in messages of another form (`by_form`); `grave` tells errors from warnings among the
    unlawful. Most messages need no `naming`. `sources` says what it was learned from.
    """

    fault: Regression
    around: Regression
    by_form: Mapping[Form, Regression]
    grave: Regression
    naming: Deferred[Naming]
    sources: Mapping[str, str]

    def chances(
        self, features: Collection[str], forms: Iterable[Share] = _CERTAINLY_DEMAND, around: float = 0.0
    ) -> Chances:
        """What a sentence with these features is, in a message of which only the shares of the `forms` are known.

        `around` is the log-odds that the rest of the message adds. How grave it is, is left at 1 where it hardly is a
        fault.
        """
        pull = self.fault.pull(features) + around
        fault = sum([share * chance(pull + self._difference(form, features)) for share, form in forms])
        return Chances(fault, chance(self.grave.pull(features)) if fault >= UNLIKE else 1.0)

    def _difference(self, form: Form, features: Collection[str]) -> float:
        """The log-odds that it adds to those of a demand that a sentence stands in a message of `form`."""
        differences = self.by_form.get(form)
        return differences.pull(features) if differences else 0.0

    def reasons(self, features: Iterable[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that speak most for unlawful wording, the strongest first."""
        found = [(one, self.fault.weights[one]) for one in features if self.fault.weights.get(one, 0) > 0]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]


# The cells of a feature: its weight in each regression.
_OTHERS = (Form.NONE, Form.REMINDER, Form.SOFT)
_PARTS = ("fault", "around", "grave", *map(str, _OTHERS))
TABLES = _WORDING, _NAMING = ("wording.tsv", "naming.tsv")  # in the folder of a pack


def read_likeness(folder: Path) -> Likeness | None:
    """The likeness in the tables of `folder`; None if there are none."""
    path = folder / _WORDING
    if not path.is_file():
        return None
    head, rows = read_table(path)
    columns: dict[str, dict[str, float]] = {name: {} for name in _PARTS}
    try:
        for feature, cells in rows:
            for name, weight in cells.items():
                columns[name][feature] = weight
        parts = {name: Regression(float(head.pop(f"bias {name}")), columns[name]) for name in _PARTS}
    except (KeyError, ValueError):
        raise PackError(f"not the biases and weights of {', '.join(_PARTS)}", str(path), 1, 1) from None
    by_form = {form: parts[form] for form in _OTHERS}
    naming = Deferred(read_naming(folder / _NAMING))
    return Likeness(parts["fault"], parts["around"], by_form, parts["grave"], naming, head)


def write_likeness(folder: Path, one: Likeness) -> None:
    """Write the tables of `one` into `folder`."""
    forms = (one.by_form.get(form, Regression(0.0, {})) for form in _OTHERS)
    parts = dict(zip(_PARTS, (one.fault, one.around, one.grave, *forms), strict=True))
    features = {feature for part in parts.values() for feature in part.weights}
    rows = (
        (feature, {name: part.weights[feature] for name, part in parts.items() if feature in part.weights})
        for feature in features
    )
    head = {f"bias {name}": f"{part.bias:.4f}" for name, part in parts.items()}
    write_table(folder / _WORDING, {**head, **one.sources}, rows)
    write_naming(folder / _NAMING, one.naming.value, one.sources)
