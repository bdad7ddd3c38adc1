"""`smslint explain`: why a draft got its findings, and why a rule did not fire."""

from __future__ import annotations

from typing import Annotated

import typer

from smslint.cli.console import CLEAN, emit
from smslint.cli.options import LANGUAGES, Facts, FormName, Lang, Packs, one_of, parse_facts

HELP = """解释一条短信的检查过程：折叠、分词、命中、语境、语气、例外、扣分；也说明某条规则为什么没有触发。

Explain a draft: folding, words, hits, frames, modality, which exceptions were tried, the arithmetic of the score; with
--rule also why that rule did not fire.

\b
  smslint explain --text "【某行】张先生，我行不会上门催收"
  smslint explain --text "请到网上门店办理" --rule visit-claim
"""


def explain(
    text: Annotated[str, typer.Option("--text", help="短信 / the draft")],
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="只看这条规则 / this rule only")] = None,
    form: FormName = None,
    facts: Facts = None,
    packs: Packs = None,
    lang: Lang = "zh",
) -> None:
    """Lay every step open."""
    from smslint import explain as explaining
    from smslint.linter import DEFAULT_PACKS, Linter

    one_of("--lang", lang, LANGUAGES)
    linter = Linter(packs or DEFAULT_PACKS, lang=lang)
    found = explaining.explain(linter, text, form=form, facts=parse_facts(facts or ()), rule=rule)
    emit(explaining.render(found, lang))
    raise typer.Exit(CLEAN)
