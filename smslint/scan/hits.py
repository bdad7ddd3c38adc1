"""One pass of the automaton over a folded text, and the hits of each slot, checked only when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from smslint.message import Message
from smslint.pack.types import RegexTerm
from smslint.scan.lexicon import DISGUISED, KEYWORD, LATIN, Lexicon, SlotIds
from smslint.segment import Verdict

if TYPE_CHECKING:
    import regex

REGEX_TIMEOUT = 0.1  # seconds a pack's regex may take on one message before it counts as no match


class Hit(NamedTuple):
    """A word of the lexicon in the folded text: `[start, end)`, and how it counts."""

    start: int
    end: int
    how: int

    @property
    def disguised(self) -> bool:
        """Whether the word stands there only in disguise."""
        return self.how in (DISGUISED, LATIN)


class Hits:
    """The hits of one message: `mask` has the bit of every slot met, `of` gives those hits of a slot that hold."""

    __slots__ = ("_held", "cues", "lexicon", "mask", "message", "strings", "triggered")

    def __init__(self, lexicon: Lexicon, message: Message) -> None:
        self.lexicon, self.message = lexicon, message
        self.strings: dict[int, list[tuple[int, int]]] = {}
        self.triggered: set[tuple[int, int]] = set()
        self.cues: dict[str, list[tuple[int, int]]] = {}
        self._held: dict[SlotIds, tuple[Hit, ...]] = {}
        self.mask = self._scan(lexicon, message.text)

    def _scan(self, lexicon: Lexicon, text: str) -> int:
        # The innermost loop of all: once for every word of the packs in the message.
        masks, triggers, cue_groups = lexicon.masks, lexicon.triggers, lexicon.cue_groups
        strings, mask = self.strings, 0
        for index, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            if index in strings:
                strings[index].append((start, end))
                continue
            strings[index] = [(start, end)]
            mask |= masks[index]
            if triggers[index]:
                self.triggered.update(triggers[index])
        if lexicon.unmasker is not None:
            for index, start, end in lexicon.unmasker.find(self.message):
                strings.setdefault(index, []).append((start, end))
                mask |= masks[index]
                self.triggered.update(triggers[index])
        for index, places in strings.items():
            for group in cue_groups[index]:
                self.cues.setdefault(group, []).extend(places)
        for places in self.cues.values():
            places.sort()
        return mask

    def any(self, mask: int) -> bool:
        """Whether any slot of `mask` was met, before its hits are checked."""
        return self.mask & mask != 0

    def raw(self, slot: int) -> list[Hit]:
        """The hits of one slot as the automaton gave them, unchecked."""
        hows, strings = self.lexicon.hows[slot], self.strings
        return [Hit(start, end, hows[index]) for index in strings.keys() & hows.keys() for start, end in strings[index]]

    def of(self, ids: SlotIds) -> tuple[Hit, ...]:
        """The hits of any slot of `ids` that hold, sorted by start."""
        held = self._held.get(ids)
        if held is None:
            found = [hit for slot in ids if self.mask >> slot & 1 for hit in self._checked(slot)]
            held = self._held[ids] = tuple(sorted(set(found)))
        return held

    def _checked(self, slot: int) -> list[Hit]:
        raw = self.raw(slot)
        hits = [hit for hit in raw if hit.how != KEYWORD]
        if slot in self.lexicon.regexes and len(hits) < len(raw):
            hits += [hit for term in self.lexicon.regexes[slot] for hit in self._matches(term)]
        if slot in self.lexicon.not_in:
            phrases = self.of((self.lexicon.not_in[slot],))
            hits = [hit for hit in hits if not inside(hit, phrases)]
        return [hit for hit in hits if self._stands(hit)]

    def why_dropped(self, slot: int, hit: Hit) -> str:
        """Why a raw hit of `slot` does not count."""
        if hit.how == KEYWORD:
            return "keyword of a regular expression that does not match"
        if slot in self.lexicon.not_in and inside(hit, self.of((self.lexicon.not_in[slot],))):
            return "inside a containing phrase (not_in)"
        return (
            "Latin letters beside it" if hit.how == LATIN and self._latin_beside(hit) else "straddles an edge of words"
        )

    def _matches(self, term: RegexTerm) -> list[Hit]:
        try:
            found = _compiled(term.pattern).finditer(self.message.text, timeout=REGEX_TIMEOUT)
            return [Hit(one.start(), one.end(), 0) for one in found]
        except TimeoutError:
            return []

    def _stands(self, hit: Hit) -> bool:
        if hit.how == 0:
            return True
        if hit.how == LATIN and self._latin_beside(hit):
            return False
        return self.message.verdict(hit.start, hit.end) is not Verdict.STRADDLING

    def _latin_beside(self, hit: Hit) -> bool:
        text = self.message.text
        before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
        return (before.isascii() and before.isalpha() and text[hit.start].isascii()) or (
            after.isascii() and after.isalpha() and text[hit.end - 1].isascii()
        )


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern)


def inside(hit: Hit, phrases: Sequence[Hit]) -> bool:
    """Whether `hit` lies wholly in one of `phrases` (sorted by start)."""
    return any(
        one.end >= hit.end for one in phrases[: bisect_left(phrases, (hit.start + 1,))] if one.start <= hit.start
    )
