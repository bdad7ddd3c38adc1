"""How many decisions a second the gate makes, by store, one by one and in batches, alone and side by side.

    python tests/benchmarks/gate.py [--decisions 4000] [--rounds 3]

Every figure is the best of the rounds; the last column compares it with one by one in a SQLite store that waits for the
disk. Recipients are new, so that all are let through and written; `refused` asks again for the same. Redis is measured
where there is a redis-server.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import multiprocessing
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from smslint.model import Form
from smslint.plan import Gate, Send

sys.path.append(str(Path(__file__).parent.parent))
KEY = "0123456789abcdef"
AT = dt.datetime(2026, 11, 24, 10)
TEXT = "【海岬银行】张先生，您本期应还1,280.00元，到期还款日11月30日，请通过海岬银行APP还款，详询95000。"
BATCH, PROCESSES = 200, 4
Opener = tuple[str, bool]


def opened(how: Opener) -> Gate:
    place, durable = how
    if place.startswith("redis"):
        return Gate.redis(place, key=KEY, timeout=60)
    return Gate.open(place, key=KEY, durable=durable, timeout=60)


def sends(number: int) -> list[Send]:
    mark = secrets.token_hex(4)
    return [Send(f"{mark}-{one}", AT, Form.REMINDER, TEXT, "海岬银行") for one in range(number)]


def one_by_one(gate: Gate, asked: list[Send]) -> None:
    for send in asked:
        gate.allow(send.recipient, send.at, send.text, form=send.form, creditor=send.creditor)


def in_batches(gate: Gate, asked: list[Send]) -> None:
    for first in range(0, len(asked), BATCH):
        gate.allow_many(asked[first : first + BATCH])


def rate(work: Callable[[], object], number: int, rounds: int) -> float:
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = max(best, number / (time.perf_counter() - start))
    return best


def alone(how: Opener, number: int, rounds: int) -> Iterator[tuple[str, float]]:
    with opened(how) as gate:
        old = sends(number)
        in_batches(gate, old)
        yield "one by one", rate(lambda: one_by_one(gate, sends(number)), number, rounds)
        yield f"in batches of {BATCH}", rate(lambda: in_batches(gate, sends(number)), number, rounds)
        yield "refused, one by one", rate(lambda: one_by_one(gate, old), number, rounds)


def worker(how: Opener, number: int, start, done) -> None:  # type: ignore[no-untyped-def]
    with opened(how) as gate:
        asked = sends(number)
        start.wait()
        one_by_one(gate, asked)
        done.wait()


def side_by_side(how: Opener, number: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    start, done = spawn.Barrier(PROCESSES + 1), spawn.Barrier(PROCESSES + 1)
    share = number // PROCESSES
    workers = [spawn.Process(target=worker, args=(how, share, start, done)) for _ in range(PROCESSES)]
    for one in workers:
        one.start()
    start.wait()
    began = time.perf_counter()
    done.wait()
    seconds = time.perf_counter() - began
    for one in workers:
        one.join()
    return share * PROCESSES / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the SQLite files go (a disk, not a memory)")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=asked.folder))
        stores = {
            "SQLite, waits for the disk": (f"{folder}/durable.db", True),
            "SQLite, does not wait": (f"{folder}/fast.db", False),
        }
        if shutil.which("redis-server"):
            from test_gate_store import real_redis

            stores["Redis on this machine"] = (stack.enter_context(real_redis()), True)
        report(stores, asked.decisions, asked.rounds)


def report(stores: dict[str, Opener], number: int, rounds: int) -> None:
    base = None
    for name, how in stores.items():
        together = max(side_by_side(how, number) for _ in range(rounds))
        for what, found in [*alone(how, number, rounds), (f"{PROCESSES} processes, one by one", together)]:
            base = base or found
            print(f"{name:28} {what:26} {found:10,.0f} decisions/s  {found / base:6.2f}")


if __name__ == "__main__":
    main()
