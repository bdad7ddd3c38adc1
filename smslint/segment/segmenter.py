"""Where the words of a text begin and end."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from smslint.segment.engines import Engine, full_engine, quick_engine

_REMEMBERED = 2048  # clauses; senders repeat theirs word for word
_FEW = 1500  # characters that are cut before the full engine has been loaded
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
        self._engine: Engine | None = None
        self._quick: Engine | None = None
        self._seen = 0
        self._edges = lru_cache(_REMEMBERED)(self._edges_of)

    def cut(self, text: str) -> list[str]:
        """The words of `text`, the same as `jieba.lcut(text, HMM=False)` with the own words added."""
        return (self._engine or self._load(len(text))).cut(_SURROGATE.sub("\ufffd", text))

    def verdict(self, text: str, start: int, end: int) -> Verdict:
        """Whether `text[start:end]` is made of whole words, is nested in one longer word, or straddles an edge."""
        edges = self._edges(text)
        if start in edges and end in edges:
            return Verdict.ALIGNED
        return Verdict.NESTED if edges.isdisjoint(range(start + 1, end)) else Verdict.STRADDLING

    def is_word(self, text: str) -> bool:
        """Whether `text`, of two characters or more, is one word of the dictionary."""
        try:
            return len(text) > 1 and (self._engine or self._load(len(text))).has_word(text)
        except UnicodeEncodeError:  # a lone surrogate
            return False

    def _edges_of(self, text: str) -> frozenset[int]:
        return frozenset(accumulate(map(len, self.cut(text)), initial=0))

    def _load(self, length: int) -> Engine:
        """The engine for a text of that length: for the first few the one that is there at once."""
        with self._lock:
            self._seen += length
            if self._engine is None and self._seen <= _FEW:
                self._quick = self._quick or quick_engine(self._words)
                if self._quick is not None:
                    return self._quick
            if self._engine is None:
                self._engine, self._quick = full_engine(self._words), None
            return self._engine
