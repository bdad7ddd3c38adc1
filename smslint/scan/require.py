"""Kind `require`: fields and phrases that a message of some form must have; a fault stands where they should go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from smslint.model import NO_EVIDENCE, Evidence, Excuse, FieldKind, Form, Severity
from smslint.pack.types import Require
from smslint.scan.context import Context, Fault
from smslint.scan.join import find_matches
from smslint.scan.lexicon import Chain, Compiled
from smslint.text import Span


class Demand(NamedTuple):
    """What one rule asks of messages of one form, ready to be checked."""

    compiled: Compiled
    spec: Require
    severity: Severity
    fields: frozenset[FieldKind]
    strict: bool


def demands_of(rules: Iterable[Compiled], form: Form) -> tuple[Demand, ...]:
    """What `rules` ask of messages of `form`."""
    return tuple(
        Demand(one, spec, spec.by_form[form], frozenset(spec.fields), form in spec.strict_forms)
        for one in rules
        if isinstance(spec := one.rule.spec, Require) and form in spec.by_form
    )


def require_faults(demands: Iterable[Demand], context: Context) -> Iterator[Fault]:
    """One fault for everything asked for that is not there."""
    facts, kinds, firm = context.facts, context.kinds, context.firm
    for one in demands:
        spec = one.spec
        if not one.fields.isdisjoint(firm if one.strict else kinds) or (spec.when and not facts):
            continue
        if any(_stands(chain, context) for chain in one.compiled.phrases):
            continue
        if (spec.when and not spec.when.holds(facts)) or _excused(spec, one.compiled, context):
            continue
        place = _place(spec, context)
        shown = _shown(one.compiled, context) if spec.at else place
        if shown is None:  # nothing here calls for what is asked
            continue
        yield Fault(one.compiled.rule, shown, one.severity, _evidence(spec, context), clause=place)


def _stands(chain: Chain, context: Context) -> bool:
    return context.hits.has_all(chain) and next(find_matches(chain, context.hits), None) is not None


def _excused(spec: Require, compiled: Compiled, context: Context) -> bool:
    unless = spec.unless
    return (
        (bool(context.facts) and unless.facts.holds(context.facts))
        or bool(unless.fields and context.of_kind(*unless.fields))
        or any(_stands(chain, context) for chain in compiled.excuses)
    )


def _evidence(spec: Require, context: Context) -> Evidence:
    if len(context.firm) == len(context.kinds):
        return NO_EVIDENCE
    weak = [one for one in context.of_kind(*spec.fields) if one.generic]
    if not weak:
        return NO_EVIDENCE
    return Evidence(excuses=(Excuse("generic", False, weak[0].raw),))


def _place(spec: Require, context: Context) -> Span:
    where = context.end if spec.place == "end" else _offset(spec.place, context)
    return Span(where, where)


def _shown(compiled: Compiled, context: Context) -> Span | None:
    """The words that call for what is not there: where the first pattern of `at` stands that stands in the message."""
    hits = context.hits
    found = (match for chain in compiled.shown for match in find_matches(chain, hits))
    match = next(found, None)
    return hits.message.to_source(match.start, match.end) if match else None


def _offset(place: str, context: Context) -> int:
    if place == "start":
        return 0
    anchors = [one for one in context.fields if one.kind == place.removeprefix("after-")]
    if anchors:
        return anchors[-1].span.end
    return 0 if place == f"after-{FieldKind.SIGNATURE}" else context.end
