"""The findings as CSV, a row each, for reviewers and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from smslint.model import FileReport, RunReport
from smslint.render.labels import basis_lines
from smslint.render.place import Item, items_of
from smslint.render.streams import Stream
from smslint.render.view import View

_HEADS = (
    "path", "line", "column", "end_line", "end_column", "id", "pointer", "form", "score", "grade", "severity", "rule",
    "category", "points", "confidence", "title", "message", "advice", "basis", "match", "text", "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(run: RunReport, view: View) -> str:
    """A head and a row for every finding."""
    return "".join([CSV.head, *(csv_part(file, view) for file in run.files)])


def csv_part(file: FileReport, view: View) -> str:
    """The rows of a file, or of a part of one."""
    return _written(_row(one, view.lang) for one in items_of(file, view))


def _written(rows: Iterable[Sequence[str | float]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _row(item: Item, lang: str) -> Sequence[str | float]:
    finding, rule, region, report = item.finding, item.finding.rule, item.region, item.report
    place = (item.path, region.line, region.column, region.end_line, region.end_column)
    record = (report.draft.id or "", report.draft.pointer or "", report.form, report.score, report.grade)
    judged = (finding.severity, rule.id, rule.category, finding.score, finding.confidence)
    basis = "\n".join(basis_lines(rule.basis, lang))
    words = (rule.title, finding.message, rule.advice, basis, item.match, report.draft.text, item.identity[0])
    return [plain(one) if isinstance(one, str) else one for one in (*place, *record, *judged, *words)]


def plain(text: str) -> str:
    """`text` such that no spreadsheet computes it, and every reader reads it."""
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) else text


CSV = Stream(csv_part, head=_written([_HEADS]))
