"""The features of a text: its characters and pairs of characters."""

from __future__ import annotations

import re
from operator import add

# That there is a number tells something, which number does not. In UTF-8 no other character has these bytes.
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NAME = re.compile("(?<=】)(尊敬的|亲爱的)?[\u4e00-\u9fa5]{1,3}?(?=先生|女士)")  # nor does whose name it is
_ANYBODY = r"\1某"


def grams(text: str) -> set[str]:
    """The characters and the pairs of adjacent characters of a folded text, all digits and all names alike."""
    text = text.encode("utf-8", "surrogatepass").translate(_DIGITS).decode("utf-8", "surrogatepass")
    if "】" in text:
        text = _NAME.sub(_ANYBODY, text)
    return {*text, *map(add, text, text[1:])}
