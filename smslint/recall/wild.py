"""The words of the packs that could stand in what is filled in, and those that do stand there in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from smslint.recall.outline import is_plain_char
from smslint.recall.view import View
from smslint.scan.lexicon import Lexicon, Sense
from smslint.scan.words import Words

_DIGIT = re.compile(r"[0-9]")
_AROUND = 16  # characters beside what is filled in that a word may take in: none is longer
_MOST_VETTED = 50_000


class Grounds:
    """What the words of a lexicon have to say of stretches to be filled in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vetted: dict[tuple[str, int, int], int] = {}

    def wild(self, text: str, views: Iterable[View]) -> list[Sense]:
        """The senses of the words that could stand where `views` are filled in, alone or with what is beside."""
        automaton, senses = self._forms
        numbers: dict[int, None] = {}
        named = False
        for view in views:
            masked = view.filled(_DIGIT.sub("0", text))
            named = named or view.name[1] > 0
            for start, end in view.figures:
                numbers.update(dict.fromkeys(_touching(automaton, masked, start, end)))
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
    def _figures(self) -> tuple[Words, tuple[Sense, ...]]:
        return Words(self._numbers), tuple(self._numbers.values())

    @cached_property
    def _name_senses(self) -> Mapping[str, Sense]:
        """The words that may touch a name without being a whole one: of one character, or of it and of 先 or 女."""
        told: dict[str, Sense] = {}
        for vocabulary in (self._lexicon.words, self._lexicon.late):
            for word, sense in zip(vocabulary.automaton.words, vocabulary.senses, strict=False):
                if may_touch_name(word):
                    told[word] = _both(told.get(word), sense)
        return {word: sense for word, sense in told.items() if not sense.cue_groups}

    def digits_met(self, folded: str, view: View) -> int:
        """The bits of the words with digits that stand in the digits filled in."""
        automaton, senses = self._figures
        bits = 0
        for start, end in view.figures:
            for number in _touching(automaton, folded, start, end):
                bits |= senses[number].bits
        return bits

    def name_met(self, folded: str, start: int, end: int) -> int:
        """The bits of the words that touch the name at `folded[start:end]`; -1 where one is longer than a character."""
        low = max(0, start - _AROUND)
        key = (folded[low : end + _AROUND], start - low, end - low)
        known = self._vetted.get(key)
        if known is None:
            if len(self._vetted) >= _MOST_VETTED:
                self._vetted.clear()
            known = self._vetted[key] = self._name_met(*key)
        return known

    def _name_met(self, window: str, start: int, end: int) -> int:
        lexicon, bits = self._lexicon, 0
        if lexicon.unmasker is not None and lexicon.unmasker.touches(window, start, end):
            return -1
        for vocabulary in (lexicon.words, lexicon.late):
            for number in _touching(vocabulary.automaton, window, start, end):
                sense = self._name_senses.get(vocabulary.automaton.words[number])
                if sense is None:
                    return -1
                bits |= sense.bits
        return bits


def may_touch_name(word: str) -> bool:
    """Whether `word` is a character of names, alone or with the first one of a title."""
    return is_plain_char(word[:1]) and (len(word) == 1 or word[1:] in ("先", "女"))


def _touching(automaton: Words, text: str, start: int, end: int) -> list[int]:
    """The numbers of the words that share a character with `text[start:end]`."""
    low = max(0, start - _AROUND)
    found = automaton.find(text[low : end + _AROUND])
    return [number for number, left, right in found if left + low < end and start < right + low]


def _both(one: Sense | None, other: Sense) -> Sense:
    if one is None:
        return other
    return Sense(one.bits | other.bits, one.triggers + other.triggers, one.cue_groups + other.cue_groups)


def _in_all(senses: list[Sense]) -> int:
    bits = senses[0].bits
    for sense in senses:
        bits &= sense.bits
    return bits
