"""The styles of placeholders: by the mark that each begins with, its patterns and what else must hold."""

from __future__ import annotations

import re
from typing import NamedTuple

from smslint.model import VariableType
from smslint.patterns import compiled
from smslint.template.types import is_counted, named_type, stands_for_value, type_at, type_of_name
from smslint.text import Span


class Found(NamedTuple):
    """A placeholder; one that is not `sure` counts only beside a sure one of the same style."""

    span: Span
    name: str
    style: str
    kind: VariableType
    sure: bool = True


_IDENT = r"[A-Za-z_][\w.\-]{0,39}|[一-龥]\w{0,11}|\d{1,2}"
_SHORT = r"[A-Za-z_]\w{0,39}|[一-龥]{1,8}\d{0,2}"  # where the marks serve other ends too
_REST = r"(?:[^\w{}\n][^{}\n]{0,60})?"  # a filter, a format or a default

_NAMED: dict[str, tuple[tuple[str, str], ...]] = {
    "$": (
        ("dollar-brace", rf"\$!?\{{\s*({_IDENT}){_REST}\}}"),
        ("dollar-pair", r"\$([A-Za-z_]\w{0,39}|[一-龥]{2,8})\$"),
        ("dollar", r"(?<![A-Za-z0-9])\$!?([A-Za-z_][A-Za-z0-9_]{1,39})"),
    ),
    "{": (
        ("double-brace", rf"\{{\{{-?\s*({_IDENT}){_REST}\}}\}}"),
        ("brace", rf"\{{\s*[#$]?({_IDENT}|(?=\}})){_REST}\}}"),
    ),
    "#": (
        ("hash-brace", rf"#\{{\s*({_IDENT}){_REST}\}}"),
        ("hash", r"(?<!#)#([A-Za-z_]\w{0,39}|\d{1,2})#(?![#0-9A-Za-z])"),  # 回复#FQ#89990 is none
        ("hash", r"#([一-龥]{1,8}\d{0,2})#"),
    ),
    "%": (
        ("percent-name", r"%\((\w{1,40})\)[-+0-9.]{0,6}[sdf]"),
        ("percent", r"(?<![0-9A-Za-z%])%(?:\d\$)?(?:\.\d)?()[sdf](?![A-Za-z0-9%])"),
        ("percent-pair", r"(?<![0-9A-Za-z%])%([A-Za-z_]\w{1,39}|[一-龥]{2,8})%"),
    ),
    "<": (("angle", rf"<({_SHORT})>"),),
    "[": (("bracket", rf"\[({_SHORT})\]"),),
    "【": (("lenticular", rf"【({_SHORT})】"),),
    "@": (("at-var", r"@var\((\w{1,40})\)"),),
}
_SHARED = frozenset({"angle", "bracket", "lenticular", "percent-pair"})  # 【还款提醒】 and [微笑] are none
_PAIRED = frozenset({"hash", "dollar-pair", "brace"})  # nor are #话题# and {特价}
_HTML = frozenset(["a", "b", "br", "p", "i", "u", "s", "em", "li", "ul", "hr", "div", "span", "font", "strong", "img"])
_SIGNER = r"(?i:(?:机构|公司|银行|平台|品牌|签名)(?:全?名|名称|简称)?|sign(?:ature)?|sign_?name)"
# A heading such as 【还款日】12月5日 stands at the head of a clause and its value follows.
_HEADS = frozenset("，,。；;！!】\n\r ")
_VALUE = r"\s*[:：]?\s*[¥￥\d]"
_NO_HEADING = r"\s*(?:$|[，,。；;、）)前元\n]|[:：]?\s*[您你]好|先生|女士)"

_RUNS = {
    "*": ("stars", r"(?<![*\dA-Za-z])\*{2,12}(?:[.,]\*{2,12}){0,2}(?![*\dA-Za-z])"),
    "_": ("blank", r"(?<![A-Za-z0-9_])_{2,30}(?![A-Za-z0-9_])"),
    "X": ("letters", r"(?<![A-Za-z0-9])[Xx]{1,12}(?:[.,\-][Xx]{1,12}){0,3}(?![A-Za-z0-9])"),
}
_X = r"[Xx*_]"
_DATE = (
    rf"(?:(?:\d{{2,4}}|{_X}{{2,6}})年)?(?:\d{{1,2}}|{_X}{{1,4}})月(?:(?:\d{{1,2}}|{_X}{{1,4}})[日号])?"
    rf"|(?:\d{{4}}|[Xx]{{4}})([-/.])[Xx]{{1,2}}\1[Xx]{{1,2}}"
)
_HOTLINE = r"(?:400|800)[- ]?[Xx*]{3,4}[- ]?[Xx*]{3,4}|95[Xx]{3,4}|0\d{2,3}-?[Xx]{7,8}"
_REACH = 9  # how far before its first X a date or a phone may begin (2026年12月)


def placeholder_at(text: str, at: int, since: int) -> Found | None:
    """The placeholder whose mark stands at `at` of `text` (marks in half width), beginning not before `since`."""
    mark = "X" if text[at] in "Xx" else text[at]
    return _run(text, at, since, mark) if mark in _RUNS else _named(text, at, mark)


def _named(text: str, at: int, mark: str) -> Found | None:
    for style, pattern in _NAMED[mark]:
        if found := compiled(pattern).match(text, at):
            return _checked(text, found, style)
    return None


def _checked(text: str, found: re.Match[str], style: str) -> Found | None:
    name, span = found[1], Span(*found.span())
    if style == "lenticular" and compiled(_SIGNER).fullmatch(name) and _first_or_last(text, span):
        return Found(Span(*found.span(1)), name, style, VariableType.TEXT)  # the marks are the signature's own
    sure = _is_sure(style, name)
    if (style == "lenticular" and not sure) or (style == "angle" and name.lower() in _HTML):
        return None
    if style in ("bracket", "lenticular") and _is_heading(text, span, name):
        return None
    return Found(span, name, style, named_type(text, span.start, span.end, name), sure)


def _is_sure(style: str, name: str) -> bool:
    if style in _SHARED or (style in _PAIRED and not name.isascii()):
        return stands_for_value(name)
    return style != "dollar" or name[0].islower() or type_of_name(name) is not VariableType.UNKNOWN


def _is_heading(text: str, span: Span, name: str) -> bool:
    if name.isascii():
        return False
    if compiled(_VALUE).match(text, span.end):
        return True
    starts_clause = span.start == 0 or text[span.start - 1] in _HEADS
    return text[span.start] == "【" and starts_clause and not compiled(_NO_HEADING).match(text, span.end)


def _first_or_last(text: str, span: Span) -> bool:
    return not text[: span.start].strip() or not text[span.end :].strip()


def _run(text: str, at: int, since: int, mark: str) -> Found | None:
    if at > since and text[at - 1] == text[at]:
        return None  # the run was looked at from its first character
    style, pattern = _RUNS[mark]
    for whole, kind in ((_DATE, VariableType.DATE), (_HOTLINE, VariableType.PHONE)):
        for found in compiled(whole).finditer(text, max(since, at - _REACH), at + 2 * _REACH):
            if found.start() <= at < found.end():
                return Found(Span(*found.span()), "", style, kind)
    alone = compiled(pattern).match(text, at)
    if alone is None:
        return None
    span = Span(*alone.span())
    kind = type_at(text, span.start, span.end)
    stands = _stars_stand_for_value if mark == "*" else _run_stands_for_value
    return Found(span, "", style, kind) if stands(text, span, kind) else None


def _stars_stand_for_value(text: str, span: Span, kind: VariableType) -> bool:
    """Unlike 张**, 138****5678 and 尾号****1234, which are masked data."""
    before, after = text[: span.start].rstrip(), text[span.end : span.end + 1]
    if kind is VariableType.NAME:
        return len(span) > 2 and (before.endswith(("尊敬的", "亲爱的")) or not "一" <= before[-1:] <= "龥")
    if kind is VariableType.DATE:
        return len(span) > 2 or after in ("日", "号")
    return kind is VariableType.AMOUNT or (kind in (VariableType.PHONE, VariableType.TEXT) and len(span) > 3)


def _run_stands_for_value(text: str, span: Span, kind: VariableType) -> bool:
    return kind is not VariableType.UNKNOWN or is_counted(text, span.start, span.end)
