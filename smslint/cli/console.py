"""Streams: what goes to standard output and standard error, in colour or not, and what when nobody reads any more."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

CLEAN, FINDINGS, USAGE_ERROR, INTERRUPTED = 0, 1, 2, 130
_WIDTH, _LEAST_WIDTH, _MOST_WIDTH = 100, 40, 160
_BAR = 24  # cells that the bar of a long run takes
_PATIENCE, _TICK = 0.7, 0.1  # seconds before progress is shown, and between two showings

T = TypeVar("T")


def complain(message: str) -> int:
    """Print one clear line on standard error; gives the exit code for it."""
    from smslint.render.excerpt import visible

    print(f"smslint: {visible(message)}", file=sys.stderr)
    return USAGE_ERROR


def emit(text: str, *, exact: bool = False) -> None:
    """Write to standard output: UTF-8 if `exact`, else as the terminal wants it; a reader that has left is no error."""
    encoding = "utf-8" if exact else sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # what is left in the buffers must go somewhere, or Python complains as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def use_color() -> bool:
    """Whether standard output gets colours: NO_COLOR and FORCE_COLOR decide, then whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many cells a line of the report may take."""
    if not sys.stdout.isatty():
        return _WIDTH
    return max(_LEAST_WIDTH, min(shutil.get_terminal_size().columns, _MOST_WIDTH))


def progress(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """`items` as they are; on a terminal with a bar on standard error once it takes a while."""
    return _counted(items, label, total) if sys.stderr.isatty() else iter(items)


def bar(label: str, number: int, total: int) -> str:
    """`label ████░░░░ 42% 21000/50000`, in ASCII where the stream knows no blocks."""
    encoding = (sys.stderr.encoding or "").lower()
    full, free = ("█", "░") if encoding.startswith("utf") else ("#", ".")
    share = min(1.0, number / total) if total else 1.0
    filled = int(share * _BAR)
    return f"{label} {full * filled}{free * (_BAR - filled)} {share:.0%} {number}/{total}"


def _counted(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    import time

    shown, due = False, time.monotonic() + _PATIENCE
    for number, item in enumerate(items, 1):
        if time.monotonic() >= due:
            shown, due = True, time.monotonic() + _TICK
            print(f"\r\x1b[K{bar(label, number, total)}", end="", file=sys.stderr, flush=True)
        yield item
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
