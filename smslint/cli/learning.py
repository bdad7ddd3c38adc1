"""`smslint learn`: the tables of a pack and of the form, made anew from labelled messages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli.console import CLEAN, emit

if TYPE_CHECKING:
    from smslint.learn import Agreement

HELP = """从标注语料学习：规则没有想到的违规说法，也能认出来。

Learn from labelled messages (JSONL, as in corpus/): writes wording.tsv and naming.tsv into the folder of the pack, by
which smslint recognises unlawful wording that no pattern of its rules foresees, and excuses a pattern in a sentence
quite unlike any, or quite unlike those of its rule.
Tells how well what was learned agrees with messages that it was not learned from (5-fold cross-validation).
Needs scikit-learn: pip install 'smslint[learn]'

\b
  smslint learn corpus/dev.jsonl corpus/dev-wording.jsonl corpus/dev-voices.jsonl --pack rules/cn-collection
  smslint learn corpus/dev*.jsonl our-labels.jsonl --pack our-pack/      我方语料 / with one's own messages
  smslint learn corpus/dev*.jsonl --form                                 判断类型的权重 / the weights of the form
"""


def learn(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSONL 或文件夹 / JSONL files or folders")],
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="PACK", help="规则包文件夹 / folder of the pack")
    ] = None,
    form: Annotated[bool, typer.Option("--form", help="学习短信类型 / learn the form of messages")] = False,
) -> None:
    """Learn and write the tables."""
    from smslint import learn as learning
    from smslint.errors import ConfigError
    from smslint.evaluate import read_corpus
    from smslint.linter import DEFAULT_PACKS, Linter
    from smslint.pack import find_pack

    if pack is None and not form:
        raise ConfigError("nothing to learn: name a --pack, ask for the --form, or both")
    labelled = list(read_corpus(corpus))
    sources = learning.stamp(corpus)
    linter = Linter([pack] if pack else DEFAULT_PACKS)
    if form:
        from smslint.learned.form import FORM_TABLE, write_form_weights

        weights = learning.learn_form(linter, labelled, sources)
        write_form_weights(weights)
        emit(f"{FORM_TABLE}: {len(weights.weights)} features\n")
    if pack is not None:
        from smslint.learned import TABLES, write_likeness

        folder = find_pack(pack)
        likeness, agreement = learning.learn_likeness(linter, labelled, sources)
        write_likeness(folder, likeness)
        emit(f"{folder}: {', '.join(TABLES)}\n{_told(agreement)}")
    raise typer.Exit(CLEAN)


def _told(one: Agreement) -> str:
    return (
        f"{one.sentences} sentences, {one.unlawful} of them unlawful; of those not learned from\n"
        f"  {one.seen} are recognised by themselves, with {one.false} false alarms\n"
        f"  {one.excused} would be excused, {one.wrongly_excused} of them wrongly\n"
    )
