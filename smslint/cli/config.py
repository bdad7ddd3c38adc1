"""`smslint config show` and `smslint init`: what is set and where, and a commented file to begin with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli import options as opt
from smslint.cli.console import emit
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.config import Settings
    from smslint.project import Project

_SHOW_HELP = """列出某个文件的全部设置，以及每一项写在哪个文件的哪一行。

Print every setting that holds for a file, and the file and line where it was written; the rules that are off too.

\b
  smslint config show templates/a.yaml
  smslint config show                      当前文件夹 / the working folder
"""
INIT_HELP = """写一份带注释的 .smslint.toml；已有的绝不覆盖。

Write a commented .smslint.toml to begin with; one that is there is never overwritten.

\b
  smslint init
  smslint init templates/
"""
_START = """\
# smslint 的设置，管本文件夹及其下级；下级文件夹里另有的 .smslint.toml 代替（不是补充）这一份。
# 也可写在 pyproject.toml 的 [tool.smslint] 中。查看某个文件的设置：smslint config show 文件
# The settings of smslint for this folder and all below; the nearest file counts, alone. Paths and globs are relative
# to this file.

# extend = "../shared/.smslint.toml"   # 先读那一份，再以本文件为准 / that file first, then this one

packs = ["cn-collection"]              # 规则包：名称或文件夹 / by id or by folder, as in "./our-pack"
# platform = "aliyun"                  # 短信平台，加上其规则 / the gateway, with its rules
# lang = "zh"                          # 报告的语言 / of the reports: zh, en
# form = "auto"                        # reminder, soft, formal, none, auto

# 用哪些规则：编号、类别、规则包或 ALL / rules by id, category, pack or ALL
# select = ["ALL"]
# extend-select = []
# ignore = ["cadence"]

# fail-on = "error"                    # error, warning, info, never
# min-score = 60
# max-warnings = 20

# 查哪些文件 / which files of folders
# include = ["templates/**"]
# exclude = ["node_modules/", "site-packages/", "venv/", "__pycache__/"]
# extend-exclude = ["drafts/"]
# force-exclude = false                # 点名的文件也可排除 / named files may be excluded too
# respect-gitignore = true

# 短信在哪里 / where the drafts stand in a file
# column = "短信内容"                  # 表格的列、对象的键 / a column, a key
# pointer = "$.templates[*].content"   # YAML, JSON, TOML
# paragraphs = false                   # 文本以空行分隔 / blank lines separate drafts in plain text
# placeholders = ['<<(\\w+)>>']         # 自定义变量的正则 / further template variables, as regular expressions

# [markdown]
# fences = ["sms", "text"]             # 哪些代码块 / fenced blocks with these words; "" for none, "*" for all
# tables = true

# 文案之外的事实 / what the sender knows and no text can prove
# [facts]
# reports_credit = true
# agency = "某某公司"

# 改级别：error, warning, info, off / severities, by id or category
# [severities]
# fake-deadline = "warning"

# 发送计划（smslint plan）：内部规范的数字、列名 / send plans: the house's numbers, the columns
# [cadence]
# daily-frequency = { warning = 1, error = 3 }
# quiet-hours = { start = "22:00", end = "08:00" }
# [plan]
# zone = "Asia/Shanghai"
# columns = { recipient = "手机号", send_at = "发送时间" }

# [per-file-ignores]
# "legacy/**" = ["form"]

# 某些文件另设 / for some files only
# [[overrides]]
# files = ["formal/**"]
# form = "formal"
# facts = { prior_notice_sent = true }
# severities = { hotline-missing = "error" }
"""

app = typer.Typer(
    help="查看设置 / what is set, and where",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("show", help=_SHOW_HELP)
def show(
    path: Annotated[str, typer.Argument(metavar="[FILE]", help="文件或文件夹 / file or folder")] = ".",
    config: opt.ConfigFile = None,
    isolated: opt.Isolated = False,
) -> None:
    """Print the settings of a file."""
    from smslint.config import Configs
    from smslint.project import Project

    project = Project(Configs({}, config=config, isolated=isolated))
    settings = project.settings(path)
    emit("\n".join([*_values(settings, path), "", *_rules(project, settings), ""]))


def _values(settings: Settings, path: str) -> Iterator[str]:
    from smslint.config.settings import shown

    yield f"# {path}: {settings.config or 'no configuration file'}"
    rows = [(f"{key} = {shown(one)}", one.where) for key, one in settings.values.items() if "severities." not in key]
    wide = max(len(text) for text, _ in rows)
    for text, where in sorted(rows, key=lambda row: ("." in row[0].split(" ")[0], row[0])):
        yield f"{text:<{min(wide, 56)}}  # {where}"


def _rules(project: Project, settings: Settings) -> Iterator[str]:
    choices = project.choices(settings)
    on = sum(one.on for one in choices.values())
    yield f"# {on} rules on, {len(choices) - on} off"
    for name, one in choices.items():
        if not one.on:
            yield f"{f'{name}: off':<56}  # {one.where}"
        elif one.severity:
            yield f"{f'{name}: {one.severity}':<56}  # {one.severity_where}"


def init(folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="文件夹 / folder")] = ".") -> None:
    """Write a configuration to begin with."""
    from smslint.config.file import NAMES
    from smslint.config.read import has_settings

    for name in NAMES:
        if has_settings(os.path.join(folder, name)):
            raise ConfigError(f"{os.path.join(folder, name)} has settings already; nothing was written")
    path = os.path.join(folder, NAMES[0])
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(_START)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from error
    emit(f"{path}\n")
