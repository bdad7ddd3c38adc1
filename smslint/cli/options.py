"""The options that commands share, with their help in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from smslint.config import Setting

LANGUAGES = ("zh", "en")
LEVELS = ("error", "warning", "info", "never")
_OPTIONS = {"packs": "pack"}  # the options that are not called as their settings are
_LISTS = ("select", "extend-select", "ignore", "include", "exclude", "extend-exclude")

_SUFFIXES: Mapping[str, str] = MappingProxyType({
    ".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow", ".json": "json", ".jsonl": "jsonl",
    ".csv": "csv", ".sarif": "sarif", ".html": "html", ".md": "markdown", ".xlsx": "xlsx", ".txt": "text",
})  # fmt: skip

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS|-", help="文件或文件夹，- 为标准输入 / files, folders, - for standard input"),
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="直接检查这一条 / the draft itself")]
FormName = Annotated[
    str | None,
    typer.Option("--form", metavar="FORM", help="未注明类型的短信按此检查 / the form of drafts that state none"),
]
Facts = Annotated[
    list[str] | None,
    typer.Option("--facts", metavar="NAME=VALUE", help="文案之外的事实，可重复 / what the text cannot prove"),
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", metavar="PACK", help="规则包的名称或文件夹，可重复 / rule packs by name or folder"),
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="FORMAT[:FILE]", help="报告格式，可重复 / format of the report"),
]
OutputFile = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar="FILE", help="报告文件，格式按后缀 / a report, its format by the suffix"),
]
Jobs = Annotated[
    str,
    typer.Option("--jobs", "-j", metavar="N|auto", help="用几个进程，默认数据多时用满 / processes to use"),
]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="|".join(LEVELS), help="何种问题算不通过 / what counts as failure")
]
MinScore = Annotated[
    int | None, typer.Option("--min-score", min=0, max=100, metavar="N", help="低于此分不通过 / fail below this score")
]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="报告的语言 / the language of the report")]
SomeLang = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="报告的语言 / the language of the report")
]
Column = Annotated[
    str | None, typer.Option("--column", metavar="NAME", help="短信所在的列或键 / the column or key of the text")
]
Pointer = Annotated[
    str | None,
    typer.Option(
        "--pointer", metavar="JSONPATH", help="结构文件中短信的位置 / where drafts stand, as $.templates[*].content"
    ),
]
Paragraphs = Annotated[
    bool | None,
    typer.Option(
        "--paragraphs/--no-paragraphs", help="文本以空行分隔短信 / in plain text, blank lines separate drafts"
    ),
]
StdinFilename = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="NAME", help="标准输入视同此文件 / read stdin as this file")
]
AmbiguousWidth = Annotated[
    int,
    typer.Option("--ambiguous-width", min=1, max=2, metavar="1|2", help="“…①”等占几格 / the cells that “…① take"),
]
Redact = Annotated[
    bool | None,
    typer.Option("--redact/--no-redact", help="遮盖报告中的个人信息，离开本机的格式默认遮盖 / mask personal data"),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="不用颜色 / no colours")]


Platform = Annotated[
    str | None, typer.Option("--platform", metavar="NAME", help="短信平台，加上其规则 / the gateway, with its rules")
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="RULE,…", help="只用这些规则：编号、类别、规则包或 ALL / only these rules"),
]
ExtendSelect = Annotated[
    list[str] | None, typer.Option("--extend-select", metavar="RULE,…", help="另加这些规则 / these rules too")
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE,…", help="不用这些规则 / not these rules")]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="GLOB,…", help="文件夹中不查的文件 / files of folders to leave out"),
]
ExtendExclude = Annotated[
    list[str] | None,
    typer.Option("--extend-exclude", metavar="GLOB,…", help="另外不查的文件 / further files to leave out"),
]
Include = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="GLOB,…", help="文件夹中只查这些文件 / of folders only these files"),
]
ForceExclude = Annotated[
    bool | None,
    typer.Option("--force-exclude/--no-force-exclude", help="点名的文件也可排除 / leave out even files that are named"),
]
RespectGitignore = Annotated[
    bool | None,
    typer.Option("--respect-gitignore/--no-respect-gitignore", help="不查 git 忽略的文件 / leave out what git ignores"),
]
ConfigFile = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="用此配置文件，不另查找 / this configuration, no other")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="不读任何配置文件 / read no configuration")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="REF", help="只查此后改动的短信 / only drafts changed in git since then"),
]
MaxWarnings = Annotated[
    int | None, typer.Option("--max-warnings", min=0, metavar="N", help="警告多于此数不通过 / fail above N warnings")
]
NoBaseline = Annotated[
    bool, typer.Option("--no-baseline", help="不用基线，旧问题也报 / report what the baseline knows too")
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="有问题也以 0 退出 / exit with 0 in spite of findings")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="只列问题 / the findings and nothing else")]
Statistics = Annotated[bool, typer.Option("--statistics", help="只列统计 / counts in place of the findings")]
ShowFiles = Annotated[bool, typer.Option("--show-files", help="只列将检查的文件 / list the files to be checked")]
Watch = Annotated[bool, typer.Option("--watch", help="文件有改动就再查 / check again whenever a file changes")]


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """`value` if it is one of `known`, else a ConfigError that names the option."""
    options = list(known)
    if value not in options:
        near = did_you_mean(value, options)
        raise ConfigError(f"{option}: unknown value '{value}'{near}; one of {', '.join(options)}")
    return value


def with_outputs(formats: Sequence[str] | None, files: Sequence[str] | None) -> tuple[str, ...]:
    """The formats of `--format`, and those of the files of `--output`, as FORMAT:FILE."""
    named = []
    for file in files or ():
        suffix = os.path.splitext(file)[1].lower()
        name = _SUFFIXES.get(suffix)
        if name is None:
            raise ConfigError(f"--output: no format goes by the suffix of {file}; one of {', '.join(_SUFFIXES)}, or -f")
        named.append(f"{name}:{file}")
    return (*(formats or ()), *named)


def parse_facts(written: Sequence[str]) -> dict[str, object]:
    """The facts of `--facts NAME=VALUE`, typed."""
    from smslint.facts import flatten_facts

    facts: dict[str, object] = {}
    for one in written:
        name, equals, value = one.partition("=")
        if not equals:
            raise ConfigError(f"--facts: '{one}' is not NAME=VALUE")
        facts[name.strip()] = value.strip()
    return flatten_facts(facts)


def command_line(values: Mapping[str, object], facts: Mapping[str, object]) -> dict[str, Setting]:
    """The settings of the options that were given, each under the name of its option; lists may hold commas."""
    from smslint.config import Where, given

    found: dict[str, Setting] = {}
    for key, value in values.items():
        if value not in (None, []):
            found[key] = given(_split(value) if key in _LISTS else value, Where(f"--{_OPTIONS.get(key, key)}"))
    return found | {f"facts.{name}": given(value, Where("--facts")) for name, value in facts.items()}


def _split(value: object) -> list[str]:
    words = [word.strip() for one in value for word in str(one).split(",")] if isinstance(value, list) else []
    return [word for word in words if word]
