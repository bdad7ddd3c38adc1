"""The options that commands share, with their help in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from smslint.errors import ConfigError, did_you_mean

LANGUAGES = ("zh", "en")
LEVELS = ("error", "warning", "info", "never")

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS|-", help="文件或文件夹，- 为标准输入 / files, folders, - for standard input"),
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="直接检查这一条 / the draft itself")]
FormName = Annotated[
    str, typer.Option("--form", metavar="FORM", help="未注明类型的短信按此检查 / the form of drafts that state none")
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
    typer.Option("--format", "-f", metavar="text|json[:FILE]", help="报告格式，可重复 / format of the report"),
]
FailOn = Annotated[
    str, typer.Option("--fail-on", metavar="|".join(LEVELS), help="何种问题算不通过 / what counts as failure")
]
MinScore = Annotated[
    int | None, typer.Option("--min-score", min=0, max=100, metavar="N", help="低于此分不通过 / fail below this score")
]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="报告的语言 / the language of the report")]
Column = Annotated[
    str | None, typer.Option("--column", metavar="NAME", help="短信所在的列或键 / the column or key of the text")
]
Paragraphs = Annotated[
    bool, typer.Option("--paragraphs", help="文本以空行分隔短信 / in plain text, blank lines separate drafts")
]
StdinFilename = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="NAME", help="标准输入视同此文件 / read stdin as this file")
]
AmbiguousWidth = Annotated[
    int,
    typer.Option("--ambiguous-width", min=1, max=2, metavar="1|2", help="“…①”等占几格 / the cells that “…① take"),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="不用颜色 / no colours")]


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """`value` if it is one of `known`, else a ConfigError that names the option."""
    options = list(known)
    if value not in options:
        near = did_you_mean(value, options)
        raise ConfigError(f"{option}: unknown value '{value}'{near}; one of {', '.join(options)}")
    return value


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
