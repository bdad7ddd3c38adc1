"""Where packs are, and the pack of a folder: out of the store, or else read from its files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from smslint.datafiles import data_dir
from smslint.errors import PackError, did_you_mean
from smslint.learned import TABLES
from smslint.pack.types import Pack
from smslint.store import key_of, stored


def load_pack(path: Path | str) -> Pack:
    """The pack in the folder `path`; any fault in it is a PackError with file, line and column."""
    folder = Path(path)
    parts = [folder.name.encode(), *_contents(folder)]
    if any(b"extends" in part for part in parts):
        return _read(folder)  # made from other folders too
    key = key_of([str(folder.resolve()).encode(), *parts])
    return stored(key, lambda: replace(_read(folder), content=key))


def _contents(folder: Path) -> list[bytes]:
    try:
        return [part for path in files_of(folder) for part in (path.name.encode(), path.read_bytes())]
    except OSError:  # the reader tells what is wrong, and where
        return [b"extends"]


def files_of(folder: Path) -> list[Path]:
    """All that a pack is made of."""
    return sorted((*folder.glob("*.yaml"), *(path for name in TABLES for path in folder.glob(name))))


def _read(folder: Path) -> Pack:
    from smslint.pack.read import read_pack  # not needed where the pack is in the store

    return read_pack(folder)


def find_pack(name: str, beside: Path | None = None) -> Path:
    """The folder of a pack named by id (one that ships with smslint) or by path."""
    for folder in (beside / name if beside else None, Path(name), data_dir("rules") / name):
        if folder is not None and (folder / "pack.yaml").is_file():
            return folder
    shipped = [one.parent.name for one in data_dir("rules").glob("*/pack.yaml")]
    raise PackError(f"no pack '{name}'{did_you_mean(name, shipped)}; shipped packs: {', '.join(sorted(shipped))}", name)
