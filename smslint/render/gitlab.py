"""The Code Quality report of GitLab: entries with fingerprints, of which no two are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from smslint.model import RunReport, Severity
from smslint.render.jsonreport import to_json
from smslint.render.place import UNREADABLE, Item, Problem, items, problems
from smslint.render.view import View

_SEVERITY: Mapping[str, str] = MappingProxyType(
    {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
)


def render_gitlab(run: RunReport, view: View) -> str:
    """An array of the findings, after the inputs that could not be read; empty where there is nothing."""
    return to_json(list(_entries(run, view))) + "\n"


def _entries(run: RunReport, view: View) -> Iterator[dict[str, object]]:
    for file in run.files:
        for number, one in enumerate(problems(file, view)):
            yield _problem(one, number)
    for item in items(run, view):
        yield _entry(item)


def _problem(one: Problem, number: int) -> dict[str, object]:
    return {
        "description": f"{UNREADABLE}: {one.message}",
        "check_name": UNREADABLE,
        "fingerprint": _digest(UNREADABLE, one.path, one.message, str(number)),
        "severity": "critical",
        "location": {"path": one.path, "lines": {"begin": one.line}},
    }


def _entry(item: Item) -> dict[str, object]:
    finding, (mark, occurrence) = item.finding, item.identity
    return {
        "description": f"{finding.rule.id}: {finding.message}",  # its page does not show the name of the check
        "check_name": finding.rule.id,
        "fingerprint": _digest(item.path, mark, str(occurrence)),
        "severity": _SEVERITY[finding.severity],
        "location": {"path": item.path, "lines": {"begin": item.region.line, "end": item.region.end_line}},
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
