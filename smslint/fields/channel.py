"""Places and means to pay."""

from __future__ import annotations

import re

from smslint.fields.spot import Hit, Spot, View, is_variable
from smslint.model import FieldKind

_STOPS = frozenset("于在用到从去经过录陆开请前进由和或及与、,。:;()!?“”\"'《》「」 的是入可将并即往上下至走您你通登使看载访过关注|/后或内时若如需,->·")
_BRAND_REACH = 10
_QUOTES = {"”": "“", '"': '"', "」": "「", "》": "《", "'": "'"}
_NAMED = re.compile(r"[“\"「《][^”\"」》]{1,14}[”\"」》]")
_DEPOSIT = re.compile(r"存入|存足|留足|转入|汇入|还到|打到|划收|扣收|扣划|余额充足|足够余额|充足|存进|自动扣|补足|存够|转到|转账|划扣")
_NOT_PAYING = re.compile(r"(?:明细|计划|记录|详情|金额|状态|情况|方案|安排|流程|信息)")
_NOT_PLACE = re.compile(r"(?:登录密码|验证码|下载)")


def find(view: View) -> list[Spot]:
    """The channels, by start."""
    hits = sorted((*view.hits("app"), *view.hits("place"), *view.hits("account")))
    spots: list[Spot] = []
    for start, end in _merged(hits):
        if _pays(view, start, end):
            begin = _brand_start(view.text, start, spots[-1].end if spots else 0)
            spots.append(Spot(begin, _named_end(view.text, end), FieldKind.CHANNEL, None))
    return spots


def _merged(hits: list[Hit]) -> list[Hit]:
    """Overlapping and touching hits as one."""
    merged: list[Hit] = []
    for start, end in hits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pays(view: View, start: int, end: int) -> bool:
    low, high = view.clause(start, end)
    if any(hit[0] >= start and hit[1] <= end for hit in view.hits("account")) and not view.cue_in("place", start, end):
        return _DEPOSIT.search(view.text, low, high) is not None
    if any(low <= hit[0] < high and not _NOT_PAYING.match(view.text, hit[1]) for hit in view.hits("pay") if not start <= hit[0] < end):
        return True
    return not view.cue_in("query", low, high)


def _brand_start(text: str, start: int, floor: int) -> int:
    """Where the brand before a channel begins (安禾APP, “安禾”APP)."""
    if start and text[start - 1] in _QUOTES:
        opening = text.rfind(_QUOTES[text[start - 1]], max(floor, start - 14), start - 1)
        return opening if opening >= 0 else start
    low = max(floor, start - _BRAND_REACH)
    index = start
    while index > low and text[index - 1] not in _STOPS and not text[index - 1].isdecimal():
        if is_variable(text[index - 1]):
            return index - 1
        index -= 1
    return index


def _named_end(text: str, end: int) -> int:
    named = _NAMED.match(text, end)
    return named.end() if named else end
