"""The second pass: separators that were put inside a word (起*诉, 起 诉, 起😀诉) are taken out."""

from __future__ import annotations

import re

from smslint.normalize.folding import NormalText

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Marks that end a sentence or a clause, brackets and quotes are none of these.
_MARK = r" *.·\-_/|~^+=`'#@&$%\\…—•‧∙\u00a1-\u00bf\u2010-\u2017\u2020-\u2bff\u30fb\u3030囗\U0001f000-\U0001faff"
# 囗 is a Han character only by its code: a frame, put between characters as a box is.
_SPLIT = re.compile(rf"[{_MARK}](?<=[{_HAN}].)[{_MARK}]{{0,2}}(?=[{_HAN}])")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟年月日号元角分")


def compact(normal: NormalText) -> NormalText | None:
    """`normal` without up to three separators in a row between two Han characters; None where there are none."""
    if not _SPLIT.search(normal.text):
        return None
    kept = _kept(normal.text)
    return _take(normal, kept) if len(kept) < len(normal.text) else None


def _kept(text: str) -> list[int]:
    kept: list[int] = []
    position = 0
    for found in _SPLIT.finditer(text):
        if text[found.start() - 1] in _NUMERALS and text[found.end()] in _NUMERALS:
            continue
        kept += range(position, found.start())
        position = found.end()
    return [*kept, *range(position, len(text))]


def _take(normal: NormalText, kept: list[int]) -> NormalText:
    text, origin, ends = normal.text, normal.origin, normal.ends
    return NormalText(
        normal.source,
        "".join([text[index] for index in kept]),
        tuple([origin[index] for index in kept]),
        tuple([ends[index] for index in kept]),
    )
