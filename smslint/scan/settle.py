"""Faults settled against one another and dressed as findings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from smslint.model import NO_EVIDENCE, Finding, RuleInfo, Severity
from smslint.scan.context import Context, Fault
from smslint.scan.fixes import fixes_for
from smslint.text import Span

Weigh = Callable[[Severity, float], float]

_MOST_MISSING = 20_000
_DISGUISE_CONFIDENCE = 0.9  # a disguised word is read through a fold that may err


class Dresser:
    """Makes findings of faults; those of what is missing at a place are made once."""

    def __init__(self, infos: Mapping[str, RuleInfo], lang: str, weigh: Weigh) -> None:
        self._infos, self._lang, self._weigh = infos, lang, weigh
        self._missing: dict[tuple[str, Severity | None, int], Finding] = {}

    def finding(self, fault: Fault, context: Context) -> Finding:
        """The finding of `fault`."""
        if fault.clause != fault.span or len(fault.span) or fault.values or fault.evidence is not NO_EVIDENCE:
            return _finding(fault, self._infos[fault.rule.id], context, self._lang, self._weigh)
        key = (fault.rule.id, fault.severity, fault.span.start)
        known = self._missing.get(key)
        if known is None:
            known = _finding(fault, self._infos[fault.rule.id], context, self._lang, self._weigh)
            if "{" not in fault.rule.message[self._lang] and len(self._missing) < _MOST_MISSING:
                self._missing[key] = known
        return known


def settle(faults: Iterable[Fault], context: Context, dresser: Dresser) -> tuple[Finding, ...]:
    """The findings of `faults`: one a place and rule, the more specific rule kept, severities raised beside others."""
    kept = _yielded(_merged([fault for fault in faults if fault.severity]))
    grave = _grave(kept)
    raised = [fault for fault in (_escalated(fault, grave) for fault in kept) if not _silent(fault)]
    raised.sort(key=_order)
    return tuple([dresser.finding(fault, context) for fault in raised])


def _order(fault: Fault) -> tuple[int, int, str]:
    return fault.span.start, fault.span.end, fault.rule.id


def _rank(fault: Fault) -> tuple[int, int]:
    return (fault.severity.rank if fault.severity else 0), len(fault.span)


def _merged(faults: Sequence[Fault]) -> list[Fault]:
    """Of faults of one rule that overlap, the worst, then the longest."""
    if len(faults) < 2:
        return list(faults)
    last: dict[str, Fault] = {}
    kept: list[Fault] = []
    for fault in sorted(faults, key=_order):
        before = last.get(fault.rule.id)
        if before is None or not (before.span.overlaps(fault.span) or before.span == fault.span):
            last[fault.rule.id] = fault
            kept.append(fault)
        elif _rank(fault) > _rank(before):
            last[fault.rule.id] = fault
            kept[_place_of(before, kept)] = fault
    return kept


def _place_of(fault: Fault, kept: Sequence[Fault]) -> int:
    # The fault to be replaced is the last one of its rule: near the end of the list.
    return next(place for place in range(len(kept) - 1, -1, -1) if kept[place] is fault)


def _yielded(faults: Sequence[Fault]) -> list[Fault]:
    """The faults without those that stand where a more specific rule found one."""
    wanted = {name for fault in faults for name in fault.rule.yields_to}
    if not wanted:
        return list(faults)
    spans: dict[str, list[Span]] = {}
    for fault in sorted(faults, key=_order):
        if fault.rule.id in wanted:
            spans.setdefault(fault.rule.id, []).append(fault.span)
    return [
        fault for fault in faults if not any(_met(fault.span, spans.get(name, ())) for name in fault.rule.yields_to)
    ]


def _met(span: Span, others: Sequence[Span]) -> bool:
    """Whether any of `others` (sorted, not overlapping one another) overlaps `span`."""
    place = bisect_left(others, span.end, key=lambda one: one.start) - 1
    return place >= 0 and others[place].overlaps(span)


def _escalated(fault: Fault, grave: Mapping[str, set[str]]) -> Fault:
    """`fault`, raised where a grave fault of another rule stands beside it."""
    escalation = fault.rule.escalate
    if escalation is None:
        return fault
    beside = {rule for name in escalation.beside for rule in grave.get(name, ())} - {fault.rule.id}
    return fault._replace(severity=escalation.severity) if beside else fault


def _silent(fault: Fault) -> bool:
    """Whether `fault` counts only beside others, and stands alone."""
    escalation = fault.rule.escalate
    if escalation is None or not escalation.silent or fault.severity is None:
        return False
    return fault.severity.rank < escalation.severity.rank


def _grave(faults: Iterable[Fault]) -> dict[str, set[str]]:
    """Rule ids and categories with an error or a warning -> the rules that found them."""
    found: dict[str, set[str]] = {}
    for fault in faults:
        if fault.severity is not Severity.INFO:
            for name in (fault.rule.id, fault.rule.category):
                found.setdefault(name, set()).add(fault.rule.id)
    return found


def _finding(fault: Fault, info: RuleInfo, context: Context, lang: str, weigh: Weigh) -> Finding:
    assert fault.severity is not None
    confidence = fault.rule.confidence
    if fault.evidence.disguised:
        confidence = round(confidence * _DISGUISE_CONFIDENCE, 2)
    return Finding(
        rule=info,
        span=fault.span,
        severity=fault.severity,
        confidence=confidence,
        message=_fill(fault.rule.message[lang], fault, context),
        score=weigh(fault.severity, confidence),
        evidence=fault.evidence,
        fixes=fixes_for(fault, context, lang),
        related=fault.related,
    )


def _fill(template: str, fault: Fault, context: Context) -> str:
    if "{" not in template:
        return template
    for name, value in {"match": fault.span.of(context.text), **fault.values}.items():
        template = template.replace("{" + name + "}", value)
    return template
