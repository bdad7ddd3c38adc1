"""The gate's memory in Redis, for senders on several machines (`pip install 'smslint[redis]'`)."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from smslint.errors import ConfigError, StoreError
from smslint.plan.gate.secret import checked_key, fingerprint
from smslint.plan.gate.store import Change, Decide, Memory, Sent, Stop

if TYPE_CHECKING:
    import redis

T = TypeVar("T")
_PREFIX = "{smslint-gate}"  # the braces keep all of it on one node, where one step is one transaction
_VERSION = "v"
# Keeps a change only if nobody has changed the recipient's memory since it was read. ARGV: the version that was read,
# the new one, the fingerprint of the key, when to forget (ms, 0 for never), how many fields go, these; pairs to set.
_SWAP = """
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return -1 end
local version = redis.call('HGET', KEYS[1], 'v') or ''
if version == ARGV[2] then return 1 end
if version ~= ARGV[1] then return 0 end
local first = 6 + tonumber(ARGV[5])
for i = 6, first - 1 do redis.call('HDEL', KEYS[1], ARGV[i]) end
for i = first, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'v', ARGV[2])
if ARGV[4] == '0' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIREAT', KEYS[1], ARGV[4]) end
return 1
"""
_KEPT, _PASSED_BY = 1, 0


class RedisStore:
    """A store in the Redis at `url` (or behind a client of yours), under keys that begin with `prefix`.

    `key` is the same for all senders and kept by them, not in Redis. `timeout` is how many seconds to wait for the
    server, and for other senders to the same recipient. Raises ConfigError without the library, StoreError for a
    server that is away, knows another key, or may evict what it holds.
    """

    def __init__(
        self, where: str | redis.Redis, *, key: bytes | str, prefix: str = _PREFIX, timeout: float = 5.0
    ) -> None:
        self._key, self._timeout, self._prefix = checked_key(key), timeout, prefix
        self._client: Any = _connect(where, timeout) if isinstance(where, str) else where
        self._swap = self._client.register_script(_SWAP)
        self._meta, self._mark = f"{prefix}:key", fingerprint(self._key)
        self._errors = _errors()
        try:
            self._prepare()
        except self._errors as error:
            raise _store_error(error) from error

    @property
    def key(self) -> bytes:
        """The key with which recipients and texts are hashed."""
        return self._key

    def update(self, steps: Sequence[tuple[str, Decide[T]]]) -> list[T | StoreError]:
        """Decide each of `steps` by itself: read all, swap all, and again those that others came before."""
        done: dict[int, T | StoreError] = {}
        patience = time.monotonic() + self._timeout
        while left := [index for index in range(len(steps)) if index not in done]:
            try:
                done |= self._round([(index, *steps[index]) for index in left])
            except self._errors as error:
                done |= dict.fromkeys(left, _store_error(error))
            if time.monotonic() > patience:
                late = StoreError("locked", f"other senders to the same recipient came first for {self._timeout} s")
                done = {**dict.fromkeys(left, late), **done}
        return [done[index] for index in range(len(steps))]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _prepare(self) -> None:
        policy = self._eviction()
        if policy != "noeviction":
            raise StoreError("lost", f"this Redis may evict what the gate must remember: maxmemory-policy is {policy}")
        self._client.set(self._meta, self._mark, nx=True)
        if _text(self._client.get(self._meta)) != self._mark:
            raise StoreError("key", f"the gate under {self._prefix} in this Redis was made with another key")

    def _eviction(self) -> str:
        """What the server does when its memory is full; as if nothing where it does not tell or has no limit."""
        from redis.exceptions import ResponseError

        try:
            memory = self._client.info("memory")
        except ResponseError:  # some services hide it
            return "noeviction"
        return str(memory.get("maxmemory_policy", "noeviction")) if int(memory.get("maxmemory", 0)) else "noeviction"

    def _round(self, steps: Sequence[tuple[int, str, Decide[T]]]) -> dict[int, T | StoreError]:
        """The results of those steps that could be kept, or cannot be."""
        results: dict[int, T | StoreError] = {}
        waiting: list[tuple[int, T]] = []
        pipe = self._client.pipeline(transaction=False)
        found = self._read([recipient for _, recipient, _ in steps])
        for (index, recipient, decide), fields in zip(steps, found, strict=True):
            try:
                result, change = decide(_memory(fields))
            except StoreError as error:
                results[index] = error
                continue
            if change.empty:
                results[index] = result
            else:
                self._queue(pipe, recipient, fields, change)
                waiting.append((index, result))
        for (index, result), answer in zip(waiting, pipe.execute(raise_on_error=False), strict=True):
            if answer != _PASSED_BY:
                results[index] = result if answer == _KEPT else self._error(answer)
        return results

    def _error(self, answer: object) -> StoreError:
        return _store_error(answer) if isinstance(answer, Exception) else _lost()

    def _read(self, recipients: Sequence[str]) -> list[object]:
        """What Redis holds of each of `recipients`, or the error for which that is not known."""
        pipe = self._client.pipeline(transaction=False)
        pipe.get(self._meta)
        for recipient in recipients:
            pipe.hgetall(self._name(recipient))
        mark, *found = pipe.execute(raise_on_error=False)
        return found if _text(mark) == self._mark else [self._error(mark)] * len(recipients)

    def _queue(self, pipe: Any, recipient: str, found: object, change: Change) -> None:
        fields = _fields(found)
        stopped = change.stops or any(name.startswith("t:") for name in fields)
        gone = [f"s:{one}" for one in change.drop]
        pairs = [*(_send_field(one) for one in change.add), *(_stop_field(one) for one in change.stops)]
        forget = 0 if stopped else max(change.keep_until // 1000, 1)
        head = (fields.get(_VERSION, ""), secrets.token_hex(8), self._mark, forget, len(gone))
        self._swap(
            keys=[self._name(recipient), self._meta],
            args=[*head, *gone, *(part for pair in pairs for part in pair)],
            client=pipe,
        )

    def _name(self, recipient: str) -> str:
        return f"{self._prefix}:{recipient}"


def _connect(url: str, timeout: float) -> redis.Redis:
    try:
        import redis
    except ImportError:
        raise ConfigError("a gate in Redis needs redis: pip install 'smslint[redis]'") from None
    try:
        return redis.Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout)
    except ValueError as error:
        raise ConfigError(f"'{url}' is no address of a Redis: {error}") from error


def _errors() -> tuple[type[Exception], ...]:
    from redis.exceptions import RedisError

    return (RedisError, OSError)


def _store_error(error: Exception) -> StoreError:
    text = str(error)
    kind = "full" if text.startswith("OOM") else "readonly" if "READONLY" in text.upper() else "unavailable"
    return StoreError(kind, f"Redis: {text}")


def _lost() -> StoreError:
    return StoreError("lost", "this Redis has lost its data since the gate was opened")


def _fields(found: object) -> Mapping[str, str]:
    if isinstance(found, StoreError):
        raise found
    if not isinstance(found, dict):
        raise _store_error(found if isinstance(found, Exception) else ValueError(repr(found)))
    return {_text(name): _text(value) for name, value in found.items()}


def _memory(found: object) -> Memory:
    fields = _fields(found)
    try:
        sends = [_sent(name[2:], value) for name, value in fields.items() if name.startswith("s:")]
        stops = [_stop(name[2:], value) for name, value in fields.items() if name.startswith("t:")]
    except (ValueError, TypeError) as error:
        raise StoreError("corrupt", f"Redis holds what no gate wrote: {error}") from error
    sends.sort(key=lambda one: (one.at, one.id))
    return Memory(tuple(sends), tuple(stops))


def _send_field(one: Sent) -> tuple[str, str]:
    value = [one.at, one.form, one.creditor, one.marketing, one.text, one.zone]
    return f"s:{one.id}", json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sent(name: str, value: str) -> Sent:
    at, form, creditor, marketing, text, zone = json.loads(value)
    return Sent(name, at, form, creditor, marketing, text, zone)


def _stop_field(one: Stop) -> tuple[str, str]:
    return f"t:{one.fact}:{one.creditor}", json.dumps([one.at, one.on])


def _stop(name: str, value: str) -> Stop:
    fact, _, creditor = name.partition(":")
    at, on = json.loads(value)
    return Stop(fact, creditor, at, on)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
