"""Sums owed and their values."""

from __future__ import annotations

import re
from decimal import Decimal

from smslint.fields.numerals import parse_mixed
from smslint.fields.roles import Label, label_before, owed_in_clause, role_of
from smslint.fields.spot import AMOUNT_VAR, Spot, View, is_variable
from smslint.model import FieldKind, FieldValue, Role
from smslint.patterns import compiled

Match = re.Match[str]

_CURRENCY = r"(?:人民币(?: ?\(大写\))?|新台币|港币|台币|rmb|cny|hkd|hk\$|nt\$|[¥$])[:为 ]?$"
_CURRENCY_ENDS = frozenset("币b)y¥$d: 为")
_LABEL_GAP = re.compile(r"(?:[为是共计约有:的额款数仅( ]|还款|金额)*")
_DIME, _CENT = Decimal("0.1"), Decimal("0.01")
_VAGUE = frozenset("几多上第每半")
_ENDS_SUM = frozenset(",。;!?、)\n( 元|未啦了") | {""}
_SPOKEN = "[一二两三四五六七八九十百千]+块钱?"


def money(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    """The amount of a sum written with its unit (3,256.8元, 三千块, 1.2万元)."""
    if _vague(view.text, start) or (match["myriad"] and not owed_in_clause(view, labels, start)):
        return None
    value = _value(view, match)
    return None if value is None else _amount(view, labels, start, match.end(), value)


def bare(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    """The amount of a number with a currency mark before it, or right after a label such as 应还金额."""
    end = match.end()
    if _currency_start(view.text, start) == start and not _after_label(view, labels, start, end):
        return None
    value = view.variable(start) if is_variable(view.text[start]) else parse_mixed(match.group())
    return None if value is None else _amount(view, labels, start, end, value)


def _vague(text: str, start: int) -> bool:
    """Whether a word before makes the number no sum: 几百元, 第3元, 数万元 (but not 那数五万元)."""
    before = text[start - 1 : start]
    return before in _VAGUE or (before == "数" and text[start] in "十百千万亿")


def _value(view: View, match: Match) -> FieldValue:
    text, myriad, dime, cent = match.group("sum", "myriad", "dime", "cent")
    if is_variable(text[0]):
        return view.variable(match.start("sum"))
    total = parse_mixed(text + "万" if myriad else text)
    if total is None or not (dime or cent):
        return total
    return total + (parse_mixed(dime or "0") or 0) * _DIME + (parse_mixed(cent or "0") or 0) * _CENT


def _currency_start(text: str, start: int) -> int:
    if not start or text[start - 1] not in _CURRENCY_ENDS:
        return start
    low = max(0, start - 9)
    found = compiled(_CURRENCY).search(text[low:start])
    return low + found.start() if found else start


def _after_label(view: View, labels: list[Label], start: int, end: int) -> bool:
    """Whether an owed label stands right before a number without a unit."""
    text = view.text
    if text[start] == AMOUNT_VAR and text[end : end + 1] in _ENDS_SUM:
        return True
    label = label_before(labels, start)
    if label is None or label[2] is None or not _LABEL_GAP.fullmatch(text, label[0], start):
        return False
    return (end - start >= 2 or is_variable(text[start])) and text[end : end + 1] in _ENDS_SUM


def _amount(view: View, labels: list[Label], start: int, end: int, value: FieldValue) -> Spot | None:
    begin = _currency_start(view.text, start)
    role = role_of(view, labels, begin, end)
    return None if role is None else Spot(begin, end, FieldKind.AMOUNT, value, role)


def settle(text: str, spots: list[Spot]) -> list[Spot]:
    """The same spots, where a fee that is the only sum (an electricity bill) is the total, and a sum in spoken
    words beside a written one (4,300元, 四百块都没有) is only talk."""
    sums = [spot for spot in spots if spot.kind is FieldKind.AMOUNT]
    if len(sums) == 1 and sums[0].role is Role.FEE:
        return [spot._replace(role=Role.TOTAL) if spot is sums[0] else spot for spot in spots]
    if len(sums) > 1 and "块" in text:
        spoken = [spot for spot in sums if compiled(_SPOKEN).fullmatch(text, spot.start, spot.end)]
        if len(spoken) < len(sums):
            return [spot for spot in spots if spot not in spoken]
    return spots
