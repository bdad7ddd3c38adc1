"""The stores of the gate: what they promise, and what they say when the disk, the file or the server fails them."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from smslint.errors import ConfigError, StoreError
from smslint.model import Form
from smslint.plan import Gate, Send
from smslint.plan.gate import Change, Memory, Sent, Stop, Store
from smslint.plan.gate.sqlite import SqliteStore

KEY = "0123456789abcdef"
Opener = Callable[[], Store]


def server() -> Iterator[str]:
    """The address of a Redis of our own: a real one where there is one, else one that behaves alike."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--port", str(port), "--save", "", "--dir", folder, "--bind", "127.0.0.1"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.02)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
            process.wait()


real_redis = contextlib.contextmanager(server)


@pytest.fixture(params=["sqlite", "fakeredis", "redis"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens one more store over the same memory."""
    if request.param == "sqlite":
        yield lambda: SqliteStore(tmp_path / "gate.db", key=KEY)
        return
    pytest.importorskip("redis")
    from smslint.plan.gate.redis import RedisStore

    if request.param == "fakeredis":
        fakeredis = pytest.importorskip("fakeredis")
        pytest.importorskip("lupa")
        one = fakeredis.FakeServer()
        yield lambda: RedisStore(fakeredis.FakeRedis(server=one), key=KEY)
        return
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine")
    with real_redis() as url:
        yield lambda: RedisStore(url, key=KEY)


def put(store: Store, recipient: str, change: Change) -> Memory:
    """Keep `change`; gives the memory that was found."""
    (found,) = store.update([(recipient, lambda memory: (memory, change))])
    if isinstance(found, StoreError):
        raise found
    return found


FOREVER = 4_000_000_000_000_000
SENDS = tuple(Sent(f"s{at}", at, "soft", "甲:银行", at > 1, -at, "Asia/Tokyo") for at in (1, 2, 3))


class TestEveryStore:
    def test_keeps_what_it_is_told_for_all_who_share_it(self, opener: Opener) -> None:
        first, second = opener(), opener()
        assert put(first, "a", Change(add=SENDS[::-1], keep_until=FOREVER)) == Memory()
        stop = Stop("settled", "甲:银行", 5)
        assert put(second, "a", Change(drop=("s2",), stops=(stop,), keep_until=FOREVER)) == Memory(SENDS)
        later = Stop("settled", "甲:银行", 6, on=False)
        assert put(first, "a", Change(stops=(later,))) == Memory((SENDS[0], SENDS[2]), (stop,))
        first.close()
        assert put(second, "a", Change()) == Memory((SENDS[0], SENDS[2]), (later,))
        assert put(second, "b", Change()) == Memory()

    def test_decides_one_after_another(self, opener: Opener) -> None:
        store = opener()

        def take(name: str, most: int) -> tuple[str, Callable[[Memory], tuple[bool, Change]]]:
            def decide(memory: Memory) -> tuple[bool, Change]:
                taken = len(memory.sends) < most
                new = Sent(f"n{len(memory.sends)}", 7, "soft")
                return taken, Change(add=(new,), keep_until=FOREVER) if taken else Change()

            return name, decide

        steps = [take("a", 2), take("b", 1), take("a", 2), take("a", 2), take("b", 1)]
        assert store.update(steps) == [True, True, True, False, False]
        assert store.update([]) == []

    def test_threads_share_it(self, opener: Opener) -> None:
        store, found = opener(), []

        def add(number: int) -> None:
            for turn in range(20):
                sent = Sent(f"{number}-{turn}", number, "soft")
                found.append(put(store, "a", Change(add=(sent,), keep_until=FOREVER)))

        threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(len(memory.sends) for memory in found) == list(range(80))

    def test_a_decision_that_fails_leaves_nothing(self, opener: Opener) -> None:
        store = opener()

        def fail(memory: Memory) -> tuple[None, Change]:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            store.update([("a", lambda memory: (None, Change(add=SENDS, keep_until=FOREVER))), ("a", fail)])
        assert put(store, "a", Change(add=SENDS[:1], keep_until=FOREVER)) == Memory()

    def test_a_gate_stands_on_it(self, opener: Opener) -> None:
        with Gate(opener()) as gate:
            asked = [Send("138", _at(9), Form.SOFT, "您好"), Send("138", _at(10), Form.SOFT, "您好")]
            first, second = gate.allow_many(asked)
            assert (first.allowed, second.refused_by) == (True, ("daily-frequency", "min-interval"))
            assert gate.cancel(first)
            gate.stop("138", "opted_out")
        with Gate(opener()) as gate:
            assert gate.allow("138", _at(9), "您好", form="soft").refused_by == ("contact-after-stop",)


def _at(hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, 24, hour)


def refused(gate: Gate, recipient: str = "138") -> str:
    """By what the gate refuses a message that nothing else is against; empty if it does not."""
    decision = gate.allow(recipient, _at(10), "您好", form="soft")
    assert decision.allowed == (not decision.reason)
    return ",".join(decision.refused_by)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gate.db"


class TestSqlite:
    def test_the_key_is_the_users_own_and_beside_the_store(self, path: Path) -> None:
        SqliteStore(path).close()
        secret = path.with_name("gate.db.key")
        assert [one.stat().st_mode & 0o777 for one in (path, secret)] == [0o600, 0o600]
        assert sorted(one.name for one in path.parent.iterdir()) == ["gate.db", "gate.db.key"]
        assert SqliteStore(path).key == secret.read_bytes()

    def test_no_number_and_no_text_is_in_the_file(self, path: Path) -> None:
        with Gate.open(path) as gate:
            assert not refused(gate, "13800001111")
        assert b"13800001111" not in path.read_bytes()
        assert "您好".encode() not in path.read_bytes()

    @pytest.mark.parametrize("key", ["short", b""])
    def test_a_short_key_is_an_error(self, path: Path, key: str | bytes) -> None:
        with pytest.raises(ConfigError, match="at least 16 bytes"):
            SqliteStore(path, key=key)

    def test_another_key_is_an_error(self, path: Path) -> None:
        SqliteStore(path).close()
        with pytest.raises(StoreError, match="another key"):
            SqliteStore(path, key=KEY)

    def test_a_lost_key_is_an_error(self, path: Path) -> None:
        SqliteStore(path).close()
        path.with_name("gate.db.key").unlink()
        with pytest.raises(StoreError, match="key of the store cannot be read"):
            SqliteStore(path)
        path.with_name("gate.db.key").write_text("")
        with pytest.raises(StoreError, match="holds no key"):
            SqliteStore(path)

    @pytest.mark.parametrize("lose", [Path.unlink, lambda path: os.truncate(path, 0)])
    def test_a_lost_store_is_no_new_one(self, path: Path, lose: Callable[[Path], None]) -> None:
        SqliteStore(path).close()
        lose(path)
        with pytest.raises(StoreError, match="to begin anew, delete the key too"):
            SqliteStore(path)

    def test_a_folder_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="no file can be made in"):
            SqliteStore(tmp_path / "no" / "gate.db")

    def test_a_database_of_something_else_is_left_alone(self, path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE mine (a)")
        before = path.read_bytes()
        with pytest.raises(StoreError, match="database of something else"):
            SqliteStore(path, key=KEY)
        assert path.read_bytes() == before

    def test_a_store_of_a_later_version_is_an_error(self, path: Path) -> None:
        SqliteStore(path, key=KEY).close()
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA user_version = 99")
        with pytest.raises(StoreError, match="newer smslint"):
            SqliteStore(path, key=KEY)

    def test_what_is_old_is_swept(self, path: Path) -> None:
        with contextlib.closing(SqliteStore(path, key=KEY)) as store:
            for number in range(300):
                sent = Sent("a", number, "soft")
                put(store, f"r{number}", Change(add=(sent,), stale_before=number - 10, keep_until=FOREVER))
        with contextlib.closing(sqlite3.connect(path)) as other:
            (left,) = other.execute("SELECT count(*) FROM sends").fetchone()
        assert 10 < left < 10 + 2 * 64

    def test_it_goes_on_after_a_fork(self, path: Path) -> None:
        with Gate.open(path) as gate:
            assert not refused(gate, "1")
            child = os.fork()
            if not child:
                os._exit(0 if not refused(gate, "2") and refused(gate, "1") else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert refused(gate, "2") == "daily-frequency,min-interval"
            assert not refused(gate, "3")


class TestSqliteFails:
    """Every failure refuses, says why, and leaves the gate fit for when it is over."""

    def test_locked_by_another_process(self, path: Path) -> None:
        hold = (
            "import sqlite3, sys; one = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "one.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
        )
        with Gate.open(path, timeout=0.2) as gate:
            taken = gate.allow("1", _at(10), "您好", form="soft")
            command = [sys.executable, "-c", hold, str(path)]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
                assert other.stdout is not None
                other.stdout.readline()
                assert refused(gate) == "gate-locked"
                assert gate.allow("138", _at(10), "您好", form="soft").reason.startswith("发送记录正被其他程序占用")
                for call in (lambda: gate.stop("138", "opted_out"), lambda: gate.cancel(taken)):
                    with pytest.raises(StoreError, match="locked"):
                        call()
                with pytest.raises(StoreError, match="locked"):
                    SqliteStore(path, timeout=0.2)
                other.communicate()
            assert not refused(gate)

    def test_read_only(self) -> None:
        with readonly_folder() as folder, Gate.open(folder / "gate.db") as gate:
            assert not refused(gate, "1")
            gate.close()
            with unprivileged(folder):
                kinds = {opened_or_refused(folder / "gate.db")}
            assert kinds <= {"readonly", "unavailable"}

    def test_full(self, path: Path) -> None:
        store = SqliteStore(path)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with Gate(store) as gate:
            kinds = [refused(gate, str(number)) for number in range(400)]
            assert kinds[0] == ""
            assert kinds[-1] == "gate-full"
            store._connection.execute("PRAGMA max_page_count = 1000000")
            passed = [str(number) for number, kind in enumerate(kinds) if not kind]
            assert refused(gate, passed[-1]) == "daily-frequency,min-interval"
            assert not refused(gate, "399")

    def test_no_room_left_on_the_disk(self, path: Path) -> None:
        with Gate.open(path) as gate:
            child = os.fork()
            if not child:
                os._exit(_without_room(gate, path))
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert not refused(gate, "new")

    @pytest.mark.parametrize(("offset", "kind"), [(0, "corrupt"), (100, "corrupt")])
    def test_corrupt_when_opened(self, path: Path, offset: int, kind: str) -> None:
        SqliteStore(path).close()
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(b"\xff" * 64)
        assert opened_or_refused(path) == kind

    def test_corrupt_while_open(self, path: Path) -> None:
        with Gate.open(path) as gate:
            gate.allow_many([Send(str(number), _at(10), Form.SOFT, "您好") for number in range(2000)])
        with Gate.open(path) as gate:
            with path.open("r+b") as file:  # all pages but the first, which is the schema
                size = file.seek(0, os.SEEK_END)
                file.seek(4096)
                file.write(os.urandom(size - 4096))
            assert {refused(gate, str(number)) for number in range(2000, 2050)} == {"gate-corrupt"}

    @pytest.mark.parametrize("put_back", [False, True])
    def test_deleted_or_replaced_while_open(self, path: Path, put_back: bool) -> None:
        with Gate.open(path, key=KEY) as gate:
            assert not refused(gate, "1")
            path.unlink()
            if put_back:
                SqliteStore(path.with_name("other.db"), key=KEY).close()
                path.with_name("other.db").rename(path)
            assert refused(gate, "2") == "gate-lost"


def opened_or_refused(path: Path) -> str:
    """What is wrong with the store at `path`, told when it is opened or asked."""
    try:
        with Gate.open(path) as gate:
            return refused(gate, "2").removeprefix("gate-")
    except StoreError as error:
        return error.kind


def _without_room(gate: Gate, path: Path) -> int:
    """0 if a gate that may not write any further refuses."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = max(one.stat().st_size for one in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, size + 20_000))
    kinds = [refused(gate, str(number)) for number in range(2000)]
    return 0 if not kinds[0] and kinds[-1] in ("gate-full", "gate-unavailable") else 1


@contextlib.contextmanager
def readonly_folder() -> Iterator[Path]:
    """A folder that others may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """As a user who may read what is in `folder` and change nothing."""
    for one in folder.iterdir():
        one.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


class TestRedisFails:
    @pytest.fixture
    def client(self) -> Any:
        fakeredis = pytest.importorskip("fakeredis")
        pytest.importorskip("lupa")
        return fakeredis.FakeRedis(server=fakeredis.FakeServer())

    def test_the_library_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "redis", None)
        with pytest.raises(ConfigError, match=r"pip install 'smslint\[redis\]'"):
            Gate.redis("redis://localhost", key=KEY)

    def test_no_address(self) -> None:
        pytest.importorskip("redis")
        with pytest.raises(ConfigError, match="no address of a Redis"):
            Gate.redis("localhost:6379", key=KEY)

    def test_nobody_there(self) -> None:
        pytest.importorskip("redis")
        with pytest.raises(StoreError, match="Redis"):
            Gate.redis("redis://127.0.0.1:1", key=KEY, timeout=0.2)

    def test_gone_while_open(self, client: Any) -> None:
        with Gate.redis(client, key=KEY) as gate:
            assert not refused(gate, "1")
            client.connection_pool.connection_kwargs["server"].connected = False
            assert refused(gate, "2") == "gate-unavailable"
            with pytest.raises(StoreError):
                gate.stop("2", "opted_out")

    def test_emptied_while_open(self, client: Any) -> None:
        with Gate.redis(client, key=KEY) as gate:
            assert not refused(gate, "1")
            client.flushall()
            assert refused(gate, "1") == "gate-lost"

    def test_another_key(self, client: Any) -> None:
        Gate.redis(client, key=KEY)
        with pytest.raises(StoreError, match="another key"):
            Gate.redis(client, key=KEY[::-1])

    def test_what_no_gate_wrote(self, client: Any) -> None:
        with Gate.redis(client, key=KEY) as gate:
            assert not refused(gate, "1")
            (name,) = [one for one in client.scan_iter() if not one.endswith(b":key")]
            client.hset(name, "s:x", "{")
            assert refused(gate, "1") == "gate-corrupt"
            client.delete(name)
            client.set(name, "x")
            assert refused(gate, "1") == "gate-unavailable"
            assert not refused(gate, "2")

    def test_it_may_evict(self, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        told = {"maxmemory": 1000, "maxmemory_policy": "allkeys-lru"}
        monkeypatch.setattr(type(client), "info", lambda self, section: told)
        with pytest.raises(StoreError, match="maxmemory-policy is allkeys-lru"):
            Gate.redis(client, key=KEY)

    def test_others_always_come_first(self, client: Any) -> None:
        from smslint.plan.gate.redis import RedisStore

        store, other = RedisStore(client, key=KEY, timeout=0.05), RedisStore(client, key=KEY)

        def late(memory: Memory) -> tuple[None, Change]:
            put(other, "a", Change(stops=(Stop("settled", "", len(memory.stops)),)))
            return None, Change(add=SENDS)

        (result,) = store.update([("a", late)])
        assert isinstance(result, StoreError)
        assert result.kind == "locked"
        assert put(other, "a", Change()).sends == ()

    def test_sends_go_when_nobody_asks_any_more_and_stops_stay(self, client: Any) -> None:
        with Gate.redis(client, key=KEY) as gate:
            assert not refused(gate, "1")
            (name,) = [one for one in client.scan_iter() if not one.endswith(b":key")]
            assert 181 * 86400 < client.ttl(name) < 183 * 86400
            gate.stop("1", "opted_out")
            assert client.ttl(name) == -1
