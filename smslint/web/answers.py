"""Reports -> JSON: the frozen report, and beside it what the page needs to show the sum, the reason and the phone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from smslint import __version__
from smslint.model import FileReport, PackStamp, Report, RunReport
from smslint.render.jsonreport import record_data, run_data
from smslint.template import find_variables
from smslint.text import Span
from smslint.web.preview import previews

REQUEST = "<request>"  # what stands for the path of drafts that came in a request


def run_json(reports: Sequence[Report], packs: tuple[PackStamp, ...]) -> bytes:
    """The report document of a batch."""
    return to_json(run_data(_run(reports, packs)))


def one_json(report: Report, packs: tuple[PackStamp, ...]) -> bytes:
    """The report document of one draft, its record with the additions of `more`."""
    document = run_data(_run([report], packs))
    document["files"] = [{"path": REQUEST, "encoding": None, "error": None,
                          "records": [{**record_data(report), **more(report)}]}]  # fmt: skip
    return to_json(document)


def line_json(report: Report, number: int) -> bytes:
    """One record as a line of NDJSON, with its number in the batch."""
    return to_json({"index": number, **record_data(report)}) + b"\n"


def _run(reports: Sequence[Report], packs: tuple[PackStamp, ...]) -> RunReport:
    return RunReport(__version__, packs, (FileReport(REQUEST, None, tuple(reports)),))


def more(report: Report) -> dict[str, object]:
    """Why the form, how the score came about, the variables, and the message as a phone shows it."""
    text, platform = report.draft.text, report.draft.facts.get("platform")
    return {
        "form_reason": report.form_reason,
        "contributions": [{"rule": one.rule, "points": one.points} for one in report.contributions],
        "variables": [
            {"name": one.name, "style": one.style, "type": one.type, "span": _span(one.span)}
            for one in find_variables(text)
        ],
        "preview": previews(text, platform if isinstance(platform, str) else None),
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def to_json(value: Mapping[str, object]) -> bytes:
    """Compact UTF-8 JSON; a lone surrogate, which UTF-8 cannot carry, makes the whole text escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
