"""`smslint eval`: precision and recall over labelled messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli.console import CLEAN, emit
from smslint.cli.options import Packs, one_of

if TYPE_CHECKING:
    from smslint.evaluate import Change, Evaluation, Tally

HELP = """用标注语料衡量规则：准确率、召回率、漏报与误报的短信。

Measure rules on labelled messages (JSONL, as in corpus/): precision, recall and F1 per rule, per category and per
message (any error), field accuracy by kind, confusion of forms, and the messages missed.

\b
  smslint eval corpus/
  smslint eval my-labels.jsonl --pack my-pack/ --format json
  smslint eval corpus/dev.jsonl --against my-pack/   哪些短信的结论变了 / which messages change verdict
"""


def evaluate(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSONL 或文件夹 / JSONL files or folders")],
    packs: Packs = None,
    against: Annotated[str | None, typer.Option("--against", metavar="PACK", help="另一规则包 / another pack")] = None,
    output: Annotated[str, typer.Option("--format", "-f", help="text | json")] = "text",
    misses: Annotated[bool, typer.Option("--misses/--no-misses", help="列出不一致的短信 / list disagreements")] = True,
    infer_form: Annotated[
        bool, typer.Option("--infer-form", help="不用标注的类型 / judge by the inferred form, not the labelled one")
    ] = False,
) -> None:
    """Measure."""
    from smslint import evaluate as measuring
    from smslint.linter import DEFAULT_PACKS, Linter

    one_of("--format", output, ("text", "json"))
    labelled = list(measuring.read_corpus(corpus))
    linter = Linter(packs or DEFAULT_PACKS)
    if against is not None:
        changes = measuring.compare(linter, Linter([against]), labelled)
        emit(_as_json([measuring.change_data(one) for one in changes]) if output == "json" else _changes(changes))
        raise typer.Exit(CLEAN)
    result = measuring.evaluate(linter, labelled, use_form=not infer_form)
    if output == "json":
        emit(_as_json(measuring.as_data(result, misses=misses)), exact=True)
    else:
        emit("\n".join(_lines(result, misses)) + "\n")
    raise typer.Exit(CLEAN)


def _as_json(data: object) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _changes(changes: Sequence[Change]) -> str:
    lines = [
        f"{one.id}: −[{', '.join(sorted(one.gone))}] +[{', '.join(sorted(one.new))}]  {one.text}" for one in changes
    ]
    return "\n".join([*lines, f"{len(changes)} messages change verdict"]) + "\n"


def _lines(result: Evaluation, misses: bool) -> Iterator[str]:
    yield f"{result.messages} messages"
    yield ""
    yield _HEAD
    yield _row("any error", result.any_error)
    yield ""
    yield from (_row(name, tally) for name, tally in sorted(result.categories.items()))
    yield ""
    yield from (_row(name, tally) for name, tally in sorted(result.rules.items()))
    yield ""
    yield from (_row(f"field {name}", tally) for name, tally in sorted(result.fields.items()))
    yield f"field accuracy {result.field_accuracy:.3f}"
    yield ""
    yield f"form accuracy {result.form_accuracy:.3f}"
    for (want, got), count in sorted(result.forms.items()):
        if want != got:
            yield f"  {want} taken for {got}: {count}"
    if misses:
        yield ""
        yield from (
            f"{one.id} {one.what} {one.rule} «{one.quote}» {one.detail}\n    {one.text}" for one in result.misses
        )


_HEAD = f"{'':<30} {'right':>6} {'false':>6} {'missed':>6} {'precision':>9} {'recall':>7} {'F1':>6}"


def _row(name: str, one: Tally) -> str:
    counts = f"{one.right:>6} {one.false:>6} {one.missed:>6}"
    return f"{name:<30} {counts} {one.precision:>9.3f} {one.recall:>7.3f} {one.f1:>6.3f}"
