"""Disguise undone in the message: what a text sounds like, what its rare characters look like, what its parts make.

Three ways to hide a sensitive word leave a trace that ordinary text does not: a character that sounds right but
makes no word (起素), a character that nobody uses but which looks right (侓师函), a character written as its parts
(言斥). The trace is followed back to the word; what stands in a word of its own (一起|素食) is no disguise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import product
from operator import add
from typing import Generic, TypeVar

from smslint.message import Message
from smslint.normalize.tables import lookalikes, splits, syllables
from smslint.patterns import compiled
from smslint.scan.words import Words, pairs_of
from smslint.segment import Verdict
from smslint.store import Deferred

Place = tuple[int, int, tuple[str, ...]]  # a stretch of the text, and the characters that it may stand for
_Trick = tuple[
    str, str, int
]  # the character that parts make; or a term, and which place of it looks different (-1: none)
Found = tuple[int, int, int]  # number of the term, start and end in the folded text

_LETTERS = re.compile(r"[a-z]+")
_ROW = "[A-Za-z\u3400-\U0010ffff]*"
_FAMILIAR = frozenset(
    "app atm vip sms ios http https www com cn net org td qq pos kyc id ok hi no pc hr ceo html wap url rmb cny hkd ntd"
    " usd twd sim wifi pin otp faq ai etc gps plus pro max mini one pay bank credit".split()
)
_MOST_CHOICES, _REACH, _NEAREST, _TELLING = 24, 6, 3, 3
_FUNCTION = frozenset("了的你您我他她它在到过着就不没有一是给把被让上下来去会将要请由从至与和及或可能已于向对为")
_SYLLABLE_BASE = 0xE100  # private-use characters, one a syllable: never in a folded text


class Unmasker:
    """Finds the sensitive `terms` (term -> number) that a message holds only in disguise.

    Of the terms of two characters only the `short` ones are looked for as they sound: the others sound like too much.
    """

    def __init__(self, terms: Mapping[str, int], short: frozenset[str]) -> None:
        self._short = short
        self._terms = {term: number for term, number in terms.items() if len(term) > 1}
        chars = {char for term in self._terms for char in term}
        telling = [term for term in self._terms if len(term) >= _TELLING or term in short]
        looks = {alias: (term, place) for term in telling for alias, place in _look_alikes(term)}
        self._sounds = _Sounds(self._terms)
        self._resembled = _reversed_lookalikes(chars)
        self._tricks: _Table[_Trick] = _Table(
            {alias: ("", term, place) for alias, (term, place) in looks.items()}
            | {part: (char, "", 0) for char in sorted(chars) for part in splits().get(char, ())[:3]}
            | {letters: ("", term, -1) for term in telling for letters in _initials(term)}
        )
        plain = {alias: term for alias, (term, _) in looks.items()} | {term: term for term in self._terms}
        self._plain = Deferred(_Table(plain))

    def find(self, message: Message) -> Iterator[Found]:
        """`(number, start, end)` of every term in disguise; what is part of an ordinary word is left out."""
        yield from self._by_sound(message)
        text = message.text
        parts: list[Place] = []
        for start, end, (char, term, place) in self._tricks.find(text):
            if char:
                parts.append((start, end, (char,)))
            elif _is_loose(message, start + place) if place >= 0 else not _letters_beside(text, start, end):
                yield self._terms[term], start, end
        rare: list[Place] = []
        if not self._resembled.keys().isdisjoint(text):
            rare = [(at, at + 1, self._resembled[char]) for at, char in enumerate(text) if char in self._resembled]
        # A part of a character is rare by itself: the reading that takes in more of the text goes first.
        for group in _neighbours(sorted({*parts, *rare}, key=lambda one: (one[0], -one[1]))):
            yield from self._restored(message, group)
            if len(group) > 1:
                for one in group:
                    yield from self._restored(message, [one])

    def touched(self, text: str, start: int, end: int) -> Iterable[int]:
        """The characters of `text[start:end]`, Han all of them, that may be part of a disguise.

        That are all of them where a rare character, or one in parts, stands in one row of characters with them.
        """
        low, high = start, _row_behind(text, end)
        while low > 0 and _is_letter_or_han(text[low - 1]):
            low -= 1
        row = text[low:high]
        if self._is_innocent(row):
            return ()
        if not self._resembled.keys().isdisjoint(row) or next(self._tricks.find(row), None):
            return range(start, end)
        found = [range(max(first + low, start), min(last + low, end)) for _, first, last, _ in self._sound_alike(row)]
        return {place for places in found for place in places}

    def _is_innocent(self, row: str) -> bool:
        """Whether no two characters of `row` stand together in anything looked for: so it is for nearly all names."""
        sound = self._sounds.of_han(row)
        return (
            sound is not None
            and self._resembled.keys().isdisjoint(row)
            and self._pairs.isdisjoint(map(add, row, row[1:]))
            and self._pairs.isdisjoint(map(add, sound, sound[1:]))
        )

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """The pairs of characters of all that is looked for, and of sounds; none of it is of one character."""
        return pairs_of([*self._tricks.words, *self._sounds.words])

    def _by_sound(self, message: Message) -> Iterator[Found]:
        for term, start, end, changed in self._sound_alike(message.text):
            if all([_is_loose(message, place) for place in changed]):
                yield self._terms[term], start, end

    def _sound_alike(self, text: str) -> Iterator[tuple[str, int, int, list[int]]]:
        """What sounds like a term: the term, where it stands, and the characters that must be words of their own."""
        for term, start, end in self._sounds.find(text):
            if end - start != len(term):
                yield term, start, end, []
            elif len(term) >= _TELLING or term in self._short:
                changed = [start + place for place, char in enumerate(term) if text[start + place] != char]
                few = 0 < len(changed) <= max(1, len(term) // 2)
                if few and _FUNCTION.isdisjoint([text[place] for place in changed]):
                    yield term, start, end, changed

    def _restored(self, message: Message, places: list[Place]) -> Iterator[Found]:
        """The terms that appear when each place is read as one of its characters."""
        if not places:
            return
        text, first, last = message.text, places[0][0], places[-1][1]
        left, right = max(0, first - _REACH), last + _REACH
        for choice in _choices([chars for _, _, chars in places]):
            window, origin = _rewritten(text, left, right, places, choice)
            for start, end, word in self._plain.value.find(window):
                begin, stop = origin[start], origin[end - 1] + 1
                stop = max([stop, *(place_end for place, place_end, _ in places if begin <= place < stop)])
                if any(begin <= place < stop for place, _, _ in places):
                    yield self._terms[word], begin, stop


def _is_loose(message: Message, place: int) -> bool:
    """Whether the character stands as a word of its own: nothing that an ordinary sentence does with it."""
    return message.verdict(place, place + 1) is Verdict.ALIGNED


def _choices(options: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for count, choice in enumerate(product(*options)):
        if count >= _MOST_CHOICES:
            return
        yield choice


def _rewritten(text: str, left: int, right: int, places: list[Place], choice: tuple[str, ...]) -> tuple[str, list[int]]:
    """The window with each place read as chosen, and where each of its characters came from."""
    pieces: list[str] = []
    origin: list[int] = []
    position = left
    for (start, end, _), char in zip(places, choice, strict=True):
        pieces += [text[position:start], char]
        origin += [*range(position, start), start]
        position = end
    pieces.append(text[position:right])
    origin += range(position, min(right, len(text)))
    return "".join(pieces), origin


def _neighbours(places: Iterable[Place]) -> Iterator[list[Place]]:
    """Runs of places near enough to belong to one word; of two that overlap, the first."""
    group: list[Place] = []
    for place in places:
        if group and place[0] < group[-1][1]:
            continue
        if group and (place[0] - group[-1][1] > 2 or len(group) > 3):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _reversed_lookalikes(chars: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Rare character -> the characters of sensitive terms that it looks like, the likeliest first."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    for char in sorted(chars):
        for rank, other in enumerate(lookalikes().get(char, "")):
            ranked.setdefault(other, []).append((rank, char))
    return {other: tuple(char for _, char in sorted(found)[:6]) for other, found in ranked.items() if _is_rare(other)}


@cache
def _everyday() -> frozenset[str]:
    """GB 2312 level 1: the 3,755 characters of everyday use."""
    codes = ((high, low) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA))
    return frozenset(bytes(code).decode("gb2312") for code in codes)


def _is_rare(char: str) -> bool:
    """Whether `char` is a Han character beyond everyday use: where it looks like another it has no other business."""
    return ("\u3008" <= char <= "\udfff" and char not in _everyday()) or char > "\uffff"


def _look_alikes(term: str) -> Iterator[tuple[str, int]]:
    """`term` with an everyday look-alike in the place of one character (律帅函), and which place."""
    if len(term) < _TELLING and not _FUNCTION.isdisjoint(term):
        return
    for place, char in enumerate(term):
        for other in [one for one in lookalikes().get(char, "") if not _is_rare(one)][:_NEAREST]:
            yield term[:place] + other + term[place + 1 :], place


def _initials(term: str) -> Iterator[str]:
    """`term` with initials for one half (fy传票, s门)."""
    initials = [names[0][0] for names in (syllables().get(char, ("",)) for char in term) if names[0]]
    half = (len(term) + 1) // 2
    if len(initials) == len(term):
        yield "".join(initials[:half]) + term[half:]
        yield term[:half] + "".join(initials[half:])


def _letters_beside(text: str, start: int, end: int) -> bool:
    """Whether the letters at an edge of the stretch go on beyond it."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return (_is_letter(before) and _is_letter(text[start])) or (_is_letter(after) and _is_letter(text[end - 1]))


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_letter_or_han(char: str) -> bool:
    return _is_letter(char) or char >= "\u3400"


def _row_behind(text: str, start: int) -> int:
    """Where the letters and Han characters end that stand at `start`."""
    return found.end() if (found := compiled(_ROW).match(text, start)) else start


T = TypeVar("T")


class _Table(Generic[T]):
    """Words to be found in a text, and what each stands for."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._meanings = Deferred(tuple(words.values()))  # most texts have none of the words
        self._automaton = Words(words)

    @property
    def words(self) -> tuple[str, ...]:
        """All words."""
        return self._automaton.words

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """`(start, end, meaning)` of every word in `text`."""
        for index, start, end in self._automaton.find(text):
            yield start, end, self._meanings.value[index]


class _Sounds:
    """The terms as they sound, to be found in what a text sounds like; letters count as the syllables they spell."""

    def __init__(self, terms: Iterable[str]) -> None:
        read = syllables()
        names = sorted({one for ways in read.values() for one in ways})
        self._code = {name: chr(_SYLLABLE_BASE + number) for number, name in enumerate(names)}
        self._table = {ord(char): ord(self._code[ways[0]]) for char, ways in read.items()}
        keys: dict[str, list[str]] = {}
        for term in terms:
            for key in self._keys(term):
                keys.setdefault(key, []).append(term)
        self._of_key = tuple(tuple(found) for found in keys.values())
        self._automaton = Words(keys)

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for, a character a syllable."""
        return self._automaton.words

    def of_han(self, text: str) -> str | None:
        """What a text without letters sounds like; None where it has some."""
        return None if _LETTERS.search(text) else text.translate(self._table)

    def _keys(self, term: str) -> Iterator[str]:
        ways = [
            [*names, *(one.replace("v", "u") for one in names)]
            for names in (syllables().get(char, ()) for char in term)
        ]
        ways = [[one for one in dict.fromkeys(names) if one in self._code] for names in ways]
        for choice in list(product(*ways))[:8]:
            yield "".join(self._code[one] for one in choice)

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """`(term, start, end)` of all that sounds like a term, the plain term itself left out."""
        spelled = self._spelled(text)
        if spelled is None:
            sound, origin = text.translate(self._table), None
        else:
            sound, origin = spelled
        for index, start, end in self._automaton.find(sound):
            begin, stop = (start, end) if origin is None else (origin[start], origin[end])
            for term in self._of_key[index]:
                if text[begin:stop] != term:
                    yield term, begin, stop

    def _spelled(self, text: str) -> tuple[str, list[int]] | None:
        """The sound of a text with letters that spell syllables, and where each of its characters came from."""
        runs = [run for run in _LETTERS.finditer(text) if run[0] not in _FAMILIAR]
        spelled = [(run, syllables) for run in runs if (syllables := self._syllables(run[0]))]
        if not spelled:
            return None
        pieces: list[str] = []
        origin: list[int] = []
        position = 0
        for run, names in spelled:
            pieces.append(text[position : run.start()].translate(self._table))
            origin += range(position, run.start())
            place = run.start()
            for name in names:
                pieces.append(self._code[name])
                origin.append(place)
                place += len(name)
            position = run.end()
        pieces.append(text[position:].translate(self._table))
        origin += range(position, len(text) + 1)
        return "".join(pieces), origin

    def _syllables(self, run: str) -> tuple[str, ...]:
        """`run` cut into syllables, the longest first; empty if it spells none."""
        if not run:
            return ()
        if len(run) > 24:
            return ()
        for length in range(min(6, len(run)), 0, -1):
            if run[:length] in self._code:
                rest = self._syllables(run[length:])
                if rest or length == len(run):
                    return (run[:length], *rest)
        return ()
