"""`smslint baseline`: findings from before, kept in a file so that `check` reports only what is new."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from smslint.cli import options as opt
from smslint.cli.console import CLEAN, FINDINGS, USAGE_ERROR, complain, emit
from smslint.cli.inputs import Asked
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.cli.linting import Run
    from smslint.config import Setting
    from smslint.judged import Judge
    from smslint.judged.baseline import Baseline, Key

_CREATE_HELP = """把现有的问题记为基线，以后 check 只报新问题；写在仓库根目录的 .smslint-baseline。

Write the findings of today to .smslint-baseline at the root of the repository; from then on `check` reports new ones
only. What it holds of files that are not named stays.

\b
  smslint baseline create                    整个文件夹 / the working folder
  smslint baseline create templates/ --platform aliyun
"""
_CHECK_HELP = """核对基线：列出已不存在的问题；有则退出码为 1。

List the entries whose findings are gone; exits with 1 if there are any.
"""
_PRUNE_HELP = """从基线中删去已不存在的问题；从不增加。

Remove the entries whose findings are gone, and put the file in order; nothing is ever added.
"""
_Paths = Annotated[list[str] | None, typer.Argument(metavar="[PATHS]", help="文件或文件夹 / files and folders")]

app = typer.Typer(
    help="基线：只报新问题 / report new findings only",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def new_judge(*, baseline: bool = True) -> Judge:
    """What was judged before, as of today."""
    import datetime as dt

    from smslint.judged import Judge

    return Judge(dt.date.today(), baseline=baseline)


class _Seen(NamedTuple):
    """The baseline file, what it holds, what there is today, and which of its files could be told."""

    file: str
    old: Baseline
    now: Counter[Key]
    told: frozenset[str]
    unread: bool

    @property
    def stale(self) -> Counter[Key]:
        """What the baseline holds and is there no more."""
        return Counter({key: count - self.now[key] for key, count in self.old.counts.items()
                        if key[0] in self.told and count > self.now[key]})  # fmt: skip


@app.command("create", help=_CREATE_HELP)
def create(
    paths: _Paths = None,
    form: opt.FormName = None,
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """Write the findings of today."""
    seen = _look(paths, _settings(form, packs, platform, facts), config, isolated)
    others = {key: count for key, count in seen.old.counts.items() if key[0] not in seen.told}
    _write(seen.file, {**others, **seen.now})
    raise typer.Exit(USAGE_ERROR if seen.unread else CLEAN)


@app.command("check", help=_CHECK_HELP)
def check(
    paths: _Paths = None,
    form: opt.FormName = None,
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """List what is stale."""
    seen = _look(paths, _settings(form, packs, platform, facts), config, isolated, must_exist=True)
    for (path, rule, mark), count in sorted(seen.stale.items()):
        emit(f"{path}: {rule} {mark}: {count} no longer found\n")
    if not seen.old.tidy:
        emit(f"{seen.file}: not in order, as a merge leaves it; `smslint baseline prune` puts it right\n")
    emit(f"{seen.file}: {len(seen.old)} entries, {seen.stale.total()} stale\n")
    raise typer.Exit(USAGE_ERROR if seen.unread else FINDINGS if seen.stale else CLEAN)


@app.command("prune", help=_PRUNE_HELP)
def prune(
    paths: _Paths = None,
    form: opt.FormName = None,
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """Remove what is stale."""
    seen = _look(paths, _settings(form, packs, platform, facts), config, isolated, must_exist=True)
    _write(seen.file, Counter(seen.old.counts) - seen.stale)
    raise typer.Exit(USAGE_ERROR if seen.unread else CLEAN)


def _settings(
    form: str | None, packs: list[str] | None, platform: str | None, facts: list[str] | None
) -> dict[str, Setting]:
    from smslint.sources.fields import parse_form

    named = None if form is None else str(parse_form(form) or "auto")
    return opt.command_line({"form": named, "packs": packs, "platform": platform}, opt.parse_facts(facts or ()))


def _look(
    paths: list[str] | None,
    settings: dict[str, Setting],
    config: str | None,
    isolated: bool,
    *,
    must_exist: bool = False,
) -> _Seen:
    from smslint.cli.linting import run
    from smslint.config import Configs
    from smslint.judged.baseline import EMPTY, NAME, count_findings, read_baseline
    from smslint.judged.roots import name_in, root_for
    from smslint.project import Project

    root = root_for(NAME)
    file = os.path.relpath(os.path.join(root, NAME))
    if must_exist and not os.path.exists(file):
        raise ConfigError(f"no {file}; make one with `smslint baseline create`")
    old = read_baseline(file) if os.path.exists(file) else EMPTY
    project = Project(Configs(settings, config=config, isolated=isolated))
    done = run(Asked(paths or ["."]), project, new_judge(baseline=False))
    now: Counter[Key] = Counter()
    for one in done.report.files:
        now += count_findings(name_in(root, one.path), one.reports)
    return _Seen(file, old, now, _told(done, old, root), _unread(done))


def _told(done: Run, old: Baseline, root: str) -> frozenset[str]:
    """The files of which the run tells all there is: those that were read whole, and those that are gone."""
    from smslint.judged.roots import name_in

    read = {name_in(root, one.path) for one in done.report.files if not one.errors}
    gone = {key[0] for key in old.counts if not os.path.exists(os.path.join(root, key[0]))}
    return frozenset(read | gone)


def _unread(done: Run) -> bool:
    errors = [error for one in done.report.files for error in one.errors]
    for error in errors:
        complain(error)
    return bool(errors)


def _write(file: str, counts: Iterable[Key] | dict[Key, int] | Counter[Key]) -> None:
    from smslint.judged.baseline import Baseline, write_baseline

    baseline = Baseline(Counter(counts))
    try:
        Path(file).write_text(write_baseline(baseline), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
    emit(f"{file}: {len(baseline)} entries\n")
    _tell_git(os.path.dirname(file))


def _tell_git(root: str) -> None:
    """Have git join the lines of two branches: every entry stands for itself, so that both are right."""
    from smslint.judged.baseline import ATTRIBUTE

    path = Path(root, ".gitattributes")
    if not Path(root, ".git").exists():
        return
    written = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
    if ATTRIBUTE not in written.splitlines():
        gap = "" if not written or written.endswith("\n") else "\n"
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{gap}{ATTRIBUTE}\n")
        emit(f"{path}: {ATTRIBUTE}\n")
