"""The findings of a plan as CSV, a row each, and the rows that could not be read, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from smslint.model import RuleInfo, Severity
from smslint.plan.report import PlanReport
from smslint.plan.words import clock_text
from smslint.render import View
from smslint.render.csvreport import plain
from smslint.render.labels import basis_lines

_HEADS = ("path", "row", "id", "recipient", "at", "severity", "rule", "title", "message", "match", "count", "earlier",
          "next_at", "action", "suggestion", "advice", "basis")  # fmt: skip
_Row = Sequence[str | int | None]


def render_csv(report: PlanReport, view: View) -> str:
    """A head and a row for every finding; the suggestion for a send stands beside each of its findings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADS)
    for row in _rows(report, view.lang):
        writer.writerow([plain(one) if isinstance(one, str) else one for one in row])
    return out.getvalue()


def _rows(report: PlanReport, lang: str) -> Iterator[_Row]:
    suggested = {(one.source, one.row): one for one in report.suggestions}
    for one in report.findings:
        done = suggested.get((one.source, one.row))
        yield _row({
            "path": one.source, "row": one.row, "id": one.id, "recipient": one.recipient, "at": one.at.isoformat(),
            "message": one.message, "match": one.match, "count": one.count, **_of_rule(one.rule, one.severity, lang),
            "earlier": "\n".join(f"{each.source}:{each.row} {clock_text(each.at)}" for each in one.earlier),
            "next_at": one.next_at.isoformat() if one.next_at else "",
            "action": done.action if done else "", "suggestion": done.message if done else "",
        })  # fmt: skip
    for bad in report.bad_rows:
        yield _row({"path": bad.source, "row": bad.row, "severity": Severity.ERROR, "rule": f"bad-row:{bad.problem}",
                    "message": bad.message, "match": bad.value})  # fmt: skip
    for file in report.file_findings:
        yield _row({"path": file.source, "message": file.message, "count": file.count,
                    **_of_rule(file.rule, file.severity, lang)})  # fmt: skip


def _of_rule(rule: RuleInfo, severity: Severity, lang: str) -> dict[str, str]:
    basis = "\n".join(basis_lines(rule.basis, lang))
    return {"severity": severity, "rule": rule.id, "title": rule.title, "advice": rule.advice, "basis": basis}


def _row(cells: Mapping[str, str | int | None]) -> _Row:
    return [cells.get(name, "") for name in _HEADS]
