"""Every word of the loaded packs in one Aho-Corasick automaton, and what each word means to whom."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smslint.model import Excuse
from smslint.pack.regexes import Finder
from smslint.pack.types import Pack, Pattern, Rule
from smslint.scan.disguise import Unmasker
from smslint.scan.words import Words
from smslint.store import Deferred, content_of, key_of, stored

# How a word counts: as it stands; only on the edges of words; as a disguise of a term; as the keyword of a regex.
ANYWHERE, WORD, DISGUISED, KEYWORD = range(4)

_WAYS = "I"  # the type of an array: of each word its number, and in two bits how it counts

SlotIds = tuple[int, ...]


class Group(NamedTuple):
    """Slots of which any will do: a number of its own, and the bit that says that a word of it was met."""

    number: int
    slots: SlotIds
    bit: int


class Step(NamedTuple):
    """A slot of a compiled pattern: what fills it, and the gap allowed before it."""

    group: Group
    gap: int
    common: bool


class Chain(NamedTuple):
    """A compiled pattern.

    `anchor` is the step least likely to be met in an innocent message. `needs` has the bit of every step: without a
    word for each the chain is not worth a look; `early` has those for which the first look at a message tells.
    `unheld` says that it is no excuse.
    """

    pattern: Pattern
    steps: tuple[Step, ...]
    anchor: Group
    needs: int
    early: int
    unheld: Excuse
    beside: tuple[Chain, ...] = ()


class Cue(NamedTuple):
    """A compiled cue group of a frame, with the phrases that cancel its cues."""

    group: Group
    side: str
    within: str
    reach: int
    not_after: Group | None
    not_before: Group | None


class Framed(NamedTuple):
    """A compiled frame: its cue groups, the phrases that cancel a cue, and what says that it does not hold."""

    id: str
    cues: tuple[Cue, ...]
    needs: int  # the bits of the cues, any of which will do
    not_in: Group | None
    not_after: Group | None
    not_before: Group | None
    unheld: Excuse


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its patterns and frames compiled."""

    rule: Rule  # without its patterns and examples
    pack: str
    found: Deferred[tuple[Chain, ...]]  # most of what is stored, and of few rules needed for a message
    phrases: tuple[Chain, ...]  # of `unless`, or the evidence of a `require`
    excuses: tuple[Chain, ...]  # `unless` phrases of a `require`
    frames: tuple[Framed, ...]
    lower: tuple[Framed, ...]
    modalities: tuple[Framed, ...]
    shown: tuple[Chain, ...] = ()  # of `at` of a `require`

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The patterns of what must not stand in a message."""
        return self.found.value


class Trigger(NamedTuple):
    """A chain that a word may start: its rule, its place there, whether it lies within one clause, what it needs."""

    rule: int
    place: int
    in_clause: bool
    early: int
    needs: int


class Sense(NamedTuple):
    """What a word is to the packs; the words of one class share it. `bits` are those of the groups it belongs to."""

    bits: int
    triggers: tuple[Trigger, ...]
    cue_groups: tuple[str, ...]


class Ways:
    """How words count in the slots they stand in, by slot: number of a word -> how; each read when it is asked for."""

    __slots__ = ("_packed", "_read")

    def __init__(self, packed: Mapping[int, bytes]) -> None:
        self._packed = packed
        self._read: dict[int, Mapping[int, int]] = {}

    def of(self, slot: int) -> Mapping[int, int]:
        """The words of a slot."""
        ways = self._read.get(slot)
        if ways is None:
            written = array(_WAYS, self._packed.get(slot, b""))
            ways = self._read[slot] = {one >> 2: one & 3 for one in written}
        return ways

    def __reduce__(self) -> tuple[type[Ways], tuple[Mapping[int, bytes]]]:
        return Ways, (self._packed,)


def ways_of(words: Iterable[Mapping[int, int]]) -> Ways:
    """The ways of words, of each of which the slots are given and how it counts there."""
    found: dict[int, array[int]] = {}
    for number, slots in enumerate(words):
        for slot, how in slots.items():
            found.setdefault(slot, array(_WAYS)).append(number << 2 | how)
    return Ways({slot: packed.tobytes() for slot, packed in found.items()})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words to be looked for together; `senses` by the number of the word, those of disguised terms behind them."""

    automaton: Words
    senses: tuple[Sense, ...]
    ways: Ways


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The automata and their tables, by number of word, of slot and of rule."""

    words: Vocabulary
    late: Vocabulary  # looked for only once something else was met: cues of frames, common words, exceptions
    digits: tuple[tuple[int, SlotIds, Sense], ...]  # length of a run of digits -> the slots that it is a keyword of
    rules: tuple[Compiled, ...]
    not_in: Mapping[int, Group]  # slot of a concept -> its containing phrases
    regexes: Mapping[int, tuple[Finder, ...]]
    names: Deferred[Mapping[int, str]]  # of slots, for people
    disguisable: tuple[Group, ...]
    concepts: Mapping[str, Group]
    unmasker: Unmasker | None


def compile_lexicon(packs: Sequence[Pack], cues: Mapping[str, Iterable[str]]) -> Lexicon:
    """The lexicon of `packs` and of the field cue groups `cues`."""
    words = {name: tuple(group) for name, group in cues.items()}
    contents = [pack.content.encode() or content_of(pack) for pack in packs]
    key = key_of([*contents, content_of(words)])
    return stored(key, lambda: _compile(packs, words))


def _compile(packs: Sequence[Pack], cues: Mapping[str, Sequence[str]]) -> Lexicon:
    from smslint.scan.compiler import Compiler  # not needed where the lexicon is read from the store

    return Compiler(packs, cues).compile()
