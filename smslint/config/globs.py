"""Globs as .gitignore has them, each relative to the folder of the file that it is written in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from smslint.config.values import Setting

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def matches(globs: Iterable[Setting], path: str) -> bool:
    """Whether any of `globs` matches `path`; one that ends with a separator is a folder."""
    by_folder: dict[str, list[str]] = {}
    for one in globs:
        by_folder.setdefault(one.where.folder, []).append(str(one.value))
    return any(_match(folder, tuple(lines), path) for folder, lines in by_folder.items())


def _match(folder: str, lines: tuple[str, ...], path: str) -> bool:
    relative = os.path.relpath(path, folder) if folder else os.path.relpath(path)
    if relative.startswith("..") or relative == ".":
        return False
    return _spec(lines).match_file(relative + (os.sep if path.endswith(os.sep) else ""))


@lru_cache(maxsize=256)
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
