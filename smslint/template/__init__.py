"""Placeholders of every gateway style, found in a draft and typed by their name or by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from smslint.model import Variable
from smslint.template.styles import Found, named_type, placeholder_at
from smslint.text import Span

__all__ = ["find_variables"]

_find_mark = re.compile(r"[$#{\[【<%@*_XxＸｘ×＄＃｛［＜％＊＿]").search
_WIDE = "＄＃｛｝［］＜＞％＊＿Ｘｘ×"
_NARROW = dict(zip(_WIDE, "$#{}[]<>%*_XxX", strict=True))
_wide = re.compile(f"[{_WIDE}]")


def find_variables(text: str, extra: Sequence[re.Pattern[str]] = ()) -> tuple[Variable, ...]:
    """The placeholders of `text` in order, none overlapping; `extra` are the project's own patterns and come first."""
    if not extra:
        return tuple(_scan(text)) if _find_mark(text) else ()
    own = list(_apart(sorted(_matches(text, extra), key=lambda one: one.span)))
    others = [one for one in _scan(text) if not any(one.span.overlaps(mine.span) for mine in own)]
    return tuple(sorted([*own, *others], key=lambda one: one.span))


def _scan(text: str) -> Iterator[Variable]:
    if _wide.search(text):
        text = _wide.sub(lambda found: _NARROW[found[0]], text)
    position = 0
    while mark := _find_mark(text, position):
        found = placeholder_at(text, mark.start(), position)
        position = found[0].end if found else mark.end()
        if found:
            yield _variable(found)


def _matches(text: str, extra: Sequence[re.Pattern[str]]) -> Iterator[Variable]:
    for pattern in extra:
        for found in pattern.finditer(text):
            if found[0]:
                name = found["name"] if "name" in pattern.groupindex else found[min(1, pattern.groups)]
                span = Span(*found.span())
                yield _variable((span, name or "", "custom", named_type(text, span, name or "")))


def _apart(variables: Sequence[Variable]) -> Iterator[Variable]:
    end = 0
    for variable in variables:
        if variable.span.start >= end:
            end = variable.span.end
            yield variable


def _variable(found: Found) -> Variable:
    span, name, style, kind = found
    return Variable(name, span, style, kind)
