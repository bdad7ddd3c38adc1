"""The gate's memory in one SQLite file, for all processes of one machine; survives a restart and a kill."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from smslint.errors import StoreError
from smslint.plan.gate.secret import checked_key, create_private, fingerprint, key_path, make_key, read_key
from smslint.plan.gate.store import Change, Decide, Memory, Sent, Stop

T = TypeVar("T")
_APPLICATION = 0x736D7367  # "smsg", in the header of the file
_VERSION = 1
_SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE sends (recipient TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, form TEXT NOT NULL,"
    " creditor TEXT NOT NULL, marketing INTEGER NOT NULL, text INTEGER NOT NULL, zone TEXT NOT NULL,"
    " PRIMARY KEY (recipient, at, id)) WITHOUT ROWID",
    "CREATE INDEX sends_by_time ON sends (at)",
    "CREATE TABLE stops (recipient TEXT NOT NULL, fact TEXT NOT NULL, creditor TEXT NOT NULL, at INTEGER NOT NULL,"
    " is_on INTEGER NOT NULL, PRIMARY KEY (recipient, fact, creditor)) WITHOUT ROWID",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)
_SENDS = "SELECT id, at, form, creditor, marketing, text, zone FROM sends WHERE recipient = ? ORDER BY at, id"
_STOPS = "SELECT fact, creditor, at, is_on FROM stops WHERE recipient = ? ORDER BY fact, creditor"
_ADD = "INSERT INTO sends (id, at, form, creditor, marketing, text, zone, recipient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_DROP = "DELETE FROM sends WHERE recipient = ? AND id = ?"
_STOP = "INSERT OR REPLACE INTO stops (recipient, fact, creditor, at, is_on) VALUES (?, ?, ?, ?, ?)"
_SWEEP = (
    "DELETE FROM sends WHERE (recipient, at, id) IN"
    " (SELECT recipient, at, id FROM sends WHERE at < ? ORDER BY at LIMIT ?)"
)
_SWEEP_EVERY, _SWEEP_MOST = 64, 256  # writes; rows at a time, so that no sender waits long
_PAUSE = (0.0002, 0.002)  # seconds; at random, so that nobody always comes too late
_KINDS = {
    sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_LOCKED: "locked", sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly", sqlite3.SQLITE_CORRUPT: "corrupt", sqlite3.SQLITE_NOTADB: "corrupt",
}  # fmt: skip


class SqliteStore:
    """A store in the file `path`, made if it is not there; safe to share between threads, and between processes.

    `key` is kept beside it (`<path>.key`) unless given. `timeout` is how many seconds to wait for other writers.
    `durable` also outlives a loss of power, at the cost of a wait for the disk at every decision; without it the
    memory survives any end of a process, but the last moments before a power failure may be lost.
    Needs a local disk: SQLite's log cannot be shared over a network. Raises StoreError.
    """

    def __init__(
        self, path: str | Path, *, key: bytes | str | None = None, timeout: float = 5.0, durable: bool = True
    ) -> None:
        self._path, self._timeout, self._durable = Path(path).absolute(), timeout, durable
        self._given = checked_key(key) if key is not None else None
        self._writes = 0
        self._inherited: list[sqlite3.Connection] = []  # of a parent process; closing them would harm it
        self._begin()

    @property
    def key(self) -> bytes:
        """The key with which recipients and texts are hashed."""
        return self._key

    def update(self, steps: Sequence[tuple[str, Decide[T]]]) -> list[T | StoreError]:
        """Decide all `steps` in one transaction, one after another, and keep what they change."""
        try:
            if self._pid != os.getpid():  # no connection may be taken across a fork
                self._inherited.append(self._connection)
                self._begin()
            with self._lock, self._transaction() as connection:
                return [self._step(connection, *one) for one in steps]
        except StoreError as error:
            return [error] * len(steps)

    def close(self) -> None:
        """Close the file."""
        if self._pid == os.getpid():
            with self._lock:
                self._connection.close()

    def _begin(self) -> None:
        """Open the file and look at what it is."""
        self._lock, self._pid = threading.Lock(), os.getpid()
        if not self._path.exists():
            create_private(self._path, b"")
        with _translated(self._path):
            self._connection = sqlite3.connect(
                self._path, timeout=self._timeout, isolation_level=None, check_same_thread=False
            )
        self._file = self._identity()
        with self._transaction() as connection:
            self._key = self._prepare(connection)
        self._tune()

    def _prepare(self, connection: sqlite3.Connection) -> bytes:
        """The key of the store, whose tables are made if there are none."""
        if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            key = self._given or make_key(key_path(self._path))
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('key', ?)", (fingerprint(key),))
            return key
        self._check_kind(connection)
        key = self._given or read_key(key_path(self._path))
        if connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone() != (fingerprint(key),):
            raise StoreError("key", f"{self._path} was made with another key")
        return key

    def _check_kind(self, connection: sqlite3.Connection) -> None:
        if connection.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
            raise StoreError("foreign", f"{self._path} is a database of something else")
        if connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            raise StoreError("foreign", f"{self._path} was made by a newer smslint")

    def _tune(self) -> None:
        """Have writers append to a log, and wait for each other in `_patiently` alone."""
        self._patiently("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA synchronous = {'FULL' if self._durable else 'NORMAL'}")
        self._connection.execute("PRAGMA busy_timeout = 0")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the only right to write from its first moment on."""
        connection = self._connection
        self._patiently("BEGIN IMMEDIATE")
        with _translated(self._path):
            try:
                if self._identity() != self._file:
                    raise StoreError("lost", f"{self._path} has been deleted or replaced since it was opened")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite may have rolled back by itself
                    connection.execute("ROLLBACK")
                raise

    def _patiently(self, statement: str) -> None:
        """Execute `statement`, again and again while others hold the lock.

        SQLite itself waits up to a tenth of a second between two tries, which leaves the file idle most of the time.
        """
        patience = time.monotonic() + self._timeout
        while True:
            try:
                self._connection.execute(statement)
                return
            except sqlite3.Error as error:
                if _kind(error) != "locked" or time.monotonic() > patience:
                    raise _store_error(self._path, error) from error
                time.sleep(random.uniform(*_PAUSE))

    def _identity(self) -> tuple[int, int]:
        try:
            state = os.stat(self._path)
        except OSError as error:
            raise StoreError("lost", f"{self._path} is gone: {error.strerror}") from error
        return state.st_dev, state.st_ino

    def _step(self, connection: sqlite3.Connection, recipient: str, decide: Decide[T]) -> T:
        sends = connection.execute(_SENDS, (recipient,)).fetchall()
        stops = connection.execute(_STOPS, (recipient,)).fetchall()
        memory = Memory(
            tuple([Sent(id_, at, form, by, bool(ad), text, zone) for id_, at, form, by, ad, text, zone in sends]),
            tuple([Stop(fact, by, at, bool(on)) for fact, by, at, on in stops]),
        )
        result, change = decide(memory)
        if not change.empty:
            self._keep(connection, recipient, change)
        return result

    def _keep(self, connection: sqlite3.Connection, recipient: str, change: Change) -> None:
        for one in change.drop:
            connection.execute(_DROP, (recipient, one))
        for sent in change.add:
            row = (sent.id, sent.at, sent.form, sent.creditor, sent.marketing, sent.text, sent.zone, recipient)
            connection.execute(_ADD, row)
        for stop in change.stops:
            connection.execute(_STOP, (recipient, stop.fact, stop.creditor, stop.at, stop.on))
        self._writes += 1
        if self._writes % _SWEEP_EVERY == 0:
            connection.execute(_SWEEP, (change.stale_before, _SWEEP_MOST))


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(path, error) from error


def _store_error(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(_kind(error), f"{path}: {error}")


def _kind(error: sqlite3.Error) -> str:
    """What is wrong, from the code of SQLite; its lower byte is the class of the error."""
    return _KINDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "unavailable")
