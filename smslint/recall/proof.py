"""Whether a verdict rests on what is filled in: by what was looked at when it was made.

A verdict is made of words found, of regular expressions tried, of clauses cut into words and of fields. Fields are
compared by value elsewhere. For the others it is enough to watch:
- digits: every word of the packs with digits that could stand where digits are filled in counts as found; if nothing
  looked for such a word after that, no digits can change the verdict;
- names: no word of the packs may touch the name, plainly or in disguise, in any message that takes over the verdict;
- a regular expression tried must take all digits, and all Han characters of the names, alike;
- a clause with a name must not have been cut into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smslint.normalize import normalize
from smslint.recall.outline import Outline, Stretch
from smslint.scan import Hits
from smslint.scan.lexicon import Lexicon, Sense
from smslint.scan.words import Words
from smslint.segment import Segmenter, Verdict

_DIGIT = re.compile(r"[0-9]")
_AROUND = 16  # characters beside what is filled in that a word may take in
_MOST_VETTED = 50_000


class Watched(Segmenter):
    """A segmenter that notes which texts it was asked about."""

    def __init__(self, segmenter: Segmenter) -> None:
        super().__init__()
        self._inner = segmenter
        self.texts: set[str] = set()

    def cut(self, text: str) -> list[str]:
        """As the inner one does."""
        self.texts.add(text)
        return self._inner.cut(text)

    def verdict(self, text: str, start: int, end: int) -> Verdict:
        """As the inner one does."""
        self.texts.add(text)
        return self._inner.verdict(text, start, end)

    def is_word(self, text: str) -> bool:
        """As the inner one does."""
        self.texts.add(text)
        return self._inner.is_word(text)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict was seen to rest on."""

    hits: Hits
    single: bool  # whether the message has anything of which no account is taken here
    cut: frozenset[str]
    wild: Sequence[Sense]

    @property
    def literals(self) -> frozenset[str]:
        """The Han characters that the regular expressions tried tell from others."""
        return frozenset().union(*(one.literals for one in self.hits.tried))


class Grounds:
    """What the packs' words have to say of stretches to be filled in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vetted: dict[tuple[str, int, int], bool] = {}

    def wild(self, text: str, outline: Outline) -> list[Sense]:
        """The senses of the words with digits that could stand where `outline` has digits filled in."""
        senses: list[Sense] = []
        automaton, told = self._words_with_digits
        for start, end in (*outline.sums, *outline.tails):
            low = max(0, start - _AROUND)
            window = _masked(text, low, start, end)
            for number, begin, stop in automaton.find(window):
                if begin + low < end and start < stop + low:
                    senses.append(told[number])
        return senses

    @cached_property
    def _words_with_digits(self) -> tuple[Words, tuple[Sense, ...]]:
        """The words with digits, each digit made 0, and what all words of one such form mean together."""
        forms: dict[str, dict[str, int]] = {}
        triggers: dict[str, list[Sense]] = {}
        for vocabulary in (self._lexicon.words, self._lexicon.late):
            for word, sense in zip(vocabulary.automaton.words, vocabulary.senses, strict=False):
                if _DIGIT.search(word):
                    form = _DIGIT.sub("0", word)
                    forms.setdefault(form, {})[word] = forms.get(form, {}).get(word, 0) | sense.bits
                    triggers.setdefault(form, []).append(sense)
        return Words(forms), tuple(
            Sense(
                _told(form, words),
                tuple(one for sense in triggers[form] for one in sense.triggers),
                tuple(name for sense in triggers[form] for name in sense.cue_groups),
            )
            for form, words in forms.items()
        )

    def bear(self, evidence: Evidence, texts: Iterable[str], outline: Outline) -> bool:
        """Whether what was seen shows that a verdict is that of all messages of `outline`."""
        hits = evidence.hits
        if evidence.single or any(sense.cue_groups for sense in evidence.wild):
            return False
        if any(one.is_opaque or (one.reads_digits and (outline.sums or outline.tails)) for one in hits.tried):
            return False
        bits = 0
        for sense in evidence.wild:
            bits |= sense.bits
        if any(bits >> number & 1 for number in hits.asked):
            return False
        return all(self._bears_name(evidence, text, outline.name) for text in texts)

    def _bears_name(self, evidence: Evidence, text: str, name: Stretch) -> bool:
        start, end = name
        if not end:
            return True
        plain = evidence.literals.isdisjoint(text[start:end]) and self.is_neutral(text, start, end)
        return plain and not any(text[start:end] in cut for cut in evidence.cut)

    def is_neutral(self, text: str, start: int, end: int) -> bool:
        """Whether no word of the packs touches `text[start:end]`, plainly or in disguise."""
        low = max(0, start - _AROUND)
        window = normalize(text[low : end + _AROUND]).text  # of one length with the text, else there is no outline
        key = (window, start - low, end - low)
        known = self._vetted.get(key)
        if known is None:
            if len(self._vetted) >= _MOST_VETTED:
                self._vetted.clear()
            known = self._vetted[key] = self._is_neutral(*key)
        return known

    def _is_neutral(self, window: str, start: int, end: int) -> bool:
        lexicon = self._lexicon
        for vocabulary in (lexicon.words, lexicon.late):
            if any(begin < end and start < stop for _, begin, stop in vocabulary.automaton.find(window)):
                return False
        return lexicon.unmasker is None or not lexicon.unmasker.touches(window, start, end)


def _masked(text: str, low: int, start: int, end: int) -> str:
    return normalize(text[low:start] + _DIGIT.sub("0", text[start:end]) + text[end : end + _AROUND]).text


def _told(form: str, words: Mapping[str, int]) -> int:
    """The bits of the words of one form; without those that any digits would give."""
    every = any_ = 0
    for bits in words.values():
        any_ |= bits
    if len(words) == 10 ** form.count("0"):
        every = any_
        for bits in words.values():
            every &= bits
    return any_ & ~every
