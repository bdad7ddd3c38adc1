"""A configuration file as it was read, and where there may be one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from smslint.config.values import Setting
from smslint.errors import ConfigError

NAMES = (".smslint.toml", "pyproject.toml")


class Override(NamedTuple):
    """Settings for the files that its globs match."""

    files: Setting
    values: Mapping[str, Setting]


class Config(NamedTuple):
    """One file: its settings flat by dotted key, what it says of some files only, and what it extends."""

    path: str
    values: Mapping[str, Setting]
    per_file_ignores: Mapping[str, Setting]
    overrides: tuple[Override, ...]
    base: Config | None = None

    def chain(self) -> tuple[Config, ...]:
        """The files that this one extends, the farthest first, and itself."""
        return (*(self.base.chain() if self.base else ()), self)


def may_have_settings(path: str) -> bool:
    """Whether `path` is there and may state settings: not a pyproject.toml that never speaks of smslint."""
    if not os.path.isfile(path):
        return False
    return os.path.basename(path) != NAMES[1] or b"smslint" in bytes_of(path)


def bytes_of(path: str) -> bytes:
    """The content of `path`; a ConfigError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{shown(path)}: cannot be read: {error.strerror or error}") from error


def shown(path: str) -> str:
    """`path` as a person at the working folder would write it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
