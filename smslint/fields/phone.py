"""Numbers of a lender to call."""

from __future__ import annotations

import re

from smslint.fields.spot import Spot, View, is_variable
from smslint.model import FieldKind, FieldValue
from smslint.patterns import compiled

Match = re.Match[str]

# The anti-fraud line and the public complaint lines: whoever names them names no number of the lender.
_NOT_LENDERS = frozenset(("96110", "12378", "12363", "12368", "12345", "12315", "12386", "12348", "12321", "12309"))
_READERS_OWN = r"(?:您|你|贵户|户主).{0,2}(?:号码|手机|手机号码?)[:为是 ]?$"
_GAP = re.compile(r"(?:[:为是请(\[ ,;到致打按]|号码|热线|电话|专线|小时)*")
_NO_DIGIT = re.compile("[^0-9]+")
_PLACEHOLDER = "[\ue000-\ue005]"


def hotline(view: View, match: Match, start: int) -> Spot | None:
    """The hotline that a telephone-shaped number is, unless it is a public one."""
    raw, begin = match.group(), start
    if ")" in raw and view.text[start - 1 : start] == "(":
        begin = start - 1
    value = _value(view, raw, start)
    return None if value in _NOT_LENDERS else Spot(begin, match.end(), FieldKind.HOTLINE, value)


def after_cue(view: View, match: Match, start: int) -> Spot | None:
    """A local number or an untyped placeholder as a hotline: behind a word for one, or as a clause of its own."""
    if not _follows_cue(view, start) and not _alone(view.text, start, match.end()):
        return None
    value = _value(view, match.group(), start)
    return None if value in _NOT_LENDERS else Spot(start, match.end(), FieldKind.HOTLINE, value)


def variable(view: View, start: int) -> Spot | None:
    """A placeholder typed as a telephone number, unless it is the reader's."""
    if compiled(_READERS_OWN).search(view.text, max(0, start - 9), start):
        return None
    return Spot(start, start + 1, FieldKind.HOTLINE, view.variable(start))


def _follows_cue(view: View, start: int) -> bool:
    hit = view.cue_before("phone", start)
    return hit is not None and hit[1] >= start - 6 and _GAP.fullmatch(view.text, hit[1], start) is not None


def _alone(text: str, start: int, end: int) -> bool:
    """Whether it closes the message as a clause of its own, as a number to call often does."""
    return start > 20 and end - start != 5 and text[start - 1] in ",。;(" and not text[end:].strip("。.!)】")


def _value(view: View, raw: str, start: int) -> FieldValue:
    digits = _NO_DIGIT.sub("", raw)
    if raw.isascii() or not compiled(_PLACEHOLDER).search(raw):
        return None if "x" in raw or "*" in raw else digits
    return next(view.variable(start + index) for index, char in enumerate(raw) if is_variable(char))
