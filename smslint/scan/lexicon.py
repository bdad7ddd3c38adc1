"""Every word of the loaded packs in one Aho-Corasick automaton, and what each word means to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smslint.pack.regexes import Finder
from smslint.pack.types import (
    Claim,
    Concept,
    Content,
    CueGroup,
    Frame,
    Pack,
    Pattern,
    Require,
    Rule,
    Slot,
    Term,
)
from smslint.scan import disguise
from smslint.scan.words import Words
from smslint.store import content_of, key_of, stored

# How a word counts: as it stands; only on the edges of words; as a disguise of a term; as the keyword of a regex.
ANYWHERE, WORD, DISGUISED, KEYWORD = range(4)

SlotIds = tuple[int, ...]
_HIDDEN = "\0"  # before a term: the string that stands for it in disguise; no folded text holds it


class Step(NamedTuple):
    """A slot of a compiled pattern: the ids whose hits fill it (as a bit mask too), and the gap allowed before it."""

    ids: SlotIds
    mask: int
    gap: int
    common: bool


class Chain(NamedTuple):
    """A compiled pattern; `anchor` is the step least likely to be met in an innocent message, `masks` those of all."""

    pattern: Pattern
    steps: tuple[Step, ...]
    anchor: SlotIds
    masks: tuple[int, ...]
    beside: tuple[Chain, ...] = ()


class Cue(NamedTuple):
    """A compiled cue group of a frame, with the slots of the phrases that cancel its cues (-1: none)."""

    ids: SlotIds
    mask: int
    side: str
    within: str
    reach: int
    not_after: int
    not_before: int


class Framed(NamedTuple):
    """A compiled frame: its cue groups, and the slots of the phrases that cancel a cue."""

    id: str
    cues: tuple[Cue, ...]
    not_in: int
    not_after: int
    not_before: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its patterns and frames compiled."""

    rule: Rule
    pack: str
    chains: tuple[Chain, ...]
    phrases: tuple[Chain, ...]  # of `unless`, or the evidence of a `require`
    excuses: tuple[Chain, ...]  # `unless` phrases of a `require`
    frames: tuple[Framed, ...]
    lower: tuple[Framed, ...]
    modalities: tuple[Framed, ...]
    shown: tuple[Chain, ...] = ()  # of `at` of a `require`


# A chain that a word may start: its rule, its place there, whether it lies within one clause, the masks of its slots.
Trigger = tuple[int, int, bool, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Late:
    """Words that are looked for only once something else was met: cues of frames, common words, exceptions."""

    slots: frozenset[int]
    mask: int
    automaton: Words
    hows: tuple[Mapping[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The automaton and its tables, by number of string, of slot and of rule."""

    automaton: Words
    strings: tuple[str, ...]
    masks: tuple[int, ...]  # string -> bits of its slots
    triggers: tuple[tuple[Trigger, ...], ...]  # string -> what it may start
    cue_groups: tuple[tuple[str, ...], ...]  # string -> field cue groups
    hows: tuple[Mapping[int, int], ...]  # slot -> string -> how it counts
    late: _Late
    digits: tuple[tuple[int, int], ...]  # length of a run of digits -> the string that stands for it
    rules: tuple[Compiled, ...]
    not_in: Mapping[int, int]  # slot of a concept -> slot of its containing phrases
    regexes: Mapping[int, tuple[Finder, ...]]
    names: Mapping[int, str]
    cue_slots: frozenset[int]
    disguisable: frozenset[int]
    disguisable_mask: int
    masked: int  # the bit of every string that is a disguise of a word
    slot_of: Mapping[str, int]  # concept -> slot
    unmasker: disguise.Unmasker | None


def compile_lexicon(packs: Sequence[Pack], cues: Mapping[str, Iterable[str]]) -> Lexicon:
    """The lexicon of `packs` and of the field cue groups `cues`."""
    words = {name: tuple(group) for name, group in cues.items()}
    key = key_of([content_of((tuple(packs), words))])
    return stored(key, lambda: _Compiler().compile(packs, words))


class _Compiler:
    """Collects words and numbers slots; used once."""

    def __init__(self) -> None:
        self._words: dict[str, dict[int, int]] = {}
        self._names: dict[int, str] = {}
        self._concepts: dict[tuple[str, str], int] = {}
        self._literals: dict[tuple[str, ...], int] = {}
        self._not_in: dict[int, int] = {}
        self._regexes: dict[int, tuple[Finder, ...]] = {}
        self._common: set[int] = set()
        self._weights: dict[int, float] = {}  # how often a slot is likely to be met
        self._late: set[int] = set()
        self._late_words: dict[str, dict[int, int]] = {}
        self._late_of: dict[int, list[str]] = {}
        self._digits: dict[int, str] = {}
        self._disguisable: set[int] = set()
        self._hidden: set[str] = set()
        self._short: set[str] = set()
        self._masked = self._new("masked by disguise")

    def compile(self, packs: Sequence[Pack], cues: Mapping[str, Iterable[str]]) -> Lexicon:
        cue_slots = {self._literal(tuple(words), f"cue {name}"): name for name, words in cues.items()}
        rules: list[Compiled] = []
        for pack in packs:
            for concept in pack.concepts.values():
                self._add_concept(pack, concept)
            frames = {name: self._frame(pack, frame) for name, frame in pack.frames.items()}
            modalities = tuple(self._frame(pack, frame) for frame in pack.modalities)
            rules += [self._rule(pack, rule, frames, modalities) for rule in pack.rules.values()]
        return self._finish(tuple(rules), cue_slots)

    def _new(self, name: str) -> int:
        slot = len(self._names)
        self._names[slot] = name
        return slot

    def _put(self, word: str, slot: int, how: int) -> None:
        # A word listed both ways counts in the wider one; a term beats its own disguise.
        if slot in self._late:
            self._late_of.setdefault(slot, []).append(word)
            slots = self._late_words.setdefault(word, {})
        else:
            slots = self._words.setdefault(word, {})
        if how < slots.get(slot, how + 1):
            slots[slot] = how

    def _add_concept(self, pack: Pack, concept: Concept) -> None:
        slot = self._concepts[pack.path, concept.id] = self._new(concept.id)
        if concept.common and not concept.disguise:
            self._late.add(slot)
        self._weights[slot] = _weight(term.text for term in concept.terms)
        for term in concept.terms:
            self._put(term.text, slot, ANYWHERE if term.anywhere or len(term.text) == 1 else WORD)
        for regex in concept.regexes:
            for keyword in regex.keywords:
                self._put(keyword, slot, KEYWORD)
            if regex.digits:
                self._digits[regex.digits] = f"{_HIDDEN}{regex.digits}"
                self._put(self._digits[regex.digits], slot, KEYWORD)
        if concept.regexes:
            self._regexes[slot] = tuple(Finder(one.pattern, one.mark.path) for one in concept.regexes)
        if concept.not_in:
            self._not_in[slot] = self._literal(tuple(term.text for term in concept.not_in), f"not in {concept.id}")
        if concept.common:
            self._common.add(slot)
        if concept.disguise:
            self._disguise(concept, slot)

    def _disguise(self, concept: Concept, slot: int) -> None:
        self._disguisable.add(slot)
        for term in concept.terms:
            if len(term.text) < 2:
                continue
            self._hidden.add(term.text)
            if concept.homophones:
                self._short.add(term.text)
            self._put(_HIDDEN + term.text, slot, DISGUISED)
            self._put(_HIDDEN + term.text, self._masked, DISGUISED)

    def _literal(self, words: tuple[str, ...], name: str = "") -> int:
        if words not in self._literals:
            slot = self._literals[words] = self._new(name or f"literal {chr(124).join(words)}")
            self._weights[slot] = _weight(words)
            if max(map(len, words), default=0) <= 1 and not name:
                self._common.add(slot)
                self._late.add(slot)
            if name and not name.startswith("cue "):  # words of frames and exceptions: looked at beside a match only
                self._late.add(slot)
            for word in words:
                self._put(word, slot, ANYWHERE)
        return self._literals[words]

    def _ids(self, pack: Pack, slot: Slot) -> SlotIds:
        ids = [self._literal(slot.literals)] if slot.literals else []
        waiting = list(slot.concepts)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop(0)
            if name not in seen:
                seen.add(name)
                ids.append(self._concepts[pack.path, name])
                waiting.extend(pack.concepts[name].of)
        return tuple(ids)

    def _chain(self, pack: Pack, pattern: Pattern) -> Chain:
        steps = tuple(
            Step(ids, _mask(ids), gap, self._is_common(ids))
            for ids, gap in (
                (self._ids(pack, slot), gap) for slot, gap in zip(pattern.slots, pattern.gaps, strict=True)
            )
        )
        anchor = min(steps, key=lambda step: (step.common, self._weight_of(step)))
        weak = self._weight_of(anchor) > _WEAK
        for step in steps:
            if step is anchor or (weak and self._weight_of(step) < _TELLS_NOTHING):
                for slot in step.ids:
                    self._hasten(slot)
        beside = tuple(self._chain(pack, one) for one in pattern.beside)
        return Chain(pattern, steps, anchor.ids, tuple(step.mask for step in steps), beside)

    def _weight_of(self, step: Step) -> float:
        return sum(self._weights[one] for one in step.ids)

    def _hasten(self, slot: int) -> None:
        """Look for the words of `slot` at once, since a pattern starts from them."""
        if slot in self._late:
            self._late.discard(slot)
            for word in self._late_of.pop(slot, ()):
                slots = self._late_words[word]
                if slot in slots:
                    self._put(word, slot, slots.pop(slot))

    def _is_common(self, ids: SlotIds) -> bool:
        return any(one in self._common for one in ids)

    def _frame(self, pack: Pack, frame: Frame) -> Framed:
        return Framed(
            frame.id,
            tuple(self._cue(pack, group) for group in frame.groups),
            *(
                self._phrases(terms, f"{frame.id} {what}")
                for what, terms in (
                    ("not_in", frame.not_in),
                    ("not_after", frame.not_after),
                    ("not_before", frame.not_before),
                )
            ),
        )

    def _cue(self, pack: Pack, group: CueGroup) -> Cue:
        ids = self._ids(pack, group.slot)
        cancels = (self._phrases(terms, "not beside a cue") for terms in (group.not_after, group.not_before))
        return Cue(ids, _mask(ids), group.side, group.within, group.reach, *cancels)

    def _phrases(self, terms: Sequence[Term], name: str) -> int:
        return self._literal(tuple(term.text for term in terms), name) if terms else -1

    def _rule(self, pack: Pack, rule: Rule, frames: Mapping[str, Framed], modalities: tuple[Framed, ...]) -> Compiled:
        spec = rule.spec.content if isinstance(rule.spec, Claim) else rule.spec
        content = spec if isinstance(spec, Content) else None
        unless = spec.unless if isinstance(spec, Content | Require) else None
        excuse_chains = tuple(self._chain(pack, one) for one in unless.phrases) if unless else ()
        is_require = isinstance(spec, Require)
        return Compiled(
            rule,
            pack.stamp.id,
            tuple(self._chain(pack, one) for one in content.match) if content else (),
            tuple(self._chain(pack, one) for one in spec.phrases) if isinstance(spec, Require) else excuse_chains,
            excuse_chains if is_require else (),
            tuple(frames[name] for name in unless.frames) if unless else (),
            tuple(frames[name] for name in content.lower) if content else (),
            modalities if isinstance(rule.spec, Claim) else (),
            tuple(self._chain(pack, one) for one in spec.at) if isinstance(spec, Require) else (),
        )

    def _finish(self, rules: tuple[Compiled, ...], cue_slots: Mapping[int, str]) -> Lexicon:
        strings = tuple(self._words)
        numbers = {word: number for number, word in enumerate(strings)}
        return Lexicon(
            automaton=Words(strings),
            strings=strings,
            masks=tuple(_mask(slots) for slots in self._words.values()),
            triggers=_triggers(rules, self._words.values()),
            cue_groups=tuple(
                tuple(cue_slots[slot] for slot in slots if slot in cue_slots) for slots in self._words.values()
            ),
            hows=_hows(self._words.values(), len(self._names)),
            late=_Late(
                frozenset(self._late),
                _mask(self._late),
                Words(self._late_words),
                _hows(self._late_words.values(), len(self._names)),
            ),
            digits=tuple((length, numbers[word]) for length, word in self._digits.items()),
            rules=rules,
            not_in=self._not_in,
            regexes=self._regexes,
            names=self._names,
            cue_slots=frozenset(cue_slots),
            disguisable=frozenset(self._disguisable),
            disguisable_mask=_mask(self._disguisable),
            masked=1 << self._masked,
            slot_of={name: slot for (_, name), slot in self._concepts.items()},
            unmasker=disguise.Unmasker(
                {term: numbers[_HIDDEN + term] for term in sorted(self._hidden)},
                frozenset(self._short),
            )
            if self._hidden
            else None,
        )


# From an anchor so often met, a pattern is worth a look only if its other words were met too …
_WEAK = 0.009
# … but for words met in every message (您, 的, 将), which need no looking for.
_TELLS_NOTHING = 0.2


def _weight(words: Iterable[str]) -> float:
    """How often any of `words` is likely to be met: a word of n characters a hundred times as often as one of n + 1."""
    return sum(100.0 ** -len(word) for word in words)


def _mask(ids: Iterable[int]) -> int:
    mask = 0
    for one in ids:
        mask |= 1 << one
    return mask


def _hows(words: Iterable[Mapping[int, int]], slots: int) -> tuple[Mapping[int, int], ...]:
    """Slot -> string -> how it counts."""
    hows: list[dict[int, int]] = [{} for _ in range(slots)]
    for number, counted in enumerate(words):
        for slot, how in counted.items():
            hows[slot][number] = how
    return tuple(hows)


def _triggers(rules: Sequence[Compiled], words: Iterable[Mapping[int, int]]) -> tuple[tuple[Trigger, ...], ...]:
    """String -> the chains that start from one of its slots."""
    anchored: dict[int, list[Trigger]] = {}
    for number, compiled in enumerate(rules):
        for place, chain in enumerate(compiled.chains):
            for slot in chain.anchor:
                trigger = (number, place, chain.pattern.within == "clause", chain.masks)
                anchored.setdefault(slot, []).append(trigger)
    return tuple(tuple(one for slot in slots for one in anchored.get(slot, ())) for slots in words)
