"""Account references (尾号1234, 合同号…) and ways to opt out (拒收请回复R)."""

from __future__ import annotations

import re

from smslint.fields.spot import Hit, Spot, View, is_variable
from smslint.model import FieldKind, FieldValue
from smslint.patterns import compiled

_TAIL = re.compile(r"[为是:( #]{0,3}([0-9*]{2,8}(?![0-9])|[\ue000-\ue005])")
_CODE = re.compile(r"[为是:( #]{0,3}([a-z0-9][a-z0-9*_/-]{3,31}|[\ue000-\ue005])(?![年月日元万.])")
_OPT_OUT = (
    r"(?:拒收|退订)(?:本?短信|此类信息)?请?(?:直接)?(?:回复?|发送?|编辑)[a-z0-9]{1,6}"
    r"|(?:回复?|发送?)[a-z0-9]{1,6}(?:可|即可|以)?(?:退订|拒收)"
)
_OPT_OUT_REACH = 14


def accounts(view: View) -> list[Spot]:
    """The account references, by start."""
    found = [*_coded(view, "tail", _TAIL), *_coded(view, "reference", _CODE)]
    found.sort()
    return found


def _coded(view: View, group: str, pattern: re.Pattern[str]) -> list[Spot]:
    spots: list[Spot] = []
    for start, end in view.hits(group):
        code = pattern.match(view.text, end)
        if code and not (spots and start < spots[-1].end) and _has_digit(code[1]):
            spots.append(Spot(start, code.end(), FieldKind.ACCOUNT_REF, _value(view, code)))
    return spots


def _has_digit(code: str) -> bool:
    return is_variable(code[0]) or any(char.isdecimal() for char in code)


def _value(view: View, code: re.Match[str]) -> FieldValue:
    if is_variable(code[1][0]):
        return view.variable(code.start(1))
    return view.raw(*code.span(1))


def opt_out(view: View) -> Spot | None:
    """The way to opt out, if the message names one."""
    for start, end in view.hits("optout"):
        low = max(0, start - _OPT_OUT_REACH)
        found = compiled(_OPT_OUT).search(view.text, low, end + _OPT_OUT_REACH)
        if found:
            return Spot(found.start(), found.end(), FieldKind.OPTOUT, view.raw(*found.span()))
    return None


def stretches(spots: list[Spot]) -> list[Hit]:
    """Where the codes stand, so that no other extractor reads them."""
    return sorted((spot.start, spot.end) for spot in spots)
