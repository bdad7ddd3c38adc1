"""Tasks spread over processes: in order, a bounded number under way, and none left behind when a run ends early."""

from __future__ import annotations

import contextlib
import copyreg
import gc
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from smslint.errors import ConfigError, SmslintError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

    from smslint.cli.bench import Bench, Part
    from smslint.cli.tasks import Task

AUTO = "auto"
_LARGE = 3 * 1024 * 1024  # bytes, about, from which it pays to start processes
_MORE = 2  # tasks that wait besides those that are being done

_benches: list[Bench] = []  # the one of this process, if it is a worker
_ended: list[int] = []  # signals by which this worker was told that nobody waits for its work any more


def how_many(asked: str, size: int) -> int:
    """The number of processes for `--jobs`: as asked for, or as many as there are cores where there is much to do."""
    if asked != AUTO:
        if not asked.isascii() or not asked.isdigit() or int(asked) < 1:
            raise ConfigError(f"--jobs: '{asked}' is neither a number from 1 on nor {AUTO}")
        return int(asked)
    return _cores() if size >= _LARGE else 1


def done(bench: Bench, tasks: Iterable[Task], jobs: int) -> Iterator[Part]:
    """What comes of the tasks, in order; with one job in this very process."""
    return _spread(bench, tasks, jobs) if jobs > 1 else map(bench.work, tasks)


def _spread(bench: Bench, tasks: Iterable[Task], jobs: int) -> Iterator[Part]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    gc.collect()
    gc.freeze()  # what the processes have in common stays so: no collection in any of them touches it
    pool = ProcessPoolExecutor(jobs, _context(), _begin, (bench,))
    waiting: deque[Future[Part]] = deque()
    try:
        pool.submit(os.getpid).result()  # all processes are there before the reading of files starts any thread
        for task in tasks:
            waiting.append(pool.submit(_work, task))
            if len(waiting) >= jobs + _MORE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise SmslintError("a worker process has died (out of memory?); try fewer with --jobs") from None
    except BaseException:  # nobody waits any more for what is under way
        _stop(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _stop(pool: ProcessPoolExecutor) -> None:
    """Let the workers do nothing more: they are not killed, for half a result in the pipe would be waited for."""
    for one in list((pool._processes or {}).values()):
        one.terminate()


def _context() -> BaseContext:
    """Processes that start with the packs loaded where the system can; elsewhere they load them themselves."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _begin(bench: Bench) -> None:
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells all processes; only the first decides
    signal.signal(signal.SIGTERM, lambda number, _: _ended.append(number))
    threading.Thread(target=_follow_parent, daemon=True).start()
    _benches[:] = [bench]


def _follow_parent() -> None:
    """End with the process that gives the tasks, even where that is killed."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(task: Task) -> Part:
    if _ended:
        raise SmslintError("the run has ended")
    try:
        return _benches[0].work(task)
    except SmslintError as error:
        raise SmslintError(str(error)) from None  # errors with places do not travel between processes


def _cores() -> int:
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _proxy(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))  # such as no facts: they travel too
