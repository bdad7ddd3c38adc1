"""One pass of the automaton over a folded text, and the hits of each slot, checked only when somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smslint.message import Message, Stretch
from smslint.pack.regexes import Finder
from smslint.scan.lexicon import DISGUISED, KEYWORD, Lexicon, SlotIds, Trigger
from smslint.segment import Verdict

_DIGITS = re.compile(r"\d(?:[ -]?\d){3,}")


class Hit(NamedTuple):
    """A word of the lexicon in the folded text: `[start, end)`, and how it counts."""

    start: int
    end: int
    how: int

    @property
    def disguised(self) -> bool:
        """Whether the word stands there only in disguise."""
        return self.how == DISGUISED


class Hits:
    """The hits of one message: `mask` has the bit of every slot met, `of` gives those hits of a slot that hold.

    Words that tell nothing by themselves are looked for only when somebody asks; until then their slots count as met.
    `triggered` are the (rule, chain) pairs for which a word of every slot was met where the chain may lie.
    """

    __slots__ = ("_held", "_late", "cues", "lexicon", "mask", "message", "strings", "triggered")

    def __init__(self, lexicon: Lexicon, message: Message) -> None:
        self.lexicon, self.message = lexicon, message
        self.strings: dict[int, list[tuple[int, int]]] = {}
        self.triggered: set[tuple[int, int]] = set()
        self.cues: dict[str, list[tuple[int, int]]] = {}
        self._held: dict[SlotIds, tuple[Hit, ...]] = {}
        self._late: dict[int, list[tuple[int, int]]] | None = None
        self.mask = self._scan(lexicon, message)

    def _scan(self, lexicon: Lexicon, message: Message) -> int:
        found = lexicon.automaton.find(message.text)
        always = lexicon.late.mask
        if lexicon.unmasker is not None:
            hidden = list(lexicon.unmasker.find(message))
            if hidden:
                found = sorted([*found, *hidden], key=_by_end)
        if lexicon.digits:
            always |= self._digit_runs(lexicon, message.text)
        mask = self._by_clause(lexicon, found, message.clauses, always)
        self._collect_cues(lexicon)
        return mask

    def _by_clause(
        self, lexicon: Lexicon, found: Iterable[tuple[int, int, int]], clauses: Sequence[Stretch], always: int
    ) -> int:
        # The innermost loop of all: once for every word of the packs in the message.
        masks, triggers, strings = lexicon.masks, lexicon.triggers, self.strings
        whole, mask = always, always
        started: list[Trigger] = []
        wider: list[Trigger] = []
        ends = iter(clauses)
        stop = next(ends)[1]
        for index, start, end in found:
            if start >= stop:
                if started:
                    self._settle(started, mask, wider)
                    started = []
                whole |= mask
                mask = always
                while start >= stop:
                    stop = next(ends)[1]
            if index in strings:
                strings[index].append((start, end))
            else:
                strings[index] = [(start, end)]
            mask |= masks[index]
            if triggers[index]:
                started.extend(triggers[index])
        self._settle(started, mask, wider)
        whole |= mask
        for number, place, _, needed in wider:
            if all([whole & one for one in needed]):
                self.triggered.add((number, place))
        return whole

    def _settle(self, started: list[Trigger], mask: int, wider: list[Trigger]) -> None:
        """Keep the chains started in a clause for which that clause has a word of every slot; the wider ones wait."""
        for trigger in started:
            if not trigger[2]:
                wider.append(trigger)
                continue
            for one in trigger[3]:
                if not mask & one:
                    break
            else:
                self.triggered.add(trigger[:2])

    def _digit_runs(self, lexicon: Lexicon, text: str) -> int:
        longest = max([sum(map(str.isdigit, run)) for run in _DIGITS.findall(text)], default=0)
        mask = 0
        for length, index in lexicon.digits:
            if longest >= length:
                self.strings[index] = []
                mask |= lexicon.masks[index]
                self.triggered.update(trigger[:2] for trigger in lexicon.triggers[index])
        return mask

    def _collect_cues(self, lexicon: Lexicon) -> None:
        groups, cues = lexicon.cue_groups, self.cues
        for index, places in self.strings.items():
            for group in groups[index]:
                if group in cues:
                    cues[group] += places
                else:
                    cues[group] = places.copy()
        for places in cues.values():
            if len(places) > 1:
                places.sort()

    def _late_strings(self) -> dict[int, list[tuple[int, int]]]:
        """The words looked for on demand."""
        if self._late is None:
            strings: dict[int, list[tuple[int, int]]] = {}
            found = self.lexicon.late.automaton.find(self.message.text)
            for index, start, end in found:
                if index in strings:
                    strings[index].append((start, end))
                else:
                    strings[index] = [(start, end)]
            self._late = strings
        return self._late

    def any(self, mask: int) -> bool:
        """Whether any slot of `mask` was met, before its hits are checked."""
        return self.mask & mask != 0

    def raw(self, slot: int) -> list[Hit]:
        """The hits of one slot as the automaton gave them, unchecked."""
        late = slot in self.lexicon.late.slots
        hows = self.lexicon.late.hows[slot] if late else self.lexicon.hows[slot]
        strings = self._late_strings() if late else self.strings
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
        if slot in self.lexicon.regexes and (len(hits) < len(raw) or self._has_run(slot)):
            hits += [hit for find in self.lexicon.regexes[slot] for hit in self._matches(find)]
        if slot in self.lexicon.not_in:
            phrases = self.of((self.lexicon.not_in[slot],))
            hits = [hit for hit in hits if not inside(hit, phrases)]
        return [hit for hit in hits if self._stands(hit)]

    def _has_run(self, slot: int) -> bool:
        return any(number in self.strings and number in self.lexicon.hows[slot] for _, number in self.lexicon.digits)

    def why_dropped(self, slot: int, hit: Hit) -> str:
        """Why a raw hit of `slot` does not count."""
        if hit.how == KEYWORD:
            return "keyword of a regular expression that does not match"
        if slot in self.lexicon.not_in and inside(hit, self.of((self.lexicon.not_in[slot],))):
            return "inside a containing phrase (not_in)"
        return "straddles an edge of words"

    def _matches(self, find: Finder) -> list[Hit]:
        try:
            return [Hit(start, end, 0) for start, end in find(self.message.text)]
        except TimeoutError:
            return []

    def _stands(self, hit: Hit) -> bool:
        if hit.how == 0 and self.message.plain is None:
            return True
        if self.message.verdict(hit.start, hit.end) is Verdict.STRADDLING:
            return False
        return self.message.plain is None or self._stands_plain(self.message.plain, hit)

    def _stands_plain(self, plain: Message, hit: Hit) -> bool:
        """Whether what was pulled together over a separator is no part of words on its sides (短信/用卡)."""
        if not self.message.normal.skipped(hit.start, hit.end):
            return True
        start, end = plain.normal.from_source(self.message.to_source(hit.start, hit.end))
        return plain.verdict(start, end) is not Verdict.STRADDLING


def _by_end(found: tuple[int, int, int]) -> int:
    return found[2]


def inside(hit: Hit, phrases: Sequence[Hit]) -> bool:
    """Whether `hit` lies wholly in one of `phrases` (sorted by start)."""
    return any(
        one.end >= hit.end for one in phrases[: bisect_left(phrases, (hit.start + 1,))] if one.start <= hit.start
    )
