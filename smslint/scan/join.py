"""Hits joined into chains: the places where the steps of a pattern stand in order, near enough, in one stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from smslint.message import Message, Stretch
from smslint.scan.hits import Hit, Hits
from smslint.scan.lexicon import Chain


class Match(NamedTuple):
    """A pattern found: the hit of each step, and those that carry the meaning (of steps that are not common words)."""

    chain: Chain
    hits: tuple[Hit, ...]
    core: tuple[Hit, ...]

    @property
    def start(self) -> int:
        """Where the first word that carries meaning begins."""
        return self.core[0].start

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.hits[-1].end


def find_matches(chain: Chain, hits: Hits, among: Stretch | None = None) -> Iterator[Match]:
    """The places of `chain` from left to right, not overlapping one another; only `among` a stretch that holds it."""
    if not hits.has_all(chain):
        return
    firsts = hits.met(chain.steps[0].group)
    start, stop = among or (0, len(hits.message.text))
    last_end = -1
    for place in range(bisect_left(firsts, (start,)), bisect_left(firsts, (stop,))):
        first = firsts[place]
        if first.start < last_end or not hits.stands(first):
            continue
        found = _follow(chain, hits, (first,), stretch_of(hits.message, chain.pattern.within, first.start))
        if found is not None:
            last_end = found[-1].end
            yield Match(chain, found, _core(chain, found))


def matches_beside(chain: Chain, hits: Hits, index: int) -> list[Match]:
    """The places of `chain` in its stretch around `index`, found once however many matches they are held against."""
    stretch = stretch_of(hits.message, chain.pattern.within, index)
    key = (id(chain), stretch[0])
    known: list[Match] | None = hits.joined.get(key)
    if known is None:
        known = hits.joined[key] = list(find_matches(chain, hits, stretch))
    return known


def _core(chain: Chain, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    return tuple([hit for hit, step in zip(found, chain.steps, strict=True) if not step.common]) or found


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
    choices = hits.met(step.group)
    for place in range(bisect_left(choices, (end,)), len(choices)):
        choice = choices[place]
        if choice.start - end > step.gap or choice.end > stretch[1]:
            break
        if hits.stands(choice):
            whole = _follow(chain, hits, (*found, choice), stretch)
            if whole is not None:
                return whole
    return None
