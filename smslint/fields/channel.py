"""Places and means to pay."""

from __future__ import annotations

from smslint.fields.spot import Hit, Spot, View
from smslint.model import FieldKind, FieldValue, Variable
from smslint.patterns import compiled

Grouped = tuple[int, int, str]  # a hit and its cue group

_BRANDED = ("app", "branded", "platform")
_GROUPS = ("app", "branded", "platform", "place", "auto", "account")
_PLACES = ("branded", "place")
# What a name before its channel is made of: no word that leads to it; a placeholder may open it.
_STOPS = (
    r"0-9、,。:;()!?“”\"'《》「」 |/>·~→\-"
    "于在用到从去经过录陆开请前进由和或及与的是入可将并即往上下至走您你通登使看载访关注后内时若如需也均"
)
_BRAND = rf"[\ue000-\ue005]?[^{_STOPS}\ue000-\ue005]*$"
_LEADING = (
    "(?:还款|付款|缴款|补款|路径|途径|渠道|入口|抽空|直接|认准|自行|支持|任一|任意|把钱|只认"
    "|[各点戳走来还口话为向须以转付给嫌就能会去见洽透日号元登按找回打])+"
)
_NAME = "app|channel|qudao|渠道|网点|平台"
_GOES_ON = frozenset("a手官公小网的号平合欠那客")
_BRAND_REACH = 10
_QUOTES = {"”": "“", '"': '"', "」": "「", "》": "《", "'": "'"}
_NAMED = r"[“\"「《][^”\"」》]{1,14}[”\"」》]"
_DEPOSIT = (
    "存入|存足|存进|存够|存到|存钱|留足|留够|备足|补足|补入|补缴|放进|转入|转到|转账|汇入|汇付|打到|还到|还至|还款|归还|缴款|付租|往"
    "|划收|划扣|扣收|扣划|扣款|扣缴|扣除|扣月供|收取|过数|余额"
)
_NOT_PAYING = "明细|计划|记录|详情|金额|状态|情况|方案|安排|流程|信息|结果|行为|能力|日"
_FAILED = ".{0,4}(?:未|失败|没有?成|不成功|没成|暂停|执行失败|重新签约)"
_UNUSABLE = "慢|打不开|崩|登不上|用不了|.{0,4}(?:停掉|冻结|封禁|封掉)"
_ANY_ACCOUNT = "(?:各|全部|所有|名下|任何)$"
_NO_ACCOUNT = "密码|背面|号|里的|被|正面"
_SHORT_OF_MONEY = "余额不|余额可能不"


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
    named = isinstance(value, Variable) and compiled(_NAME).search(value.name.lower())
    if not named or view.text[start + 1 : start + 2] in _GOES_ON:
        return None
    return Spot(start, start + 1, FieldKind.CHANNEL, value)


def _hits(view: View) -> list[Grouped]:
    """The hits of all groups by start, overlapping ones as one, and two places side by side too (支行柜台)."""
    found = [(start, end, group) for group in _GROUPS if group in view.cues for start, end in view.cues[group]]
    found.sort(key=_longest_first)
    kept: list[Grouped] = []
    for hit in found:
        if not kept or _apart(kept[-1], hit):
            kept.append(hit)
        elif hit[1] > kept[-1][1]:
            kept[-1] = (kept[-1][0], hit[1], kept[-1][2])
    return kept


def _longest_first(hit: Grouped) -> tuple[int, int]:
    return hit[0], -hit[1]


def _apart(left: Grouped, right: Grouped) -> bool:
    if right[0] == left[1]:
        return left[2] not in _PLACES or right[2] not in _PLACES
    return right[0] > left[1]


def _pays(view: View, start: int, end: int, group: str) -> bool:
    """Whether the channel serves to pay: its clause says so, or at least does not name it for a query."""
    if group == "auto":
        return not compiled(_FAILED).match(view.text, end)
    if group == "account":
        return _account_pays(view, start, end)
    if compiled(_UNUSABLE).match(view.text, end):
        return False
    if group == "platform" and _own_brand(view.text, start - 3, start) < 0:
        return False
    clause = view.clause(start, end)
    return _has_payment(view, clause, (start, end)) or not view.cue_in("query", *clause)


def _account_pays(view: View, start: int, end: int) -> bool:
    """Whether money is to go into the account or out of it; 您名下各银行卡 is no channel."""
    low, high = view.clause(start, end)
    text = view.text
    if compiled(_ANY_ACCOUNT).search(text, max(low, start - 2), start) or compiled(_NO_ACCOUNT).match(text, end):
        return False
    return _takes_money(text, low, start) or _takes_money(text, end, high)


def _takes_money(text: str, low: int, high: int) -> bool:
    return bool(compiled(_DEPOSIT).search(text, low, high)) and not compiled(_SHORT_OF_MONEY).search(text, low, high)


def _has_payment(view: View, clause: Hit, channel: Hit) -> bool:
    """Whether the clause speaks of paying, otherwise than in the channel's own name or of a 还款计划."""
    for start, end in view.cues_in("pay", *clause):
        if not channel[0] <= start < channel[1] and not compiled(_NOT_PAYING).match(view.text, end):
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
    found = compiled(_BRAND).search(text, low, start)
    begin = found.start() if found else start
    leading = compiled(_LEADING).match(text, begin, start)
    return leading.end() if leading else begin


def _named_end(text: str, end: int) -> int:
    named = compiled(_NAMED).match(text, end)
    return named.end() if named else end
