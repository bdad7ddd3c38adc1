"""One pass of the automaton over a folded text, and the hits of each slot, checked only when somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from smslint.message import Message
from smslint.pack.regexes import Finder
from smslint.scan.lexicon import ANYWHERE, DISGUISED, KEYWORD, Chain, Group, Lexicon, Sense, SlotIds, Trigger
from smslint.segment import Verdict

_DIGITS = re.compile(r"\d(?:[ -]?\d){3,}")

Found = tuple[int, int, int]  # number of the word, start, end
Places = dict[int, list[tuple[int, int]]]  # number of a word -> where it stands
LONGEST = 200  # characters of a hit that is looked for from its end
_NONE: list[Hit] = []


class Hit(NamedTuple):
    """A word of the lexicon in the folded text: `[start, end)`, how it counts, and the slot it counts in."""

    start: int
    end: int
    how: int
    slot: int

    @property
    def disguised(self) -> bool:
        """Whether the word stands there only in disguise."""
        return self.how == DISGUISED


class Hits:
    """The hits of one message: `met` gives those of a group, `of` only those that stand once looked at closely.

    A message is looked at as little as may be. The first pass of the automaton finds the cues of fields and the words
    that may start a chain; bits say which groups of words each clause has met. Only where a chain has all that the
    first pass can tell does a second pass look for the common words, and only where nothing is amiss after that, by
    clause and bit, does anything look at where the words stand.
    """

    __slots__ = ("_all", "_bits", "_early", "_is_plain", "_late", "_met", "_places", "_runs", "_standing", "_stands",
                 "_started", "asked", "cues", "found", "hidden", "joined", "lexicon", "message", "tried")  # fmt: skip

    def __init__(self, lexicon: Lexicon, message: Message, wild: Sequence[Sense] = ()) -> None:
        """Look at `message`, as if it had words of the senses `wild` somewhere too, of which no place is known."""
        self.lexicon, self.message = lexicon, message
        self._is_plain = message.plain is None
        self.asked: list[Group] = []  # the groups whose hits somebody asked for
        self.tried: list[Finder] = []
        self.joined: dict[
            tuple[int, int], list[Any]
        ] = {}  # kept for `join`: matches by chain and where a stretch begins
        self.cues: dict[str, list[tuple[int, int]]] = {}
        self.hidden: list[Found] = [] if lexicon.unmasker is None else list(lexicon.unmasker.find(message))
        self.found: list[Found] = lexicon.words.automaton.find(message.text)
        if self.hidden:
            self.found = sorted([*self.found, *self.hidden], key=_by_end)
        self._places: Places | None = None
        self._late: Places = {}
        self._all: int | None = None
        self._met: dict[int, list[Hit]] = {}
        self._standing: dict[int, list[Hit]] = {}
        self._stands: dict[Hit, bool] = {}
        self._started: list[tuple[Trigger, int]] = []  # chains, and in which clause (-1: they may lie in several)
        runs = self._digit_runs() if lexicon.digits else []
        self._runs = frozenset([slot for slots, _ in runs for slot in slots])
        self._bits = self._scan([*(sense for _, sense in runs), *wild])  # of what each clause has met
        self._early = _union(self._bits)

    def _digit_runs(self) -> list[tuple[SlotIds, Sense]]:
        """The regular expressions for which a run of digits is long enough."""
        longest = max([sum(map(str.isdigit, run)) for run in _DIGITS.findall(self.message.text)], default=0)
        return [(slots, sense) for length, slots, sense in self.lexicon.digits if longest >= length]

    def _scan(self, runs: Sequence[Sense]) -> list[int]:
        """The bits of each clause; finds the cues of fields and the chains that may start on the way."""
        # The innermost loop of all: once for every word of the packs in the message.
        senses, cues = self.lexicon.words.senses, self.cues
        always = _union([sense.bits for sense in runs])
        by_clause: list[int] = []
        triggers: list[Trigger] = []
        bits = always
        ends = iter(self.message.clauses)
        stop = next(ends)[1]
        for number, start, end in self.found:
            while start >= stop:
                self._start(triggers, bits, len(by_clause))
                triggers = []
                by_clause.append(bits)
                bits = always
                stop = next(ends)[1]
            filled, starts, groups = senses[number]
            bits |= filled
            if starts:
                triggers += starts
            for group in groups:
                if group in cues:
                    cues[group].append((start, end))
                else:
                    cues[group] = [(start, end)]
        self._start(triggers, bits, len(by_clause))
        by_clause.append(bits)
        by_clause += [always for _ in ends]
        for places in cues.values():
            if len(places) > 1:
                places.sort()
        self._started += [(one, -1) for sense in runs for one in sense.triggers]
        return by_clause

    def _start(self, triggers: list[Trigger], bits: int, clause: int) -> None:
        """Keep the chains started in a clause that has a word for all that they need early; the wider ones wait."""
        # By place, not by name, here alone: it is done a hundred times a message.
        self._started += [(one, clause if one[2] else -1) for one in triggers if not one[2] or bits & one[3] == one[3]]

    def started(self) -> set[tuple[int, int]]:
        """The chains, by rule and place there, for which a word of every step was met where they may lie."""
        early = self._early
        likely = [(one, clause) for one, clause in self._started if clause >= 0 or early & one.early == one.early]
        if not likely:
            return set()
        everywhere = self.everywhere()
        return {
            (one.rule, one.place)
            for one, clause in likely
            if (everywhere if clause < 0 else self._bits[clause]) & one.needs == one.needs
        }

    def everywhere(self) -> int:
        """The bits of all that the message has met, once the late words have been looked for."""
        if self._all is None:
            self._late = self._look_late()
            self._all = _union(self._bits)
        return self._all

    def _look_late(self) -> Places:
        """Where the late words stand; adds their bits to those of the clauses."""
        vocabulary, clauses, bits = self.lexicon.late, self.message.clauses, self._bits
        senses = vocabulary.senses
        late: Places = {}
        clause = 0
        for number, start, end in vocabulary.automaton.find(self.message.text):
            while start >= clauses[clause][1]:
                clause += 1
            bits[clause] |= senses[number].bits
            if number in late:
                late[number].append((start, end))
            else:
                late[number] = [(start, end)]
        return late

    def has_all(self, chain: Chain) -> bool:
        """Whether the message has a word for every step of `chain`."""
        early, needs = chain.early, chain.needs
        return self._early & early == early and self.everywhere() & needs == needs

    def raw(self, slot: int) -> list[Hit]:
        """The hits of one slot as the automata gave them, keywords of regular expressions included."""
        self.everywhere()
        places = self._places
        if places is None:
            places = self._places = _places(self.found)
        found: list[Hit] = []
        early, late = self.lexicon.words.ways.of(slot), self.lexicon.late.ways.of(slot)
        if early:
            _add_hits(found, places, early, slot)
        if late:
            _add_hits(found, self._late, late, slot)
        return found

    def met(self, group: Group) -> list[Hit]:
        """The hits of `group`, sorted; whether one `stands` is worked out when asked."""
        met = self._met.get(group.number)
        if met is None:
            if not self.everywhere() & group.bit:
                met = self._met[group.number] = _NONE
                return met
            self.asked.append(group)
            slots = group.slots
            met = self._met_in(slots[0]) if len(slots) == 1 else [hit for slot in slots for hit in self._met_in(slot)]
            if len(met) > 1:
                met.sort()
            self._met[group.number] = met
        return met

    def of(self, group: Group) -> list[Hit]:
        """The hits of `group` that stand, sorted by start."""
        met = self.met(group)
        standing = self._standing.get(group.number) if met else met
        if standing is None:
            standing = self._standing[group.number] = [hit for hit in met if self.stands(hit)]
        return standing

    def of_slot(self, slot: int) -> list[Hit]:
        """The hits of one slot that stand."""
        return [hit for hit in self._met_in(slot) if self.stands(hit)]

    def _met_in(self, slot: int) -> list[Hit]:
        raw = self.raw(slot)
        finders = self.lexicon.regexes.get(slot)
        if finders is None:
            return raw
        hits = [hit for hit in raw if hit.how != KEYWORD]
        if len(hits) < len(raw) or slot in self._runs:
            hits += [one for find in finders for one in self._matches(find, slot)]
        return hits

    def _matches(self, find: Finder, slot: int) -> list[Hit]:
        self.tried.append(find)
        try:
            return [Hit(start, end, ANYWHERE, slot) for start, end in find(self.message.text)]
        except TimeoutError:
            return []

    def stands(self, hit: Hit) -> bool:
        """Whether `hit` counts: in no phrase that takes its meaning away, and on the edges of words if it must."""
        if hit[2] == ANYWHERE and self._is_plain and hit[3] not in self.lexicon.not_in:
            return True
        stands = self._stands.get(hit)
        if stands is None:
            stands = self._stands[hit] = not self._is_inside(hit) and self._fits(hit)
        return stands

    def _is_inside(self, hit: Hit) -> bool:
        phrases = self.lexicon.not_in.get(hit.slot)
        return phrases is not None and self.inside(hit, phrases)

    def inside(self, hit: Hit, phrases: Group) -> bool:
        """Whether `hit` lies wholly in a phrase of `phrases`."""
        met = self.of(phrases)
        first, last = bisect_left(met, (hit.start - LONGEST,)), bisect_left(met, (hit.start + 1,))
        return any([met[place].end >= hit.end for place in range(first, last)])

    def why_dropped(self, hit: Hit) -> str:
        """Why a raw hit does not count."""
        if hit.how == KEYWORD:
            return "keyword of a regular expression that does not match"
        if self._is_inside(hit):
            return "inside a containing phrase (not_in)"
        return "straddles an edge of words"

    def _fits(self, hit: Hit) -> bool:
        plain = self.message.plain
        if hit.how == ANYWHERE and plain is None:
            return True
        if self.message.verdict(hit.start, hit.end) is Verdict.STRADDLING:
            return False
        return plain is None or self._fits_plain(plain, hit)

    def _fits_plain(self, plain: Message, hit: Hit) -> bool:
        """Whether what was pulled together over a separator is no part of words on its sides (短信/用卡)."""
        if not self.message.normal.skipped(hit.start, hit.end):
            return True
        start, end = plain.normal.from_source(self.message.to_source(hit.start, hit.end))
        return plain.verdict(start, end) is not Verdict.STRADDLING


def _union(bits: Iterable[int]) -> int:
    union = 0
    for one in bits:
        union |= one
    return union


def _add_hits(found: list[Hit], places: Places, ways: Mapping[int, int], slot: int) -> None:
    """Add the hits of the words of `ways`."""
    for number in places.keys() & ways.keys():
        how = ways[number]
        for start, end in places[number]:
            found.append(Hit(start, end, how, slot))


def _places(found: Iterable[Found]) -> Places:
    places: Places = {}
    for number, start, end in found:
        if number in places:
            places[number].append((start, end))
        else:
            places[number] = [(start, end)]
    return places


def _by_end(found: Found) -> int:
    return found[2]
