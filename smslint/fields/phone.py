"""Numbers of a lender to call."""

from __future__ import annotations

import re

from smslint.fields.spot import Spot, View, is_variable
from smslint.model import FieldKind, FieldValue

Match = re.Match[str]

_NOT_LENDERS = frozenset(("96110",))
_GAP = re.compile(r"(?:[:为是请(\[ ,;到致打按]|号码|热线|电话|专线|小时)*")
_DIGIT = re.compile(r"[0-9]")


def hotline(view: View, match: Match, start: int) -> Spot | None:
    """The hotline that a telephone-shaped number is, unless it is a public one."""
    raw, begin = match.group(), start
    if ")" in raw and view.text[start - 1 : start] == "(":
        begin = start - 1
    value = _value(view, raw, start)
    return None if value in _NOT_LENDERS else Spot(begin, match.end(), FieldKind.HOTLINE, value)


def after_cue(view: View, match: Match, start: int) -> Spot | None:
    """A local number or an untyped placeholder as a hotline, where a word for a telephone stands right before it."""
    hit = view.cue_before("phone", start)
    if hit is None or hit[1] < start - 6 or not _GAP.fullmatch(view.text, hit[1], start):
        return None
    return Spot(start, match.end(), FieldKind.HOTLINE, _value(view, match.group(), start))


def variable(view: View, start: int) -> Spot:
    """A placeholder typed as a telephone number."""
    return Spot(start, start + 1, FieldKind.HOTLINE, view.variable(start))


def _value(view: View, raw: str, start: int) -> FieldValue:
    for index, char in enumerate(raw):
        if is_variable(char):
            return view.variable(start + index)
    return None if "x" in raw or "*" in raw else "".join(_DIGIT.findall(raw))
