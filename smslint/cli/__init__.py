"""The command line: the only place that prints and exits. One module a command; heavy imports wait inside them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from smslint.cli import (
    baseline,
    check,
    config,
    evaluation,
    explain,
    fix,
    ignore,
    learning,
    pack,
    plan,
    rule,
    schema,
    serve,
)
from smslint.cli.console import CLEAN, INTERRUPTED, USAGE_ERROR, complain
from smslint.errors import SmslintError

_HELP = """检查还款提醒、催款短信是否写全、写对、合规。

Check Chinese payment-reminder and collection SMS.

\b
  smslint check drafts.txt               检查一个文件，一行一条
  smslint check --text "【某行】张先生…"   检查一条短信
  smslint fix templates/ --diff          能放心改的 / what can safely be put right
  smslint explain --text "…"             为什么这样判 / why
  smslint rule litigation-claim          一条规则的说明 / a rule, whole
  smslint plan 计划.xlsx --log 记录.csv    什么时候发、发得多不多 / when, how often, to whom
  smslint init                           写一份带注释的设置
  smslint serve                          打开网页，边写边查
  smslint check --help                   全部选项和例子 / all options, with examples
"""

_OBJECTS = 200_000  # new ones at which garbage is looked for: more than are loaded, which are none

app = typer.Typer(
    name="smslint",
    help=_HELP,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check", help=check.HELP)(check.check)
app.command("fix", help=fix.HELP)(fix.fix)
app.command("plan", help=plan.HELP)(plan.plan)
app.command("ignore", help=ignore.HELP)(ignore.ignore)
app.command("explain", help=explain.HELP)(explain.explain)
app.command("rule", help=rule.HELP)(rule.rule)
app.command("eval", help=evaluation.HELP)(evaluation.evaluate)
app.command("learn", help=learning.HELP)(learning.learn)
app.command("schema", help=schema.HELP)(schema.schema)
app.command("serve", help=serve.HELP)(serve.serve)
app.command("init", help=config.INIT_HELP)(config.init)
app.add_typer(config.app, name="config")
app.add_typer(pack.app, name="pack")
app.add_typer(baseline.app, name="baseline")


def _show_version(wanted: bool) -> None:
    if wanted:
        from smslint import __version__

        print(f"smslint {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="显示版本 / show the version")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(USAGE_ERROR)


def main() -> None:
    """The entry point of the command `smslint`."""
    gc.set_threshold(_OBJECTS)
    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: to look for garbage once more would take longer than much of the work
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; gives 0 for clean, 1 for findings, 2 for a wrong call, a wrong pack or bad input."""
    try:
        code = app(list(arguments), prog_name="smslint", standalone_mode=False)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SmslintError as error:
        return complain(str(error))
    except Exception as error:
        return _usage_error(error)
    return code if isinstance(code, int) else CLEAN


def _usage_error(error: Exception) -> int:
    """A wrong call is told in a line; a fault of smslint itself with its traceback, and never with exit code 1."""
    message = getattr(error, "format_message", None)  # the class has another home in every version of typer
    if message is not None:
        return complain(f"{message()} (smslint --help)")
    import traceback

    traceback.print_exc()
    return USAGE_ERROR
