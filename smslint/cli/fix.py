"""`smslint fix`: puts right in the files what can be put right without changing what a message says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from smslint.cli import options as opt
from smslint.cli.baseline import new_judge
from smslint.cli.check import read_settings
from smslint.cli.console import CLEAN, FINDINGS, complain, emit
from smslint.cli.inputs import DASH, Asked, files
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.config import Settings
    from smslint.judged import Judge
    from smslint.mend import Plan, Rewritten
    from smslint.model import Edit, Finding, Report
    from smslint.project import Project
    from smslint.sources import Source

HELP = """改正文件中不改变意思的问题：全角字母数字、看不见的字符、重复的签名、签名的括号。

Put right in the files what changes no meaning: letters and digits of double width, invisible characters, a signature
that stands twice, its brackets. With --unsafe the wording that rules propose too. Encoding, line ends, quotes and
escapes stay as they are; placeholders are never touched; a fix that would bring a new error is left out.

\b
  smslint fix templates/ --diff           只看不改 / show, change nothing
  smslint fix templates/
  smslint fix 模板.yaml --unsafe           按建议改写措辞 / reword as the rules propose

\b
退出码 / Exit  0 完成 / done；1 --diff 有改动 / --diff would change something；2 用法或输入有误 / wrong call or input
"""


class _Fixer(NamedTuple):
    """What it takes to fix one file after the other."""

    project: Project
    judge: Judge
    unsafe: bool
    diff: bool

    def fix(self, path: str) -> int:
        """Fix the file `path`, or show how; gives the exit code for it."""
        from smslint.mend import rewrite
        from smslint.sources import read_path

        settings = self.project.settings(path)
        options = self.project.options(settings)
        source = read_path(path, options)
        code = max([complain(str(error)) for error in source.errors], default=CLEAN)
        wanted = self._wanted(source, settings)
        if not wanted:
            return code
        data = Path(path).read_bytes()
        return max(code, self._write(source, data, rewrite(source, data, wanted, options)))

    def _wanted(self, source: Source, settings: Settings) -> dict[int, tuple[Edit, ...]]:
        from smslint.mend import mend

        plans = self._plans(source, settings)
        found = {number: mend(record.draft, plan) for (number, record), plan in
                 zip(enumerate(source.records), plans, strict=False)}  # fmt: skip
        return {number: edits for number, edits in found.items() if edits}

    def _plans(self, source: Source, settings: Settings) -> Iterator[Plan]:
        """A plan for every draft: what somebody judged to be right stays as it is."""
        from smslint.cli.linting import names_of
        from smslint.mend import Plan

        linter = self.project.linter(settings)
        placeholders = tuple(re.compile(one) for one in settings.texts("placeholders"))
        reason = self.judge.reasons(source, names_of(self.project, settings))
        for number in range(len(source.records)):

            def is_judged(finding: Finding, report: Report, number: int = number) -> bool:
                return reason(number, finding, report) is not None

            yield Plan(linter, placeholders, self.unsafe, is_judged)

    def _write(self, source: Source, data: bytes, new: Rewritten) -> int:
        path = source.path
        if new.left:
            why = "workbooks are not edited" if not source.text else "how the file spells them is not followed"
            complain(f"{path}: {len(new.left)} drafts left as they are: {why}")
        if not new.mended:
            return CLEAN
        if self.diff:
            emit(_diff(source, data, new.data))
            return FINDINGS
        try:
            Path(path).write_bytes(new.data)
        except OSError as error:
            return complain(f"{path}: cannot be written: {error.strerror or error}")
        emit(f"{path}: {len(new.mended)} drafts fixed\n")
        return CLEAN


def fix(
    paths: opt.Paths = None,
    diff: Annotated[bool, typer.Option("--diff", help="只显示改动 / show the changes, make none")] = False,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="也改写措辞 / reword too, as rules propose")] = False,
    form: opt.FormName = None,
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    select: opt.Select = None,
    extend_select: opt.ExtendSelect = None,
    ignore: opt.Ignore = None,
    column: opt.Column = None,
    pointer: opt.Pointer = None,
    paragraphs: opt.Paragraphs = None,
    include: opt.Include = None,
    exclude: opt.Exclude = None,
    extend_exclude: opt.ExtendExclude = None,
    force_exclude: opt.ForceExclude = None,
    respect_gitignore: opt.RespectGitignore = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """Fix files."""
    from smslint.config import Configs
    from smslint.project import Project

    settings = read_settings(
        {
            "form": form, "packs": packs, "platform": platform, "select": select, "extend-select": extend_select,
            "ignore": ignore, "column": column, "pointer": pointer, "paragraphs": paragraphs, "include": include,
            "exclude": exclude, "extend-exclude": extend_exclude, "force-exclude": force_exclude,
            "respect-gitignore": respect_gitignore,
        },
        facts or (),
    )  # fmt: skip
    if DASH in (paths or ()):
        raise ConfigError("fix needs files or folders; standard input cannot be written to")
    project = Project(Configs(settings, config=config, isolated=isolated))
    fixer = _Fixer(project, new_judge(baseline=False), unsafe, diff)
    codes = [fixer.fix(path) for path in files(Asked(paths or ()), project)]
    raise typer.Exit(max(codes, default=CLEAN))


def _diff(source: Source, before: bytes, after: bytes) -> str:
    """The change as `patch` and `git apply` read it."""
    from smslint.sources.encoding import decode

    old, new = (re.findall(r"[^\n]*\n|[^\n]+", decode(one, source.path).text) for one in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{source.path}", f"b/{source.path}")
    return "".join(one if one.endswith("\n") else f"{one}\n\\ No newline at end of file\n" for one in lines)
