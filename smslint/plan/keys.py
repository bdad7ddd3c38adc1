"""Keys: of a text, equal for texts that differ by digits or disguise only; of a recipient, one for all spellings."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from functools import cache

from smslint.normalize import normalize
from smslint.normalize.tables import splits, syllables

_DIGITS = re.compile("[0-9]+")
_CHINESE_NUMBER = re.compile(
    r"[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]{2,}(?=[元圆角分年月日号天期%])"
)
_LETTER = re.compile(r"[0-9a-z#\u3400-\u9fff\ue000-\uf8ff]")
_RADICALS = re.compile("[讠氵亻扌饣纟钅犭忄礻衤疒阝刂⺮艹辶]")
WIDE = ("０１２３４５６７８９＋", "0123456789+")
PHONE_MARKS = r"[ \t\r\n\x{A0}\x{3000}()（）·.\-‐‑‒–—―]+"
MOBILE = r"(?:\+|00)?(?:86)?1[3-9][0-9]{9}"
"""How a mobile number is written, as SQL and Python read it; `PHONE_MARKS` stand between its digits."""
_marks = re.compile(PHONE_MARKS.replace(r"\x{A0}\x{3000}", "\xa0\u3000"))
_mobile = re.compile(MOBILE)
_wide = str.maketrans(*WIDE)


def same_text(text: str) -> str:
    """What is left of `text` when numbers are masked and disguise is seen through: its sounds, without marks.

    起诉, 起*诉, qi诉 and 讠斥 for 诉 come out alike, and so do 1,280.00元 and 980元.
    """
    plain = _joined(normalize(text).text)
    return _DIGITS.sub("#", _CHINESE_NUMBER.sub("#", plain).translate(_SOUNDS))


def text_key(text: str) -> int:
    """The key of `same_text` as a signed number of 64 bits; the same on every machine and in every run."""
    digest = hashlib.blake2b(same_text(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def canonical_recipient(recipient: str) -> str:
    """One spelling for a mobile number: `+86 138-0000-0000` is `13800000000`; anything else stays, but for its ends."""
    narrow = recipient.translate(_wide)
    plain = _marks.sub("", narrow)
    return plain[-11:] if _mobile.fullmatch(plain) else narrow.strip(" \t\r\n")


def recipient_key(recipient: str, salt: bytes) -> str:
    """The recipient as reports name it: 16 hexadecimal digits that nobody can turn back without `salt`."""
    spelled = canonical_recipient(recipient).encode("utf-8", "surrogatepass")
    return hmac.new(salt, spelled, hashlib.sha256).hexdigest()[:16]


class _Sounds(dict[int, str]):
    """Folded character -> its main reading, itself, or nothing for a mark; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = syllables().get(char)
        sound = found[0] if found else char if _LETTER.match(char) else ""
        if len(self) < _MOST_SOUNDS:
            self[code] = sound
        return sound


_MOST_SOUNDS = 40_000  # hostile text cannot make the table grow for ever
_SOUNDS = _Sounds()


def _joined(text: str) -> str:
    """`text` with characters that were written as left and right part put together again."""
    return _split().sub(lambda found: _whole()[found[0]], text) if _RADICALS.search(text) else text


@cache
def _whole() -> Mapping[str, str]:
    """The two parts -> the character, where one of the parts is a radical that no text holds by itself."""
    return {parts: char for char, ways in splits().items() for parts in ways if _RADICALS.search(parts)}


@cache
def _split() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_whole(), key=len, reverse=True))))
