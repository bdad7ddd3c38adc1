"""`smslint check`: drafts in, findings out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from smslint.cli import options as opt
from smslint.cli.console import CLEAN, FINDINGS, USAGE_ERROR, complain, progress, use_color, width
from smslint.errors import ConfigError, InputError

if TYPE_CHECKING:
    from smslint.linter import Linter
    from smslint.model import Report, RunReport
    from smslint.sources import ReadOptions, Source

HELP = """检查短信文案：缺了什么、错在哪里、依据是什么、怎么改。

Check drafts: what is missing, what is wrong, where, on which clause, and what to write instead.

\b
例子 / Examples
  smslint check drafts.txt                    一行一条 / one draft a line
  smslint check drafts.txt --paragraphs       空行分隔 / separated by blank lines
  smslint check 模板.csv --column 短信内容      表格的一列 / a column of a table
  smslint check --text "【某行】张先生…"        一条 / one draft
  cat drafts.txt | smslint check -            标准输入 / standard input
  smslint check a.txt --form formal --facts litigation.filed=true
  smslint check templates/ -f text -f json:report.json --fail-on warning
  smslint check 模板.xlsx -f text -f xlsx:批注.xlsx  批注后的副本 / an annotated copy

\b
文件 / Files   .txt .csv .tsv .xlsx .jsonl .json；UTF-8, UTF-16, GB18030（自动识别 / recognised）
类型 / Forms   reminder 提醒短信, soft 温馨提示, formal 催款通知, none, auto（自动判断 / inferred）
退出码 / Exit  0 通过 / clean；1 有达到 --fail-on 的问题 / findings；2 用法或输入有误 / wrong call or input
"""
_STDIN, _TEXT = "<stdin>", "<text>"


def check(
    paths: opt.Paths = None,
    text: opt.Text = None,
    form: opt.FormName = "auto",
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    formats: opt.Formats = None,
    fail_on: opt.FailOn = "error",
    min_score: opt.MinScore = None,
    lang: opt.Lang = "zh",
    column: opt.Column = None,
    paragraphs: opt.Paragraphs = False,
    stdin_filename: opt.StdinFilename = None,
    ambiguous_width: opt.AmbiguousWidth = 1,
    no_color: opt.NoColor = False,
) -> None:
    """Check drafts and exit with the verdict."""
    from smslint.cli.outputs import parse_outputs, write_outputs
    from smslint.linter import DEFAULT_PACKS, Linter
    from smslint.render import FileText, View
    from smslint.sources import ReadOptions
    from smslint.sources.fields import parse_form

    opt.one_of("--fail-on", fail_on, opt.LEVELS)
    opt.one_of("--lang", lang, opt.LANGUAGES)
    outputs = parse_outputs(formats or ())
    reading = ReadOptions(column, paragraphs, parse_form(form), opt.parse_facts(facts or ()))
    sources = tuple(_sources(paths or (), text, stdin_filename, reading))
    run = _lint(sources, Linter(packs or DEFAULT_PACKS, lang=lang))
    known = {one.path: FileText(one.text, tuple(each.origin for each in one.records)) for one in sources if one.text}
    write_outputs(run, outputs, View(lang, use_color() and not no_color, width(), ambiguous_width, known))
    if all(one.is_for_people or one.file for one in outputs):
        _complain_of(run)
    raise typer.Exit(_verdict(run, fail_on, min_score))


def _sources(paths: Sequence[str], text: str | None, stdin_name: str | None, reading: ReadOptions) -> Iterable[Source]:
    from smslint.sources import expand, read_path

    if text is not None:
        if paths:
            raise ConfigError("either paths or --text, not both")
        return [_from_text(text, reading)]
    if not paths:
        raise ConfigError("nothing to check: name a file or a folder, - for standard input, or --text (see --help)")
    found = [_from_stdin(stdin_name, reading) if path == "-" else read_path(path, reading) for path in expand(paths)]
    if not found:
        raise InputError(f"no file to check in {', '.join(paths)}")
    return found


def _from_text(text: str, reading: ReadOptions) -> Source:
    from smslint.model import Draft
    from smslint.sources import Record, Source

    if not text.strip():
        raise InputError("--text: the draft is empty")
    draft = Draft(text, path=_TEXT, line=1, form=reading.form, facts=reading.facts)
    return Source(_TEXT, None, text, (Record(draft, range(len(text) + 1)),), ())


def _from_stdin(name: str | None, reading: ReadOptions) -> Source:
    from smslint.sources import read_bytes

    return read_bytes(sys.stdin.buffer.read(), name or _STDIN, reading)


def _lint(sources: Iterable[Source], linter: Linter) -> RunReport:
    from smslint import __version__
    from smslint.model import FileReport, RunReport

    files = tuple(
        FileReport(one.path, one.encoding, tuple(_reports(one, linter)), tuple(map(str, one.errors))) for one in sources
    )
    return RunReport(__version__, linter.packs, files)


def _reports(source: Source, linter: Linter) -> Iterator[Report]:
    drafts = [record.draft for record in source.records]
    return progress(linter.lint_many(drafts), source.path, len(drafts))


def _complain_of(run: RunReport) -> None:
    for file in run.files:
        for error in file.errors:
            complain(error)


def _verdict(run: RunReport, fail_on: str, min_score: int | None) -> int:
    from smslint.model import Severity

    if any(file.errors for file in run.files):
        return USAGE_ERROR
    least = None if fail_on == "never" else Severity(fail_on).rank
    failed = any(
        (least is not None and one.worst is not None and one.worst.rank >= least)
        or (min_score is not None and one.score < min_score)
        for one in run.reports
    )
    return FINDINGS if failed else CLEAN
