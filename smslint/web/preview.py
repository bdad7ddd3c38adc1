"""The message as it arrives: template variables filled with short, typical and long values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smslint.model import Variable, VariableType
from smslint.sms import count_segments
from smslint.template import find_variables

LENGTHS = ("shortest", "typical", "longest")
_Samples = tuple[str, str, str]
_SAMPLES: Mapping[VariableType, _Samples] = MappingProxyType({
    VariableType.AMOUNT: ("0.01", "3256.80", "9999999.99"),
    VariableType.DATE: ("1月1日", "12月5日", "2026年12月25日"),
    VariableType.NAME: ("王", "王小明", "阿卜杜热西提·买买提江"),
    VariableType.PHONE: ("95555", "4006661234", "0755-88888888转8888"),
    VariableType.TEXT: ("甲", "某某银行", "某某消费金融股份有限公司"),
    VariableType.UNKNOWN: ("1", "1234", "一二三四五六七八九十一二三四五六七八九十"),
})  # fmt: skip
_DEFAULT_LONGEST = 20
_LONGEST: Mapping[str, int] = MappingProxyType({"aliyun": 35, "tencent": 12, "huawei": 20})  # by gateway


def previews(text: str, platform: str | None = None) -> dict[str, object]:
    """For every length the text as sent with its characters and billed parts; `platform` bounds the longest values."""
    variables = find_variables(text)
    return {name: _preview(text, variables, at, platform) for at, name in enumerate(LENGTHS)}


def _preview(text: str, variables: tuple[Variable, ...], at: int, platform: str | None) -> dict[str, object]:
    pieces: list[dict[str, object]] = []
    end = 0
    for one in variables:
        pieces += _piece(text[end : one.span.start])
        pieces.append({"text": _sample(one.type, at, platform), "variable": text[one.span.start : one.span.end]})
        end = one.span.end
    pieces += _piece(text[end:])
    sent = count_segments("".join(str(one["text"]) for one in pieces))
    return {"pieces": pieces, "encoding": sent.encoding, "length": sent.length, "parts": sent.parts}


def _piece(text: str) -> list[dict[str, object]]:
    return [{"text": text, "variable": None}] if text else []


def _sample(kind: VariableType, at: int, platform: str | None) -> str:
    sample = _SAMPLES[kind][at]
    bound = _LONGEST.get(platform or "", _DEFAULT_LONGEST)
    if LENGTHS[at] == "longest" and kind in (VariableType.TEXT, VariableType.UNKNOWN):
        return (sample * bound)[:bound]
    return sample[:bound]
