"""How long a template becomes: its text with every variable at its least, its usual and its greatest length."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from smslint.message import Message
from smslint.model import VariableType
from smslint.sms import Segments, count_segments

# An amount such as 3256.80, a date such as 12月05日, a name of three characters, a mobile number.
_USUAL: Mapping[VariableType, int] = MappingProxyType({
    VariableType.AMOUNT: 7, VariableType.DATE: 6, VariableType.NAME: 3, VariableType.PHONE: 11, VariableType.TEXT: 6,
    VariableType.UNKNOWN: 4,
})  # fmt: skip
_DIGITS = (VariableType.AMOUNT, VariableType.DATE, VariableType.PHONE)
_NARROW, _WIDE = "0", "国"


class Sizes(NamedTuple):
    """The message as sent with its variables at their least, usual and greatest length."""

    least: Segments
    usual: Segments
    most: Segments


def sizes(message: Message, longest: int) -> Sizes:
    """The sizes where no variable takes more than `longest` characters.

    A name of one letter leaves an English message in GSM-7; one that may be Chinese turns all of it into UCS-2.
    """
    usual = {kind: min(length, longest) for kind, length in _USUAL.items()}
    return Sizes(
        _filled(message, dict.fromkeys(_USUAL, _NARROW)),
        _filled(message, {kind: _NARROW * length for kind, length in usual.items()}),
        _filled(message, {kind: (_NARROW if kind in _DIGITS else _WIDE) * longest for kind in _USUAL}),
    )


def _filled(message: Message, values: Mapping[VariableType, str]) -> Segments:
    text, at = message.draft.text, 0
    pieces: list[str] = []
    for one in message.variables:
        pieces += text[at : one.span.start], values[one.type]
        at = one.span.end
    return count_segments("".join([*pieces, text[at:]]))
