"""Regular expressions of packs: those of others run under a time limit, those that ship run as fast as they can."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from smslint.datafiles import data_dir

TIMEOUT = 0.1  # seconds a pack's regular expression may take on one message before it counts as no match
_HAN = (("[\\p{Han}", "[\u4e00-\u9fff"), ("\\p{Han}", "[\u4e00-\u9fff]"))

Finder = Callable[[str], Iterator[tuple[int, int]]]


@lru_cache(maxsize=1024)
def finder(pattern: str, path: str) -> Finder:
    """What finds the spans of `pattern`, written in the pack file `path`, in a text.

    Shipped patterns are tested for their time on the corpus and run in `re` where it can read them, three times as
    fast; all others run in `regex` with a limit and raise TimeoutError past it.
    """
    if str(Path(path).resolve()).startswith(_shipped()):
        try:
            return _finder_in_re(re.compile(_without_properties(pattern)))
        except re.error:
            pass
    import regex

    compiled = regex.compile(pattern)
    return lambda text: (one.span() for one in compiled.finditer(text, timeout=TIMEOUT))


def _finder_in_re(compiled: re.Pattern[str]) -> Finder:
    return lambda text: (one.span() for one in compiled.finditer(text))


def _without_properties(pattern: str) -> str:
    for written, plain in _HAN:
        pattern = pattern.replace(written, plain)
    return pattern


@cache
def _shipped() -> str:
    return str(Path(data_dir("rules")).resolve())
