"""Places and means to pay."""

from __future__ import annotations

import re

from smslint.fields.spot import Hit, Spot, View, is_variable
from smslint.model import FieldKind, FieldValue, Variable

_BRANDED = ("app", "branded", "platform")
_GROUPS = ("app", "branded", "platform", "place", "auto", "account")
_PLACES = ("branded", "place")
_STOPS = (
    r"0-9于在用到从去经过录陆开请前进由和或及与、,。:;()!?“”\"'《》「」 的是入可将并即往上下至走您你通登使看载访关注|/后内时若如需,>·~也均→\-"
)
# What a name before its channel is made of: no word that leads to it; a placeholder may open it.
_BRAND = re.compile(rf"[\ue000-\ue005]?[^{_STOPS}\ue000-\ue005]*$")
_LEADING = re.compile(
    "(?:还款|付款|缴款|补款|路径|途径|渠道|入口|抽空|直接|认准|自行|支持|任一|任意|各|点|戳|走|来|还|口|话|为|向|须|以|转|付|给|把钱|嫌|就|"
    "能|会|去|见|洽|透|日|号|元|只认|登|按|找|回|打)+"
)
_NAME = re.compile("app|channel|qudao|渠道|网点|平台")
_GOES_ON = frozenset("a手官公小网的号平合欠那客")
_BRAND_REACH = 10
_QUOTES = {"”": "“", '"': '"', "」": "「", "》": "《", "'": "'"}
_NAMED = re.compile(r"[“\"「《][^”\"」》]{1,14}[”\"」》]")
_DEPOSIT = re.compile(
    "存入|存足|留足|转入|汇入|还到|打到|划收|扣收|扣划|扣款|余额充足|足够余额|余额够|存进|补足|存够|转到|转账|划扣|收取|往|备足|扣缴|过数|"
    "放进|补入|存钱|归还|还至|汇付|还款|缴款|存到|付租|余额|扣除|扣月供|留够|补缴"
)
_NOT_PAYING = re.compile("明细|计划|记录|详情|金额|状态|情况|方案|安排|流程|信息|结果|行为|能力|日")
_FAILED = re.compile(".{0,4}(?:未|失败|没有?成|不成功|没成|暂停|执行失败|重新签约)")
_UNUSABLE = re.compile("慢|打不开|崩|登不上|用不了|.{0,4}(?:停掉|冻结|封禁|封掉)")
_ANY_ACCOUNT = re.compile("(?:各|全部|所有|名下|任何)$")
_NO_ACCOUNT = re.compile("密码|背面|号|里的|被|正面")
_SHORT_OF_MONEY = re.compile("余额不|余额可能不")


def find(view: View) -> list[Spot]:
    """The channels, by start."""
    hits = _hits(view)
    automatic = any(group == "auto" and _pays(view, start, end, group) for start, end, group in hits)
    spots: list[Spot] = []
    for start, end, group in hits:
        if (group == "account" and automatic) or not _pays(view, start, end, group):
            continue
        floor = spots[-1].end if spots else 0
        begin = _brand_start(view, start, floor) if group in _BRANDED else start
        end = _named_end(view.text, end) if group == "branded" else end
        spots.append(Spot(begin, end, FieldKind.CHANNEL))
    return spots


def placeholder(view: View, start: int, value: FieldValue) -> Spot | None:
    """A placeholder named as a channel (${app}), where nothing of it is named behind (${bank}手机银行)."""
    if not isinstance(value, Variable) or not _NAME.search(value.name.lower()) or view.text[start + 1 : start + 2] in _GOES_ON:
        return None
    return Spot(start, start + 1, FieldKind.CHANNEL, value)


def _hits(view: View) -> list[tuple[int, int, str]]:
    """The hits of all groups by start; of overlapping ones the longest."""
    found = [(start, end, group) for group in _GROUPS if group in view.cues for start, end in view.cues[group]]
    found.sort(key=_longest_first)
    kept: list[tuple[int, int, str]] = []
    for hit in found:
        if not kept or hit[0] > kept[-1][1] or (hit[0] == kept[-1][1] and not (hit[2] in _PLACES and kept[-1][2] in _PLACES)):
            kept.append(hit)
        elif hit[1] > kept[-1][1]:
            kept[-1] = (kept[-1][0], hit[1], kept[-1][2])
    return kept


def _longest_first(hit: tuple[int, int, str]) -> tuple[int, int]:
    return hit[0], -hit[1]


def _pays(view: View, start: int, end: int, group: str) -> bool:
    low, high = view.clause(start, end)
    if group == "auto":
        return not _FAILED.match(view.text, end)
    if group == "account":
        if _ANY_ACCOUNT.search(view.text, max(low, start - 2), start) or _NO_ACCOUNT.match(view.text, end):
            return False
        return _takes_money(view.text, low, start) or _takes_money(view.text, end, high)
    if _UNUSABLE.match(view.text, end) or (group == "platform" and _own_brand(view.text, start - 3, start) < 0):
        return False
    return _has_payment(view, (low, high), (start, end)) or not view.cue_in("query", low, high)


def _takes_money(text: str, low: int, high: int) -> bool:
    return _DEPOSIT.search(text, low, high) is not None and _SHORT_OF_MONEY.search(text, low, high) is None


def _has_payment(view: View, clause: Hit, channel: Hit) -> bool:
    """Whether the clause speaks of paying, otherwise than in the channel's own name or of a 还款计划."""
    for start, end in view.cues_in("pay", *clause):
        if not channel[0] <= start < channel[1] and not _NOT_PAYING.match(view.text, end):
            return True
    return False


def _brand_start(view: View, start: int, floor: int) -> int:
    """Where the brand before a channel begins (安禾APP, “安禾”APP, 鹿鸣小贷公众号)."""
    text = view.text
    if start and text[start - 1] in _QUOTES:
        opening = text.rfind(_QUOTES[text[start - 1]], max(floor, start - 14), start - 1)
        return opening if opening >= 0 else start
    low = max(floor, start - _BRAND_REACH)
    own = _own_brand(text, low, start)
    walked = _walk(text, low, start)
    return min(own, walked) if own >= 0 else walked


def _own_brand(text: str, low: int, start: int) -> int:
    """Where the sender's own name, known from its signature, begins within `[low, start)`."""
    head = text.find("【") + 1
    floor = max(low, head + 2) if head < start else low
    return text.rfind(text[head : head + 2], floor, start) if head else -1


def _walk(text: str, low: int, start: int) -> int:
    found = _BRAND.search(text, low, start)
    begin = found.start() if found else start
    leading = _LEADING.match(text, begin, start)
    return leading.end() if leading else begin


def _named_end(text: str, end: int) -> int:
    named = _NAMED.match(text, end)
    return named.end() if named else end
