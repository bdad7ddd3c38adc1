"""Word boundaries by jieba's dictionary: rjieba (HMM off) where it is installed, jieba itself otherwise."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

_REMEMBERED = 2048  # clauses; senders repeat theirs word for word
_SURROGATE = re.compile("[\ud800-\udfff]")


class Verdict(StrEnum):
    """How a stretch stands to the words around it."""

    ALIGNED = "aligned"  # begins and ends where words do
    NESTED = "nested"  # within one longer word, as 起诉 in 起诉书
    STRADDLING = "straddling"  # cuts a word in two, as 上门 in 网上|门店


class Segmenter:
    """Cuts text into words; loads nothing until it is first asked, and may be shared between threads."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._lock = threading.Lock()
        self._engine: _Engine | None = None
        self._edges = lru_cache(_REMEMBERED)(self._edges_of)

    def cut(self, text: str) -> list[str]:
        """The words of `text`, the same as `jieba.lcut(text, HMM=False)` with the own words added."""
        return (self._engine or self._load()).cut(_SURROGATE.sub("\ufffd", text))

    def verdict(self, text: str, start: int, end: int) -> Verdict:
        """Whether `text[start:end]` is made of whole words, is nested in one longer word, or straddles an edge."""
        edges = self._edges(text)
        if start in edges and end in edges:
            return Verdict.ALIGNED
        return Verdict.NESTED if edges.isdisjoint(range(start + 1, end)) else Verdict.STRADDLING

    def is_word(self, text: str) -> bool:
        """Whether `text`, of two characters or more, is one word of the dictionary."""
        try:
            return len(text) > 1 and (self._engine or self._load()).has_word(text)
        except UnicodeEncodeError:  # a lone surrogate
            return False

    def _edges_of(self, text: str) -> frozenset[int]:
        return frozenset(accumulate(map(len, self.cut(text)), initial=0))

    def _load(self) -> _Engine:
        with self._lock:
            if self._engine is None:
                self._engine = _load_engine(self._words)
            return self._engine


class _Engine(Protocol):
    def cut(self, text: str) -> list[str]: ...
    def has_word(self, text: str) -> bool: ...


def _load_engine(words: Iterable[str]) -> _Engine:
    try:
        return _Rjieba(words)
    except ImportError:  # no wheel for this platform
        return _Jieba(words)


class _Rjieba:
    def __init__(self, words: Iterable[str]) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()
        self.has_word = self._jieba.has_word
        for word in words:
            self._jieba.add_word(word, None, None)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text, False)
        return words


class _Jieba:
    """The reference; its own tokenizer, made without the cache file and the log lines of `initialize()`."""

    def __init__(self, words: Iterable[str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba imports pkg_resources and has bad escapes
            import jieba

        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        for word in words:
            self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.lcut(text, HMM=False)
        return words

    def has_word(self, text: str) -> bool:
        return bool(self._jieba.FREQ.get(text))
