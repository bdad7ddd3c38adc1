"""How a message may be odd among those of its outline: by its name, by the words there, by sums that contradict."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from smslint.scan.checks import Conflict
from smslint.segment import Verdict
from smslint.text import Span

Held = tuple[tuple[int, str], ...]  # places of a name, and the characters there


class Oddity(NamedTuple):
    """Why a message does not meet terms that most of its outline meet.

    Others that have the same characters at the `held` places of the name, and the same `verdicts` on words, are odd
    alike.
    """

    held: Held = ()
    verdicts: tuple[Verdict, ...] = ()
    conflicts: Hashable = ()


HOPELESS = Oddity()


def alike(conflicts: Sequence[Conflict], others: Sequence[Conflict]) -> bool:
    """Whether sums contradict one another at the same places."""
    return places_of(conflicts) == places_of(others)


def places_of(conflicts: Sequence[Conflict]) -> tuple[tuple[str, Span, tuple[Span, ...]], ...]:
    """Where sums contradict one another."""
    return tuple([(one.check, one.span, one.related) for one in conflicts])
