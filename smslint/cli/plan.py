"""`smslint plan`: what is about to go out, and what went out, checked together."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli import options as opt
from smslint.cli.console import CLEAN, FINDINGS, USAGE_ERROR, bar, use_color, width
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.cli.planning import PlanOutput
    from smslint.config import Settings
    from smslint.linter import Linter
    from smslint.plan import PlanReport, Policy

HELP = """检查发送计划：什么时候发、发给谁、发得多不多；每条短信的文案也一并检查。

Check a send plan: when, to whom and how often; and what every message says.

\b
例子 / Examples
  smslint plan 计划.xlsx
  smslint plan sends.csv --log history.parquet            连同已发的记录 / beside what went out
  smslint plan sends.csv --map recipient=手机号 --map send_at=发送时间
  smslint plan sends.jsonl -f text -f html:report.html -f json:report.json
  smslint plan --log history.parquet                      只查记录 / the log itself
  smslint plan sends.csv --policy daily-frequency.error=4 --policy quiet-hours.start=21:00
  smslint plan sends.csv --policy holiday-send.holidays=statutory --zone Asia/Tokyo

\b
列 / Columns   recipient 接收人, send_at 发送时间（ISO 8601，不写时区为 --zone）, text 短信内容；或 template 模板，
               变量取自同名的列或 variables（JSON）；另可有 form, channel（marketing 为推广）, creditor, id,
               zone（接收人所在时区）和事实：
               opted_out, settled, disputed, third_party_refused, represented, consent_night, prior_notice_sent …
规范 / Policy  条数、间隔是内部规范，可改：--policy 规则.数字=值，或设置文件的 [cadence]；没有法规规定短信条数
               numbers are house policy: no statute sets a number of SMS; smslint rule daily-frequency
文件 / Files   .parquet .csv .tsv .jsonl .xlsx；比内存大也可以 / larger than memory
退出码 / Exit  0 通过 / clean；1 有达到 --fail-on 的问题 / findings；2 用法有误、有读不出的行 / wrong call, bad rows
"""
_MEMORY = "1100MB"
_STAGES = {"checks": "检查", "wording": "文案", "report": "报告"}
_LIMITS = {"text": 1000, "html": 1000, "json": 100_000, "csv": 100_000}
_SALT = "SMSLINT_SALT"

Plans = Annotated[list[str] | None, typer.Argument(metavar="[FILES]", help="发送计划 / the plan")]
Logs = Annotated[list[str] | None, typer.Option("--log", metavar="FILE", help="发送记录，可重复 / what went out")]
Maps = Annotated[
    list[str] | None, typer.Option("--map", metavar="PART=COLUMN", help="哪一列是什么，可重复 / which column is what")
]
Numbers = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="RULE.NUMBER=VALUE", help="改规范的数字，可重复 / another number of the policy"),
]
Zone = Annotated[
    str | None, typer.Option("--zone", metavar="ZONE", help="时区，默认 Asia/Shanghai / time zone of recipients")
]
OutputFile = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="报告写到此文件 / the report goes into this file")
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=0, metavar="N", help="最多列出的短信数，0 为全部 / sends listed, 0 for all"),
]
NoLint = Annotated[bool, typer.Option("--no-lint", help="不查文案 / leave the wording alone")]
LintLog = Annotated[bool, typer.Option("--lint-log", help="记录的文案也查 / lint the log's texts too")]
NoSuggest = Annotated[bool, typer.Option("--no-suggest", help="不提建议 / no suggestions")]
Show = Annotated[bool, typer.Option("--show-recipients", help="照原样写出接收人 / recipients as they are, not as keys")]
SaltFile = Annotated[
    str | None,
    typer.Option("--salt-file", metavar="FILE", help=f"接收人代号的密钥，各次一致；也可用 ${_SALT} / key of the keys"),
]
Memory = Annotated[str, typer.Option("--memory", metavar="SIZE", help="DuckDB 可用的内存 / memory of DuckDB")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, metavar="N", help="线程数 / threads")]
Temp = Annotated[str | None, typer.Option("--temp", metavar="FOLDER", help="临时文件夹 / folder for temporary files")]


def plan(
    plans: Plans = None,
    logs: Logs = None,
    maps: Maps = None,
    numbers: Numbers = None,
    zone: Zone = None,
    formats: opt.Formats = None,
    output: OutputFile = None,
    fail_on: opt.FailOn = None,
    limit: Limit = None,
    no_lint: NoLint = False,
    lint_log: LintLog = False,
    no_suggest: NoSuggest = False,
    show_recipients: Show = False,
    salt_file: SaltFile = None,
    redact: opt.Redact = None,
    packs: opt.Packs = None,
    platform: opt.Platform = None,
    select: opt.Select = None,
    extend_select: opt.ExtendSelect = None,
    ignore: opt.Ignore = None,
    lang: opt.SomeLang = None,
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
    memory: Memory = _MEMORY,
    threads: Threads = None,
    temp: Temp = None,
    exit_zero: opt.ExitZero = False,
    quiet: opt.Quiet = False,
    ambiguous_width: opt.AmbiguousWidth = 1,
    no_color: opt.NoColor = False,
) -> None:
    """Check a plan and exit with the verdict."""
    from smslint.cli.planning import parse_plan_outputs, write_plan
    from smslint.config import Configs
    from smslint.plan import Options, check_plan
    from smslint.project import Project
    from smslint.render import View

    if not plans and not logs:
        raise ConfigError("nothing to check: name a plan, or a log with --log (see --help)")
    if config and isolated:
        raise ConfigError("either --config or --isolated, not both")
    outputs = parse_plan_outputs(formats or (), output, redact)
    given = _given(packs=packs, platform=platform, select=select, extend_select=extend_select, ignore=ignore,
                   fail_on=fail_on, lang=lang)  # fmt: skip
    project = Project(Configs(opt.command_line(given, {}), config=config, isolated=isolated))
    settings = project.settings((plans or logs or ["."])[0])
    linter = project.linter(with_cadence(settings))
    language = settings.text("lang") or "zh"
    options = Options(
        columns={**_columns(settings), **_pairs("--map", maps or ())},
        lint=not no_lint, lint_log=lint_log, suggest=not no_suggest, limit=_limit(limit, outputs), lang=language,
        salt=read_salt(salt_file), reveal=show_recipients, memory=memory, threads=threads, scratch=temp,
    )  # fmt: skip
    policy = read_house(settings, linter, _pairs("--policy", numbers or ()), zone)
    meter = _Meter(language)
    try:
        report = check_plan(
            plans or (), log=logs or (), policy=policy, linter=linter, options=options, progress=meter.show
        )
    finally:
        meter.clear()
    view = View(language, use_color() and not no_color, width(), ambiguous_width, quiet)
    write_plan(report, outputs, view, reveal=show_recipients)
    raise typer.Exit(verdict(report, settings.text("fail-on") or "error", exit_zero=exit_zero))


def _given(**values: object) -> dict[str, object]:
    """The options as settings are called, each checked as those of a file are."""
    for name, known in (("fail_on", opt.LEVELS), ("lang", opt.LANGUAGES)):
        if values[name] is not None:
            opt.one_of(f"--{name.replace('_', '-')}", str(values[name]), known)
    return {name.replace("_", "-"): value for name, value in values.items()}


def with_cadence(settings: Settings) -> Settings:
    """The settings with the pack of cadence rules before the packs that are asked for."""
    from smslint.config.values import Setting
    from smslint.plan.policy import DEFAULT_PACK

    packs = settings.values["packs"]
    wanted = {one.value: one for one in (Setting(DEFAULT_PACK, packs.where), *packs.items())}
    return settings._replace(values={**settings.values, "packs": Setting(tuple(wanted.values()), packs.where)})


def read_house(settings: Settings, linter: Linter, numbers: Mapping[str, str], zone: str | None) -> Policy:
    """The policy of the linter's rules, with the numbers of the settings and then those of the command line."""
    from smslint.plan.policy import DEFAULT_ZONE, rules_policy

    rules, set_zone = list(linter.rules.values()), settings.values.get("plan.zone")
    table = settings.table("cadence")
    for name, setting in table.items():
        try:
            rules_policy(rules, {name: setting.value})
        except ConfigError as error:
            setting.where.fail(str(error))
    wanted = zone or (str(set_zone.value) if set_zone else DEFAULT_ZONE)
    return rules_policy(rules, {**{name: one.value for name, one in table.items()}, **numbers}, wanted)


def _columns(settings: Settings) -> dict[str, str]:
    return {name: str(one.value) for name, one in settings.table("plan.columns").items()}


def _pairs(option: str, written: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in written:
        name, equals, value = one.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ConfigError(f"{option}: '{one}' is not {'PART=COLUMN' if option == '--map' else 'RULE.NUMBER=VALUE'}")
        pairs[name.strip()] = value.strip()
    return pairs


def read_salt(file: str | None) -> bytes | None:
    """What the keys of recipients are made with: the contents of a file, or of the environment; None for neither."""
    if file is None:
        return os.environ[_SALT].encode() if os.environ.get(_SALT) else None
    try:
        salt = Path(file).read_bytes().strip()
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror or error}") from error
    if not salt:
        raise ConfigError(f"{file} is empty; it should hold a secret, as of `openssl rand -hex 32`")
    return salt


def _limit(limit: int | None, outputs: Sequence[PlanOutput]) -> int | None:
    if limit is not None:
        return limit or None
    return max(_LIMITS[one.format] for one in outputs)


def verdict(report: PlanReport, level: str, *, exit_zero: bool) -> int:
    """The exit code: rows that could not be read weigh more than findings."""
    from smslint.model import Severity
    from smslint.plan.spoken import UNREADABLE_FACTS

    if report.bad or any(one.rule.id == UNREADABLE_FACTS for one in report.counts):
        return USAGE_ERROR
    if level == "never" or exit_zero:
        return CLEAN
    least = Severity(level).rank
    return FINDINGS if any(one.severity.rank >= least and one.count for one in report.counts) else CLEAN


class _Meter:
    """How far the check is, on a terminal's standard error."""

    def __init__(self, lang: str) -> None:
        self._lang, self._shown = lang, False

    def show(self, stage: str, share: float) -> None:
        """Show the stage and its share."""
        if sys.stderr.isatty():
            self._shown = True
            name = _STAGES.get(stage, stage) if self._lang == "zh" else stage
            print(
                f"\r\x1b[K{bar(name, round(share * 100), 100).rpartition(' ')[0]}", end="", file=sys.stderr, flush=True
            )

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
