"""The JSON report, version 1: frozen, since other programs read it; `report.schema.json` describes it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from smslint.model import Field, FieldValue, FileReport, Finding, Fix, Report, RunReport, Tally, Variable
from smslint.render.fingerprint import fingerprint
from smslint.render.streams import Stream
from smslint.render.view import View
from smslint.text import LineIndex, Span, utf8_length, utf16_length

VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")
_CENT = Decimal("0.01")
_FILE, _RECORD = " " * 4, " " * 8  # how far files and records stand in
_Units = Mapping[int, tuple[int, int]]


def render_json(run: RunReport, view: View) -> str:
    """The run as one JSON document; offsets, lines and columns are those of the draft's text."""
    return to_json(run_data(run)) + "\n"


def render_jsonl(run: RunReport, view: View) -> str:
    """A line of JSON for every record, as in the JSON report but with its path, and for everything unreadable."""
    return "".join(jsonl_part(file, view) for file in run.files)


def jsonl_part(file: FileReport, view: View) -> str:
    """The lines of a file, or of a part of one."""
    return "".join(to_json(one, indent=None) + "\n" for one in _lines(file))


def _lines(file: FileReport) -> Iterator[dict[str, object]]:
    for report in file.reports:
        yield {"path": file.path, **record_data(report)}
    for error in file.errors:
        yield {"path": file.path, "error": error}


def records_part(file: FileReport, view: View) -> str:
    """The records of a file, or of a part of one, as they stand in the JSON report, without what is around them."""
    return ",\n".join(_indented(to_json(record_data(one)), _RECORD) for one in file.reports)


def json_around_files(run: RunReport, tally: Tally) -> tuple[str, str]:
    """What stands before and after the files in the JSON report; the files of `run` are not looked at."""
    head = to_json(_head(run, tally)).removesuffix("\n}")
    return f'{head},\n  "files": [', "]\n}\n"


def json_around_records(path: str, encoding: str | None, errors: Sequence[str]) -> tuple[str, str]:
    """What stands before and after the records of one file."""
    head = to_json(_file_head(FileReport(path, encoding, (), tuple(errors)))).removesuffix("\n}")
    return _indented(f'{head},\n  "records": [', _FILE), f"]\n{_FILE}}}"


def _indented(text: str, by: str) -> str:
    return by + text.replace("\n", f"\n{by}")


def to_json(data: object, indent: int | None = 2) -> str:
    """`data` as JSON that any encoder can write: half a character stands as an escape."""
    written = json.dumps(data, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def run_data(run: RunReport) -> dict[str, object]:
    """The run as plain data for JSON."""
    return {**_head(run, run.tally), "files": [_file(one) for one in run.files]}


def _head(run: RunReport, tally: Tally) -> dict[str, object]:
    return {
        "version": VERSION,
        "tool": {"name": "smslint", "version": run.version},
        "packs": [{"id": one.id, "version": one.version, "sha256": one.sha256} for one in run.packs],
        "summary": {
            "drafts": tally.drafts,
            "errors": tally.errors,
            "warnings": tally.warnings,
            "infos": tally.infos,
            "suppressed": tally.suppressed,
        },
    }


def _file(file: FileReport) -> dict[str, object]:
    return {**_file_head(file), "records": [record_data(one) for one in file.reports]}


def _file_head(file: FileReport) -> dict[str, object]:
    return {"path": file.path, "encoding": file.encoding, "error": "\n".join(file.errors) or None}


def record_data(report: Report) -> dict[str, object]:
    """One record of the report as plain data for JSON."""
    draft = report.draft
    return {
        "id": draft.id,
        "line": draft.line,
        "pointer": draft.pointer,
        "text": draft.text,
        "form": report.form,
        "form_given": report.form_given,
        "score": report.score,
        "grade": report.grade,
        "segments": {
            "encoding": report.segments.encoding,
            "length": report.segments.length,
            "parts": report.segments.parts,
        },
        "fields": [_field(one) for one in report.fields],
        "findings": _findings(report),
    }


def _field(field: Field) -> dict[str, object]:
    return {
        "kind": field.kind,
        "role": field.role,
        "raw": field.raw,
        "value": field_value(field.value),
        "variable": field.value.name if isinstance(field.value, Variable) else None,
        "span": {"start": field.span.start, "end": field.span.end},
    }


def field_value(value: FieldValue) -> str | int | None:
    """What a field states as JSON has it: `3256.80`, `2026-12-05`, `--12-05`, digits; None for a variable."""
    if value is None or isinstance(value, Variable):
        return None
    if isinstance(value, Decimal):
        return f"{value:.2f}" if value == value.quantize(_CENT) else f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _findings(report: Report) -> list[dict[str, object]]:
    judged: list[tuple[Finding, str | None]] = [(one, None) for one in report.findings]
    judged += [(one.finding, one.reason) for one in report.suppressed]
    text = report.draft.text
    index = LineIndex(text)
    units = _units(text, (offset for one, _ in judged for offset in (one.span.start, one.span.end)))
    judged.sort(key=lambda pair: pair[0].span)
    return [_finding(one, reason, text, index, units) for one, reason in judged]


def _finding(finding: Finding, reason: str | None, text: str, index: LineIndex, units: _Units) -> dict[str, object]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "category": rule.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "score": finding.score,
        "title": rule.title,
        "message": finding.message,
        "advice": rule.advice,
        "basis": [{"instrument": one.instrument, "article": one.article, "status": one.status} for one in rule.basis],
        "match": finding.span.of(text),
        "span": _span(finding.span, index, units),
        "fixes": [_fix(one) for one in finding.fixes],
        "suppressed": reason,
        "fingerprint": fingerprint(finding, text),
    }


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{"span": {"start": one.span.start, "end": one.span.end}, "text": one.text} for one in fix.edits]
    return {"label": fix.label, "safe": fix.safe, "edits": edits}


def _span(span: Span, index: LineIndex, units: _Units) -> dict[str, int]:
    (line, column), (end_line, end_column) = index.position(span.start), index.position(span.end)
    (utf16_start, byte_start), (utf16_end, byte_end) = units[span.start], units[span.end]
    return {
        "start": span.start,
        "end": span.end,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "utf16_start": utf16_start,
        "utf16_end": utf16_end,
        "byte_start": byte_start,
        "byte_end": byte_end,
    }


def _units(text: str, offsets: Iterable[int]) -> _Units:
    """UTF-16 and UTF-8 offsets for code-point offsets, in one pass however many there are."""
    found: dict[int, tuple[int, int]] = {}
    at = utf16 = utf8 = 0
    for offset in sorted(set(offsets)):
        piece = text[at:offset]
        at, utf16, utf8 = offset, utf16 + utf16_length(piece), utf8 + utf8_length(piece)
        found[offset] = (utf16, utf8)
    return found


JSON, JSONL = Stream(records_part), Stream(jsonl_part)
