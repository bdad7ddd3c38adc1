"""How `smslint check` scales over processes, and what memory it takes: a file of messages by 1, 2, … processes.

    python tests/benchmarks/scaling.py [--messages 20000] [--jobs 1 2] [--rounds 3] [--columns] [FILE ...]

Takes the messages of the corpus, or of the files named, over and over. Prints the least wall time of some rounds, its
ratio to one process, the processor time of all processes together, which tells what more than one cost even where the
machine has other work, and the greatest memory of all together (proportional shares, where Linux tells them).
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smslint.datafiles import data_dir
from smslint.sources import ReadOptions, expand, read_path

PAUSE = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    """A run: seconds from start to end, seconds of processors, and megabytes at most."""

    wall: float
    cpu: float
    memory: float


def messages(paths: Iterable[str]) -> Iterator[str]:
    """The texts, over and over."""
    texts = [record.draft.text for path in expand(paths) for record in read_path(path, ReadOptions()).records]
    return itertools.cycle(texts)


def write(folder: Path, texts: Iterator[str], count: int, *, columns: bool) -> Path:
    """A file of so many messages, no two of them the same."""
    rows = (
        {"id": str(number), "text": f"{text}{number:08}"} for number, text in zip(range(count), texts, strict=False)
    )
    if not columns:
        path = folder / "messages.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(list(rows)), folder / "messages.parquet")
    return folder / "messages.parquet"


def tree(pid: int) -> Iterator[int]:
    """A process and all that come from it."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text("ascii").split():
            yield from tree(int(child))


def share(pid: int) -> int:
    """The kilobytes that a process takes, those it shares with others divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def measure(command: list[str]) -> Measured:
    """Run a command to its end."""
    before, started, memory = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        with contextlib.suppress(OSError, StopIteration):  # it has just ended, or this is no Linux
            memory = max(memory, sum(map(share, tree(process.pid))))
        time.sleep(PAUSE)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Measured(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory / 1024)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Scaling over processes, and memory.")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--format", default="jsonl")
    parser.add_argument("--columns", action="store_true", help="Parquet in and out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = messages(asked.files or [str(data_dir("corpus"))])
        path = write(folder, texts, asked.messages, columns=asked.columns)
        out = f"{'parquet' if asked.columns else asked.format}:{folder / 'out'}"
        command = [sys.executable, "-m", "smslint", "check", str(path), "-f", out, "--isolated", "-q"]
        print(f"{asked.messages:,} messages, {path.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} cores")
        print(f"{'processes':>10}{'seconds':>10}{'messages/s':>12}{'× one':>8}{'cpu s':>8}{'MB':>7}")
        first: Measured | None = None
        for jobs in asked.jobs:
            rounds = [measure([*command, "--fail-on", "never", "--jobs", str(jobs)]) for _ in range(asked.rounds)]
            best = min(rounds, key=lambda one: one.wall)
            first, cpu = first or best, min(one.cpu for one in rounds)
            memory = max(one.memory for one in rounds)
            rate = asked.messages / best.wall
            print(f"{jobs:10}{best.wall:10.1f}{rate:12,.0f}{first.wall / best.wall:8.2f}{cpu:8.1f}{memory:7.0f}")


if __name__ == "__main__":
    main()
