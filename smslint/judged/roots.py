"""Where the baseline and the ignore file of a file stand, and what a file is called in them."""

from __future__ import annotations

import os
from collections.abc import Iterator

_GIT = ".git"


def nearest(name: str, folder: str) -> str | None:
    """The nearest folder with a file `name`, at or above `folder`, within the repository."""
    return next((one for one in _above(folder) if os.path.exists(os.path.join(one, name))), None)


def root_for(name: str, folder: str = "") -> str:
    """Where the file `name` stands or is to be made: the nearest there is, else the root of the repository."""
    above = list(_above(folder))
    return nearest(name, folder) or (above[-1] if os.path.exists(os.path.join(above[-1], _GIT)) else above[0])


def name_in(root: str, path: str) -> str:
    """`path` as the files at `root` have it: from there, with `/`."""
    return os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")


def shown(path: str) -> str:
    """`path` as a person at the working folder would write it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _above(folder: str) -> Iterator[str]:
    """`folder` and those above it, up to the root of the repository."""
    one = os.path.realpath(folder or os.curdir)
    yield one
    while not os.path.exists(os.path.join(one, _GIT)) and os.path.dirname(one) != one:
        one = os.path.dirname(one)
        yield one
