"""Checks on wording as a whole: words in disguise, and the pressure that a text puts on its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smslint.normalize import disguise
from smslint.scan.context import Context
from smslint.scan.hits import Hit, Hits
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]


def disguised_words(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every word of the packs' sensitive vocabulary that stands there only in disguise."""
    seen: set[Span] = set()
    for hits in (context.hits, context.compact):
        if hits is None:
            continue
        for hit in _disguised(hits):
            span = hits.message.to_source(hit.start, hit.end)
            if span not in seen:
                seen.add(span)
                yield span, {"plain": hits.message.text[hit.start : hit.end]}, ()


def _disguised(hits: Hits) -> Iterator[Hit]:
    """The hits of sensitive words that are disguises, hold separators, or hold characters of the other script."""
    lexicon = hits.lexicon
    if not hits.any(lexicon.disguisable_mask):
        return
    hidden = _hidden_characters(hits)
    if not hidden and not hits.any(lexicon.masked) and not hits.message.squeezed:
        return
    for slot in lexicon.disguisable:
        for hit in hits.of((slot,)) if hits.any(1 << slot) else ():
            if hit.disguised or _split(hits, hit) or _holds(hits, hit, hidden):
                yield hit


def _holds(hits: Hits, hit: Hit, places: frozenset[int]) -> bool:
    span = hits.message.to_source(hit.start, hit.end)
    return any(span.start <= place < span.end for place in places)


def _split(hits: Hits, hit: Hit) -> bool:
    return hits.message.normal.skipped(hit.start, hit.end)


def _hidden_characters(hits: Hits) -> frozenset[int]:
    """Source offsets of Traditional and variant characters, unless the text is written that way throughout."""
    source = hits.message.draft.text
    if hits.message.normal.text == source or disguise.is_mostly_traditional(source):
        return frozenset()
    return frozenset(disguise.traditional_hint(source))


def pressure(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The words that press the reader, where their weights sum to more than the limit for the message's form."""
    weights = options.get("weights")
    limit = options.get("limit")
    if not isinstance(weights, Mapping) or not isinstance(limit, int | float):
        return
    names = context.hits.lexicon.slot_of
    found = sorted(
        (hit, float(str(getattr(weight, "value", weight))))
        for name, weight in weights.items()
        if name in names
        for hit in context.hits.of((names[name],))
    )
    found = [one for one in found if not any(_wraps(other, one[0]) for other, _ in found)]
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


def _wraps(outer: Hit, inner: Hit) -> bool:
    """Whether `outer` is a longer word around `inner`."""
    return (
        outer.start <= inner.start and inner.end <= outer.end and (outer.start, outer.end) != (inner.start, inner.end)
    )
