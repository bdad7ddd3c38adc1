"""Rewrites of a rule turned into edits of the author's text, never touching a variable or a required field."""

from __future__ import annotations

from smslint.model import Edit, Fix
from smslint.pack.types import Require, Rewrite
from smslint.scan.context import Context, Fault
from smslint.text import Span

_MARKS = "，,。；;！!？?：:、\n\r "
_LABEL = {"zh": "改写", "en": "Rewrite"}
_DELETE = {"zh": "删去", "en": "Leave out"}
_INSERT = {"zh": "补上", "en": "Insert"}


def fixes_for(fault: Fault, context: Context, lang: str) -> tuple[Fix, ...]:
    """The ways to mend `fault` that its rule offers for the message's form, best first."""
    spec = fault.rule.spec
    if isinstance(spec, Require):
        text = spec.insert.get("zh", "")
        where = fault.span if fault.clause is None else fault.clause  # an empty clause counts
        return (Fix(f"{_INSERT[lang]}：{text}", (Edit(where, text),)),) if text else ()
    return tuple(
        _fix(rewrite, fault, context, lang)
        for rewrite in fault.rule.rewrites
        if not rewrite.forms or context.form in rewrite.forms
    )


def _fix(rewrite: Rewrite, fault: Fault, context: Context, lang: str) -> Fix:
    text = rewrite.text["zh"]
    span = _scope(fault, context, delete=not text)
    label = f"{_LABEL[lang]}：{text}" if text else _DELETE[lang]
    touches_variable = any(one.overlaps(span) for one in context.near(span, context.variable_spans))
    return Fix(label, () if touches_variable else (Edit(span, text),))


def _scope(fault: Fault, context: Context, *, delete: bool) -> Span:
    clause = fault.clause or fault.span
    span = clause if not _holds_values(clause, fault.span, context) else fault.span
    end = span.end
    if not delete or span is fault.span:
        while end > span.start and context.text[end - 1] in _MARKS:
            end -= 1
    return Span(span.start, end)


def _holds_values(clause: Span, hit: Span, context: Context) -> bool:
    """Whether something that must stay stands in the clause beside the hit."""
    return any(clause.overlaps(span) and not hit.covers(span) for span in context.near(clause, context.kept_spans))
