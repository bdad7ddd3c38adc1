"""How characters look: their left and right parts, and others like them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from smslint.normalize.build.sources import char_similar, frequencies, own_words, parts, unihan

LEFT_RIGHT = "1"  # char-similar's code of the structure
SPLIT_FORMS = {"彳": ("彳", "亻"), "阝": ("阝", "卩")}  # parts that are also written with a like one
SOURCES, MOST = 3800, 12  # characters that get look-alikes, and how many
LIKE_ENOUGH = 0.6
FREQUENT = 250  # so many of the most frequent characters are no disguise of another


def splits(folded: Mapping[str, str]) -> list[str]:
    """Lines of `splits.txt`, the parts as folded text has them."""
    plain = str.maketrans({char: target for char, target in folded.items() if len(target) == 1})
    rows = ((char, _written(parts().get(char, []))) for char in frequencies() if _is_left_right(char))
    return sorted(f"{char} {' '.join(ways)}".translate(plain) for char, ways in rows if ways)


def _is_left_right(char: str) -> bool:
    return bool(char_similar("struct").get(char) == LEFT_RIGHT)


def _written(ways: Sequence[Sequence[str]]) -> list[str]:
    """Every way to write two parts, the form that the character itself shows first: 亻言, then 人言."""
    pairs = [way for way in ways if len(way) == 2 and not any(_is_private(part) for part in way)]
    shown = [(left, right) for one, other in pairs[1:2] + pairs[:1] + pairs[2:]
             for left in SPLIT_FORMS.get(one, (one,)) for right in SPLIT_FORMS.get(other, (other,))]  # fmt: skip
    return list(dict.fromkeys(left + right for left, right in shown))[:4]


def _is_private(part: str) -> bool:
    return len(part) != 1 or unicodedata.category(part) in ("Co", "Cn")


def lookalikes(folded: Mapping[str, str]) -> list[str]:
    """Lines of `lookalikes.txt`; a character that folds to another is never met in folded text and is left out."""
    shapes = {char: _Shape(char) for char in char_similar("order") if "一" <= char <= "龥" and char not in folded}
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
        self.strokes: str = char_similar("order")[char]
        self.corners: str = char_similar("fourangle").get(char, "")
        self.parts = {part for way in parts().get(char, []) for part in way if len(part) == 1} | {char}
        spoofs = unihan("Unihan_Variants.txt").get(char, {}).get("kSpoofingVariant", [])
        self.spoofs = {chr(int(code[2:], 16)) for code in spoofs}
        self.keys = {*self.parts, *((index, digit, len(self.strokes)) for index, digit in enumerate(self.corners[:4]))}

    def likeness(self, other: _Shape) -> float:
        """From 0 to 1: mostly the strokes, then the corners and the larger part that they share."""
        if other.char in self.spoofs:
            return 1.0
        if abs(len(self.strokes) - len(other.strokes)) > 2:
            return 0.0
        corners = sum(one == two for one, two in zip(self.corners[:4], other.corners[:4], strict=False)) / 4
        shared = max(map(_size, self.parts & other.parts), default=0) / max(len(self.strokes), len(other.strokes))
        typed = 0.05 * (other.char in frequencies())  # any keyboard has it
        return 0.5 * _same_strokes(self.strokes, other.strokes) + 0.2 * corners + 0.3 * shared + typed


def _size(part: str) -> int:
    return len(char_similar("order").get(part, ""))


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
    frequent = own_words() | set(list(frequencies())[:FREQUENT])
    scored = ((shape.likeness(shapes[char]), frequencies().get(char, 0), char) for char in near - frequent)
    best = sorted((one for one in scored if one[0] >= LIKE_ENOUGH), reverse=True)
    return list(dict.fromkeys([*_bare(shape.char, frequent), *(char for _, _, char in best)]))[:MOST]


def _bare(char: str, frequent: frozenset[str]) -> Iterable[str]:
    """What stays of a character without its radical, where that is most of it: 崔 of 催."""
    for way in parts().get(char, []):
        if sum(map(_size, way)) == _size(char):  # else a part stands there in another form
            most = (part for part in way if 2 * _size(part) >= _size(char))
            yield from (part for part in most if part in frequencies() and part not in frequent)
