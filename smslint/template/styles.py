"""The styles of placeholders: by the mark that each begins with, the patterns and what else must hold."""

from __future__ import annotations

import re

from smslint.model import VariableType
from smslint.template.types import NAMED_VALUE, is_counted, type_at, type_of_name
from smslint.text import Span

Found = tuple[Span, str, str, VariableType]  # where, the name, the style, the type

_IDENT = r"[A-Za-z_][\w.\-]{0,39}|[一-龥]\w{0,11}|\d{1,2}"
_SHORT = r"[A-Za-z_]\w{0,39}|[一-龥]{1,8}\d{0,2}"  # where the marks serve other ends too
_REST = r"(?:[^\w{}\n][^{}\n]{0,60})?"  # a filter, a format or a default

_Style = tuple[str, re.Pattern[str]]


def _styles(**patterns: str) -> tuple[_Style, ...]:
    return tuple((style.replace("_", "-"), re.compile(pattern)) for style, pattern in patterns.items())


_NAMED = {
    "$": _styles(
        dollar_brace=rf"\$!?\{{\s*({_IDENT}){_REST}\}}",
        dollar_pair=r"\$([A-Za-z_]\w{0,39}|[一-龥]{2,8})\$",
        dollar=r"(?<![A-Za-z0-9])\$!?([A-Za-z_][A-Za-z0-9_]{1,39})",
    ),
    "{": _styles(
        double_brace=rf"\{{\{{-?\s*({_IDENT}){_REST}\}}\}}",
        brace=rf"\{{\s*[#$]?({_IDENT}|(?=\}})){_REST}\}}",
    ),
    "#": _styles(hash_brace=rf"#\{{\s*({_IDENT}){_REST}\}}", hash=rf"#({_SHORT}|\d{{1,2}})#"),
    "%": _styles(
        percent_name=r"%\((\w{1,40})\)[-+0-9.]{0,6}[sdf]",
        percent=r"(?<![0-9A-Za-z%])%(?:\d\$)?(?:\.\d)?()[sdf](?![A-Za-z0-9])",
    ),
    "<": _styles(angle=rf"<({_SHORT})>"),
    "[": _styles(bracket=rf"\[({_SHORT})\]"),
    "【": _styles(lenticular=rf"【({_SHORT})】"),
    "@": _styles(at_var=r"@var\((\w{1,40})\)"),
}
_SHARED = frozenset({"angle", "bracket", "lenticular"})  # 【还款提醒】 and [微笑] are none
_GENERIC = re.compile(r"(?:变量|参数|占位符|var|param|arg|value)_?\d{0,2}", re.IGNORECASE)
_SIGNER = re.compile(r"(?:机构|公司|银行|平台|品牌|签名)(?:全?名|名称|简称)?|sign(?:ature)?|sign_?name", re.IGNORECASE)
# A heading such as 【还款日】12月5日 stands at the head of a clause and its value follows.
_HEADS = frozenset("，,。；;！!】\n\r ")
_VALUE = re.compile(r"\s*[:：]?\s*[¥￥\d]")
_NO_HEADING = re.compile(r"\s*(?:$|[，,。；;、）)前元\n]|[:：]?\s*[您你]好|先生|女士)")

_RUNS = {
    "*": re.compile(r"(?<![*\dA-Za-z])\*{2,12}(?![*\dA-Za-z])"),
    "_": re.compile(r"(?<![A-Za-z0-9_])_{2,30}(?![A-Za-z0-9_])"),
    "X": re.compile(r"(?<![A-Za-z0-9])[Xx]{1,12}(?:[.,\-][Xx]{1,12}){0,3}(?![A-Za-z0-9])"),
}
_RUN_STYLES = {"*": "stars", "_": "blank", "X": "letters"}
_X = r"[Xx*_]"
_DATE = re.compile(
    rf"(?:(?:\d{{2,4}}|{_X}{{2,6}})年)?(?:\d{{1,2}}|{_X}{{1,4}})月(?:(?:\d{{1,2}}|{_X}{{1,4}})[日号])?"
    rf"|(?:\d{{4}}|[Xx]{{4}})([-/.])[Xx]{{1,2}}\1[Xx]{{1,2}}"
)
_PHONE = re.compile(r"(?:400|800)[- ]?[Xx]{3,4}[- ]?[Xx]{3,4}|95[Xx]{3,4}|0\d{2,3}-?[Xx]{7,8}")
_HAS_X = re.compile(_X).search
_REACH = 9  # how far before its first X a date or a phone may begin (2026年12月)


def placeholder_at(text: str, at: int, since: int) -> Found | None:
    """The placeholder whose mark stands at `at` of `text` (marks in half width), beginning not before `since`."""
    mark = "X" if text[at] in "Xx" else text[at]
    return _run(text, at, since, mark) if mark in _RUNS else _named(text, at, _NAMED[mark])


def _named(text: str, at: int, styles: tuple[_Style, ...]) -> Found | None:
    for style, pattern in styles:
        if found := pattern.match(text, at):
            return _checked(text, found, style)
    return None


def _checked(text: str, found: re.Match[str], style: str) -> Found | None:
    name, span = found[1], Span(*found.span())
    if style == "lenticular" and _SIGNER.fullmatch(name) and _first_or_last(text, span):
        return Span(*found.span(1)), name, style, VariableType.TEXT  # the marks are the signature's own
    if style in _SHARED and not (_stands_for_value(name) and not _is_heading(text, span, name)):
        return None
    if style in ("hash", "dollar-pair") and not name.isascii() and not _stands_for_value(name):
        return None  # #话题#
    if style == "dollar" and not name[0].islower() and type_of_name(name) is VariableType.UNKNOWN:
        return None
    return span, name, style, named_type(text, span, name)


def named_type(text: str, span: Span, name: str) -> VariableType:
    """The type that the name tells, or else the surroundings."""
    kind = type_of_name(name)
    return type_at(text, span.start, span.end) if kind is VariableType.UNKNOWN else kind


def _stands_for_value(name: str) -> bool:
    if _GENERIC.fullmatch(name):
        return True
    if name.isascii():
        return type_of_name(name) is not VariableType.UNKNOWN
    return bool(NAMED_VALUE.fullmatch(name))


def _is_heading(text: str, span: Span, name: str) -> bool:
    if name.isascii() or text[span.start] == "<":
        return False
    if _VALUE.match(text, span.end):
        return True
    starts_clause = span.start == 0 or text[span.start - 1] in _HEADS
    return starts_clause and not _NO_HEADING.match(text, span.end)


def _first_or_last(text: str, span: Span) -> bool:
    return not text[: span.start].strip() or not text[span.end :].strip()


def _run(text: str, at: int, since: int, mark: str) -> Found | None:
    for pattern, kind in ((_DATE, VariableType.DATE), (_PHONE, VariableType.PHONE)):
        for found in pattern.finditer(text, max(since, at - _REACH), at + 2 * _REACH):
            if found.start() <= at < found.end() and _HAS_X(found[0]):
                return Span(*found.span()), "", _RUN_STYLES[mark], kind
    alone = _RUNS[mark].match(text, at)
    if alone is None:
        return None
    span = Span(*alone.span())
    kind = type_at(text, span.start, span.end)
    return (span, "", _RUN_STYLES[mark], kind) if _ACCEPTED[mark](text, span, kind) else None


def _stars_stand_for_value(text: str, span: Span, kind: VariableType) -> bool:
    """Unlike 张**, 138****5678 and 尾号****1234, which are masked data."""
    if kind is VariableType.NAME:
        return text[: span.start].rstrip().endswith(("尊敬的", "亲爱的")) and len(span) > 2
    return kind is VariableType.AMOUNT or (kind in (VariableType.DATE, VariableType.PHONE) and len(span) > 2)


def _blank_stands_for_value(text: str, span: Span, kind: VariableType) -> bool:
    return kind is not VariableType.UNKNOWN or is_counted(text, span.start, span.end)


_letters_stand_for_value = _blank_stands_for_value
_ACCEPTED = {"*": _stars_stand_for_value, "_": _blank_stands_for_value, "X": _letters_stand_for_value}
