"""Words written so that a filter does not see them: sensitive words in disguise, and the tricks that no text needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from smslint.message import Message
from smslint.normalize.script import is_mostly_traditional, traditional_hint
from smslint.normalize.tables import syllables
from smslint.patterns import compiled
from smslint.scan.context import Context
from smslint.scan.hits import Hit, Hits
from smslint.segment import Verdict
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]

# Marks that also stand between whole words, for which only the packs' own words are looked at.
_ORDINARY_GAP = r"[\s/|\\~\-–—+&,;…]*"
_HAN_BUT_DE = r"[\u3400-\u9fff](?<!的)"
_NAME_MASK = r"[*＊○×●]+"
_RUN = re.compile(r"(?<![a-zA-Z])[a-z]{2,6}(?![a-zA-Z])")
_NO_SPELLING = frozenset("ta de le me he she you men can ok pan ban fan sun long song an en in app hi".split())
_HAN_PHONE = re.compile(
    r"[一幺壹1][三四五六七八九叁肆伍陆柒捌玖3-9](?:[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖0-9]){9}"
)
_RINGED = re.compile(r"[①-⑨⓪⓿❶-❾⒈-⒐⑴-⑼㈠-㈨]{3,}")


def disguised_words(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every word that stands there only in disguise, each place once."""
    taken: set[int] = set()
    for span, plain in _all(context):
        places = range(span.start, span.end)
        if taken.isdisjoint(places) and not context.is_named(span):
            taken.update(places)
            yield span, {"plain": plain}, ()


def _all(context: Context) -> Iterator[tuple[Span, str]]:
    for hits in (context.hits, context.compact):
        if hits is not None:
            for hit in _disguised(hits):
                yield hits.message.to_source(hit.start, hit.end), hits.message.text[hit.start : hit.end]
    message = context.hits.message
    yield from _hidden_inside(message)
    if context.compact is not None:
        yield from _split_words(context.compact.message, message)
    yield from _spelled(message)
    for found in _HAN_PHONE.finditer(message.text):
        if not found[0].isascii():
            yield message.to_source(*found.span()), "".join(_digit(char) for char in found[0])
    for found in _RINGED.finditer(message.draft.text):
        yield Span(*found.span()), "".join(_digit(char) for char in found[0])


def _digit(char: str) -> str:
    import unicodedata

    if char in "〇幺":
        return {"〇": "0", "幺": "1"}[char]
    value = unicodedata.numeric(char, None)
    return char if value is None else str(int(value))


def _disguised(hits: Hits) -> Iterator[Hit]:
    """The hits of sensitive words that are disguises, hold separators, or hold characters of the other script."""
    hidden = _other_script(hits.message)
    if not hidden and not hits.hidden and hits.message.plain is None:
        return
    for group in hits.lexicon.disguisable:
        for hit in hits.of(group):
            if hit.disguised or hits.message.normal.skipped(hit.start, hit.end) or _holds(hits, hit, hidden):
                yield hit


def _holds(hits: Hits, hit: Hit, places: frozenset[int]) -> bool:
    span = hits.message.to_source(hit.start, hit.end)
    return any(span.start <= place < span.end for place in places)


def _other_script(message: Message) -> frozenset[int]:
    """Source offsets of Traditional and variant characters, unless the text is written that way throughout."""
    source = message.draft.text
    changed = traditional_hint(source)
    return frozenset(() if not changed or is_mostly_traditional(source) else changed)


def _hidden_inside(message: Message) -> Iterator[tuple[Span, str]]:
    """Words with invisible characters between their own."""
    normal = message.normal
    if isinstance(normal.origin, range):
        return
    for place in range(len(normal.text) - 1):
        if normal.ends[place] < normal.origin[place + 1] and _is_han(normal.text[place : place + 2]):
            start, end = _word_around(message, place)
            end = max(end, place + 2)
            yield message.to_source(start, end), message.text[start:end]


def _split_words(compact: Message, plain: Message) -> Iterator[tuple[Span, str]]:
    """Dictionary words with marks between their characters that nobody writes between words."""
    normal = compact.normal
    for place in range(len(normal.text) - 1):
        gap = normal.source[normal.ends[place] : normal.origin[place + 1]]
        if not gap or compiled(_ORDINARY_GAP).fullmatch(gap):
            continue
        start, end = _word_around(compact, place)
        if compiled(_NAME_MASK).fullmatch(gap) and (
            "*" not in gap or start == 0 or not compiled(_HAN_BUT_DE).match(compact.text, start - 1)
        ):
            continue  # 冯*军 at the head of a clause and 尊敬的王○明 are persons
        if start <= place < end - 1 and _apart(compact, plain, start, place + 1, end):
            yield compact.to_source(start, end), compact.text[start:end]


def _apart(compact: Message, plain: Message, start: int, middle: int, end: int) -> bool:
    """Whether the two pieces of a word are no parts of other words where the mark still stands between them."""
    pieces = (compact.to_source(start, middle), compact.to_source(middle, end))
    return all(plain.verdict(*plain.normal.from_source(piece)) is Verdict.ALIGNED for piece in pieces)


def _word_around(message: Message, place: int) -> tuple[int, int]:
    """The word that holds the character at `place`."""
    begin, stop = message.clause_of(place)
    for word in message.segmenter.cut(message.text[begin:stop]):
        if place < begin + len(word):
            return begin, begin + len(word)
        begin += len(word)
    return place, place + 1


def _spelled(message: Message) -> Iterator[tuple[Span, str]]:
    """Single syllables in letters that make a word with the character beside them (欠kuan, dan位)."""
    for run in _RUN.finditer(message.text):
        letters = message.to_source(*run.span()).of(message.draft.text)
        found = _spelled_word(message, run) if letters.islower() and run[0] not in _NO_SPELLING else None
        if found:
            start, end, word = found
            yield message.to_source(start, end), word


def _spelled_word(message: Message, run: re.Match[str]) -> tuple[int, int, str] | None:
    text, is_word = message.text, message.segmenter.is_word
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    for char in _chars_of().get(run[0], ""):
        for word, start, end in (
            (before + char, run.start() - 1, run.end()),
            (char + after, run.start(), run.end() + 1),
        ):
            if len(word) == 2 and _is_han(word) and is_word(word):
                return start, end, word
    return None


@cache
def _chars_of() -> Mapping[str, str]:
    """Syllable -> the characters mainly read so."""
    found: dict[str, str] = {}
    for char, names in syllables().items():
        found[names[0]] = found.get(names[0], "") + char
    return found


def _is_han(text: str) -> bool:
    return len(text) > 0 and all("\u3400" <= char <= "\u9fff" for char in text)
