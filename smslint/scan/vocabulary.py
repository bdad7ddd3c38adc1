"""The words of packs collected: every word numbered, with the slots it stands in and how it counts there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smslint.pack.regexes import Finder
from smslint.pack.types import Concept, Pack, Slot, Term
from smslint.scan.disguise import Unmasker
from smslint.scan.lexicon import ANYWHERE, DISGUISED, KEYWORD, WORD, Group, Sense, SlotIds, Trigger, Vocabulary, ways_of
from smslint.scan.words import Words

Slots = dict[int, int]  # slot -> how a word counts there
Anchored = Mapping[int, Sequence[Trigger]]  # number of a group -> the chains that start from it


class Collector:
    """Numbers slots and keeps the words of each; those of `late` slots are looked for only on demand. Used once."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.concepts: dict[tuple[str, str], int] = {}
        self.not_in: dict[int, Group] = {}
        self.regexes: dict[int, tuple[Finder, ...]] = {}
        self.common: set[int] = set()
        self.weights: dict[int, float] = {}  # how often a slot is likely to be met
        self.late: set[int] = set()
        self.disguisable: list[Group] = []
        self._groups: dict[SlotIds, Group] = {}
        self._literals: dict[tuple[str, ...], int] = {}
        self._words: dict[str, Slots] = {}
        self._late_words: dict[str, Slots] = {}
        self._late_of: dict[int, list[str]] = {}
        self._digits: dict[int, Slots] = {}
        self.digits: tuple[tuple[int, SlotIds, Sense], ...] = ()
        self._hidden: dict[str, Slots] = {}
        self._short: set[str] = set()

    def _new(self, name: str) -> int:
        slot = len(self.names)
        self.names[slot] = name
        return slot

    def group(self, slots: SlotIds) -> Group:
        """The group of `slots`."""
        if slots not in self._groups:
            number = len(self._groups)
            self._groups[slots] = Group(number, slots, 1 << number)
        return self._groups[slots]

    def _put(self, word: str, slot: int, how: int) -> None:
        # A word listed both ways counts in the wider one.
        if slot in self.late:
            self._late_of.setdefault(slot, []).append(word)
            slots = self._late_words.setdefault(word, {})
        else:
            slots = self._words.setdefault(word, {})
        slots[slot] = min(how, slots.get(slot, how))

    def add(self, pack: Pack, concept: Concept) -> None:
        """Take in the words of `concept`."""
        slot = self.concepts[pack.path, concept.id] = self._new(concept.id)
        if concept.common and not concept.disguise:
            self.late.add(slot)
        if concept.common:
            self.common.add(slot)
        keywords = [keyword for regex in concept.regexes for keyword in regex.keywords]
        self.weights[slot] = _weight([*(term.text for term in concept.terms), *keywords])
        for term in concept.terms:
            self._put(term.text, slot, ANYWHERE if term.anywhere or len(term.text) == 1 else WORD)
        self._add_regexes(concept, slot)
        if concept.not_in:
            phrases = self.literal(tuple(term.text for term in concept.not_in), f"not in {concept.id}")
            self.not_in[slot] = self.group((phrases,))
        if concept.disguise:
            self._disguise(concept, slot)

    def _add_regexes(self, concept: Concept, slot: int) -> None:
        for regex in concept.regexes:
            for keyword in regex.keywords:
                self._put(keyword, slot, KEYWORD)
            if regex.digits:
                self._digits.setdefault(regex.digits, {})[slot] = KEYWORD
        if concept.regexes:
            self.regexes[slot] = tuple(Finder(one.pattern, one.mark.path) for one in concept.regexes)

    def _disguise(self, concept: Concept, slot: int) -> None:
        self.disguisable.append(self.group((slot,)))
        for term in concept.terms:
            if len(term.text) > 1:
                self._hidden.setdefault(term.text, {})[slot] = DISGUISED
                if concept.homophones:
                    self._short.add(term.text)

    def literal(self, words: tuple[str, ...], name: str = "") -> int:
        """The slot of `words` written out in a pattern, or under a `name`: a cue group of a field, words of a frame."""
        if words not in self._literals:
            slot = self._literals[words] = self._new(name or f"literal {chr(124).join(words)}")
            self.weights[slot] = _weight(words)
            if max(map(len, words), default=0) <= 1 and not name:
                self.common.add(slot)
                self.late.add(slot)
            if name and not name.startswith("cue "):  # words of frames and exceptions: looked at beside a match only
                self.late.add(slot)
            for word in words:
                self._put(word, slot, ANYWHERE)
        return self._literals[words]

    def phrases(self, terms: Sequence[Term], name: str) -> Group | None:
        """The group of the phrases `terms`; None for none."""
        return self.group((self.literal(tuple(term.text for term in terms), name),)) if terms else None

    def fillers(self, pack: Pack, slot: Slot) -> Group:
        """What fills a slot of a pattern: its literals, its concepts and the concepts that these take in."""
        ids = [self.literal(slot.literals)] if slot.literals else []
        waiting = list(slot.concepts)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop(0)
            if name not in seen:
                seen.add(name)
                ids.append(self.concepts[pack.path, name])
                waiting.extend(pack.concepts[name].of)
        return self.group(tuple(ids))

    def hasten(self, slot: int) -> None:
        """Look for the words of `slot` at once, since a pattern starts from them."""
        if slot in self.late:
            self.late.discard(slot)
            for word in self._late_of.pop(slot, ()):
                slots = self._late_words[word]
                if slot in slots:
                    self._put(word, slot, slots.pop(slot))

    def vocabularies(self, anchored: Anchored, cues: Mapping[int, str]) -> tuple[Vocabulary, Vocabulary]:
        """The words looked for at once, with the disguised ones behind them, and the late ones."""
        senses = Senses(self._groups.values(), anchored, cues)
        late = {word: slots for word, slots in self._late_words.items() if slots}
        told = [*self._words.values(), *(self._hidden[term] for term in sorted(self._hidden))]
        self.digits = tuple((length, tuple(slots), senses.of(slots)) for length, slots in self._digits.items())
        return (
            Vocabulary(Words(self._words), tuple(map(senses.of, told)), ways_of(told)),
            Vocabulary(Words(late), tuple(map(senses.of, late.values())), ways_of(late.values())),
        )

    def unmasker(self) -> Unmasker | None:
        """What finds the disguised words, by the numbers that they have behind the plain ones."""
        if not self._hidden:
            return None
        numbers = {term: len(self._words) + place for place, term in enumerate(sorted(self._hidden))}
        return Unmasker(numbers, frozenset(self._short))


class Senses:
    """What words mean, by the slots they stand in: the groups that these belong to, the chains that they start."""

    def __init__(self, groups: Iterable[Group], anchored: Anchored, cues: Mapping[int, str]) -> None:
        self._bits: dict[int, int] = {}
        self._triggers: dict[int, list[Trigger]] = {}
        for group in groups:
            for slot in group.slots:
                self._bits[slot] = self._bits.get(slot, 0) | group.bit
                self._triggers.setdefault(slot, []).extend(anchored.get(group.number, ()))
        self._cues = cues
        self._known: dict[SlotIds, Sense] = {}

    def of(self, slots: Iterable[int]) -> Sense:
        """The sense shared by all words that stand in `slots`."""
        key = tuple(slots)
        if key not in self._known:
            bits = 0
            for slot in key:
                bits |= self._bits.get(slot, 0)
            triggers = dict.fromkeys(one for slot in key for one in self._triggers.get(slot, ()))
            cues = tuple(self._cues[slot] for slot in key if slot in self._cues)
            self._known[key] = Sense(bits, tuple(triggers), cues)
        return self._known[key]


def _weight(words: Iterable[str]) -> float:
    """How often any of `words` is likely to be met: a word of n characters a hundred times as often as one of n + 1.

    A digit or a mark alone stands in every message.
    """
    return sum(1.0 if len(word) == 1 and not _is_han(word) else 100.0 ** -len(word) for word in words)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
