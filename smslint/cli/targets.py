"""Where outputs are written: standard output, or a file that has its name only when it is whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from smslint.cli.console import emit
from smslint.errors import ConfigError

PARTIAL = ".partial"  # what the file of an interrupted run is called besides


class Gone(Exception):  # noqa: N818 # no error: whoever read standard output has had enough
    """Nobody reads standard output any more."""


class Target:
    """A file that is being written under another name beside its own, or standard output (`file` None)."""

    def __init__(self, file: str | None, *, exact: bool = True) -> None:
        self.file, self._exact = file, exact
        self._temporary = None if file is None or _is_special(file) else _beside(file)
        self._open: BinaryIO | None = None if file is None else _opened(self._temporary or file, file)

    def write(self, text: str) -> None:
        """Add text, in UTF-8 unless the terminal wants another encoding."""
        if self._open is not None:
            self.write_bytes(text.encode("utf-8", "backslashreplace"))
        elif not emit(text, exact=self._exact):
            raise Gone

    def write_bytes(self, data: bytes) -> None:
        """Add bytes to a file."""
        try:
            self.stream.write(data)
        except OSError as error:
            raise ConfigError(f"cannot write {self.file}: {error.strerror or error}") from error

    @property
    def stream(self) -> BinaryIO:
        """The file, open for bytes."""
        assert self._open is not None
        return self._open

    def close(self, *, whole: bool = True) -> str | None:
        """Give the file its name, or that of a part where the run was interrupted; which is told then."""
        if self._open is None or self.file is None:
            return None
        try:
            self._open.close()
            if self._temporary:
                os.replace(self._temporary, _named(self.file, whole=whole))
        except OSError as error:
            raise ConfigError(f"cannot write {self.file}: {error.strerror or error}") from error
        return None if whole else self.file + PARTIAL

    def drop(self) -> None:
        """Leave no trace, if the file is not closed yet."""
        if self._open is not None and not self._open.closed:
            self._open.close()
            if self._temporary:
                Path(self._temporary).unlink(missing_ok=True)


def _named(file: str, *, whole: bool) -> str:
    """The path to replace; that of the file itself where `file` is a link to it."""
    return os.path.realpath(file) if whole else file + PARTIAL


def _beside(file: str) -> str:
    folder, name = os.path.split(os.path.realpath(file))
    return os.path.join(folder, f".{name}.{os.getpid()}.tmp")


def _is_special(file: str) -> bool:
    """Whether there is something that is no file to replace, such as a pipe or /dev/null."""
    try:
        return not stat.S_ISREG(os.stat(file).st_mode)
    except (OSError, ValueError):
        return False


def _opened(path: str, file: str) -> BinaryIO:
    try:
        return open(path, "wb")
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot write {file}: {getattr(error, 'strerror', None) or error}") from error
