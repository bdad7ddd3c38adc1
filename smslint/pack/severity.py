"""Fixing a rule's severity: every place of the rule that could say otherwise says the same."""

from __future__ import annotations

from smslint.model import Severity
from smslint.pack.types import Cadence, Claim, Content, Limit, Require, Rule, Spec, Verdict


def fix_severity(rule: Rule, severity: Severity) -> Rule:
    """`rule` at `severity`, whatever its patterns, its forms or its modality table say; what is ok stays ok."""
    return rule._replace(severity=severity, escalate=None, spec=_fixed(rule.spec, severity))


def _fixed(spec: Spec, severity: Severity) -> Spec:
    match spec:
        case Content():
            return _content(spec)
        case Claim():
            table = {name: _verdict(verdict, severity) for name, verdict in spec.table.items()}
            return spec._replace(content=_content(spec.content), table=table)
        case Require():
            return spec._replace(by_form=dict.fromkeys(spec.by_form, severity))
        case Cadence():
            over = {severity: min(spec.over.values())} if spec.over else spec.over
            return spec._replace(by_form=dict.fromkeys(spec.by_form, severity), over=over)
        case Limit():
            return spec._replace(over={severity: min(spec.over.values())})
        case _:
            return spec


def _content(spec: Content) -> Content:
    return spec._replace(match=tuple(one._replace(severity=None) for one in spec.match), lower=())


def _verdict(verdict: Verdict, severity: Severity) -> Verdict:
    by_form = {form: severity if one else None for form, one in verdict.by_form.items()}
    return verdict._replace(severity=severity if verdict.severity else None, by_form=by_form)
