"""The readers by file suffix: a file -> a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from smslint.errors import InputError
from smslint.sources.types import BinaryReader, Item, Reader, ReadOptions, Record, Source


def _late(module: str, name: str) -> Callable[..., Iterator[Item]]:
    """The reader `name` of a module that is loaded only when there is a file of that kind."""

    def read(content: str | bytes, path: str, options: ReadOptions) -> Iterator[Item]:
        reader: Callable[..., Iterator[Item]] = getattr(import_module(f"smslint.sources.{module}"), name)
        return reader(content, path, options)

    return read


_JSON_LINES = _late("jsons", "read_jsonl")
_YAML = _late("trees", "read_yaml")
_MARKDOWN = _late("markdown", "read_markdown")
READERS: Mapping[str, Reader] = MappingProxyType({
    ".txt": _late("lines", "read_text"),
    ".csv": _late("table", "read_csv"),
    ".tsv": _late("table", "read_tsv"),
    ".jsonl": _JSON_LINES,
    ".ndjson": _JSON_LINES,
    ".json": _late("jsons", "read_json"),
    ".yaml": _YAML,
    ".yml": _YAML,
    ".toml": _late("trees", "read_toml"),
    ".properties": _late("properties", "read_properties"),
    ".po": _late("po", "read_po"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
})  # fmt: skip
COLUMN_SUFFIXES = (".parquet", ".arrow", ".arrows", ".feather", ".ipc")
BINARY_READERS: Mapping[str, BinaryReader] = MappingProxyType({
    **dict.fromkeys((".xlsx", ".xlsm"), _late("xlsx", "read_xlsx")),
    **dict.fromkeys(COLUMN_SUFFIXES, _late("columns", "read_columns")),
})  # fmt: skip
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
    from smslint.sources.encoding import decode

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
