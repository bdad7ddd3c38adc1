"""Bytes -> text: UTF-8, UTF-16 and GB18030, each tried strictly; what is none of them is an error and never a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from smslint.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_UTF8_CHAR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_EVERYDAY = re.compile(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u203f]")
_SAMPLE = 20_000  # bytes that a guess looks at
_MOSTLY = 0.9  # the share of everyday characters that makes a guess at UTF-16 safe
_DAMAGED = 0.8  # the share of well-formed UTF-8 from which bytes are damaged UTF-8; GB18030 reaches 0.75 by chance
_COMMON = 0.45  # the least share of GB 2312 among the characters of real GB18030 text; Big5 or Latin-1 misread has less


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the name of the encoding it was found in."""

    text: str
    encoding: str


def decode(data: bytes, path: str) -> Decoded:
    """The text of `data`; an InputError where it is binary, damaged or in an encoding that is not read."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("UTF-32 is not supported; save the file as UTF-8", path)
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return Decoded(_marked(data[len(mark) :], codec, path), name)
    if b"\0" in data:
        return _unmarked_utf16(data, path)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _gb18030(data, error, path)


def _marked(data: bytes, codec: str, path: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {codec.upper()} from byte {error.start} on", path) from error
    if "\0" in text:
        raise InputError("binary file (it holds NUL characters)", path)
    return text


def _unmarked_utf16(data: bytes, path: str) -> Decoded:
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(_EVERYDAY.findall(text[:_SAMPLE])) > _MOSTLY * len(text[:_SAMPLE]):
            return Decoded(text, codec)
    raise InputError("binary file (it holds NUL bytes)", path)


def _gb18030(data: bytes, error: UnicodeDecodeError, path: str) -> Decoded:
    """The text as GB18030, unless the bytes are damaged UTF-8, which would decode to nonsense."""
    if _looks_like_utf8(data) or _is_cut_short(error):
        head = data[: error.start].decode("utf-8")
        line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
        raise InputError(f"not valid UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}", path, line, column)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if not _looks_chinese(text):
        raise InputError("unknown encoding (neither UTF-8 nor UTF-16 nor GB18030); save the file as UTF-8", path)
    return Decoded(text, "gb18030")


def _looks_like_utf8(data: bytes) -> bool:
    high = len(_HIGH_BYTE.findall(data))
    valid = sum(len(found) for found in _UTF8_CHAR.findall(data))
    return valid > _DAMAGED * high


def _is_cut_short(error: UnicodeDecodeError) -> bool:
    """Whether all was UTF-8 until the data ended in the middle of a character."""
    return error.end == len(error.object) and not error.object[: error.start].isascii()


def _looks_chinese(text: str) -> bool:
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    known = sum(bool(char.encode("gb2312", "ignore")) for char in foreign)
    return bool(foreign) and known >= _COMMON * len(foreign)
