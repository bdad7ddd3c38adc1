"""Where reports of plans go: `-f text`, `-f html:report.html`; pages that leave the machine are masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smslint.cli.console import emit
from smslint.cli.outputs import MARK, write_file
from smslint.cli.runner import logs_leave
from smslint.errors import ConfigError, did_you_mean
from smslint.plan.render import PLAN_RENDERERS
from smslint.render import View

if TYPE_CHECKING:
    from smslint.plan import PlanReport

_TEXT, _LEAVING = "text", ("html",)
_SUFFIXES = {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class PlanOutput:
    """One report to write: the name of its format, its file (None: standard output), and whether it is masked."""

    format: str
    file: str | None
    masked: bool


def parse_plan_outputs(specs: Sequence[str], output: str | None, redact: bool | None) -> tuple[PlanOutput, ...]:
    """The outputs that `--format` and `--output` name; a file alone tells its format by its name."""
    if output is not None:
        if len(specs) > 1 or any(":" in one for one in specs):
            raise ConfigError("--output goes with one format without a file")
        suffix = next((name for end, name in _SUFFIXES.items() if output.lower().endswith(end)), _TEXT)
        specs = [f"{specs[0] if specs else suffix}:{output}"]
    outputs = tuple(_parse(one, redact) for one in specs or (_TEXT,))
    if sum(one.file is None for one in outputs) > 1:
        raise ConfigError("only one format can go to standard output; give the others a file, as in json:report.json")
    return outputs


def _parse(spec: str, redact: bool | None) -> PlanOutput:
    name, _, file = spec.partition(":")
    if name not in PLAN_RENDERERS:
        near = did_you_mean(name, PLAN_RENDERERS)
        raise ConfigError(f"unknown format '{name}'{near}; one of {', '.join(PLAN_RENDERERS)}")
    leaves = name in _LEAVING or (not file and logs_leave())
    return PlanOutput(name, file or None, leaves if redact is None else redact)


def write_plan(report: PlanReport, outputs: Sequence[PlanOutput], view: View, *, reveal: bool) -> None:
    """Write every output; only a terminal gets colours and its own width."""
    plain = view._replace(color=False, width=View().width)
    masked = report if reveal else _masked(report)
    for one in outputs:
        for_people = one.file is None and one.format == _TEXT
        text = PLAN_RENDERERS[one.format](masked if one.masked else report, view if for_people else plain)
        if one.file is None:
            emit(text, exact=not for_people)
        else:
            write_file(one.file, MARK + text if one.format == "csv" else text)


def _masked(report: PlanReport) -> PlanReport:
    """The report without the data of persons in what its messages quote."""
    from smslint.redact import mask_text

    findings = tuple(
        replace(one, match=mask_text(one.match), message=one.message.replace(one.match, mask_text(one.match)))
        if one.match
        else one
        for one in report.findings
    )
    return replace(report, findings=findings)
