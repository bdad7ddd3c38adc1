"""The second pass: separators that were put inside a word (起*诉, 起 诉, 起😀诉) are taken out."""

from __future__ import annotations

import re

from smslint.normalize.folding import NormalText

# Sentence marks, brackets and quotes are none of these. 囗 is Han by its code alone: a box drawn between two words.
_MARK = (
    r"[ *.·\-_/|~^+=`'#@&$%\\…—\u00a1-\u00bf\u2010-\u2017\u2020-\u20ff\u2190-\u2bff\u30fb\u3030囗\ufffd"
    r"\U0001f000-\U0001faff]"
)
_GAP = re.compile(rf"{_MARK}(?<=[^\0-\u33ff].){_MARK}*")  # after a Han character, nearly
_MOST = 3  # in a row; a longer run is a line or a mask
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟年月日号元角分")


def compact(normal: NormalText) -> NormalText | None:
    """`normal` without up to three separators in a row between two Han characters; None where there are none."""
    if not _GAP.search(normal.text):
        return None
    gaps = [found.span() for found in _GAP.finditer(normal.text) if _splits(normal.text, *found.span())]
    return _without(normal, gaps) if gaps else None


def _splits(text: str, start: int, end: int) -> bool:
    if end - start > _MOST or start == 0 or end == len(text):
        return False
    before, after = text[start - 1], text[end]
    return _is_han(before) and _is_han(after) and not (before in _NUMERALS and after in _NUMERALS)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def _without(normal: NormalText, gaps: list[tuple[int, int]]) -> NormalText:
    edges = [0, *(edge for gap in gaps for edge in gap), len(normal.text)]
    kept = [slice(*pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    return NormalText(
        normal.source,
        "".join([normal.text[part] for part in kept]),
        tuple([index for part in kept for index in normal.origin[part]]),
        tuple([index for part in kept for index in normal.ends[part]]),
    )
