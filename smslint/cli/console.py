"""Streams: what goes to standard output and standard error, in colour or not, and what when nobody reads any more."""

from __future__ import annotations

import contextlib
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


def emit(text: str, *, exact: bool = False) -> bool:
    """Write to standard output: UTF-8 if `exact`, else as the terminal wants it; False if nobody reads it any more."""
    encoding = "utf-8" if exact else sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # what is left in the buffers must go somewhere, or Python complains as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Have an interrupt wait until all of the block is done, so that nothing is done by half."""
    import signal

    came: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    except ValueError:  # only the main thread is interrupted
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


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
    share = min(1.0, number / total) if total else 1.0
    return f"{label} {_blocks(share)} {share:.0%} {number}/{total}"


def _blocks(share: float) -> str:
    encoding = (sys.stderr.encoding or "").lower()
    full, free = ("█", "░") if encoding.startswith("utf") else ("#", ".")
    filled = int(share * _BAR)
    return full * filled + free * (_BAR - filled)


class Meter:
    """How far a long run is, on a terminal: share, drafts, drafts a second, and the time that is left."""

    def __init__(self, lang: str, size: float) -> None:
        import time

        self._lang, self._size, self._clock = lang, size, time.monotonic
        self._on = sys.stderr.isatty()
        self._start = self._clock()
        self._due = self._start + _PATIENCE
        self._done, self._drafts, self._visible = 0.0, 0, False

    def show(self, size: float, drafts: int) -> None:
        """Tell that so many bytes with so many drafts more are done."""
        self._done += size
        self._drafts += drafts
        if self._on and self._clock() >= self._due:
            self._visible = True
            print(f"\r\x1b[K{self._line()}", end="", file=sys.stderr, flush=True)

    def hide(self) -> None:
        """Clear the line, since something else is to be written."""
        if self._visible:
            self._visible = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _line(self) -> str:
        spent = max(self._clock() - self._start, 1e-9)
        rate = self._drafts / spent
        drafts, seconds = (" 条", "秒") if self._lang == "zh" else (" drafts", "s")
        told = f"{self._drafts:,}{drafts} · {rate:,.0f}/{seconds}"
        share = min(1.0, self._done / self._size) if self._size else 0.0
        if not share:
            return f"smslint {told}"
        left = int(spent / share * (1 - share))
        rest = f"{'剩余' if self._lang == 'zh' else 'left'} {left // 60}:{left % 60:02}"
        return f"smslint {_blocks(share)} {share:.0%} · {told} · {rest}"


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
