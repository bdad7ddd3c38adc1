"""Hits joined into chains: the places where the steps of a pattern stand in order, near enough, in one stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from smslint.message import Message, Stretch
from smslint.scan.hits import Hit, Hits
from smslint.scan.lexicon import Chain


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: the hit of each step."""

    chain: Chain
    hits: tuple[Hit, ...]

    @property
    def core(self) -> tuple[Hit, ...]:
        """The hits that carry the meaning: those of steps that are not common words (all, if all are common)."""
        core = tuple(hit for hit, step in zip(self.hits, self.chain.steps, strict=True) if not step.common)
        return core or self.hits

    @property
    def start(self) -> int:
        """Where the first word that carries meaning begins."""
        return self.core[0].start

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.hits[-1].end

    @property
    def disguised(self) -> bool:
        """Whether any word stands there only in disguise."""
        return any(hit.disguised for hit in self.hits)


def find_matches(chain: Chain, hits: Hits) -> Iterator[Match]:
    """The places of `chain` in the message, from left to right, not overlapping one another."""
    met = hits.mask
    for mask in chain.masks:
        if not met & mask:
            return
    last_end = -1
    for first in hits.of(chain.steps[0].ids):
        if first.start < last_end:
            continue
        found = _follow(chain, hits, (first,), stretch_of(hits.message, chain.pattern.within, first.start))
        if found is not None:
            last_end = found[-1].end
            yield Match(chain, found)


def stretch_of(message: Message, within: str, index: int) -> Stretch:
    """The clause, the sentence or the whole message around the folded character at `index`."""
    if within == "clause":
        return message.clause_of(index)
    if within == "sentence":
        return message.sentence_of(index)
    return (0, len(message.text))


def _follow(chain: Chain, hits: Hits, found: tuple[Hit, ...], stretch: Stretch) -> tuple[Hit, ...] | None:
    if len(found) == len(chain.steps):
        return found
    step, end = chain.steps[len(found)], found[-1].end
    choices = hits.of(step.ids)
    for place in range(bisect_left(choices, (end,)), len(choices)):
        choice = choices[place]
        if choice.start - end > step.gap or choice.end > stretch[1]:
            break
        whole = _follow(chain, hits, (*found, choice), stretch)
        if whole is not None:
            return whole
    return None
