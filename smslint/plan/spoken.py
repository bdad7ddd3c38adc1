"""The findings of the linter on a plan's texts, as findings of the rows that say them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smslint.model import RuleInfo, Severity
from smslint.plan.detail import Teller
from smslint.plan.model import PlanFinding
from smslint.plan.moments import at_of
from smslint.plan.report import RuleCount
from smslint.plan.session import Session

if TYPE_CHECKING:
    from smslint.linter import Linter

UNREADABLE_FACTS = "facts-unreadable"
"""What is reported where a row's facts cannot be read, so that its text is not linted."""
_UNREADABLE = {
    "zh": ("事实读不出来，文案没有检查", "改正这一行的事实"),
    "en": ("Facts that cannot be read", "Put the facts of this row right; its text was not checked"),
}
_RANK = "CASE severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END"


def wording_findings(session: Session, linter: Linter, teller: Teller, limit: int | None) -> list[PlanFinding]:
    """The `limit` worst findings (None: all), each once a template (or text) at the first row that has it."""
    most = f"LIMIT {limit}" if limit is not None else ""
    rows = session.connection.execute(f"""
        WITH told AS (
            SELECT coalesce(t.label, CAST(text_id AS VARCHAR)) AS wording, w.rule, w.severity,
                regexp_replace(w.match, '[0-9.,]+', '#', 'g') AS shape, count(DISTINCT (t.src, t.row)) AS times,
                min((t.src, t.row, w.begins, w.rule, w.message, w.match, t.id)) AS first
            FROM wording w JOIN spoken s USING (text_id) JOIN texts t ON t.src = s.src AND t.row = s.row
            GROUP BY 1, 2, 3, 4 ORDER BY {_RANK} DESC, first {most})
        SELECT s.src, s.row, s.recipient, s.moment, s.zone, first[7], times, rule, severity, first[5], first[6]
        FROM told JOIN sends s ON s.src = first[1] AND s.row = first[2] ORDER BY first""").fetchall()
    infos = _infos(linter, teller.lang)
    return [
        PlanFinding(
            infos[rule], Severity(severity), message, teller.paths[src], row, teller.key(recipient),
            at_of(moment, zone or teller.policy.zone), name or "", times, match=match,
        )
        for src, row, recipient, moment, zone, name, times, rule, severity, message, match in rows
    ]  # fmt: skip


def wording_counts(session: Session, linter: Linter, lang: str) -> Iterator[RuleCount]:
    """How many findings each rule of the linter has, by severity."""
    infos = _infos(linter, lang)
    rows = session.connection.execute("""SELECT rule, severity, count(*)
        FROM wording w JOIN spoken s USING (text_id) GROUP BY 1, 2""").fetchall()
    known = sorted(rows, key=lambda row: (-Severity(row[1]).rank, -row[2], row[0] or ""))
    yield from (RuleCount(infos[rule], Severity(severity), count) for rule, severity, count in known)


def _infos(linter: Linter, lang: str) -> dict[str | None, RuleInfo]:
    title, advice = _UNREADABLE[lang]
    broken = RuleInfo(UNREADABLE_FACTS, title, "required", Severity.ERROR, advice=advice)
    return dict([*linter.scanner.infos.items(), (None, broken)])
