"""Disguised forms of a word: in parts, in pinyin, by look-alike, by homophone; and characters of the other script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations, islice, product, zip_longest

from smslint.normalize.tables import homophones, lookalikes, script_variants, splits, syllables

MOST = 60  # variants of one term
_WHOLE_PINYIN = 6  # letters; a shorter run of letters may be anything
_WAYS = 3  # of splitting one character
_LONGEST_SPLIT = 6
# A letter before one of these is no disguise: A类, B区.
_LETTERED = frozenset("类区座级型股款组号口线照卡站楼栋幢层班等期仓馆厅栏键盘")

IsWord = Callable[[str], bool]


def variants(term: str, is_word: IsWord) -> Iterator[tuple[str, str]]:
    """`(variant, how)` for each likely disguise of a folded `term`, none with a dictionary word where it differs."""
    return islice(_distinct(term, is_word), MOST) if len(term) > 1 else iter(())


def traditional_hint(source: str) -> Sequence[int]:
    """The positions in an author's text of Traditional, regional, obsolete and radical forms that folding changes."""
    forms = script_variants()
    return () if forms.keys().isdisjoint(source) else [index for index, char in enumerate(source) if char in forms]


def is_mostly_traditional(source: str) -> bool:
    """Whether more characters of `source` are Traditional only than are Simplified only."""
    changed = len(traditional_hint(source))
    return changed > 0 and changed > sum(map(_simplified_only, source))


def _simplified_only(char: str) -> bool:
    if not "一" <= char <= "龥" or char in script_variants():
        return False
    try:
        return len(char.encode("big5")) != 2
    except UnicodeEncodeError:
        return True


def _distinct(term: str, is_word: IsWord) -> Iterator[tuple[str, str]]:
    seen = {term}
    for how, most, make in _MAKERS:
        for variant in islice(make(term, is_word), most):
            if variant not in seen:
                seen.add(variant)
                yield variant, how


def _split(term: str, is_word: IsWord) -> Iterator[str]:
    """Characters written as their parts: all of them, one of them, some of them."""
    if len(term) > _LONGEST_SPLIT:
        return
    choices = [[char, *splits().get(char, ())[:_WAYS]] for char in term]
    for picked in sorted(product(*map(range, map(len, choices))), key=_split_rank):
        pieces = [ways[index] for ways, index in zip(choices, picked, strict=True)]
        if any(picked) and not any(is_word(piece) for piece, index in zip(pieces, picked, strict=True) if index):
            yield "".join(pieces)


def _split_rank(picked: tuple[int, ...]) -> tuple[int, int]:
    whole = picked.count(0)
    return sum(index > 1 for index in picked), min(whole, len(picked) - whole)


def _pinyin(term: str, is_word: IsWord) -> Iterator[str]:
    """One syllable in letters, the whole in letters, or one half in letters or initials: qi诉, zhengxin, fy传票."""
    read = [_spellings(char) for char in term]
    if not all(read):
        return
    for rank in range(max(map(len, read))):
        for index, ways in enumerate(read):
            if rank < len(ways) and len(ways[rank]) > 1:
                yield term[:index] + ways[rank] + term[index + 1 :]
        if rank == 0:
            yield from _longer_pinyin(term, [ways[0] for ways in read])


def _longer_pinyin(term: str, read: list[str]) -> Iterator[str]:
    if len("".join(read)) >= _WHOLE_PINYIN:
        yield "".join(read)
    if len(term) == 2:
        yield from _short_pinyin(term, read)
    half = (len(term) + 1) // 2
    if len(term) > 2:
        yield "".join(read[:half]) + term[half:]
        yield term[:half] + "".join(read[half:])
        yield "".join(one[0] for one in read[:half]) + term[half:]
    if len(term) == 3:
        yield from (term[:index] + one[0] + term[index + 1 :] for index, one in enumerate(read))
    if len(term) > 3:
        yield term[:half] + "".join(one[0] for one in read[half:])


def _short_pinyin(term: str, read: list[str]) -> Iterator[str]:
    """An initial for the first of two characters, or a syllable beside a look-alike: s门, 俞qi."""
    if term[1] not in _LETTERED:
        yield read[0][0] + term[1]
    first, second = (lookalikes().get(char, "")[:1] for char in term)
    yield from (one for one, other in ((first + read[1], first), (read[0] + second, second)) if other)


def _spellings(char: str) -> list[str]:
    """The syllables of `char`; ü typed as v or as u."""
    read = syllables().get(char, ())
    return [*read, *(one.replace("v", "u") for one in read if "v" in one)]


def _look_alike(term: str, is_word: IsWord) -> Iterator[str]:
    return _replaced(term, [lookalikes().get(char, "") for char in term], is_word)


def _two_look_alikes(term: str, is_word: IsWord) -> Iterator[str]:
    """Two characters replaced at once (侓帅函), by their two nearest look-alikes."""
    near = [lookalikes().get(char, "")[:2] for char in term] if len(term) < 4 else []
    for (first, one), (second, other) in combinations(enumerate(near), 2):
        for pair in product(one, other):
            variant = term[:first] + pair[0] + term[first + 1 : second] + pair[1] + term[second + 1 :]
            if pair[0] != pair[1] and not any(_makes_word(variant, index, is_word) for index in (first, second)):
                yield variant


def _homophone(term: str, is_word: IsWord) -> Iterator[str]:
    return _replaced(term, [homophones().get(char, "") for char in term], is_word)


def _replaced(term: str, others: list[str], is_word: IsWord) -> Iterator[str]:
    """`term` with one character replaced, the first choices of every place before the second ones."""
    places = ([(index, other) for other in row] for index, row in enumerate(others))
    for index, other in (one for one in chain.from_iterable(zip_longest(*places)) if one):
        variant = term[:index] + other + term[index + 1 :]
        if not _makes_word(variant, index, is_word):
            yield variant


def _makes_word(variant: str, index: int, is_word: IsWord) -> bool:
    """Whether the character at `index` is part of a dictionary word within `variant`."""
    return any(
        is_word(variant[start:end])
        for start in range(index + 1)
        for end in range(index + 1, len(variant) + 1)
        if end - start > 1
    )


_MAKERS: tuple[tuple[str, int, Callable[[str, IsWord], Iterator[str]]], ...] = (
    ("split", 12, _split),  # how, how many at most, made by
    ("pinyin", 14, _pinyin),
    ("look-alike", 14, _look_alike),
    ("look-alike", 8, _two_look_alikes),
    ("homophone", MOST, _homophone),
)
