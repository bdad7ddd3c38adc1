"""Several processes at one gate, and what a kill leaves behind."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from test_gate_store import real_redis

from smslint.errors import StoreError
from smslint.model import Form
from smslint.plan import Gate, Send, read_policy
from smslint.plan.gate import Change, Memory, Sent
from smslint.plan.gate.sqlite import SqliteStore

KEY = "0123456789abcdef"
AT = dt.datetime(2026, 11, 24, 10)
PROCESSES, ROUNDS, TRIES, MOST = 8, 15, 4, 3  # MOST: the number a day from which on the house calls it an error


@pytest.fixture(params=["sqlite", "sqlite-fast", "redis"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, bool]]:
    """Where a gate remembers, and whether it waits for the disk."""
    if request.param != "redis":
        yield str(tmp_path / "gate.db"), request.param == "sqlite"
        return
    pytest.importorskip("redis")
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine")
    with real_redis() as url:
        yield url, True


def opened(where: tuple[str, bool]) -> Gate:
    place, durable = where
    if place.startswith("redis"):
        return Gate.redis(place, key=KEY, refuse="error", timeout=60)
    return Gate.open(place, durable=durable, refuse="error", timeout=60)


def hammer(number: int, where: tuple[str, bool], start: Barrier, told: Queue[tuple[str, bool, str]]) -> None:
    start.wait()
    with opened(where) as gate:  # all of them also make the store at once
        for round_ in range(ROUNDS):
            start.wait()  # all ask for the first place at the same moment
            for turn in range(TRIES):
                at = AT + dt.timedelta(seconds=(number * 7 + turn) % 60)  # in no order
                decision = gate.allow(f"r{round_}", at, f"您好{turn}", form="soft")
                told.put((f"r{round_}", decision.allowed, ",".join(decision.refused_by)))


def test_eight_processes_get_exactly_the_places_there_are(where: tuple[str, bool]) -> None:
    spawn = multiprocessing.get_context("spawn")
    start, told = spawn.Barrier(PROCESSES), spawn.Queue()
    workers = [spawn.Process(target=hammer, args=(number, where, start, told)) for number in range(PROCESSES)]
    for one in workers:
        one.start()
    answers = [told.get(timeout=120) for _ in range(PROCESSES * ROUNDS * TRIES)]
    for one in workers:
        one.join()
    assert [one.exitcode for one in workers] == [0] * PROCESSES
    passed = Counter(recipient for recipient, allowed, _ in answers if allowed)
    assert passed == {f"r{round_}": MOST for round_ in range(ROUNDS)}
    assert {reason for _, allowed, reason in answers if not allowed} == {"daily-frequency"}


SENDER = """
import datetime as dt, sys
from smslint.plan import Gate
place, durable = sys.argv[1], sys.argv[2] == "True"
from test_gate_processes import opened
with opened((place, durable)) as gate:
    for number in range(1_000_000):
        for turn in range(3):
            assert gate.allow(str(number), dt.datetime(2026, 11, 24, 10, turn), "x", form="soft"), number
        print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 40, 300])
def test_killed_and_started_again_it_remembers(where: tuple[str, bool], after: int) -> None:
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent), *sys.path])}
    command = [sys.executable, "-c", SENDER, where[0], str(where[1])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as sender:
        assert sender.stdout is not None
        sent = [int(sender.stdout.readline()) for _ in range(after)]
        sender.send_signal(signal.SIGKILL)
        sent += [int(line) for line in sender.stdout.read().splitlines() if line]
    assert sender.returncode == -signal.SIGKILL
    with opened(where) as gate:
        asked = [Send(str(number), AT.replace(hour=12), Form.SOFT) for number in sent]
        assert [one.refused_by for one in gate.allow_many(asked)] == [("daily-frequency",)] * len(sent)
        assert gate.allow("somebody else", AT, "x", form="soft")


def stuck(place: str, ready: Queue[str]) -> None:
    def decide(memory: Memory) -> tuple[None, Change]:
        if memory.sends:
            ready.put("in the middle")
            signal.pause()
        return None, Change(add=(Sent("half", 1, "soft"),))

    SqliteStore(place).update([("a", decide), ("a", decide)])


def test_killed_in_the_middle_it_keeps_nothing_and_holds_up_nobody(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Queue()
    worker = spawn.Process(target=stuck, args=(str(tmp_path / "gate.db"), ready))
    worker.start()
    assert ready.get(timeout=60) == "in the middle"
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    store = SqliteStore(tmp_path / "gate.db", timeout=0.5)
    (memory,) = store.update([("a", lambda memory: (memory, Change()))])
    assert not isinstance(memory, StoreError)
    assert memory.sends == ()


def test_the_number_is_that_of_the_policy() -> None:
    over = read_policy().over("daily-frequency", MOST + 1)
    assert over is not None
    assert (over[0], over[1]) == ("error", MOST)
