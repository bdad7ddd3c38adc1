"""Faults settled against one another and dressed as findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from smslint.model import Finding, RuleInfo, Severity
from smslint.scan.context import Context, Fault
from smslint.scan.fixes import fixes_for

_DISGUISE_CONFIDENCE = 0.9  # a disguised word is read through a fold that may err


def settle(faults: Iterable[Fault], infos: Mapping[str, RuleInfo], context: Context, lang: str) -> tuple[Finding, ...]:
    """The findings of `faults`: one a place and rule, the more specific rule kept, severities raised beside others."""
    kept = _yielded(_merged([fault for fault in faults if fault.severity]))
    raised = [_escalated(fault, kept) for fault in kept]
    return tuple(_finding(fault, infos[fault.rule.id], context, lang) for fault in sorted(raised, key=_order))


def _order(fault: Fault) -> tuple[int, int, str]:
    return fault.span.start, fault.span.end, fault.rule.id


def _rank(fault: Fault) -> tuple[int, int]:
    return (fault.severity.rank if fault.severity else 0), len(fault.span)


def _merged(faults: Sequence[Fault]) -> list[Fault]:
    kept: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=_rank, reverse=True):
        same = kept.setdefault(fault.rule.id, [])
        if not any(fault.span.overlaps(one.span) or fault.span == one.span for one in same):
            same.append(fault)
    return [fault for same in kept.values() for fault in same]


def _yielded(faults: Sequence[Fault]) -> list[Fault]:
    return [
        fault
        for fault in faults
        if not any(other.rule.id in fault.rule.yields_to and other.span.overlaps(fault.span) for other in faults)
    ]


def _escalated(fault: Fault, faults: Sequence[Fault]) -> Fault:
    escalation = fault.rule.escalate
    if escalation is None or not any(
        other.rule.id != fault.rule.id
        and other.severity in (Severity.ERROR, Severity.WARNING)
        and (other.rule.id in escalation.beside or other.rule.category in escalation.beside)
        for other in faults
    ):
        return fault
    return dataclasses.replace(fault, severity=escalation.severity)


def _finding(fault: Fault, info: RuleInfo, context: Context, lang: str) -> Finding:
    assert fault.severity is not None
    values = {"match": fault.span.of(context.text), **fault.values}
    confidence = fault.rule.confidence * (_DISGUISE_CONFIDENCE if fault.evidence.disguised else 1.0)
    return Finding(
        rule=info,
        span=fault.span,
        severity=fault.severity,
        confidence=round(confidence, 2),
        message=_fill(fault.rule.message[lang], values),
        evidence=fault.evidence,
        fixes=fixes_for(fault, context, lang),
        related=fault.related,
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template
