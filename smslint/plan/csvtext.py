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
from smslint.sources.encoding import Decoded, decode

_BLOCK = 1 << 22
_SAMPLE = 1_000_000  # bytes by which the encoding and the mark between cells are told
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
        with self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=self.mark), 1):
                if number > 1 and cells:
                    yield number, cells if len(cells) == width and _is_text(cells) else None


def _is_text(cells: list[str]) -> bool:
    """Whether no byte of the cells was other than UTF-8."""
    return not any("\udc80" <= char <= "\udcff" for char in "".join(cells))


def plain_csv(path: str, scratch: Path) -> CsvText:
    """The CSV file at `path` as CsvText. Raises InputError where it cannot be read."""
    source, start = plain_text(path, scratch)
    if not start.strip():
        raise InputError("the file is empty", path)
    head = start.splitlines()[0]
    mark = "\t" if path.lower().endswith(".tsv") else sniff_mark(start)
    return CsvText(source, head, mark, _has_blank_lines(source) or head.count('"') % 2 == 1)


def plain_text(path: str, scratch: Path) -> tuple[Path, str]:
    """A file in UTF-8 with the lines of `path`, put into `scratch` where it is not UTF-8; and how it begins."""
    try:
        with open(path, "rb") as file:
            start = file.read(_SAMPLE)
        decoded = _decoded(_whole_lines(start, _SAMPLE), path)
        plain = decoded.encoding in _PLAIN
        return (Path(path) if plain else _transcoded(path, decoded.encoding, scratch)), decoded.text
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error


def _decoded(data: bytes, path: str) -> Decoded:
    """The sample as text; UTF-8 that is damaged somewhere stays UTF-8, since only the rows that hold it are lost."""
    try:
        return decode(data, path)
    except InputError as error:
        if error.line is None:
            raise
        return Decoded(data.decode("utf-8", "replace"), "utf-8")


def _whole_lines(data: bytes, sample: int) -> bytes:
    """`data` up to its last line end, if there may be more: no character is cut in two."""
    if len(data) < sample:
        return data
    end = data.rfind(b"\n") + 1
    if data.startswith(codecs.BOM_UTF16_LE) and end % 2:
        end += 1  # the other half of the line end
    return data[: end or len(data)]


def _transcoded(path: str, encoding: str, scratch: Path) -> Path:
    target = scratch / f"{Path(path).stem}-utf8"
    with open(path, "rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if marked:
        encoding = "utf-16"  # which takes the mark away
    try:
        with open(path, encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
            while block := source.read(_BLOCK):
                out.write(block)
    except UnicodeError as error:
        raise InputError(f"not valid {encoding.upper()} to its end", path) from error
    return target


def _has_blank_lines(path: Path) -> bool:
    """Whether a line is blank, the end of the file aside."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = [at for at in (data.find(b"\n\n"), data.find(b"\n\r\n")) if at >= 0]
        return any(bool(data[at : at + _BLOCK].strip()) or at + _BLOCK < len(data) for at in found)
