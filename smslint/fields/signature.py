"""The signature in 【】 at the head or the end of a message, and the lender that it names."""

from __future__ import annotations

import re

from smslint.fields.spot import PLACEHOLDERS, Spot, View, is_variable
from smslint.model import FieldKind
from smslint.patterns import compiled

_FIRST = re.compile(r"\s*(【([^【】\n]{1,40})】)")
_LAST = r"(【([^【】\n]{1,40})】)\s*$"
_LAST_REACH = 44


def find(view: View) -> Spot | None:
    """The signature, the first one where a message has two."""
    text = view.text
    if "【" not in text:
        return _variable(view)
    found = _FIRST.match(text)
    if found:
        return _spot(view, found)
    found = compiled(_LAST).search(text, max(0, len(text) - _LAST_REACH))
    return _spot(view, found) if found else None


def _spot(view: View, found: re.Match[str]) -> Spot:
    start, end = found.span(1)
    value = view.variable(start + 1) if found[2] in PLACEHOLDERS else view.raw(start + 1, end - 1)
    return Spot(start, end, FieldKind.SIGNATURE, value)


def _variable(view: View) -> Spot | None:
    """A placeholder that is itself written 【…】 at either end of the message."""
    for index in (0, len(view.text) - 1):
        if view.text and is_variable(view.text[index]):
            variable = view.message.variable_at(index)
            if variable and view.message.draft.text[variable.span.start] == "【":
                return Spot(index, index + 1, FieldKind.SIGNATURE, variable)
    return None
