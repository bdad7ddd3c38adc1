"""One pass over the runs of digits, numerals and placeholders: each becomes an amount, a date, a hotline or nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from smslint.fields import amount, channel, date, phone
from smslint.fields.numerals import parse_int
from smslint.fields.roles import Label
from smslint.fields.shapes import BY_NEXT, LONG, PLACEHOLDER, PRICED, RUN, SHORT, SHORTEST_PHONE
from smslint.fields.spot import AMOUNT_VAR, DATE_VAR, PHONE_VAR, Hit, Spot, View, is_variable
from smslint.model import FieldKind
from smslint.patterns import compiled

Match = re.Match[str]
Reader = Callable[[View, list[Label], Match, int], Spot | None]

_OVERDUE_GAP = re.compile(r"(?:[已达了第满共近约为:( ]|至今|超过|时间|天数|长达|还款)*")
_CODE_BEFORE = frozenset("abcdefghijklmnopqrstuvwxyz_-#.*/")
_NO_SKIP = (sys.maxsize, sys.maxsize)
_CURRENCY_TAILS = ("rmb", "cny", "hkd", "hk$", "nt$")


def read(view: View, labels: list[Label], blocked: list[Hit]) -> list[Spot]:
    """The spots of all numbers outside the `blocked` stretches, in order."""
    text, done = view.text, 0
    spots: list[Spot] = []
    skips = iter(blocked)
    skip_start, skip_end = next(skips, _NO_SKIP)
    for run in RUN.finditer(text):
        start, end = run.span()
        if start < done:
            continue
        while skip_end <= start:
            skip_start, skip_end = next(skips, _NO_SKIP)
        match = None if start >= skip_start else _shape(text, start, end)
        if match is None:
            continue
        done = match.end()
        if start and text[start - 1] in _CODE_BEFORE and not _stands_alone(text, start, match):
            continue
        spot = _READERS[match.lastgroup or ""](view, labels, match, start)
        if spot is not None:
            spots.append(spot)
    return spots


def _shape(text: str, start: int, end: int) -> Match | None:
    """What the run `[start, end)` and what follows it look like."""
    first = text[start]
    pattern = BY_NEXT.get(text[end : end + 1])
    if first <= "9":
        pattern = pattern or (SHORT if end - start < SHORTEST_PHONE and text[end - 1] != "万" else LONG)
    elif first >= AMOUNT_VAR:
        pattern = PLACEHOLDER
    elif pattern is None and text[end - 1] == "万":
        pattern = PRICED
    return compiled(pattern).match(text, start) if pattern else None


def _stands_alone(text: str, start: int, match: Match) -> bool:
    """Whether a number right behind a letter or a hyphen is yet none of a code (rmb300, APP4月19日, 欠kuan8,850元)."""
    if is_variable(text[start]) or text[start - 3 : start] in _CURRENCY_TAILS:
        return True
    return match.lastgroup in ("date", "money") and text[start - 1].isalpha()


def _date(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    value = date.calendar(match, "year", "month", "day")
    begin = start - 2 if view.text[max(0, start - 2) : start] == "民国" else start
    return date.dated(view, begin, match.end(), value, strong=True)


def _iso(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return date.dated(view, start, match.end(), date.calendar(match, "iyear", "imonth", "iday"), strong=True)


def _compact(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return date.dated(view, start, match.end(), date.compact(match.group()), strong=False)


def _slash(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    value = date.calendar(match, None, "smonth", "sday")
    strong = value is not None and "/" in match.group() and len(match["sday"]) == 2
    return date.dated(view, start, match.end(), value, strong) or amount.bare(view, labels, match, start)


def _varied(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    index = next(at for at in range(start, match.end()) if is_variable(view.text[at]))
    return date.dated(view, start, match.end(), view.variable(index), strong=True)


def _within(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return date.within(view, start, match.end(), view.variable(start))


def _month_end(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return date.dated(view, start, match.end(), None, strong=False)


def _month_day(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    count = _days(view, labels, match, start)
    if count is not None:
        return count
    first = view.text[start]
    number = view.variable(start) if is_variable(first) else date.partial(None, parse_int(match.group()[:-1].strip()))
    return date.month_day(view, match, start, number)


def _days(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    hit = view.cue_before("overdue", start)
    if hit is None or not _OVERDUE_GAP.fullmatch(view.text, hit[1], start):
        return None
    first = view.text[start]
    value = view.variable(start) if is_variable(first) else parse_int(match.group()[:-1].strip())
    return Spot(start, match.end(), FieldKind.OVERDUE_DAYS, value)


def _phone(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return phone.hotline(view, match, start)


def _local(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    return phone.after_cue(view, match, start) or amount.bare(view, labels, match, start)


def _variable(view: View, labels: list[Label], match: Match, start: int) -> Spot | None:
    kind, value = view.text[start], view.variable(start)
    if kind == AMOUNT_VAR:
        return amount.bare(view, labels, match, start)
    if kind == PHONE_VAR:
        return phone.variable(view, start)
    if kind == DATE_VAR:
        return date.dated(view, start, start + 1, value, strong=True)
    day = date.placeholder(view, start, start + 1, value) or channel.placeholder(view, start, value)
    return day or phone.after_cue(view, match, start) or amount.bare(view, labels, match, start)


_READERS: dict[str, Reader] = {
    "date": _date,
    "iso": _iso,
    "compact": _compact,
    "varied": _varied,
    "within": _within,
    "phone": _phone,
    "money": amount.money,
    "monthend": _month_end,
    "slash": _slash,
    "monthday": _month_day,
    "days": _days,
    "var": _variable,
    "local": _local,
    "plain": amount.bare,
}
