"""`--watch`: check again whenever a file changes, comes or goes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping

from smslint.cli.console import complain, emit
from smslint.config.file import NAMES
from smslint.errors import SmslintError

_PAUSE = 0.5  # seconds between two looks: no library of notifications works on every network drive
_CLEAR = "\x1b[2J\x1b[H"

State = Mapping[str, tuple[int, int]]


def watch(
    check: Callable[[], object], files: Callable[[], Iterable[str]], pause: Callable[[float], None] = time.sleep
) -> None:
    """Check, and again after every change, until interrupted; a fault of a file or a setting ends nothing."""
    before: State | None = None
    while True:
        now = _state(files)
        if now != before:
            if before is not None and os.isatty(1):
                emit(_CLEAR)
            _guarded(check)
            before = now
        pause(_PAUSE)


def _guarded(check: Callable[[], object]) -> None:
    try:
        check()
    except SmslintError as error:
        complain(str(error))


def _state(files: Callable[[], Iterable[str]]) -> State:
    """When each file, and the configuration beside it, was last written, and its size."""
    try:
        found = list(files())
    except SmslintError:  # told by the check itself
        found = []
    folders = {os.path.dirname(one) for one in found} | {""}
    beside = [os.path.join(folder, name) for folder in folders for name in NAMES]
    return {path: stamp for path in (*found, *beside) if (stamp := _stamp(path))}


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        known = os.stat(path)
    except (OSError, ValueError):
        return None
    return known.st_mtime_ns, known.st_size
