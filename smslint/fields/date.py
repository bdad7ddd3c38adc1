"""Dates: what they mean, and whether they are the day to pay by, an as-of day or neither."""

from __future__ import annotations

import datetime as dt
import re

from smslint.fields.numerals import NUMERAL_CHARS, parse_int
from smslint.fields.spot import Spot, View
from smslint.model import FieldKind, FieldValue, PartialDate
from smslint.patterns import compiled

Match = re.Match[str]

_HOUR = (
    r"(?:[ ,]?(?:当天|当日)?(?:上午|中午|下午|晚上?|凌晨)?(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3})"
    r"(?:[:时点][0-9]{0,2}(?::[0-9]{2})?[分整]?))?"
)
_WEEKDAY = r"(?:\([^)]{1,6}\))?"
_BY_WORDS = "之前|以前|前(?!往|来|两|三)|为止|止|为限|内|截止"
_BY = rf"{_WEEKDAY}{_HOUR}(?:\(含\)|含)?(?:{_BY_WORDS})|到期|期满"
_AFTER_DUE = (
    rf"{_WEEKDAY}{_HOUR}(?:\(含\)|含)?(?:{_BY_WORDS}|(?:是|为|即|就是)?的?(?:最后|还款|到期|期满|应还|应付|应缴|应交|须还|需还|要还|"
    r"还清|结清|结息|结算|划扣|扣款|将?自动扣|将?扣|入账扣|该还|前后|是.{0,6}还款日))"
)
_OWES = "应还|需还|须还|该还|扣款"
_CODE_NOUN_ENDS = frozenset("款同号据单")  # 借款{1}应还{2}元: the first is a number, not a day
_BEFORE_GAP = re.compile(r"(?:[为是:即在系至到于(\[ 期]|就是)*")
_MONTH_WORD = r"(?:[本当下次每]|这个|下个)月的?$"
_ACT = (
    "到庭|开庭|应诉|出庭|面谈|见面|报到|携带|领取|致电|回电|来电|拨|联系(?!不上)|回话|回复|答复|提出|提交|递交(?:材料|诉状|法院)"
    "|寄出|发出|送达|立案|安排|走访|上门|登门|不计|免息"
)
_ACT_REACH = 14
_LABELS = ("due", "as_of", "other_date")
_CLOSES = r"[,。;!)]|$|前"
_OWED_NEXT = "[,。; ]?(?:您|你|贵户|贵方)?(?:已|尚|仍|共|总|应|待|拖|逾期|欠|未|本息|累计|合计|全部)"
_WHOLE_DAY = r"内|(?:(?:24|23|零|二十四)(?:点|时|:00|:59|小时)(?:整|59分)?)?(?:之前|以前|前(?!往|来)|为限)"
_LUNAR_DAY = "(?:初[一二三四五六七八九十]|[廿二]?十?[一二三四五六七八九十])日?"
_NUMERALS = frozenset("0123456789" + NUMERAL_CHARS)
_LONGEST_MONTH = 31
_MONTH_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # 29 February exists in some year
_REPUBLIC = 1911  # the first year of the Republic's calendar, by which Taiwan counts


def dated(view: View, start: int, end: int, value: FieldValue, strong: bool) -> Spot | None:
    """The due or as-of date at `[start, end)`; a `strong` shape needs no word that makes it one."""
    kind = _kind(view, start, end, strong)
    return None if kind is None else Spot(start, end, kind, value)


def placeholder(view: View, start: int, end: int, value: FieldValue) -> Spot | None:
    """The due or as-of date that an untyped placeholder is, where 前 or a label says so."""
    owes = compiled(_OWES).match(view.text, end) and view.text[start - 1 : start] not in _CODE_NOUN_ENDS
    if owes or compiled(_BY).match(view.text, end) or _label(view, start):
        return dated(view, start, end, value, strong=False)
    return None


def within(view: View, start: int, end: int, value: FieldValue) -> Spot | None:
    """A term such as 7日内 as a due date."""
    if view.text[start - 1 : start] in ("近", "每", "前", "若", "如") or _acts(view, end):
        return None
    return Spot(start, end, FieldKind.DUE_DATE, value)


def month_day(view: View, match: Match, start: int, value: FieldValue) -> Spot | None:
    """A lone day (15日, 每月25日)."""
    low = max(0, start - 4)
    month = compiled(_MONTH_WORD).search(view.text, low, start)
    return dated(view, month.start() if month else start, match.end(), value, strong=month is not None)


def day_words(view: View) -> list[Spot]:
    """Days named by a word: 本周五, 明天, 月底, 腊月廿三, and 今日 where the whole day is meant."""
    found: list[Spot] = []
    for start, end in sorted((*view.hits("day_word"), *view.hits("lunar")), key=_longest_first):
        if found and start < found[-1].end:
            continue
        lunar = compiled(_LUNAR_DAY).match(view.text, end) if view.text[start] in "腊正" else None
        end = lunar.end() if lunar else end
        if lunar or _is_term(view, start, end):
            found.append(Spot(start, end, FieldKind.DUE_DATE))
    return found


def _longest_first(hit: tuple[int, int]) -> tuple[int, int]:
    return hit[0], -hit[1]


def _is_term(view: View, start: int, end: int) -> bool:
    text = view.text
    if text[end : end + 1] == "将" or (text[start] == "月" and text[start - 1 : start] in _NUMERALS):
        return False  # the one is no term, the other (12月底) was read as a number
    if text[start] == "今":
        return compiled(_WHOLE_DAY).match(text, end) is not None and not _acts(view, end)
    label = _label(view, start)
    paid_within = text[end - 1] == "内" and view.cue_in("pay", *view.clause(end, end))
    due = label == "due" or paid_within or compiled(_AFTER_DUE).match(text, end) is not None
    return due and label != "other_date" and not _acts(view, end)


def _kind(view: View, start: int, end: int, strong: bool) -> FieldKind | None:
    label = _label(view, start)
    if label == "as_of":
        return _as_of(view, start, end)
    if view.text[start - 1 : start] == "至" and view.text[end : end + 1] == "止":
        return FieldKind.AS_OF
    if label == "due" or (label is None and compiled(_AFTER_DUE).match(view.text, end)):
        return None if _acts(view, end) else FieldKind.DUE_DATE
    if label or not strong:
        return None
    return None if _other(view, end) else FieldKind.DUE_DATE


def _other(view: View, end: int) -> bool:
    """Whether the date is that of another act: named right behind it, or in a clause that has no payment in it."""
    high = view.clause(end, end)[1]
    return view.cue_in("other_date", end, min(end + 5, high)) or (
        view.cue_in("other_date", end, high) and not view.cue_in("pay", end, high)
    )


def _label(view: View, start: int) -> str | None:
    """Which label stands right before the date."""
    for group in _LABELS:
        if group in view.cues:
            hit = view.cue_before(group, start)
            if hit and hit[1] >= start - 4 and _BEFORE_GAP.fullmatch(view.text, hit[1], start):
                return group
    return None


def _as_of(view: View, start: int, end: int) -> FieldKind:
    """截至 always tells the day of reckoning; 截止 does unless it closes the sentence on what is owed."""
    text = view.text
    if "截至" in text[max(0, start - 4) : start] or compiled(_OWED_NEXT).match(text, end):
        return FieldKind.AS_OF
    return FieldKind.DUE_DATE if compiled(_CLOSES).match(text, end) else FieldKind.AS_OF


def _acts(view: View, end: int) -> bool:
    """Whether the clause goes on with an act other than paying."""
    act = compiled(_ACT).search(view.text, end, end + _ACT_REACH)
    if act is None:
        return False
    high = min(view.clause(end, end)[1], end + _ACT_REACH)
    return act.end() <= high and not view.cue_in("pay", end, high)


def calendar(match: Match, year: str | None, month: str, day: str) -> FieldValue:
    """The value of year, month and day as written; None where there is no such day."""
    numbers = parse_int(match[month]), parse_int(match[day])
    if year is None or match[year] is None:
        return partial(*numbers)
    return _full(parse_int(match[year]), *numbers)


def compact(text: str) -> FieldValue:
    """The value of a date written as eight digits."""
    return _full(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _full(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    if year is None or month is None or day is None:
        return None
    if year < 1000:
        year += 2000 if year < 100 else _REPUBLIC
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def partial(month: int | None, day: int | None) -> PartialDate | None:
    """The value of a date without its year, or also without its month; None where there is no such day."""
    if day is None or (month is not None and not 1 <= month <= 12):
        return None
    last = _LONGEST_MONTH if month is None else _MONTH_DAYS[month]
    return PartialDate(month, day) if 1 <= day <= last else None
