"""Placeholders of every gateway style, found in a draft and typed by their name or by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from smslint.model import Variable
from smslint.template.styles import Found, placeholder_at
from smslint.template.types import named_type
from smslint.text import Span

__all__ = ["find_variables"]

_find_mark = re.compile(r"[$#{\[【<%@*_XxＸｘ×＄＃｛［＜％＊＿]").search
_NARROW = str.maketrans("＄＃｛｝［］＜＞％＊＿Ｘｘ×", "$#{}[]<>%*_XxX")
_WIDE = frozenset(map(chr, _NARROW))


def find_variables(text: str, extra: Sequence[re.Pattern[str]] = ()) -> tuple[Variable, ...]:
    """The placeholders of `text` in order, none overlapping; `extra` are the project's own patterns and come first."""
    if not extra:
        return tuple(map(_variable, _scan(text))) if _find_mark(text) else ()
    own = list(_apart(sorted(_matches(text, extra), key=lambda one: one.span)))
    others = [one for one in map(_variable, _scan(text)) if not any(one.span.overlaps(mine.span) for mine in own)]
    return tuple(sorted([*own, *others], key=lambda one: one.span))


def _scan(text: str) -> list[Found]:
    found = list(_candidates(text if _WIDE.isdisjoint(text) else text.translate(_NARROW)))
    sure = {one.style for one in found if one.sure}
    return [one for one in found if one.style in sure]


def _candidates(text: str) -> Iterator[Found]:
    position = 0
    while mark := _find_mark(text, position):
        found = placeholder_at(text, mark.start(), position)
        position = found.span.end if found else mark.end()
        if found:
            yield found


def _matches(text: str, extra: Sequence[re.Pattern[str]]) -> Iterator[Variable]:
    for pattern in extra:
        for found in pattern.finditer(text):
            if found[0]:
                name = (found["name"] if "name" in pattern.groupindex else found[min(1, pattern.groups)]) or ""
                span = Span(*found.span())
                yield Variable(name, span, "custom", named_type(text, span.start, span.end, name))


def _apart(variables: Sequence[Variable]) -> Iterator[Variable]:
    end = 0
    for variable in variables:
        if variable.span.start >= end:
            end = variable.span.end
            yield variable


def _variable(found: Found) -> Variable:
    return Variable(found.name, found.span, found.style, found.kind)
