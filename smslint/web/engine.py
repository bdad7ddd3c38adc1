"""Linting off the event loop: a few threads, a linter for each language, and an end to what takes too long."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import anyio
import anyio.to_thread

from smslint.linter import DEFAULT_PACKS, Linter
from smslint.model import Draft, Report
from smslint.web.problems import Problem
from smslint.web.settings import Settings

CHUNK = 64  # drafts linted in one go: small enough that a deadline is kept, large enough that the hop costs nothing

T = TypeVar("T")


class Engine:
    """The linters and the threads they run in; made once for an application.

    Files have a thread of their own, so that a large workbook never keeps a person at the page waiting.
    """

    def __init__(self, settings: Settings) -> None:
        self._packs = settings.packs or DEFAULT_PACKS
        self._limits = settings.limits
        self._linters: dict[str, Linter] = {}
        self._lock = threading.Lock()

    async def start(self) -> None:
        """Make the threads' limits; they belong to the running event loop."""
        self._draft_threads = anyio.CapacityLimiter(self._limits.workers)
        self._file_threads = anyio.CapacityLimiter(1)

    def linter(self, lang: str) -> Linter:
        """The linter that writes in `lang`, made when it is first asked for."""
        with self._lock:
            if lang not in self._linters:
                self._linters[lang] = Linter(self._packs, lang=lang)
            return self._linters[lang]

    async def run(self, work: Callable[[], T]) -> T:
        """`work` done in a thread for drafts; a Problem where it waits or works longer than allowed."""
        return await _run(work, self._draft_threads, self._limits.work_seconds)

    async def run_file(self, work: Callable[[], T]) -> T:
        """`work` done in the thread for files."""
        return await _run(work, self._file_threads, self._limits.file_seconds)

    async def lint(self, draft: Draft, lang: str) -> Report:
        """The report of one draft."""
        return await self.run(lambda: self.linter(lang).lint(draft))

    async def stream(self, drafts: Iterable[Draft], lang: str) -> AsyncIterator[list[Report]]:
        """The reports of many drafts, chunk by chunk; a Problem once all the time is spent."""
        deadline = time.monotonic() + self._limits.work_seconds
        for chunk in _chunks(drafts):
            if time.monotonic() > deadline:
                raise too_slow(self._limits.work_seconds)
            yield await self.run(lambda chunk=chunk: self.lint_all(chunk, lang))  # type: ignore[misc]

    async def stream_file(self, drafts: Iterable[Draft], lang: str) -> AsyncIterator[list[Report]]:
        """The same in the thread for files."""
        for chunk in _chunks(drafts):
            yield await self.run_file(lambda chunk=chunk: self.lint_all(chunk, lang))  # type: ignore[misc]

    def lint_all(self, drafts: Sequence[Draft], lang: str) -> list[Report]:
        """The reports of `drafts`, in the calling thread."""
        return list(self.linter(lang).lint_many(drafts))


async def _run(work: Callable[[], T], threads: anyio.CapacityLimiter, seconds: float) -> T:
    try:
        with anyio.fail_after(seconds):
            return await anyio.to_thread.run_sync(work, limiter=threads, abandon_on_cancel=True)
    except TimeoutError:
        raise too_slow(seconds) from None


def too_slow(seconds: float) -> Problem:
    """The Problem of work that takes too long."""
    return Problem(413, "too-much-work", f"not done within {seconds:g} seconds; send less at a time")


def _chunks(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    rest = iter(drafts)
    while chunk := list(itertools.islice(rest, CHUNK)):
        yield chunk
