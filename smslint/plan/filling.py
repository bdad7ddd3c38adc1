"""Templates filled with the variables of a row: what a recipient will read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from smslint.model import Variable
from smslint.template import find_variables

MISSING = "\x01"
"""Begins what `filled_from_json` gives where variables have no value: their names follow."""


def fill_template(template: str, values: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """`template` with its variables filled in from `values`, and the names of those that have no value.

    A variable is found by its name, whatever its letters' case; one without a name, by its number from 1.
    """
    folded = {key.strip().lower(): value for key, value in values.items() if value is not None}
    pieces, missing, end = list[str](), list[str](), 0
    for number, variable in enumerate(_variables(template), 1):
        name = variable.name.strip() or str(number)
        value = folded.get(name.lower())
        if value is None:
            missing.append(name)
        pieces += [template[end : variable.span.start], "" if value is None else _written(value)]
        end = variable.span.end
    return "".join([*pieces, template[end:]]), tuple(missing)


def filled_from_json(template: str, variables: str) -> str:
    """The same for a row of a table: `variables` is a JSON list of the row's columns and of its column of variables.

    The latter may be an object, or a list of values in the order of the variables; it goes before the columns.
    """
    columns, held = json.loads(variables)
    values = {**columns, **_held(held)}
    text, missing = fill_template(template, values)
    return MISSING + ", ".join(missing) if missing else text


def _held(held: str | None) -> dict[str, object]:
    try:
        value = json.loads(held) if held else {}
    except ValueError:
        value = held.split("|") if held else {}
    if isinstance(value, list):
        return {str(number): one for number, one in enumerate(value, 1)}
    return value if isinstance(value, dict) else {"1": value}


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


@lru_cache(maxsize=4096)
def _variables(template: str) -> tuple[Variable, ...]:
    return find_variables(template)
