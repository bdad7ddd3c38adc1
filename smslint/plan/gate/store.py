"""What the gate remembers of a recipient, and what a store of it must do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from smslint.errors import StoreError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """One send as remembered: `at` in microseconds since 1970 (UTC), `text` a keyed number of 64 bits.

    `zone` is the IANA name of the recipient's zone, empty for that of the policy.
    """

    id: str
    at: int
    form: str
    creditor: str = ""
    marketing: bool = False
    text: int = 0
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A fact after which nothing may be sent (`on`), or its end; of one creditor, or of the person (empty)."""

    fact: str
    creditor: str
    at: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is known of one recipient: sends by time, stops by (fact, creditor), the last word on each."""

    sends: tuple[Sent, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to the memory of its recipient: all of it is kept, or nothing.

    `drop` are ids. Nobody asks any more for sends before `stale_before`, nor for any of this recipient's after
    `keep_until` (both in microseconds since 1970).
    """

    add: tuple[Sent, ...] = ()
    drop: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    stale_before: int = 0
    keep_until: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.add or self.drop or self.stops)


Decide = Callable[[Memory], tuple[T, Change]]
"""A pure function of the memory; may be called again with a newer one where somebody else came first."""


class Store(Protocol):
    """Where the gate remembers. Whoever shares a store shares its slots: steps happen one after another.

    `update` runs each step (recipient's key, decision) as one transaction, or all of them as one, and gives for each
    its result once it is kept, or the error for which it is not. A store in trouble gives errors; it never gives an
    empty memory in place of one that it cannot read.
    """

    @property
    def key(self) -> bytes:
        """The key with which recipients and texts are hashed; the same for all who share the store."""

    def update(self, steps: Sequence[tuple[str, Decide[T]]]) -> list[T | StoreError]:
        """Decide each step and keep what it changes."""

    def close(self) -> None:
        """Let go of files and connections."""
