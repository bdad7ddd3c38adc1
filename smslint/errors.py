"""Every error that smslint raises on purpose.

SmslintError
├── ConfigError     an option, a setting or a call is wrong
├── PackError       a rule pack is wrong; says where in the YAML
├── InputError      a file, a record or a fact cannot be read
└── StoreError      the memory of a gate cannot be read or written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SmslintError(Exception):
    """The base of all errors raised on purpose; its text is fit for a user."""


class ConfigError(SmslintError):
    """A setting, an option or an argument is wrong."""


class PackError(SmslintError):
    """A rule pack is wrong; `line` and `column` (both from 1) point into the YAML file `path`."""

    def __init__(self, message: str, path: str, line: int | None = None, column: int | None = None) -> None:
        self.message, self.path, self.line, self.column = message, path, line, column
        super().__init__(f"{_place(path, line, column)}: {message}")


class InputError(SmslintError):
    """Something to be linted cannot be read; `line` and `column` are from 1 where known."""

    def __init__(
        self, message: str, path: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.message, self.path, self.line, self.column = message, path, line, column
        super().__init__(f"{_place(path, line, column)}: {message}" if path else message)


class StoreError(SmslintError):
    """The memory of a gate cannot be relied on.

    `kind`: locked, full, readonly, corrupt, lost, foreign (no store of ours), key (not its key) or unavailable.
    """

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` for the known word nearest to `word`, or an empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _place(path: str | None, line: int | None, column: int | None) -> str:
    return ":".join(str(part) for part in (path, line, column) if part is not None)
