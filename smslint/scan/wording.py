"""The pressure that a text puts on its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smslint.scan.context import Context
from smslint.scan.hits import Hit
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]


def pressure(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The words that press the reader, where their weights sum to more than the limit for the message's form."""
    weights = options.get("weights")
    limit = options.get("limit")
    if not isinstance(weights, Mapping) or not isinstance(limit, int | float):
        return
    concepts = context.hits.lexicon.concepts
    found = sorted(
        (hit, float(str(weight)))
        for name, weight in weights.items()
        if name in concepts
        for hit in context.hits.of(concepts[name])
    )
    found = list(_outermost(found))
    total = sum(weight for _, weight in found)
    if total > limit:
        # The heaviest word is shown; the others stand beside it.
        ranked = [
            context.hits.message.to_source(hit.start, hit.end) for hit, _ in sorted(found, key=lambda one: -one[1])
        ]
        summed = "、".join(
            f"{context.hits.message.to_source(hit.start, hit.end).of(context.text)}+{weight:g}" for hit, weight in found
        )
        values = {"value": f"{total:g}", "limit": f"{limit:g}", "match": summed}
        yield ranked[0], values, tuple(ranked[1:])


def _outermost(found: list[tuple[Hit, float]]) -> Iterator[tuple[Hit, float]]:
    """The hits that stand in no longer one; of equal ones all."""
    last: Hit | None = None
    for hit, weight in sorted(found, key=lambda one: (one[0].start, -one[0].end)):
        if last is None or hit.end > last.end or (hit.start, hit.end) == (last.start, last.end):
            last = hit
            yield hit, weight
