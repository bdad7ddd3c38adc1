"""What smslint is measured against: a keyword filter as senders use, and the same jobs from the shelf."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any

import ahocorasick_rs
import jieba

_MONEY = re.compile(r"(?:人民币|[¥￥])?\d[\d,]*(?:\.\d+)?[元万]")
_SHELF = ("cn2an", "dateparser.search", "phonenumbers")


def keyword_filter(words: Sequence[str]) -> Callable[[str], object]:
    """The first of `words` that a lower-cased text holds, tried one after the other."""
    lowered = [word.lower() for word in words]

    def work(text: str) -> str | None:
        small = text.lower()
        return next((word for word in lowered if word in small), None)

    return work


def bare_scan(words: Sequence[str]) -> Callable[[str], object]:
    """All `words` in a text, overlapping, and nothing else."""
    automaton = ahocorasick_rs.AhoCorasick(list(words), store_patterns=False)
    return lambda text: automaton.find_matches_as_indexes(text, overlapping=True)


def shelf(words: Sequence[str]) -> tuple[Callable[[str], object] | None, list[str]]:
    """Words, keywords, money, dates and telephone numbers from libraries that are installed; None for none."""
    modules: dict[str, Any] = {}
    for name in _SHELF:
        try:
            modules[name] = importlib.import_module(name)
        except ImportError:
            continue
    if not modules:
        return None, []
    automaton = ahocorasick_rs.AhoCorasick(list(words), store_patterns=False)

    def work(text: str) -> object:
        found: list[object] = [jieba.lcut(text), automaton.find_matches_as_strings(text), _MONEY.findall(text)]
        if "cn2an" in modules:
            found.append(modules["cn2an"].transform(text))
        if "dateparser.search" in modules:
            found.append(modules["dateparser.search"].search_dates(text, languages=["zh"]))
        if "phonenumbers" in modules:
            found.append(list(modules["phonenumbers"].PhoneNumberMatcher(text, "CN")))
        return found

    return work, list(modules)
