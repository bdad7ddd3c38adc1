"""Who is addressed: a name with or without honorific, masked or as a placeholder, or a generic reader."""

from __future__ import annotations

import re

from smslint.fields.names import COMPOUND_SURNAMES, NOT_NAMES, SURNAMES
from smslint.fields.spot import NAME_VAR, Spot, View, is_variable
from smslint.model import FieldKind

_SALUTES = "尊敬的 亲爱的 敬爱的 尊贵的 亲爱哒"
_NAME_CHAR = re.compile(r"[\u4e00-\u9fff〇*x·某○]")
_GENERIC = r"贵?(?:客户|用户|会员|持卡人|车主|借款人|顾客|业主|商户|投保人|朋友|卡友|贵宾|客官|家长|先生/女士|女士/先生|先生|女士)"
_HONORIFIC = r"(?:先生/女士|女士/先生|先生|女士|小姐|老师|大哥|大姐|同志|同学|老板|阿姨|大叔|大爷|大娘|大妈|师傅|太太|经理|总|哥|姐|叔|婶|姨|嫂)"
_AFTER_SALUTE = re.compile(rf"(?P<generic>{_GENERIC})|(?P<name>[\ue000-\ue005]|[\u4e00-\u9fff*x某·]{{1,4}}?)\s?(?P<honorific>{_HONORIFIC})?(?=[,:!。;、 您你\n]|$|{_HONORIFIC})")
_HONORIFIC_AT = re.compile(rf"\s?{_HONORIFIC}")
_ENDS = re.compile(r"(?:[,:!。;、 (|\n]|您|你|$|请|好)")
_LEAD = re.compile(r"(?:^|[】:。!,;|\n ]|(?:致|通知|提醒|告知|一下|转告|函告|致:))\s*$")
_BARE = re.compile(r"(?:[\u4e00-\u9fff][\u4e00-\u9fff某*x]{1,3}?|[老小][\u4e00-\u9fff])(?=[,:!。 (|\n]|您|你|$)")
_THIRD = re.compile(r"(?:联系人|经理|专员|律师|法官|承办人?|经办人?|找|我是|户名:?|负责人|顾问|员工|外甥|儿子|女儿|丈夫|妻子)[: ]?$")
"""What stands before a person who is spoken of, not to."""


def find(view: View, body: int) -> Spot | None:
    """The first recipient of a message whose body starts at `body`."""
    found = [spot for spot in (_saluted(view), _titled(view), _placeholder(view, body), _bare(view, body)) if spot]
    return min(found, key=lambda spot: (spot.start, -spot.end), default=None)


def _saluted(view: View) -> Spot | None:
    for start, end in view.hits("salute"):
        match = _AFTER_SALUTE.match(view.text, end)
        if match:
            return _spot(view, start, end, match.end(), generic=match["generic"] is not None)
    return None


def _titled(view: View) -> Spot | None:
    for start, end in view.hits("honorific"):
        name = _name_before(view.text, start)
        if name < start and not _THIRD.search(view.text, max(0, name - 4), name):
            if end - start == 1 and not (_LEAD.search(view.text, max(0, name - 4), name) and _ENDS.match(view.text, end)):
                continue
            return _spot(view, name, name, end)
    return None


def _name_before(text: str, end: int) -> int:
    """Where the name that ends at `end` begins; `end` itself if there is none."""
    if end and is_variable(text[end - 1]):
        return end - 1
    shortest = end
    for length in range(1, 5):
        start = end - length
        if start < 0 or not _NAME_CHAR.match(text[start]):
            break
        if not _is_name(text[start:end]):
            continue
        if start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff" or _LEAD.search(text, max(0, start - 2), start):
            return start
        shortest = start if shortest == end else shortest
    return shortest


def _is_name(text: str) -> bool:
    if text[0] in "老小" and len(text) == 2:
        return text[1] in SURNAMES
    return (text[0] in SURNAMES or text[:2] in COMPOUND_SURNAMES or text[0] in "*x") and not any(word in text for word in NOT_NAMES)


def _placeholder(view: View, body: int) -> Spot | None:
    """A placeholder for a name, or any placeholder that opens the body."""
    index = view.text.find(NAME_VAR)
    if index < 0 and body < len(view.text) and is_variable(view.text[body]) and _ENDS.match(view.text, body + 1):
        index = body
    if index < 0:
        return None
    title = _HONORIFIC_AT.match(view.text, index + 1)
    return _spot(view, index, index, title.end() if title else index + 1)


def _bare(view: View, body: int) -> Spot | None:
    """A name without honorific at the head of the body, or behind a title that ends in a colon."""
    match = _BARE.match(view.text, body)
    if match is None or not _is_name(match.group()):
        colon = view.text.find(":", body, body + 16)
        match = _BARE.match(view.text, colon + 1) if colon >= 0 else None
    if match is None or not _is_name(match.group()):
        return None
    return _spot(view, match.start(), match.start(), match.end())


def _spot(view: View, start: int, name: int, end: int, generic: bool = False) -> Spot:
    if is_variable(view.text[name]):
        return Spot(start, end, FieldKind.RECIPIENT, view.variable(name))
    return Spot(start, end, FieldKind.RECIPIENT, view.text[name:end], None, generic)
