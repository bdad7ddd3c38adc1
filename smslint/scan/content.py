"""Kinds `forbid`, `near` and `claim`: wording that must not stand in a message, judged with its frames and modality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smslint.model import Evidence, Excuse, FieldKind, Severity
from smslint.pack.types import Claim, Content, Pattern
from smslint.scan.context import Context, Fault
from smslint.scan.frames import frame_cue, modality_of
from smslint.scan.hits import Hit, Hits
from smslint.scan.join import Match, find_matches, matches_beside
from smslint.scan.lexicon import Chain, Compiled
from smslint.text import Span

_LOWER: dict[Severity, Severity | None] = {
    Severity.ERROR: Severity.WARNING,
    Severity.WARNING: Severity.INFO,
    Severity.INFO: None,
}
_EXCUSE_REACH = 8  # an `unless` phrase excuses a match that it touches or stands this near to, in the same stretch


def content_faults(compiled: Compiled, chains: Sequence[Chain], context: Context, hits: Hits) -> Iterator[Fault]:
    """The faults that `chains` of a rule find in the text behind `hits`; excused ones have no severity."""
    rule = compiled.rule
    content = rule.spec.content if isinstance(rule.spec, Claim) else rule.spec
    if not isinstance(content, Content) or not applies(compiled, content, context):
        return
    for chain in chains:
        forms = chain.pattern.forms or rule.forms
        if forms and context.form not in forms:
            continue
        for match in _matches(chain, context, hits):
            span = hits.message.to_source(match.start, match.end)
            if _in_place(content.where, span, context):
                fault = _fault(compiled, content, match, span, context, hits)
                if not fault.evidence.disguised or not _in_name(match, context, hits):
                    yield fault


def _matches(chain: Chain, context: Context, hits: Hits) -> Iterator[Match]:
    beside = chain.beside
    if not beside or any(next(find_matches(one, hits), None) for one in beside):
        yield from find_matches(chain, hits)


def applies(compiled: Compiled, content: Content, context: Context) -> bool:
    """Whether the rule looks at messages with these facts."""
    return content.when is None or content.when.holds(context.facts)


def _in_place(where: str, span: Span, context: Context) -> bool:
    if where == "any":
        return True
    inside = any(field.span.covers(span) for field in context.of_kind(FieldKind.SIGNATURE))
    return inside == (where == "signature")


def _fault(compiled: Compiled, content: Content, match: Match, span: Span, context: Context, hits: Hits) -> Fault:
    rule = compiled.rule
    modality: str | None = None
    severity: Severity | None = match.chain.pattern.severity or rule.severity
    if isinstance(rule.spec, Claim):
        modality, _ = modality_of(compiled.modalities, hits, match, rule.spec.default)
        verdict = rule.spec.table.get(modality) or rule.spec.table[rule.spec.default]
        judged = verdict.judge(context.form, context.facts)
        severity = match.chain.pattern.verdict or _bounded(judged, match.chain.pattern)
    excuses = _excuses(compiled, content, match, context, hits)
    if any([one.held for one in excuses]):
        severity = None
    elif severity and any(frame_cue(frame, hits, match) for frame in compiled.lower):
        severity = _LOWER[severity]
    matched = hits.message.text[match.start : match.end]
    disguised = any([_is_disguised(hit, hits) for hit in match.hits])
    evidence = Evidence(matched, (match.chain.pattern.source,), modality, disguised, excuses)
    return Fault(rule, span, severity, evidence, clause=_clause(hits, match))


def _is_disguised(hit: Hit, hits: Hits) -> bool:
    return hit.disguised or hits.message.normal.skipped(hit.start, hit.end)


def _in_name(match: Match, context: Context, hits: Hits) -> bool:
    disguised = (hit for hit in match.hits if _is_disguised(hit, hits))
    return any(context.is_named(hits.message.to_source(hit.start, hit.end)) for hit in disguised)


def _bounded(judged: Severity | None, pattern: Pattern) -> Severity | None:
    """The verdict of a modality, no less than the pattern's severity and no more than its `at_most`."""
    if judged is None:
        return None
    least = max(judged, pattern.severity or judged, key=lambda one: one.rank)
    return min(least, pattern.at_most or least, key=lambda one: one.rank)


def _excuses(compiled: Compiled, content: Content, match: Match, context: Context, hits: Hits) -> tuple[Excuse, ...]:
    text, met = hits.message.text, hits.everywhere()
    excuses: list[Excuse] = []
    for frame in compiled.frames:
        cue = frame_cue(frame, hits, match, own=False) if met & frame.needs else None
        excuses.append(frame.unheld if cue is None else Excuse(frame.id, True, text[cue.start : cue.end]))
    for chain in compiled.phrases:
        near, needs = None, chain.needs
        if met & needs == needs:
            near = next((one for one in matches_beside(chain, hits, match.start) if _touches(one, match)), None)
        held = None if near is None else Excuse(chain.unheld.name, True, text[near.hits[0].start : near.end])
        excuses.append(held or chain.unheld)
    unless = content.unless
    if unless.fields:
        excuses.append(Excuse("fields", bool(context.of_kind(*unless.fields)), ", ".join(unless.fields)))
    if unless.facts.alternatives:
        names = " / ".join(" & ".join(one) for one in unless.facts.alternatives)
        excuses.append(Excuse("facts", unless.facts.holds(context.facts), names))
    return tuple(excuses)


def _touches(excuse: Match, match: Match) -> bool:
    """Whether an excuse in the stretch of a match is near enough to it."""
    if excuse.chain.pattern.within != "clause":
        return True
    return excuse.hits[0].start - match.end <= _EXCUSE_REACH and match.hits[0].start - excuse.end <= _EXCUSE_REACH


def _clause(hits: Hits, match: Match) -> Span:
    message = hits.message
    start, _ = message.clause_of(match.hits[0].start)
    _, end = message.clause_of(match.end - 1)
    return message.to_source(start, end)
