"""The readers by file suffix: a file -> a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from smslint.errors import InputError
from smslint.sources.columns import read_columns
from smslint.sources.encoding import decode
from smslint.sources.jsons import read_json, read_jsonl
from smslint.sources.lines import read_text
from smslint.sources.markdown import read_markdown
from smslint.sources.po import read_po
from smslint.sources.properties import read_properties
from smslint.sources.table import read_csv, read_tsv
from smslint.sources.trees import read_toml, read_yaml
from smslint.sources.types import BinaryReader, Item, Reader, ReadOptions, Record, Source
from smslint.sources.xlsx import read_xlsx

READERS: Mapping[str, Reader] = MappingProxyType({
    ".txt": read_text,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".toml": read_toml,
    ".properties": read_properties,
    ".po": read_po,
    ".md": read_markdown,
    ".markdown": read_markdown,
})  # fmt: skip
COLUMN_SUFFIXES = (".parquet", ".arrow", ".arrows", ".feather", ".ipc")
BINARY_READERS: Mapping[str, BinaryReader] = MappingProxyType(
    {".xlsx": read_xlsx, ".xlsm": read_xlsx, **dict.fromkeys(COLUMN_SUFFIXES, read_columns)}
)
SUFFIXES = frozenset({*READERS, *BINARY_READERS})
# Files that serve many ends: that there is no message in one is nothing wrong.
_MANIFOLD = frozenset([".json", ".yaml", ".yml", ".toml", ".properties", ".po", ".md", ".markdown"])


def read_path(path: str, options: ReadOptions) -> Source:
    """The source at `path`; whatever is wrong with it stands in its errors."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return _failed(path, InputError(f"cannot be read: {error.strerror or error}", path))
    except ValueError as error:  # a NUL in the path
        return _failed(path, InputError(f"cannot be read: {error}", path))
    return read_bytes(data, path, options)


def read_bytes(data: bytes, path: str, options: ReadOptions, suffix: str | None = None) -> Source:
    """The source with the content `data`, read as its suffix says; a file without a suffix is plain text."""
    suffix = (Path(path).suffix if suffix is None else suffix).lower()
    if suffix in BINARY_READERS:
        return _read_binary(BINARY_READERS[suffix], data, path, options)
    reader = READERS.get(suffix or ".txt")
    if reader is None:
        known = ", ".join([*READERS, *BINARY_READERS])
        return _failed(path, InputError(f"files of type '{suffix}' are not read; known are {known}", path))
    try:
        decoded = decode(data, path)
    except InputError as error:
        return _failed(path, error)
    found = list(reader(decoded.text, path, options))
    return source_of(path, decoded.encoding, decoded.text, found, may_be_empty=suffix in _MANIFOLD)


def _read_binary(reader: BinaryReader, data: bytes, path: str, options: ReadOptions) -> Source:
    try:
        return source_of(path, None, "", list(reader(data, path, options)))
    except InputError as error:
        return _failed(path, error)


def source_of(
    path: str, encoding: str | None, text: str, found: Sequence[Item], *, may_be_empty: bool = False
) -> Source:
    """What was found in a file, records and errors apart."""
    records = tuple(one for one in found if isinstance(one, Record))
    errors = tuple(one for one in found if isinstance(one, InputError))
    if not found and not may_be_empty:
        errors = (InputError("there is no draft in it", path),)
    return Source(path, encoding, text, records, errors)


def _failed(path: str, error: InputError) -> Source:
    return Source(path, None, "", (), (error,))
