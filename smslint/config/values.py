"""A setting: its value, and where somebody wrote it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple, NoReturn

from smslint.errors import ConfigError


class Where(NamedTuple):
    """A place in a configuration file (`line` and `column` from 1), or else a name such as `default`."""

    name: str
    line: int = 0
    column: int = 0
    folder: str = ""  # what relative paths and globs written here are relative to

    def __str__(self) -> str:
        return f"{self.name}:{self.line}" if self.line else self.name

    def fail(self, message: str) -> NoReturn:
        """Raise a ConfigError that points here."""
        place = f"{self.name}:{self.line}:{self.column}" if self.line else self.name
        raise ConfigError(f"{place}: {message}")


DEFAULT = Where("default")
COMMAND_LINE = Where("command line")


class Setting(NamedTuple):
    """A value (text, number, truth value, or a tuple of settings) and where it was written."""

    value: object
    where: Where

    def items(self) -> tuple[Setting, ...]:
        """The members of a list."""
        return self.value if isinstance(self.value, tuple) else ()

    def texts(self) -> tuple[str, ...]:
        """The members of a list of texts."""
        return tuple(str(one.value) for one in self.items())


def given(value: object, where: Where = COMMAND_LINE) -> Setting:
    """A setting for a plain value or a list of them; globs on a command line are relative to the working folder."""
    if where.folder == "" and where is not DEFAULT:
        where = Where(where.name, where.line, where.column, os.getcwd())
    if isinstance(value, list | tuple):
        return Setting(tuple(Setting(one, where) for one in value), where)
    return Setting(value, where)


def plain(setting: Setting) -> object:
    """The bare value, lists as tuples."""
    return setting.texts() if isinstance(setting.value, tuple) else setting.value


def joined(settings: Iterable[Setting | None]) -> Setting:
    """One list of all members, where the last one was written."""
    known = [one for one in settings if one is not None]
    return Setting(tuple(_members(known)), known[-1].where if known else DEFAULT)


def _members(settings: Iterable[Setting]) -> Iterator[Setting]:
    return (member for one in settings for member in one.items())
