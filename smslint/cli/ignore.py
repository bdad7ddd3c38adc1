"""`smslint ignore`: enters findings in the ignore file, for formats that have no comments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli import options as opt
from smslint.cli.baseline import new_judge
from smslint.cli.console import CLEAN, FINDINGS, complain, emit
from smslint.cli.inputs import Asked
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.judged.ignores import Entry
    from smslint.model import Report, RunReport

HELP = """把判断过、无须再报的问题记入 .smslint-ignore.toml（按内容，不按行号），须写明原因。

Enter findings that somebody has judged in .smslint-ignore.toml, by content and not by line, with the reason. This is
for CSV, JSON and Excel; where a file has comments, write `# smslint: ignore[rule] reason` beside the draft.

\b
  smslint ignore templates/od.csv --rule fake-deadline --reason "合同约定的日期，法务已审"
  smslint ignore od.json --rule insult --id OD-07 --reason "引用判决原文" --expires 2027-06-30
"""


def ignore(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="文件 / files")],
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="规则 / the rule")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因 / why")],
    record: Annotated[str | None, typer.Option("--id", metavar="ID", help="只此一条 / of this record only")] = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="只此一行 / of this line only")] = None,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="到期日 / the last day")] = None,
    platform: opt.Platform = None,
    packs: opt.Packs = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """Enter findings."""
    from smslint.cli.linting import run
    from smslint.config import Configs
    from smslint.judged.directives import parse_date
    from smslint.judged.ignores import NAME
    from smslint.judged.roots import root_for
    from smslint.project import Project

    if not reason.strip():
        raise ConfigError("--reason: say why")
    if expires is not None and parse_date(expires) is None:
        raise ConfigError(f"--expires: '{expires}' is no date; write YYYY-MM-DD")
    settings = opt.command_line({"platform": platform, "packs": packs}, {})
    project = Project(Configs(settings, config=config, isolated=isolated))
    done = run(Asked(paths), project, new_judge(baseline=False))
    root = root_for(NAME, os.path.dirname(paths[0]))
    found = dict.fromkeys(_entries(done.report, root, rule, record, line))
    if not found:
        raise typer.Exit(max(FINDINGS, complain(f"no finding of '{rule}' there that is not judged already")))
    _append(root, list(found), reason.strip(), expires)
    raise typer.Exit(CLEAN)


def _entries(run: RunReport, root: str, rule: str, record: str | None, line: int | None) -> Iterator[Entry]:
    from smslint.judged.roots import name_in
    from smslint.render.fingerprint import fingerprint

    for file in run.files:
        for report in file.reports:
            for one in report.findings if _is_meant(report, record, line) else ():
                if one.rule.id == rule:
                    yield name_in(root, file.path), rule, fingerprint(one, report.draft.text)


def _is_meant(report: Report, record: str | None, line: int | None) -> bool:
    return (record is None or report.draft.id == record) and (line is None or report.draft.line == line)


def _append(root: str, entries: list[Entry], reason: str, expires: str | None) -> None:
    from smslint.judged.ignores import NAME, written

    path = Path(root, NAME)
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("".join(written(one, reason, expires) for one in entries))
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from error
    emit(f"{os.path.relpath(path)}: {len(entries)} entries\n")
