"""The readers by file suffix, and files and folders -> sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from smslint.errors import InputError
from smslint.sources.encoding import decode
from smslint.sources.jsons import read_json, read_jsonl
from smslint.sources.lines import read_text
from smslint.sources.table import read_csv, read_tsv
from smslint.sources.types import Reader, ReadOptions, Record, Source

READERS: Mapping[str, Reader] = MappingProxyType({
    ".txt": read_text,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
})  # fmt: skip
_NOT_WALKED = frozenset({".json"})  # in a folder it is far more often some tool's settings than a list of drafts


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
    reader = READERS.get(suffix or ".txt")
    if reader is None:
        return _failed(path, InputError(f"files of type '{suffix}' are not read; known are {', '.join(READERS)}", path))
    try:
        decoded = decode(data, path)
    except InputError as error:
        return _failed(path, error)
    found = list(reader(decoded.text, path, options))
    records = tuple(one for one in found if isinstance(one, Record))
    errors = tuple(one for one in found if isinstance(one, InputError))
    if not found:
        errors = (InputError("there is no draft in it", path),)
    return Source(path, decoded.encoding, decoded.text, records, errors)


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
            if not name.startswith(".") and suffix in READERS and suffix not in _NOT_WALKED:
                yield os.path.join(root, name)


def _failed(path: str, error: InputError) -> Source:
    return Source(path, None, "", (), (error,))
