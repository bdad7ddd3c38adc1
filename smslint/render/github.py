"""Workflow commands of GitHub: annotations at the findings, the worst ones, as GitHub shows only a few of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from smslint.model import RunReport, Severity
from smslint.render.place import Item, Problem, is_file, items, problems, worst_first
from smslint.render.view import View

_MOST = 10  # annotations of each kind that GitHub shows of a step
_COMMAND: Mapping[str, str] = MappingProxyType({Severity.INFO: "notice"})
_REST: Mapping[str, str] = MappingProxyType({
    "zh": "另有 {count} 处没有标注，见本次运行的摘要或其他报告",
    "en": "{count} more are not annotated; see the summary of the run or another report",
})  # fmt: skip
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(run: RunReport, view: View) -> str:
    """Annotations: inputs that could not be read, then findings, the worst first, and how many more there are."""
    lines = [_problem(one) for file in run.files for one in problems(file, view)]
    lines += [_annotation(one) for one in worst_first(items(run, view))]
    shown = list(_capped(lines, _MOST))
    if len(shown) < len(lines):
        shown = list(_capped(lines, _MOST, notices=_MOST - 1))
        rest = _REST[view.lang].format(count=len(lines) - len(shown))
        shown.append(_command("notice", {"title": "smslint"}, rest))
    return "".join(f"{line}\n" for line in shown)


def _capped(lines: Iterable[str], most: int, notices: int | None = None) -> Iterator[str]:
    """Of each kind of command the first ones."""
    room = {"error": most, "warning": most, "notice": most if notices is None else notices}
    for line in lines:
        kind = line[2 : line.index(" ")]
        room[kind] -= 1
        if room[kind] >= 0:
            yield line


def _problem(one: Problem) -> str:
    properties: dict[str, str | int] = {"title": "smslint"}
    if is_file(one.path):
        properties |= {"file": one.path, "line": one.line, "col": one.column}
    return _command("error", properties, one.message)


def _annotation(item: Item) -> str:
    finding, rule = item.finding, item.finding.rule
    label = f" [{item.report.draft.label}]" if item.report.draft.label else ""
    told = "\n".join(one for one in (finding.message, rule.advice) if one)
    kind = _COMMAND.get(finding.severity, str(finding.severity))
    return _command(kind, {"title": f"{rule.title} {rule.id}{label}", **_place(item)}, told)


def _place(item: Item) -> dict[str, str | int]:
    """The place; columns only within one line, as GitHub takes no others."""
    region = item.region
    if not is_file(item.path):
        return {}
    place: dict[str, str | int] = {"file": item.path, "line": region.line, "endLine": region.end_line}
    return place if region.line != region.end_line else place | {"col": region.column, "endColumn": region.end_column}


def _command(kind: str, properties: Mapping[str, str | int], data: str) -> str:
    written = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{kind} {written}::{data.translate(_DATA)}"
