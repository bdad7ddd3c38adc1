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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from smslint.pack.regexes import Finder
from smslint.recall.oddity import HOPELESS, Held, Oddity
from smslint.recall.outline import Outline, Stretch
from smslint.recall.view import View
from smslint.recall.wild import UNTOUCHED, Figure, Grounds
from smslint.scan import Hits
from smslint.scan.lexicon import Sense
from smslint.segment import Segmenter, Verdict

Cut = tuple[int, int, Verdict]  # a stretch of a clause, and how it stood to the words there
Keyed = tuple[int, tuple[Finder, ...]]  # the bit of a group, and the regular expressions that its words are keywords of

_MASKS = frozenset("xXｘＸ×*＊_＿-$#@%")
_MOST_TRIED = 10_000


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
    """On what a verdict may be taken over, for one view of the text.

    No word met in what is filled in is of a group of `forbidden` bits, and where one is of a `keyed` group, its regular
    expressions find nothing. All `trials` are repeated, and the `literal_trials` where a name holds what they tell
    apart: what they say then depends on which of these `literals` it has where, and is kept in `tried`. `cuts` are
    compared in the `clause` of the name. `figures` has the words with digits that any of this asks for.
    """

    view: View
    figures: tuple[Figure, ...]
    forbidden: int
    keyed: tuple[Keyed, ...]
    trials: tuple[Trial, ...]
    literals: frozenset[str]
    literal_trials: tuple[Trial, ...]
    clause: Stretch
    cuts: tuple[Cut, ...]
    grounds: Grounds
    tried: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def oddity(self, text: str, segmenter: Segmenter, held: Held = ()) -> Oddity | None:
        """Why a message of the same outline, of the author's `text`, does not meet these terms; None where it does.

        All messages that it is to be like have the characters `held` at these places of the name.
        """
        folded, met = self.view.filled(text), 0
        for start, end, words in self.figures:
            met |= words.get(folded[start:end], 0)
        if met & self.forbidden:
            return HOPELESS
        start, end = self.view.name
        name = folded[start:end]
        if name:
            touch = self.grounds.name_met(folded, self.view)
            if touch is not UNTOUCHED:
                places = {place for place, _ in held}
                odd = {place for place in touch.longer if place not in places}
                for place, bits in touch.chars:
                    if place not in places:
                        met |= bits
                        if bits & self.forbidden:
                            odd.add(place)
                if odd:
                    return Oddity(held=tuple((place, name[place]) for place in sorted(odd)))
        if met and _keywords_find(self, met, folded):
            return HOPELESS
        if self.trials and not _finds_alike(self.trials, folded):
            return HOPELESS
        if not self.literals.isdisjoint(name) and not _tells_nothing(self, folded, name):
            return Oddity(held=tuple((place, char) for place, char in enumerate(name) if char in self.literals))
        return _cut_otherwise(self, folded, segmenter) if self.cuts else None


def terms_of(evidence: Evidence, outline: Outline) -> tuple[Terms, ...] | None:
    """The terms, view by view, on which messages may take over the verdict that rests on `evidence`; None for none."""
    if len(evidence.views) != len(evidence.hits) or any(one.cue_groups for one in evidence.wild):
        return None
    text = evidence.hits[0].message.draft.text
    if any(text[start - 1] in _MASKS or text[end : end + 1] in _MASKS for start, end in outline.filled):
        return None  # digits beside a mask may make it a placeholder
    terms = [_terms(view, hits, evidence) for view, hits in zip(evidence.views, evidence.hits, strict=True)]
    known = tuple(one for one in terms if one is not None)
    return known if len(known) == len(terms) else None


def _terms(view: View, hits: Hits, evidence: Evidence) -> Terms | None:
    text, watched, grounds = hits.message.text, evidence.watched, evidence.grounds
    name = text[slice(*view.name)]
    if name and any(name in asked for asked in watched.whole):
        return None
    forbidden, keyed = _forbidden(hits, evidence.wild, grounds)
    tried = [Trial(find, find.literals, tuple(find(text))) for find in dict.fromkeys(hits.tried)]
    trials = tuple(one for one in tried if one.find.reads_digits or one.find.is_opaque)
    literal_trials = tuple(one for one in tried if one not in trials and one.literals)
    literals = frozenset[str]().union(*(one.literals for one in literal_trials))
    start, end = hits.message.clause_of(view.name[0]) if name else (0, 0)
    cuts = tuple(dict.fromkeys(watched.cuts.get(text[start:end], ()))) if name else ()
    bits = forbidden
    for bit, _ in keyed:
        bits |= bit
    figures = grounds.figures(hits.message.draft.text, view, bits)
    return Terms(view, figures, forbidden, keyed, trials, literals, literal_trials, (start, end), cuts, grounds)


def _forbidden(hits: Hits, wild: Iterable[Sense], grounds: Grounds) -> tuple[int, tuple[Keyed, ...]]:
    """The bits of the groups with wild words that something looked for; those that are keywords only, apart."""
    bits = forbidden = 0
    for sense in wild:
        bits |= sense.bits
    keyed: list[Keyed] = []
    for group in hits.asked:
        if bits & group.bit:
            if all(grounds.has_keywords_only(slot) for slot in group.slots):
                finders = [one for slot in group.slots for one in hits.lexicon.regexes.get(slot, ())]
                keyed.append((group.bit, tuple(finders)))
            else:
                forbidden |= group.bit
    return forbidden, tuple(keyed)


def _cut_otherwise(terms: Terms, folded: str, segmenter: Segmenter) -> Oddity | None:
    clause = folded[slice(*terms.clause)]
    verdicts = tuple([segmenter.verdict(clause, start, end) for start, end, _ in terms.cuts])
    alike = all([verdict is cut[2] for verdict, cut in zip(verdicts, terms.cuts, strict=True)])
    return None if alike else Oddity(verdicts=verdicts)


def _keywords_find(terms: Terms, met: int, folded: str) -> bool:
    """Whether a regular expression whose keyword was met finds anything."""
    return any(met & bit and any(next(find(folded), None) for find in finders) for bit, finders in terms.keyed)


def _tells_nothing(terms: Terms, folded: str, name: str) -> bool:
    """Whether what names characters of `name` finds the same: it cannot tell the others from one another."""
    key = tuple([char if char in terms.literals else "" for char in name])
    known = terms.tried.get(key)
    if known is None:
        trials = tuple(one for one in terms.literal_trials if not one.literals.isdisjoint(name))
        known = _finds_alike(trials, folded)
        if len(terms.tried) < _MOST_TRIED:
            terms.tried[key] = known
    return known


def _finds_alike(trials: Iterable[Trial], folded: str) -> bool:
    return all([tuple(one.find(folded)) == one.found for one in trials])
