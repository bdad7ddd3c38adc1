"""`smslint rule`: the page of one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli.console import CLEAN, emit
from smslint.cli.options import Packs, one_of

if TYPE_CHECKING:
    from smslint.pack import Pack, Rule

HELP = """一条规则的说明：查什么、依据、错例、对例、怎样写。

Show a rule: what it finds, why, the clause, wrong and right examples, how to write it, what it can cost.

\b
  smslint rule threat-violence
  smslint rule litigation-claim --format json
"""


def rule(
    name: Annotated[str, typer.Argument(metavar="ID", help="规则 / the rule")],
    output: Annotated[str, typer.Option("--format", "-f", help="text | json")] = "text",
    packs: Packs = None,
) -> None:
    """Show the page of a rule."""
    from smslint.document import rule_data, rule_page

    one_of("--format", output, ("text", "json"))
    found = _find(name, packs or _shipped())
    if output == "json":
        import json

        emit(json.dumps(rule_data(*found[0]), ensure_ascii=False, indent=2) + "\n", exact=True)
    else:
        emit("\n".join(rule_page(*one) for one in found))
    raise typer.Exit(CLEAN)


def _shipped() -> list[str]:
    from smslint.datafiles import data_dir

    return sorted(head.parent.name for head in data_dir("rules").glob("*/pack.yaml"))


def _find(wanted: str, names: list[str]) -> list[tuple[Rule, Pack]]:
    """The rule in every pack that has it, each its own way."""
    from smslint.pack import find_pack, load_pack

    packs = [load_pack(find_pack(name)) for name in names]
    found = [(pack.rules[wanted], pack) for pack in packs if wanted in pack.rules]
    if not found:
        one_of("rule", wanted, [rule for pack in packs for rule in pack.rules])
    return found
