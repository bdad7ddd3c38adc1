"""Dates: what they mean, and whether they are the day to pay by, an as-of day or neither."""

from __future__ import annotations

import datetime as dt
import re

from smslint.fields.numerals import parse_int
from smslint.fields.spot import Spot, View
from smslint.model import FieldKind, FieldValue, PartialDate

Match = re.Match[str]

_HOUR = (
    r"(?:[ ,]?(?:当天|当日)?(?:上午|中午|下午|晚上?|凌晨)?(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3})"
    r"(?:[:时点][0-9]{0,2}(?::[0-9]{2})?[分整]?))?"
)
_WEEKDAY = r"(?:\((?:周|星期|本周)?.{1,4}\))?"
_BY = r"(?:之前|以前|前(?!往|来|两|三)|为止|止|为限|内|截止)"
_AFTER_DUE = re.compile(
    rf"{_WEEKDAY}{_HOUR}(?:\(含\)|（含）|含)?{_BY}|"
    rf"{_WEEKDAY}{_HOUR}(?:是|为|即|就是)?(?:的)?(?:最后|还款|到期|期满|应还|应付|应缴|应交|须还|需还|要还|还清|结清|结息|划扣|扣款|将?自动扣|将?扣|入账扣|该还)"
)
_BEFORE_GAP = re.compile(r"(?:[为是:即在系至到(\[, ]|延至|就是)*")
_MONTH_WORD = re.compile(r"(?:本|当|下|次|每|这个|下个)月(?:的)?$")
_LUNAR = re.compile(r"(?:腊月|正月)(?:初)?$")
_ACT = re.compile(r"(?:到庭|开庭|应诉|出庭|面谈|致电|回电|联系|来电|拨|答复|提出|回复|上门|走访|参加|报到|携带|领取|不计|免息)")
_OWED_NEXT = re.compile(r"[,。; ]?(?:您|你|贵户|贵方)?(?:已|尚|仍|共|总|应|待|拖|逾期|欠|未|本息|累计|合计|全部)")
_WHOLE_DAY = re.compile(r"(?:内|之前|以前|前(?!往|来)|(?:24|23|零|二十四)(?:点|时|:00|:59|小时)(?:整|59分)?(?:之前|以前|前)?)")


def dated(view: View, start: int, end: int, value: FieldValue, strong: bool) -> Spot | None:
    """The due or as-of date at `[start, end)`; a `strong` shape needs no word that makes it one."""
    kind = _kind(view, start, end, strong)
    return None if kind is None else Spot(start, end, kind, value)


def within(view: View, start: int, end: int) -> Spot | None:
    """A term such as 7日内 as a due date."""
    if view.text[start - 1 : start] in ("近", "每", "前") or _acts(view, end):
        return None
    return Spot(start, end, FieldKind.DUE_DATE)


def month_day(view: View, match: Match, start: int) -> Spot | None:
    """A lone day (15日, 每月25日, 腊月二十三)."""
    low = max(0, start - 5)
    before = view.text[low:start]
    number = parse_int(match.group()[:-1].strip())
    month = _MONTH_WORD.search(before)
    if month:
        return dated(view, low + month.start(), match.end(), _partial(None, number), strong=True)
    return dated(view, start, match.end(), _partial(None, number), strong=False)


def day_words(view: View) -> list[Spot]:
    """Days named by a word: 本周五, 明天, 月底, and 今日 where the whole day is meant."""
    found: list[Spot] = []
    for start, end in view.hits("day_word"):
        if found and start < found[-1].end:
            continue
        longest = max(hit[1] for hit in view.hits("day_word") if hit[0] == start)
        if end == longest and _is_term(view, start, end):
            found.append(Spot(start, end, FieldKind.DUE_DATE))
    return found


def _is_term(view: View, start: int, end: int) -> bool:
    text = view.text
    if text[start] == "今":
        return _WHOLE_DAY.match(text, end) is not None and not _acts(view, end)
    after = _AFTER_DUE.match(text, end) is not None
    return (after or _label(view, start) == "due" or text[end - 1] == "内") and not _acts(view, end)


def _kind(view: View, start: int, end: int, strong: bool) -> FieldKind | None:
    label = _label(view, start)
    if label == "as_of":
        return _as_of(view, start, end)
    if label == "due" or (label is None and _AFTER_DUE.match(view.text, end)):
        return None if _acts(view, end) else FieldKind.DUE_DATE
    if label == "other_date" or not strong:
        return None
    return None if view.cue_in("other_date", end, view.clause(end, end)[1]) else FieldKind.DUE_DATE


def _label(view: View, start: int) -> str | None:
    """Which label stands right before the date."""
    for group in ("due", "as_of", "other_date"):
        hit = view.cue_before(group, start)
        if hit and hit[1] >= start - 4 and _BEFORE_GAP.fullmatch(view.text, hit[1], start):
            return group
    return None


def _as_of(view: View, start: int, end: int) -> FieldKind:
    """截至 always tells the day of reckoning; 截止 does unless it closes the sentence on what is owed."""
    text = view.text
    if "截至" in text[max(0, start - 4) : start] or _OWED_NEXT.match(text, end):
        return FieldKind.AS_OF
    return FieldKind.DUE_DATE if text[end : end + 1] in ("", "。", ",", ";", "前", "!") else FieldKind.AS_OF


def _acts(view: View, end: int) -> bool:
    """Whether the clause goes on with an act other than paying."""
    high = view.clause(end, end)[1]
    return _ACT.search(view.text, end, high) is not None and not view.cue_in("pay", end, high)


def calendar(match: Match, year: str | None, month: str, day: str) -> FieldValue:
    """The value of year, month and day as written; None where there is no such day."""
    numbers = parse_int(match[month]), parse_int(match[day])
    if None in numbers:
        return None
    if year is None or match[year] is None:
        return _partial(*numbers)
    return _full(parse_int(match[year]), *numbers)


def compact(text: str) -> FieldValue:
    """The value of a date written as eight digits."""
    return _full(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _full(year: int | None, month: int | None, day: int | None) -> FieldValue:
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _partial(month: int | None, day: int | None) -> FieldValue:
    if day is None or _full(2024, month or 1, day) is None:  # 2024: 29 February exists in some year
        return None
    return PartialDate(month, day)
