"""CSV as DuckDB wants it: UTF-8, and without the blank lines that would shift the numbers of its rows."""

from __future__ import annotations

import codecs
import csv
import mmap
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smslint.errors import InputError
from smslint.sources.cells import sniff_mark
from smslint.sources.encoding import decode

_BLOCK = 1 << 22
_PLAIN = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class CsvText:
    """A CSV file in UTF-8 at `path`: its header line, the mark between its cells, and whether it is `untidy`."""

    path: Path
    head: str
    mark: str
    untidy: bool

    def rows(self, width: int) -> Iterator[tuple[int, list[str] | None]]:
        """Every row below the header with its number; None for one that has more cells than the header, or too few."""
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=self.mark), 1):
                if number > 1 and cells:
                    yield number, cells if len(cells) == width else None


def plain_csv(path: str, scratch: Path, sample: int) -> CsvText:
    """The file as CsvText, transcoded into `scratch` where it is not UTF-8. Raises InputError."""
    try:
        with open(path, "rb") as file:
            start = file.read(sample)
        decoded = decode(_whole_lines(start, sample), path)
        source = Path(path) if decoded.encoding in _PLAIN else _transcoded(path, decoded.encoding, scratch)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error
    if not decoded.text.strip():
        raise InputError("the file is empty", path)
    head = decoded.text.splitlines()[0]
    mark = "\t" if path.lower().endswith(".tsv") else sniff_mark(decoded.text)
    return CsvText(source, head, mark, _has_blank_lines(source) or head.count('"') % 2 == 1)


def _whole_lines(data: bytes, sample: int) -> bytes:
    """`data` up to its last line end, if there may be more: no character is cut in two."""
    if len(data) < sample:
        return data
    end = data.rfind(b"\n") + 1
    if data.startswith(codecs.BOM_UTF16_LE) and end % 2:
        end += 1  # the other half of the line end
    return data[: end or len(data)]


def _transcoded(path: str, encoding: str, scratch: Path) -> Path:
    target = scratch / f"{Path(path).stem}-utf8.csv"
    if encoding.startswith("utf-16"):
        encoding = "utf-16"
    try:
        with open(path, encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
            while block := source.read(_BLOCK):
                out.write(block)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {encoding.upper()} from byte {error.start} of a block on", path) from error
    return target


def _has_blank_lines(path: Path) -> bool:
    """Whether a line is blank, the end of the file aside."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = [at for at in (data.find(b"\n\n"), data.find(b"\n\r\n")) if at >= 0]
        return any(bool(data[at : at + _BLOCK].strip()) or at + _BLOCK < len(data) for at in found)
