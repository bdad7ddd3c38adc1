"""The words of the packs that could stand in what is filled in, and those that do stand there in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import add
from typing import NamedTuple

from smslint.fields.names import SURNAMES
from smslint.recall.outline import Stretch, is_plain_char
from smslint.recall.view import REACH, View
from smslint.scan.lexicon import KEYWORD, Lexicon, Sense
from smslint.scan.words import Found, Words, pairs_of

_DIGIT = re.compile(r"[0-9]")
_MOST_VETTED = 50_000


Figure = tuple[int, int, Mapping[str, int]]  # a stretch of the folded text, and the bits of words that may stand there


class Touch(NamedTuple):
    """The words that touch a name, by their places in it.

    `chars` has the bits of those of one character, `longer` the characters that longer ones take in; characters that
    are no blank are left out.
    """

    chars: tuple[tuple[int, int], ...]
    longer: tuple[int, ...]


UNTOUCHED = Touch((), ())


class Grounds:
    """What the words of a lexicon have to say of stretches to be filled in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._keywords_only: dict[int, bool] = {}
        self._vetted: dict[tuple[str, int, int], Touch] = {}

    def wild(self, text: str, views: Iterable[View]) -> list[Sense]:
        """The senses of the words that could stand where `views` are filled in, alone or with what is beside."""
        automaton, senses = self._forms
        numbers: dict[int, None] = {}
        named = False
        for view in views:
            masked = view.filled(_DIGIT.sub("0", text))
            named = named or view.name[1] > 0
            for start, end in view.figures:
                numbers.update(dict.fromkeys(number for number, _, _ in _touching(automaton, masked, start, end)))
        return [*(senses[one] for one in numbers), *(self._name_senses.values() if named else ())]

    @cached_property
    def _numbers(self) -> Mapping[str, Sense]:
        """The words with digits; what any digits in their places would mean is no part of what they mean."""
        told: dict[str, Sense] = {}
        for vocabulary in (self._lexicon.words, self._lexicon.late):
            for word, sense in zip(vocabulary.automaton.words, vocabulary.senses, strict=False):
                if _DIGIT.search(word):
                    told[word] = _both(told.get(word), sense)
        forms: dict[str, list[Sense]] = {}
        for word, sense in told.items():
            forms.setdefault(_DIGIT.sub("0", word), []).append(sense)
        common = {form: _in_all(senses) for form, senses in forms.items() if len(senses) == 10 ** form.count("0")}
        return {
            word: sense._replace(bits=sense.bits & ~common.get(_DIGIT.sub("0", word), 0))
            for word, sense in told.items()
        }

    @cached_property
    def _forms(self) -> tuple[Words, tuple[Sense, ...]]:
        """The words with digits with every digit made 0, and what the words of one such form mean together."""
        forms: dict[str, Sense] = {}
        for word, sense in self._numbers.items():
            form = _DIGIT.sub("0", word)
            forms[form] = _both(forms.get(form), sense)
        return Words(forms), tuple(forms.values())

    @cached_property
    def _by_form(self) -> Mapping[str, Mapping[str, int]]:
        """The words with digits and the bits of each, by what they are with every digit made 0."""
        found: dict[str, dict[str, int]] = {}
        for word, sense in self._numbers.items():
            found.setdefault(_DIGIT.sub("0", word), {})[word] = sense.bits
        return found

    @cached_property
    def _digits_reach_names(self) -> bool:
        """Whether a word may take in both digits and what stands beside a name."""
        return any(beside in word for word in self._numbers for beside in ("先生", "女士", "】"))

    @cached_property
    def _name_senses(self) -> Mapping[str, Sense]:
        """The words that may touch a name and yet leave it blank: of one character, or of it and of 先 or 女.

        Those that much is made of are left out: to watch a message as if it had them all takes too long.
        """
        told: dict[str, Sense] = {}
        for vocabulary in (self._lexicon.words, self._lexicon.late):
            for word, sense in zip(vocabulary.automaton.words, vocabulary.senses, strict=False):
                if may_touch_name(word):
                    told[word] = _both(told.get(word), sense)
        return {word: sense for word, sense in told.items() if not sense.cue_groups and _is_light(word, sense)}

    def figures(self, text: str, view: View, bits: int) -> tuple[Figure, ...]:
        """Where words of the groups of `bits` could stand in the digits filled in, and which: word -> its bits."""
        automaton, _ = self._forms
        masked = view.filled(_DIGIT.sub("0", text))
        found: dict[Stretch, Mapping[str, int]] = {}
        for start, end in view.figures:
            for number, left, right in _touching(automaton, masked, start, end):
                words = {word: met & bits for word, met in self._by_form[automaton.words[number]].items() if met & bits}
                if words:
                    found[left, right] = words
        return tuple((start, end, words) for (start, end), words in found.items())

    def has_keywords_only(self, slot: int) -> bool:
        """Whether the words of a slot that could be filled in are but keywords of its regular expressions."""
        known = self._keywords_only.get(slot)
        if known is None:
            known = self._keywords_only[slot] = self._has_keywords_only(slot)
        return known

    def _has_keywords_only(self, slot: int) -> bool:
        for vocabulary in (self._lexicon.words, self._lexicon.late):
            words = vocabulary.automaton.words
            for number, how in vocabulary.ways.of(slot).items():
                word = words[number] if number < len(words) else ""
                if how != KEYWORD and (_DIGIT.search(word) or may_touch_name(word)):
                    return False
        return True

    def name_met(self, folded: str, view: View) -> Touch:
        """The words that touch the name of `view`."""
        (start, end), window = view.name, view.around_name
        if self._digits_reach_names:
            window = max(0, start - REACH), end + REACH
        key = folded[window[0] : window[1]], start - window[0], end - window[0]
        known = self._vetted.get(key)
        if known is None:
            if len(self._vetted) >= _MOST_VETTED:
                self._vetted.clear()
            known = self._vetted[key] = self._name_met(*key)
        return known

    def _name_met(self, window: str, start: int, end: int) -> Touch:
        longer: set[int] = set()
        if self._lexicon.unmasker is not None:
            longer.update(self._lexicon.unmasker.touched(window, start, end))
        beside = window[max(0, start - 1) : end + 1]
        if not self._pairs.isdisjoint(map(add, beside, beside[1:])):
            for vocabulary in (self._lexicon.words, self._lexicon.late):
                for number, left, right in _touching(vocabulary.automaton, window, start, end):
                    if vocabulary.automaton.words[number] not in self._name_senses:
                        longer.update(range(max(left, start), min(right, end)))
        longer.update([place for place in range(start, end) if window[place] in self._heavy])
        blank = [place for place in range(start, end) if is_plain_char(window[place])]
        bits = tuple([(place - start, met) for place in blank if (met := self._bits_at(window, place))])
        places = tuple([place - start for place in blank if place in longer])
        return Touch(bits, places) if bits or places else UNTOUCHED

    def _bits_at(self, window: str, place: int) -> int:
        """The bits of the words that begin at `place` and are of that character, or of it and the first of a title."""
        one, two = (self._name_senses.get(window[place : place + size]) for size in (1, 2))
        return (one.bits if one else 0) | (two.bits if two else 0)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """The pairs of characters of all words."""
        return pairs_of([*self._lexicon.words.automaton.words, *self._lexicon.late.automaton.words])

    @cached_property
    def _heavy(self) -> frozenset[str]:
        """The characters that are words by themselves, too heavy to be left blank."""
        words = [*self._lexicon.words.automaton.words, *self._lexicon.late.automaton.words]
        return frozenset([word for word in words if len(word) == 1 and word not in self._name_senses])


def _is_light(word: str, sense: Sense) -> bool:
    most, starts = (5, 1) if word in SURNAMES else (2, 0)
    return sense.bits.bit_count() <= most and len(sense.triggers) <= starts


def may_touch_name(word: str) -> bool:
    """Whether `word` is a character of names, alone or with the first one of a title."""
    return is_plain_char(word[:1]) and (len(word) == 1 or word[1:] in ("先", "女"))


def _touching(automaton: Words, text: str, start: int, end: int) -> list[Found]:
    """The words that share a character with `text[start:end]`."""
    low = max(0, start - REACH)
    found = automaton.find(text[low : end + REACH])
    return [
        (number, left + low, right + low) for number, left, right in found if left + low < end and start < right + low
    ]


def _both(one: Sense | None, other: Sense) -> Sense:
    if one is None:
        return other
    return Sense(one.bits | other.bits, one.triggers + other.triggers, one.cue_groups + other.cue_groups)


def _in_all(senses: list[Sense]) -> int:
    bits = senses[0].bits
    for sense in senses:
        bits &= sense.bits
    return bits
