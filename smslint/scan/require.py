"""Kind `require`: fields and phrases that a message of some form must have; a fault stands where they should go."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import NO_EVIDENCE, Evidence, Excuse, Field, FieldKind
from smslint.pack.types import Require
from smslint.scan.context import Context, Fault
from smslint.scan.join import find_matches
from smslint.scan.lexicon import Chain, Compiled
from smslint.text import Span


def require_faults(compiled: Compiled, context: Context) -> Iterator[Fault]:
    """One fault if what the rule asks for is not there."""
    spec = compiled.rule.spec
    assert isinstance(spec, Require)
    severity = spec.by_form.get(context.form)
    if severity is None or _present(spec, compiled, context):
        return
    if (spec.when and not spec.when.holds(context.facts)) or _excused(spec, compiled, context):
        return
    yield Fault(compiled.rule, _place(spec, context), severity, _evidence(spec, context))


def _present(spec: Require, compiled: Compiled, context: Context) -> bool:
    if spec.fields:
        kinds = context.firm if context.form in spec.strict_forms else context.kinds
        if not kinds.isdisjoint(spec.fields):
            return True
    met = context.hits.mask
    return any(_stands(chain, context) for chain in compiled.phrases if all([met & mask for mask in chain.masks]))


def _stands(chain: Chain, context: Context) -> bool:
    return next(find_matches(chain, context.hits), None) is not None


def _excused(spec: Require, compiled: Compiled, context: Context) -> bool:
    unless = spec.unless
    return (
        unless.facts.holds(context.facts)
        or bool(unless.fields and context.of_kind(*unless.fields))
        or any(_stands(chain, context) for chain in compiled.excuses)
    )


def _evidence(spec: Require, context: Context) -> Evidence:
    if context.firm == context.kinds:
        return NO_EVIDENCE
    weak = [one for one in context.of_kind(*spec.fields) if one.generic]
    if not weak:
        return NO_EVIDENCE
    return Evidence(excuses=(Excuse("generic", False, weak[0].raw),))


def _place(spec: Require, context: Context) -> Span:
    where = _offset(spec.place, context)
    return Span(where, where)


def _offset(place: str, context: Context) -> int:
    end = len(context.text.rstrip())
    if place == "start":
        return 0
    anchors = [one for one in context.fields if one.kind == place.removeprefix("after-")]
    if anchors:
        return _clause_end(anchors[-1], context)
    if place == f"after-{FieldKind.SIGNATURE}":
        return 0
    tail = [one for one in context.of_kind(FieldKind.SIGNATURE) if one.span.end >= end and one.span.start > 0]
    return tail[0].span.start if tail else end


def _clause_end(anchor: Field, context: Context) -> int:
    return anchor.span.end
