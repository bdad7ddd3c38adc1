"""What may be put right unasked, since the message says the same before and after."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from smslint.model import Edit, Variable
from smslint.text import Span

_BREAKS = "\t\n\r\v\f\x85"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # Hangul letters that show nothing
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_SHELL = re.compile(r"[｛{][^｛｝{}\n]*[｝}]")  # what may be a placeholder of some gateway
_POINT = re.compile(r"(?<=[0-9０-９])．(?=[0-9０-９])")
_SUM = re.compile(r"(?<![0-9０-９，,.．])[0-9０-９]{1,3}(?:，[0-9０-９]{3})+(?=[.．][0-9０-９]{2}(?![0-9０-９]))")
_SIGNER = (
    r"[^\s\[\]［］【】〔〕〖〗]{1,18}(?:银行|信用社|信用卡(?:中心)?|消金|消费金融|小贷|小额贷款|金融|金服|信贷|贷款|分期|租赁|担保"
    r"|保险|科技|公司|集团|银联|催收|资产)"
)
_HEAD = re.compile(rf"\s*(?P<open>[\[［〔〖【])(?P<name>{_SIGNER})(?P<close>[\]］〕〗】])")
_TWICE = re.compile(r"\s*(?P<first>【[^【】\n]{1,40}】)(?P<again>(?:[ \t]*(?P=first))+)")
_ENDS = re.compile(r"\s*(?P<first>【[^【】\n]{1,40}】).*?(?P<again>\s*(?P=first))\s*\Z", re.DOTALL)


def tidy(text: str, variables: Sequence[Variable]) -> tuple[Edit, ...]:
    """The edits that put `text` right without changing what it says; none touches a variable."""
    found = (*_invisible(text), *_narrow(text), *_signature(text))
    shells = [Span(*one.span()) for one in _SHELL.finditer(text)]
    return tuple(one for one in found if not (touches(one, variables) or any(map(one.span.overlaps, shells))))


def touches(edit: Edit, variables: Sequence[Variable]) -> bool:
    """Whether an edit changes a variable, or puts something into one."""
    span = edit.span
    return any(one.span.overlaps(span) or one.span.start < span.start < one.span.end for one in variables)


def _invisible(text: str) -> Iterator[Edit]:
    """Characters that nobody sees, but for those that hold an emoji together."""
    if text.isascii() and text.isprintable():
        return
    for at, char in enumerate(text):
        if _is_invisible(char) and "So" not in map(unicodedata.category, text[max(0, at - 2) : at + 2]):
            yield Edit(Span(at, at + 1), "")


def _is_invisible(char: str) -> bool:
    return char in _FILLERS or (unicodedata.category(char) in ("Cf", "Cc") and char not in _BREAKS)


def _narrow(text: str) -> Iterator[Edit]:
    """Letters and digits of double width, and the marks inside of sums."""
    for found in (*_WIDE.finditer(text), *_POINT.finditer(text)):
        yield Edit(Span(*found.span()), unicodedata.normalize("NFKC", found[0]))
    for found in _SUM.finditer(text):
        for comma in re.finditer("，", found[0]):
            yield Edit(Span(*comma.span()).shifted(found.start()), ",")


def _signature(text: str) -> Iterator[Edit]:
    """Brackets that no gateway takes for those of a signature, and a signature that stands there twice."""
    head = _HEAD.match(text)
    if head and head["open"] + head["close"] != "【】" and "【" not in text[head.end() :]:
        yield Edit(Span(*head.span("open")), "【")
        yield Edit(Span(*head.span("close")), "】")
    twice = _TWICE.match(text) or _ENDS.match(text)
    if twice and twice.end("first") <= twice.start("again"):
        yield Edit(Span(*twice.span("again")), "")
