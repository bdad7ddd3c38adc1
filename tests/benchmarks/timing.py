"""Times and memory of work over messages, taken so that one run's ratios can be trusted."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

ROUNDS, STARTS = 5, 15


def per_item(work: Callable[[str], object], texts: Sequence[str], rounds: int = ROUNDS) -> float:
    """Microseconds of processor time an item: the best of some rounds, the first of which warms up."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - started)
    return best / len(texts) * 1e6


def wall(*command: str) -> tuple[float, float]:
    """Least and median milliseconds from start to end of a process."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - started) * 1e3)
    return min(times), statistics.median(times)


def resident(code: str) -> float:
    """Megabytes resident at the end of a process that runs `code` (Linux)."""
    tail = "\nprint(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1])"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024
