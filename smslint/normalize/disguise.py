"""Disguised forms of a word: in parts, in pinyin, by look-alike, by homophone; and characters of the other script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from smslint.normalize.tables import homophones, lookalikes, script_variants, splits, syllables

MOST = 40  # variants of one term
_WHOLE_PINYIN = 6  # letters; a shorter run of letters may be anything
# A letter that numbers things, or one before such a thing, is no disguise: A门, T网.
_NUMBERING, _NUMBERED = frozenset("abcde"), frozenset("类区座级型股款组号口线照卡站楼栋幢层班等期仓馆厅栏键盘网")

IsWord = Callable[[str], bool]


def variants(term: str, is_word: IsWord | None, most: int = MOST) -> Iterator[tuple[str, str]]:
    """`(variant, how)` for the likeliest disguises of a folded `term`, none that `twists_word`.

    `how` is `split`, `pinyin`, `look-alike` or `homophone`. With None for `is_word` nothing is left out, which spares
    loading a dictionary; then ask `twists_word` of each variant that is met.
    """
    return islice(_distinct(term, is_word), most) if len(term) > 1 else iter(())


def twists_word(variant: str, term: str, is_word: IsWord) -> bool:
    """Whether a dictionary word stands where `variant` differs from `term`: then the text may well mean that word."""
    head = _shared(variant, term)
    tail = _shared(variant[:head:-1], term[:head:-1])
    for start in range(len(variant) - tail):
        for stop in range(max(start + 2, head + 1), len(variant) + 1):
            if is_word(variant[start:stop]) and variant[start:stop] not in term:
                return True
    return False


def _shared(one: str, two: str) -> int:
    """How many characters the two have in common at their heads."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((index for index, (here, there) in pairs if here != there), min(len(one), len(two)))


def traditional_hint(source: str) -> Sequence[int]:
    """The positions in an author's text of Traditional, regional, obsolete and radical forms that folding changes."""
    forms = script_variants()
    return () if forms.keys().isdisjoint(source) else [index for index, char in enumerate(source) if char in forms]


def is_mostly_traditional(source: str) -> bool:
    """Whether more characters of `source` are Traditional only than are Simplified only."""
    forms = script_variants()
    changed = sum(char in forms and _in_big5(char) for char in source)
    return changed > 0 and changed > sum(
        "一" <= char <= "龥" and char not in forms and not _in_big5(char) for char in source
    )


def _in_big5(char: str) -> bool:
    try:
        return len(char.encode("big5")) == 2
    except UnicodeEncodeError:
        return False


def _distinct(term: str, is_word: IsWord | None) -> Iterator[tuple[str, str]]:
    seen = {term}
    for variant, how in _in_turn(term):
        if variant not in seen and not (is_word and twists_word(variant, term, is_word)):
            seen.add(variant)
            yield variant, how


def _in_turn(term: str) -> Iterator[tuple[str, str]]:
    """The variants of every kind, some of each in each round, so that the first few are the likeliest."""
    waiting = [(how, share, make(term)) for how, share, make in _MAKERS]
    while waiting:
        taken = [(how, share, rest, list(islice(rest, share))) for how, share, rest in waiting]
        for how, _, _, some in taken:
            yield from ((variant, how) for variant in some)
        waiting = [(how, share, rest) for how, share, rest, some in taken if len(some) == share]


def _split(term: str) -> Iterator[str]:
    """All characters written as their parts, or one of them: 走己讠斥, 起讠斥."""
    ways = [splits().get(char, ()) for char in term]
    for rank in range(max(map(len, ways))):
        chosen = [one[rank] if rank < len(one) else char for one, char in zip(ways, term, strict=True)]
        yield "".join(chosen)
        yield from (term[:index] + one + term[index + 1 :] for index, one in enumerate(chosen))


def _pinyin(term: str) -> Iterator[str]:
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
    if term[1] not in _NUMBERED and read[0][0] not in _NUMBERING:
        yield read[0][0] + term[1]
    first, second = (lookalikes().get(char, "")[:1] for char in term)
    yield from (one for one, other in ((first + read[1], first), (read[0] + second, second)) if other)


def _spellings(char: str) -> list[str]:
    """The syllables of `char`; ü typed as v or as u."""
    read = syllables().get(char, ())
    return [*read, *(one.replace("v", "u") for one in read if "v" in one)]


def _look_alike(term: str) -> Iterator[str]:
    return _replaced(term, lookalikes())


def _homophone(term: str) -> Iterator[str]:
    return _replaced(term, homophones())


def _replaced(term: str, others: Mapping[str, str]) -> Iterator[str]:
    """`term` with one character replaced, the first choices of every place before the second ones."""
    rows = [(term[:index], others.get(char, ""), term[index + 1 :]) for index, char in enumerate(term)]
    for rank in range(max(len(row) for _, row, _ in rows)):
        yield from (before + row[rank] + after for before, row, after in rows if rank < len(row))


def _two_look_alikes(term: str) -> Iterator[str]:
    """Two characters replaced at once (侓帅函), by their two nearest look-alikes."""
    near = [lookalikes().get(char, "")[:2] for char in term] if len(term) < 4 else []
    for (first, one), (second, other) in combinations(enumerate(near), 2):
        for here, there in product(one, other):
            if here != there:
                yield term[:first] + here + term[first + 1 : second] + there + term[second + 1 :]


# how, how many in each round, and what makes them, the likeliest first
_MAKERS: tuple[tuple[str, int, Callable[[str], Iterator[str]]], ...] = (
    ("split", 2, _split),
    ("pinyin", 3, _pinyin),
    ("look-alike", 4, _look_alike),
    ("look-alike", 1, _two_look_alikes),
    ("homophone", 3, _homophone),
)
