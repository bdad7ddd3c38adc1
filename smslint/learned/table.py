"""Tables of weights as text: a head of `# name<tab>value` lines, then one line a feature, its cells `name=number`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from smslint.errors import PackError

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "#": "\\#", " ": "\\_"}
_PLAIN = {escaped: char for char, escaped in _ESCAPES.items()}

Cells = Mapping[str, float]


def write_table(path: Path, head: Mapping[str, str], rows: Iterable[tuple[str, Cells]]) -> None:
    """Write the table in the order of its features."""
    lines = [f"# {name}\t{value}" for name, value in head.items()]
    lines += ["\t".join((_escaped(feature), *_cells(cells))) for feature, cells in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_table(path: Path) -> tuple[dict[str, str], list[tuple[str, dict[str, float]]]]:
    """The head and the rows of the table; a line that is none of them is a PackError with its place."""
    head: dict[str, str] = {}
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        try:
            if line.startswith("# "):
                name, value = line[2:].split("\t")
                head[name] = value
            elif line:
                feature, *cells = line.split("\t")
                rows.append((_unescaped(feature), dict(_parsed(cells))))
        except (ValueError, KeyError, StopIteration):
            raise PackError("not a line of a table of weights", str(path), number, 1) from None
    return head, rows


def packed(names: Iterable[str], numbers: Iterable[float]) -> tuple[str, bytes]:
    """Features and their weights in little room, to be read in a fraction of the time; no folded text has a NUL."""
    return "\0".join(names), array("d", numbers).tobytes()


def unpacked(names: str, numbers: bytes) -> tuple[list[str], Iterator[float]]:
    """What was `packed`."""
    return names.split("\0") if names else [], iter(array("d", numbers))


class Rows(Mapping[str, Cells]):
    """Rows of a table by feature, each kept as text until it is asked for: most never are."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines, self._read = lines, dict[str, Cells]()

    @classmethod
    def made(cls, rows: Mapping[str, Cells]) -> Rows:
        """The rows of which these are the cells."""
        return cls({feature: "\t".join(_cells(cells)) for feature, cells in rows.items()})

    def __getitem__(self, feature: str) -> Cells:
        cells = self._read.get(feature)
        if cells is None:
            cells = self._read[feature] = dict(_parsed(self._lines[feature].split("\t")))
        return cells

    def of(self, features: Iterable[str]) -> list[Cells]:
        """The rows of those of `features` that have one."""
        lines, read = self._lines, self._read
        return [read.get(one) or self[one] for one in features if one in lines]

    def __contains__(self, feature: object) -> bool:
        return feature in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return _rows, ("\0".join(self._lines), "\0".join(self._lines.values()))


def _rows(features: str, lines: str) -> Rows:
    return Rows(dict(zip(features.split("\0"), lines.split("\0"), strict=True)) if features else {})


def _cells(cells: Cells) -> Iterator[str]:
    return (f"{name}={value:g}" for name, value in cells.items())


def _parsed(cells: Iterable[str]) -> Iterator[tuple[str, float]]:
    for cell in cells:
        name, _, value = cell.partition("=")
        yield name, float(value)


def _escaped(feature: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in feature)


def _unescaped(feature: str) -> str:
    if "\\" not in feature:
        return feature
    chars, plain = iter(feature), []
    for char in chars:
        plain.append(_PLAIN[char + next(chars)] if char == "\\" else char)
    return "".join(plain)
