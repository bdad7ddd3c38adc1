"""The report of a plan as JSON, version 1; `smslint schema plan` describes it."""

from __future__ import annotations

import datetime as dt

from smslint.model import RuleInfo, Severity
from smslint.plan.model import PlanFinding
from smslint.plan.policy import Hours, Policy
from smslint.plan.report import Group, PlanReport, Suggestion
from smslint.render import View
from smslint.render.jsonreport import to_json

VERSION = 1
_HOUSE = "house policy: no statute sets a number of SMS"


def render_json(report: PlanReport, view: View) -> str:
    """The report as one JSON document; rules once, findings by their ids."""
    return to_json(plan_data(report)) + "\n"


def plan_data(report: PlanReport) -> dict[str, object]:
    """The report as plain data for JSON."""
    return {
        "version": VERSION,
        "tool": {"name": "smslint", "version": report.version},
        "packs": [{"id": one.id, "version": one.version, "sha256": one.sha256} for one in report.packs],
        "policy": _policy(report.policy),
        "summary": {
            "sends": report.sends, "flagged": report.flagged, "texts": report.linted, "bad_rows": report.bad,
            **{f"{one}s": report.count(one) for one in Severity},
            "listed": {f"{one}s": report.listed[one] for one in Severity},
        },
        "files": [{"path": one.path, "log": one.is_log, "rows": one.rows, "bad": one.bad, "events": one.events}
                  for one in report.files],
        "rules": _rules(report),
        "findings": [_finding(one) for one in report.findings],
        "file_findings": [{"rule": one.rule.id, "severity": one.severity, "path": one.source, "message": one.message,
                           "count": one.count, "rows": list(one.rows)} for one in report.file_findings],
        "bad_rows": [{"path": one.source, "row": one.row, "problem": one.problem, "value": one.value,
                      "message": one.message} for one in report.bad_rows],
        "suggestions": [_suggestion(one) for one in report.suggestions],
        "hours": [{"day": str(one.day), "hour": one.hour, "sends": one.sends, "flagged": one.flagged}
                  for one in report.cells],
        "days": [_group(one, "day") for one in report.days],
        "templates": [_group(one, "name") for one in report.templates],
        "notices": list(report.notices),
    }  # fmt: skip


def _policy(policy: Policy) -> dict[str, object]:
    return {
        "status": _HOUSE,
        "zone": policy.zone,
        "quiet_hours": _hours(policy.quiet) if policy.on("quiet-hours") else None,
        "marketing_hours": _hours(policy.marketing) if policy.on("marketing-hours") else None,
        "daily": {str(one): most for one, most in policy.daily.items()},
        "weekly": {"days": policy.weekly_days, **{str(one): most for one, most in policy.weekly.items()}},
        "min_interval_hours": policy.interval_hours,
        "duplicate_hours": policy.duplicate_hours,
        "demand_days": policy.demand_days,
        "escalation_days": policy.escalation_days,
        "retention_days": policy.retention_days,
        "holidays": policy.holidays,
        "checks": sorted(policy.rules),
    }


def _hours(hours: Hours) -> dict[str, str]:
    return {"start": str(hours.start), "end": str(hours.end)}


def _rules(report: PlanReport) -> list[dict[str, object]]:
    """Every rule that fired: what it says of itself, and how often it fired at each severity."""
    found: dict[str, RuleInfo] = {one.rule.id: one.rule for one in report.counts}
    return [
        {
            "id": rule.id, "title": rule.title, "category": rule.category, "advice": rule.advice,
            "basis": [{"instrument": one.instrument, "article": one.article, "status": one.status}
                      for one in rule.basis],
            **{f"{severity}s": _count(report, name, severity) for severity in Severity},
        }
        for name, rule in found.items()
    ]  # fmt: skip


def _count(report: PlanReport, rule: str, severity: Severity) -> int:
    return sum(one.count for one in report.counts if one.rule.id == rule and one.severity is severity)


def _suggestion(one: Suggestion) -> dict[str, object]:
    return {"path": one.source, "row": one.row, "recipient": one.recipient, "action": one.action, "at": _time(one.at),
            "with": _place(one.other), "message": one.message}  # fmt: skip


def _place(place: tuple[str, int] | None) -> dict[str, object] | None:
    return {"path": place[0], "row": place[1]} if place else None


def _finding(finding: PlanFinding) -> dict[str, object]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity,
        "path": finding.source,
        "row": finding.row,
        "id": finding.id or None,
        "recipient": finding.recipient,
        "at": _time(finding.at),
        "message": finding.message,
        "match": finding.match or None,
        "count": finding.count,
        "earlier": [{"path": one.source, "row": one.row, "at": _time(one.at), "id": one.id or None}
                    for one in finding.earlier],
        "next_at": _time(finding.next_at),
    }  # fmt: skip


def _group(group: Group, name: str) -> dict[str, object]:
    return {name: group.name, "sends": group.sends, "recipients": group.recipients, "flagged": group.flagged,
            "note": group.note or None}  # fmt: skip


def _time(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
