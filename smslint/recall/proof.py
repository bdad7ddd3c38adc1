"""Whether a verdict rests on what is filled in: by what was looked at when it was made.

A verdict is made of words found, of regular expressions tried, of clauses cut into words and of fields. Fields are
compared by value elsewhere. For the others it is enough to watch one message being judged:
- words: those with digits that could stand where digits are filled in, and those of one character that a name may hold,
  count as found (they are `wild`). What nothing looked at after that cannot change the verdict; what was looked at must
  not be met in a message that takes the verdict over. No other word may touch a name, plainly or in disguise.
- a regular expression tried that tells digits from digits, or names a character of the name, must find the same.
- what was asked about the words in the clause of a name must have the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smslint.pack.regexes import Finder
from smslint.recall.outline import Stretch
from smslint.recall.view import View
from smslint.recall.wild import Grounds, may_touch_name
from smslint.scan import Hits
from smslint.scan.lexicon import KEYWORD, Lexicon, Sense
from smslint.segment import Segmenter, Verdict

Cut = tuple[int, int, Verdict]  # a stretch of a clause, and how it stood to the words there
Keyed = tuple[int, tuple[Finder, ...]]  # the bit of a group, and the regular expressions that its words are keywords of

_DIGIT = re.compile(r"[0-9]")


class Watched(Segmenter):
    """A segmenter that notes what it was asked."""

    def __init__(self, segmenter: Segmenter) -> None:
        super().__init__()
        self._inner = segmenter
        self.cuts: dict[str, list[Cut]] = {}
        self.whole: set[str] = set()  # texts of which all words were asked for

    def cut(self, text: str) -> list[str]:
        """As the inner one does."""
        self.whole.add(text)
        return self._inner.cut(text)

    def verdict(self, text: str, start: int, end: int) -> Verdict:
        """As the inner one does."""
        verdict = self._inner.verdict(text, start, end)
        self.cuts.setdefault(text, []).append((start, end, verdict))
        return verdict

    def is_word(self, text: str) -> bool:
        """As the inner one does."""
        self.whole.add(text)
        return self._inner.is_word(text)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict was seen to rest on: the views of the text and the hits in each, and what was asked of them."""

    views: tuple[View, ...]
    hits: tuple[Hits, ...]
    wild: Sequence[Sense]
    watched: Watched
    grounds: Grounds


class Trial(NamedTuple):
    """A regular expression, the Han characters that it tells from others, and what it found."""

    find: Finder
    literals: frozenset[str]
    found: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms messages take over a verdict, as far as one view of them goes.

    No word with any of the bits `forbidden` may stand in what is filled in; if one of `keyed` does, its regular
    expressions must find nothing. The regular expressions that tell digits from digits (`trials`) must find the same,
    and so must those that tell some of the characters `literals` from others (`literal_trials`) if the name has one.
    The words of `clause`, that of the name, must stand to what was asked about as in `cuts`.
    """

    view: View
    forbidden: int
    keyed: tuple[Keyed, ...]
    trials: tuple[Trial, ...]
    literals: frozenset[str]
    literal_trials: tuple[Trial, ...]
    clause: Stretch
    cuts: tuple[Cut, ...]
    grounds: Grounds

    def keeps(self, text: str, segmenter: Segmenter) -> bool:
        """Whether a message of the same outline, of the author's `text`, meets these terms."""
        view = self.view
        folded = view.filled(text)
        met = self.grounds.digits_met(folded, view) if self.forbidden or self.keyed else 0
        name = folded[slice(*view.name)]
        if name:
            touching = self.grounds.name_met(folded, *view.name)
            if touching < 0:
                return False
            met |= touching
        if met & self.forbidden or not _finds_alike(self, met, folded, name):
            return False
        clause = folded[slice(*self.clause)]
        return all([segmenter.verdict(clause, start, end) is verdict for start, end, verdict in self.cuts])


def terms_of(evidence: Evidence) -> tuple[Terms, ...] | None:
    """The terms, view by view, on which messages may take over the verdict that rests on `evidence`; None for none."""
    if len(evidence.views) != len(evidence.hits) or any(one.cue_groups for one in evidence.wild):
        return None
    if any(hits.message.variables for hits in evidence.hits):
        return None
    terms = [_terms(view, hits, evidence) for view, hits in zip(evidence.views, evidence.hits, strict=True)]
    known = tuple(one for one in terms if one is not None)
    return known if len(known) == len(terms) else None


def _terms(view: View, hits: Hits, evidence: Evidence) -> Terms | None:
    text, watched = hits.message.text, evidence.watched
    name = text[slice(*view.name)]
    if name and any(name in asked for asked in watched.whole):
        return None
    forbidden, keyed = _forbidden(hits, evidence.wild)
    tried = [Trial(find, find.literals, tuple(find(text))) for find in dict.fromkeys(hits.tried)]
    trials = tuple(one for one in tried if one.find.reads_digits or one.find.is_opaque)
    literal_trials = tuple(one for one in tried if one not in trials and one.literals)
    literals = frozenset[str]().union(*(one.literals for one in literal_trials))
    start, end = hits.message.clause_of(view.name[0]) if name else (0, 0)
    cuts = tuple(dict.fromkeys(watched.cuts.get(text[start:end], ()))) if name else ()
    return Terms(view, forbidden, keyed, trials, literals, literal_trials, (start, end), cuts, evidence.grounds)


def _forbidden(hits: Hits, wild: Iterable[Sense]) -> tuple[int, tuple[Keyed, ...]]:
    """The bits of the groups with wild words that something looked for; those that are keywords only, apart."""
    bits = forbidden = 0
    for sense in wild:
        bits |= sense.bits
    keyed: list[Keyed] = []
    for group in hits.asked:
        if bits & group.bit:
            if all(_has_keywords_only(slot, hits.lexicon) for slot in group.slots):
                finders = [one for slot in group.slots for one in hits.lexicon.regexes.get(slot, ())]
                keyed.append((group.bit, tuple(finders)))
            else:
                forbidden |= group.bit
    return forbidden, tuple(keyed)


def _has_keywords_only(slot: int, lexicon: Lexicon) -> bool:
    """Whether the words of a slot that could be filled in are but keywords of its regular expressions."""
    for vocabulary in (lexicon.words, lexicon.late):
        words = vocabulary.automaton.words
        for number, how in vocabulary.ways.of(slot).items():
            word = words[number] if number < len(words) else ""
            if how != KEYWORD and (_DIGIT.search(word) or may_touch_name(word)):
                return False
    return True


def _finds_alike(terms: Terms, met: int, folded: str, name: str) -> bool:
    for bit, finders in terms.keyed:
        if met & bit and any(next(find(folded), None) for find in finders):
            return False
    trials = terms.trials
    if not terms.literals.isdisjoint(name):
        trials += tuple(one for one in terms.literal_trials if not one.literals.isdisjoint(name))
    return all([tuple(one.find(folded)) == one.found for one in trials])
