"""`smslint check`: drafts in, findings out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from smslint.cli import options as opt
from smslint.cli.console import emit, use_color
from smslint.cli.inputs import Asked, files
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.cli.checking import Call
    from smslint.config import Setting

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
  smslint check . --since main                只查改动的短信 / only what has changed in git
  smslint check 模板.yaml --pointer '$.templates[*].content'
  smslint check . --select threat,legal --ignore threat-vague-consequence --statistics
  smslint check 模板.xlsx -f text -f xlsx:批注.xlsx  批注后的副本 / an annotated copy
  smslint check log.parquet -o findings.parquet 每行一个结果，用满所有核 / a result a row, on all cores

\b
文件 / Files   .txt .csv .tsv .xlsx .jsonl .json .yaml .toml .properties .po .md .parquet .arrow；
编码 / Codes   UTF-8, UTF-16, GB18030（自动识别 / recognised）
报告 / Reports text concise json jsonl sarif github gitlab junit checkstyle rdjson rdjsonl markdown html csv xlsx，
               parquet arrow，可写多份（-f sarif:o.sarif -f text）；GitHub 上自动加注 / several at once;
               annotations on GitHub
大批 / Bulk    数据多时用满所有核（-j 1 只用一个）；中断后，得出 Parquet 的再运行一次就接着做 /
               all cores where there is much; after an interrupt, a run into columns goes on when given again
配置 / Config  .smslint.toml 或 pyproject.toml 的 [tool.smslint]（smslint init, smslint config show 文件）
类型 / Forms   reminder 提醒短信, soft 温馨提示, formal 催款通知, none, auto（自动判断 / inferred）
退出码 / Exit  0 通过 / clean；1 有达到 --fail-on 的问题 / findings；2 用法或输入有误 / wrong call or input
"""


def check(
    paths: opt.Paths = None,
    text: opt.Text = None,
    form: opt.FormName = None,
    facts: opt.Facts = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    select: opt.Select = None,
    extend_select: opt.ExtendSelect = None,
    ignore: opt.Ignore = None,
    formats: opt.Formats = None,
    output: opt.OutputFile = None,
    jobs: opt.Jobs = "auto",
    fail_on: opt.FailOn = None,
    min_score: opt.MinScore = None,
    max_warnings: opt.MaxWarnings = None,
    exit_zero: opt.ExitZero = False,
    since: opt.Since = None,
    lang: opt.SomeLang = None,
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
    stdin_filename: opt.StdinFilename = None,
    quiet: opt.Quiet = False,
    statistics: opt.Statistics = False,
    show_files: opt.ShowFiles = False,
    watch: opt.Watch = False,
    no_baseline: opt.NoBaseline = False,
    redact: opt.Redact = None,
    ambiguous_width: opt.AmbiguousWidth = 1,
    no_color: opt.NoColor = False,
) -> None:
    """Check drafts and exit with the verdict."""
    settings = read_settings(
        {
            "form": form, "packs": packs, "platform": platform, "select": select, "extend-select": extend_select,
            "ignore": ignore, "fail-on": fail_on, "min-score": min_score, "max-warnings": max_warnings, "lang": lang,
            "column": column, "pointer": pointer, "paragraphs": paragraphs, "include": include, "exclude": exclude,
            "extend-exclude": extend_exclude, "force-exclude": force_exclude, "respect-gitignore": respect_gitignore,
        },
        facts or (),
    )  # fmt: skip
    if text is not None and paths:
        raise ConfigError("either paths or --text, not both")
    if config and isolated:
        raise ConfigError("either --config or --isolated, not both")
    asked = Asked(paths or (), text, stdin_filename, since)
    from smslint.cli.checking import Call, check_all

    call = Call(asked, settings, config, isolated, opt.with_outputs(formats, output), quiet, statistics, exit_zero,
                ambiguous_width, use_color() and not no_color, not no_baseline, redact, jobs)  # fmt: skip
    if show_files:
        emit("".join(f"{path}\n" for path in files(asked, call.project())))
    elif watch:
        _watch(call)
    else:
        raise typer.Exit(check_all(call))


def read_settings(values: dict[str, object], facts: Sequence[str]) -> dict[str, Setting]:
    """The options as settings, checked as those of a file are."""
    from smslint.sources.fields import parse_form

    if values["form"] is not None:
        values["form"] = str(parse_form(values["form"]) or "auto")
    for key, known in (("fail-on", opt.LEVELS), ("lang", opt.LANGUAGES)):
        if values.get(key) is not None:
            opt.one_of(f"--{key}", str(values[key]), known)
    if values["pointer"] is not None:
        from smslint.trees import parse_pointer

        parse_pointer(str(values["pointer"]))
    return opt.command_line(values, opt.parse_facts(facts))


def _watch(call: Call) -> None:
    from smslint.cli.checking import check_all
    from smslint.cli.watch import watch

    if call.asked.text is not None or "-" in call.asked.paths:
        raise ConfigError("--watch needs files or folders")
    watch(lambda: check_all(call), lambda: files(call.asked, call.project()))
