"""The report of JUnit: a test case for every draft, so that a clean file has cases too, which pass."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import FileReport, Report, RunReport, Severity
from smslint.render.labels import LABELS
from smslint.render.place import UNREADABLE, Item, Places, Problem, items_of, problems, rooted
from smslint.render.view import View
from smslint.render.xmltext import HEAD, element, text_of
from smslint.text import Span

_FAILING = (Severity.ERROR, Severity.WARNING)


def render_junit(run: RunReport, view: View) -> str:
    """A suite a file, a case a draft; a case fails that has an error or a warning, and one that could not be read."""
    suites = [_Suite(file, view) for file in run.files]
    counts = {name: sum(one.counts[name] for one in suites) for name in ("tests", "failures", "errors")}
    lines = [line for one in suites for line in one.lines()]
    return "".join((HEAD, *element("testsuites", {"name": "smslint", **counts}, lines)))


class _Suite:
    """The drafts of one file as cases whose names differ."""

    def __init__(self, file: FileReport, view: View) -> None:
        self._file, self._view = file, view
        self._path = rooted(file.path, view)
        self._items: dict[int, list[Item]] = {}
        for item in items_of(file, view):
            self._items.setdefault(item.number, []).append(item)
        self._problems = list(problems(file, view))
        failing = sum(_fails(one) for one in file.reports)
        tests = len(file.reports) + len(self._problems)
        self.counts = {"tests": tests, "failures": failing, "errors": len(self._problems), "skipped": 0}

    def lines(self) -> Iterator[str]:
        cases = [line for one in (*self._broken(), *self._cases()) for line in one]
        yield from element("testsuite", {"name": self._path, **self.counts, "time": "0"}, cases)

    def _broken(self) -> Iterator[Iterator[str]]:
        for number, one in enumerate(self._problems, 1):
            told = element("error", {"type": UNREADABLE, "message": one.message}, [text_of(_problem_text(one))])
            yield element("testcase", self._named(f"{UNREADABLE} {number}"), list(told))

    def _cases(self) -> Iterator[Iterator[str]]:
        places = Places(self._file, self._view.files.get(self._file.path))
        seen: dict[str, int] = {}
        for number, report in enumerate(self._file.reports):
            line = places.region(number, Span(0, 0)).line
            name = " ".join(one for one in (report.draft.label, _line_name(line, self._view.lang)) if one)
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name} #{seen[name]}"
            yield element("testcase", self._named(name), list(self._verdict(number, report)))

    def _verdict(self, number: int, report: Report) -> Iterator[str]:
        found = self._items.get(number, [])
        if not found:
            return
        worst = max(found, key=lambda one: (one.finding.severity.rank, one.finding.score))
        told = [text_of("\n\n".join(_told(one, self._view.lang) for one in found))]
        severity = element("property", {"name": "severity", "value": worst.finding.severity}, [])
        yield from element("properties", {}, list(severity))
        if _fails(report):
            values = {"type": worst.finding.rule.id, "message": worst.finding.message}
            yield from element("failure", values, told)
        else:
            yield from element("system-out", {}, told)

    def _named(self, name: str) -> dict[str, object]:
        return {"classname": self._path, "name": name, "time": "0"}


def _fails(report: Report) -> bool:
    return report.worst in _FAILING


def _line_name(line: int, lang: str) -> str:
    return f"第 {line} 行" if lang == "zh" else f"line {line}"


def _told(item: Item, lang: str) -> str:
    finding, region = item.finding, item.region
    head = f"{item.path}:{region.line}:{region.column} {LABELS[lang][finding.severity]} {finding.rule.id}"
    advice = LABELS[lang]["advice"] + finding.rule.advice if finding.rule.advice else ""
    return "\n".join((f"{head} {finding.rule.title}", *_behind_gutter(f"{finding.message}\n{advice}")))


def _behind_gutter(text: str) -> Iterator[str]:
    """The lines of `text`, none of which a CI runner can take for a command."""
    return (f"│ {line}" for line in text.splitlines() if line)


def _problem_text(one: Problem) -> str:
    return "\n".join((f"{one.path}:{one.line}:{one.column}", *_behind_gutter(one.message)))
