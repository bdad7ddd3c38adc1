"""The features of a text: its characters and pairs of characters, and which of them stand behind a denial."""

from __future__ import annotations

import re
from operator import add

# That there is a number tells something, which number does not. In UTF-8 no other character has these bytes.
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_NAME = re.compile("(?<=】)(尊敬的|亲爱的)?[\u4e00-\u9fa5]{1,3}?(?=先生|女士)")  # nor does whose name it is
_ANYBODY = r"\1某"
# What a denial may reach: the rest of its clause. 不还, 不仅, 不但, 不得, 没还, 非常 … deny nothing that follows.
_DENIAL = re.compile(
    "(?:不(?![还還得管仅僅单單只但过過说說然同料足起清妨住])|[没沒未别別](?![还還人家的])|无(?![力视視赖賴耻恥])|非(?!常)|[勿甭莫唔冇])"
    "((?:[^,:;!?。 \n\r]|(?<=0)[,:](?=0))+)"
)
_DENIED = "¬"  # before such a feature; no folded text of a sender has it often


def grams(text: str) -> set[str]:
    """The characters and the pairs of adjacent characters of a folded text, all digits and all names alike."""
    return _grams(_alike(text))


def wording(text: str) -> set[str]:
    """The `grams` of a folded text, and those that stand behind a denial once more, marked."""
    text = _alike(text)
    denied = [_DENIED + one for reach in _DENIAL.findall(text) for one in _grams(reach)]
    return {*_grams(text), *denied}


def _grams(text: str) -> set[str]:
    return {*text, *map(add, text, text[1:])}


def _alike(text: str) -> str:
    """`text` with all digits and all names of recipients alike."""
    text = text.encode("utf-8", "surrogatepass").translate(_DIGITS).decode("utf-8", "surrogatepass")
    return _NAME.sub(_ANYBODY, text) if "】" in text else text
