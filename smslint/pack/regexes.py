"""Regular expressions of packs: those of others run under a time limit, those that ship run as fast as they can."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from smslint.datafiles import data_dir
from smslint.patterns import compiled

TIMEOUT = 0.1  # seconds a pack's regular expression may take on one message before it counts as no match
_HAN = (("[\\p{Han}", "[\u4e00-\u9fff"), ("\\p{Han}", "[\u4e00-\u9fff]"))
# What of a pattern names all digits or counts: codes of characters, repetitions, 0-9.
_NO_DIGITS = r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\{[0-9, ]*\}|0-9"
_DIGITS = "0123456789"
_CODE = r"\\u([0-9a-fA-F]{4})"
_RANGE = "([\u3400-\u9fff])-([\u3400-\u9fff])"


class Finder:
    """Finds the spans of `pattern`, written in the pack file `path`; compiled when it is first asked.

    Shipped patterns are tested for their time on the corpus and run in `re` where it can read them, three times as
    fast; all others run in `regex` with a limit and raise TimeoutError past it.
    """

    __slots__ = ("_find", "path", "pattern")

    def __init__(self, pattern: str, path: str) -> None:
        self.pattern, self.path = pattern, path
        self._find: _Find | None = None

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        if self._find is None:
            self._find = _compile(self.pattern, self.path)
        return self._find(text)

    def __reduce__(self) -> tuple[type[Finder], tuple[str, str]]:
        return Finder, (self.pattern, self.path)

    @property
    def literals(self) -> frozenset[str]:
        """The Han characters that the pattern names, and so tells from others."""
        return frozenset(char for char in self._written if "\u3400" <= char <= "\u9fff")

    @property
    def reads_digits(self) -> bool:
        """Whether the pattern may tell one digit from another."""
        return any(char in _DIGITS for char in compiled(_NO_DIGITS).sub("", self.pattern))

    @property
    def is_opaque(self) -> bool:
        """Whether the pattern may tell Han characters apart that it does not name: by a range of some of them."""
        return any(first > "\u4e00" or last < "\u9fa5" for first, last in compiled(_RANGE).findall(self._written))

    @property
    def _written(self) -> str:
        return compiled(_CODE).sub(lambda code: chr(int(code[1], 16)), self.pattern)


_Find = Callable[[str], Iterator[tuple[int, int]]]


def _compile(pattern: str, path: str) -> _Find:
    if str(Path(path).resolve()).startswith(_shipped()):
        with contextlib.suppress(re.error):
            plain = re.compile(_without_properties(pattern))
            return lambda text: (one.span() for one in plain.finditer(text))
    import regex

    compiled = regex.compile(pattern)
    return lambda text: (one.span() for one in compiled.finditer(text, timeout=TIMEOUT))


def _without_properties(pattern: str) -> str:
    for written, plain in _HAN:
        pattern = pattern.replace(written, plain)
    return pattern


@cache
def _shipped() -> str:
    return str(Path(data_dir("rules")).resolve())
