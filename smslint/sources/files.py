"""The readers by file suffix, and files and folders -> sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from smslint.errors import InputError
from smslint.sources.encoding import decode
from smslint.sources.jsons import read_json, read_jsonl
from smslint.sources.lines import read_text
from smslint.sources.table import read_csv, read_tsv
from smslint.sources.types import BinaryReader, Item, Reader, ReadOptions, Record, Source
from smslint.sources.xlsx import read_xlsx

READERS: Mapping[str, Reader] = MappingProxyType({
    ".txt": read_text,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
})  # fmt: skip
BINARY_READERS: Mapping[str, BinaryReader] = MappingProxyType({".xlsx": read_xlsx, ".xlsm": read_xlsx})
# A .json in a folder is far more often some tool's settings than a list of drafts.
_WALKED = frozenset({*READERS, *BINARY_READERS} - {".json"})


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
    return _source(path, decoded.encoding, decoded.text, list(reader(decoded.text, path, options)))


def _read_binary(reader: BinaryReader, data: bytes, path: str, options: ReadOptions) -> Source:
    try:
        return _source(path, None, "", list(reader(data, path, options)))
    except InputError as error:
        return _failed(path, error)


def _source(path: str, encoding: str | None, text: str, found: Sequence[Item]) -> Source:
    records = tuple(one for one in found if isinstance(one, Record))
    errors = tuple(one for one in found if isinstance(one, InputError))
    if not found:
        errors = (InputError("there is no draft in it", path),)
    return Source(path, encoding, text, records, errors)


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The files that `paths` name, each once; a folder stands for its files of a known type that are not hidden."""
    seen: set[str] = set()
    for path in paths:
        for file in _walk(path) if os.path.isdir(path) else (path,):
            if os.path.normpath(file) not in seen:
                seen.add(os.path.normpath(file))
                yield file


def _walk(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            suffix = os.path.splitext(name)[1].lower()
            if not name.startswith((".", "~$")) and suffix in _WALKED:
                yield os.path.join(root, name)


def _failed(path: str, error: InputError) -> Source:
    return Source(path, None, "", (), (error,))
