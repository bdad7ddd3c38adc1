"""Who is addressed: a name with or without honorific, masked or as a placeholder, or a generic reader."""

from __future__ import annotations

from smslint.fields.names import COMPOUND_SURNAMES, NOT_NAMES, SURNAMES
from smslint.fields.spot import AMOUNT_VAR, DATE_VAR, NAME_VAR, Spot, View, is_variable
from smslint.model import FieldKind
from smslint.patterns import compiled

_HAN = "\u4e00-\u9fff"
_MASK = "*x某○〇"
_V = "\ue000-\ue005"
_GENERIC = "贵?(?:客户|用户|会员|持卡人|车主|借款人|顾客|业主|商户|投保人|朋友|卡友|贵宾|先生/女士|女士/先生|先生|女士)"
_TITLE = (
    "(?:先生/(?:女士|小姐)|女士/先生|先生|女士|小姐|老师|大哥|大姐|同志|同学|老板|阿姨|大叔|大爷|大娘|大妈|师傅|太太|经理"
    "|夫妇|爷爷|奶奶|业主|户主|住户|客户|用户|会员|[总哥姐叔婶姨嫂])"
)
_END = r"(?=[,:!。;、 (|\n您你请0-9]|在吗|$|好)"
_AFTER_SALUTE = rf"(?P<generic>{_GENERIC})|(?:[{_V}]|[{_HAN}·{_MASK}]{{1,4}}?)\s?(?:{_TITLE}(?:/{_TITLE})?|{_END})"
_AFTER_VARIABLE = rf"\s?{_TITLE}(?:/(?:{_TITLE}))?"
_ALONE = rf"(?:\s?{_TITLE})?(?:[,:!。;|\n(您你]|$|好|于|在|请)"
_LEAD_WORDS = "致|通知|提醒|告知|一下|转告|函告|债务人|借款人|持卡人|保证人|担保人|客户|请|乡亲|用户|留意"
_LEAD = rf"(?:^|[】:。!,;|\n ?~—」”]|(?:{_LEAD_WORDS}))\s*$"
_BARE = rf"(?:[{_HAN}][{_HAN}{_MASK}]{{1,3}}?){_END}"
_NICK = rf"(?:^|(?<=[】:,。!?—~ 下]))[老小大阿][{_HAN}]{_END}"
_MASKED = rf"[{_HAN}](?:[*某○]{{1,2}}(?:[{_HAN}]{_END})?|[{_HAN}][*○])"
_LATIN = r"(?:dear )?(?:mr|mrs|ms|miss)\.? ?[a-z]{2,15}"
# What stands before a person who is spoken of, not to.
_THIRD = (
    "(?:联系人|经理|专员|律师|法官|承办人?|经办人?|负责人|顾问|员工|外勤|业务|户名:?"
    "|外甥|儿子|女儿|丈夫|妻子|朋友|同事|表弟|找|是)[: ]?$"
)
_UNTYPED = "[\ue004\ue005]"  # neither a sum nor a date, a name or a telephone number
_HEAD = 40  # how far into the body one is addressed


def find(view: View, body: int) -> Spot | None:
    """The first recipient of a message whose body starts at `body`."""
    first = _opening(view, body) or _titled(view)
    if first and first.start <= body:
        return first
    found = [spot for spot in (first, _saluted(view), _named(view, body), _bare(view, body)) if spot]
    return min(found, key=_by_place) if found else _rare(view, body)


def _by_place(spot: Spot) -> tuple[int, int]:
    return spot.start, -spot.end


def _opening(view: View, body: int) -> Spot | None:
    """A placeholder that opens the body, whatever its name, if it stands as one addressed does."""
    if body >= len(view.text) or not is_variable(view.text[body]) or view.text[body] in (AMOUNT_VAR, DATE_VAR):
        return None
    return _variable(view, body, body) if compiled(_ALONE).match(view.text, body + 1) else None


def _saluted(view: View) -> Spot | None:
    for start, end in view.hits("salute"):
        match = compiled(_AFTER_SALUTE).match(view.text, end)
        if match:
            return _spot(view, start, end, match.end(), generic=match["generic"] is not None)
    return None


def _titled(view: View) -> Spot | None:
    for start, end in view.hits("honorific"):
        name = _name_before(view.text, start, firm=end - start > 1)
        if name == start or compiled(_THIRD).search(view.text, max(0, name - 4), name):
            continue
        if end - start > 1 or (_is_led(view.text, name, 4) and compiled(_ALONE).match(view.text, end)):
            return _spot(view, name, name, end)
    return None


def _name_before(text: str, end: int, firm: bool) -> int:
    """Where the name that ends at `end` begins, `end` if there is none; a `firm` title needs no known surname."""
    if end and is_variable(text[end - 1]):
        return end - 1
    known = end
    for start in range(end - 1, max(-1, end - 5), -1):
        if not ("\u4e00" <= text[start] <= "\u9fff" or text[start] in _MASK):
            break
        at_lead = _is_led(text, start, 3)
        if at_lead and (_is_name(text[start:end]) or (firm and end - start < 3)):
            return start
        if known == end and _is_name(text[start:end]):
            known = start
    return known


def _is_led(text: str, start: int, reach: int) -> bool:
    """Whether what stands right before `start`, up to `reach` characters of it, leads to one who is addressed."""
    return compiled(_LEAD).search(text, max(0, start - reach), start) is not None


def _is_name(text: str) -> bool:
    if text[0] in "老小" and len(text) == 2:
        return text[1] in SURNAMES
    surname = text[0] in SURNAMES or text[:2] in COMPOUND_SURNAMES or text[0] in "*x"
    return surname and NOT_NAMES.search(text) is None


def _named(view: View, body: int) -> Spot | None:
    """The first placeholder typed as a name."""
    index = view.text.find(NAME_VAR, body)
    if index < 0 or compiled(_THIRD).search(view.text, max(0, index - 4), index):
        return None
    return _variable(view, index, index)


def _bare(view: View, body: int) -> Spot | None:
    """A name without honorific at the head of the body, or behind a title that ends in a colon."""
    colon = view.text.find(":", body, body + 20) + 1
    for start in (body, colon) if colon else (body,):
        match = compiled(_BARE).match(view.text, start)
        if match and _is_name(match.group()):
            return _spot(view, match.start(), match.start(), match.end())
    match = compiled(_NICK).search(view.text, body)
    return _spot(view, match.start(), match.start(), match.end()) if match else None


def _rare(view: View, body: int) -> Spot | None:
    """A masked name in the sentence, a name in Latin letters, a placeholder alone in its clause or behind 致, 告知."""
    for pattern in (_MASKED, _LATIN):
        match = compiled(pattern).search(view.text, body)
        if match and (match.group()[0] in SURNAMES or match.group()[0].isascii()):
            return _spot(view, match.start(), match.start(), match.end())
    found = compiled(_UNTYPED).search(view.text, body, body + _HEAD)
    start = found.start() if found else 0
    if found and _is_led(view.text, start, 4) and compiled(_ALONE).match(view.text, start + 1):
        return _variable(view, start, start)
    return None


def _variable(view: View, start: int, index: int) -> Spot:
    title = compiled(_AFTER_VARIABLE).match(view.text, index + 1)
    return Spot(start, title.end() if title else index + 1, FieldKind.RECIPIENT, view.variable(index))


def _spot(view: View, start: int, name: int, end: int, generic: bool = False) -> Spot:
    if is_variable(view.text[name]):
        return _variable(view, start, name)
    return Spot(start, end, FieldKind.RECIPIENT, view.raw(name, end), None, generic)
