"""What cuts text into words by jieba's dictionary, without guessing new words (HMM off); all cut alike."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from smslint import store
from smslint.patterns import compiled


class Engine(Protocol):
    def cut(self, text: str) -> list[str]: ...
    def has_word(self, text: str) -> bool: ...


def full_engine(words: Iterable[str]) -> Engine:
    """What cuts fastest, with the own `words` added: it takes a while to load."""
    try:
        return Rjieba(words)
    except ImportError:  # no wheel for this platform
        return Jieba(words)


def quick_engine(words: Sequence[str]) -> Engine | None:
    """What is there at once but cuts slowly; None where it would have to be made first, or there are own `words`."""
    if words or not store.is_on():
        return None
    dictionary = jieba_dictionary()
    return Shelf(dictionary) if dictionary else None


class Rjieba:
    def __init__(self, words: Iterable[str]) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()
        self.has_word = self._jieba.has_word
        for word in words:
            self._jieba.add_word(word, None, None)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text, False)
        return words


class Jieba:
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


_BLOCK = r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)"
_APART = r"(?s:\r\n|.)"


class Shelf:
    """jieba's dictionary by the first characters of its words, of which only those of the text are read.

    Of all ways to cut a text into words of the dictionary it takes the likeliest, as jieba does: the product of how
    often each word is met, by dynamic programming from the end.
    """

    def __init__(self, dictionary: Path) -> None:
        stamp = dictionary.stat()
        key = store.key_of([f"{dictionary} {stamp.st_size} {stamp.st_mtime_ns}".encode()])
        self._total, self._pages = store.stored(key, lambda: _shelved(dictionary))
        self._common = math.log(self._total)
        self._open: dict[str, Mapping[str, float]] = {}

    def cut(self, text: str) -> list[str]:
        """The words of `text`."""
        words: list[str] = []
        for place, block in enumerate(compiled(_BLOCK).split(text)):
            words += self._likeliest(block) if place % 2 else compiled(_APART).findall(block)
        return words

    def has_word(self, text: str) -> bool:
        """Whether the dictionary has `text`."""
        return self._page(text[0]).get(text, -math.inf) > -math.inf

    def _likeliest(self, block: str) -> Iterator[str]:
        size = len(block)
        best = [(0.0, size)] * (size + 1)  # from each place on: the log-likelihood, and where the first word ends
        for start in range(size - 1, -1, -1):
            best[start] = max((weight + best[end][0], end) for end, weight in self._words_at(block, start))
        place, latin = 0, ""
        while place < size:
            end = best[place][1]
            word = block[place:end]
            if len(word) == 1 and word.isascii() and word.isalnum():
                latin += word  # letters and digits that make no word stay together
            else:
                yield from filter(None, (latin, word))
                latin = ""
            place = end
        yield from filter(None, (latin,))

    def _words_at(self, block: str, start: int) -> list[tuple[int, float]]:
        """Where the words end that begin at `start`, and the log-likelihood of each."""
        page, found = self._page(block[start]), []
        for end in range(start + 1, len(block) + 1):
            weight = page.get(block[start:end])
            if weight is None:
                break
            if weight > -math.inf:
                found.append((end, weight - self._common))
        return found or [(start + 1, -self._common)]

    def _page(self, char: str) -> Mapping[str, float]:
        """The words that begin with `char` and the logarithm of how often each is met; -inf for a mere beginning."""
        page = self._open.get(char)
        if page is None:
            page = self._open[char] = _read_page(self._pages.get(char, b""))
        return page


def jieba_dictionary() -> Path | None:
    """The dictionary that jieba ships, found without importing it."""
    spec = find_spec("jieba")
    path = Path(spec.origin).with_name("dict.txt") if spec and spec.origin else None
    return path if path and path.is_file() else None


def _shelved(dictionary: Path) -> tuple[int, dict[str, bytes]]:
    """How often all words are met together, and the lines of `dictionary` by the first character of their words."""
    pages: dict[str, list[str]] = {}
    total = 0
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, often, _ = line.split(" ")
        pages.setdefault(word[0], []).append(f"{word} {often}")
        total += int(often)
    return total, {char: "\n".join(lines).encode() for char, lines in pages.items()}


def _read_page(page: bytes) -> dict[str, float]:
    words: dict[str, float] = {}
    for line in page.decode().splitlines():
        word, _, often = line.partition(" ")
        words[word] = math.log(int(often) or 1) if int(often) else -math.inf
        for end in range(1, len(word)):
            words.setdefault(word[:end], -math.inf)
    return words
