"""Places in the files of a pack."""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from smslint.errors import PackError


class Mark(NamedTuple):
    """A place in a pack's file; `line` and `column` from 1."""

    path: str
    line: int
    column: int

    def fail(self, message: str) -> NoReturn:
        """Raise a PackError that points here."""
        raise PackError(message, self.path, self.line, self.column)
