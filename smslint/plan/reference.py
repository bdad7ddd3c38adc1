"""The checks over sends in memory, one recipient after the other: slow, obvious, and what the queries must equal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from smslint.plan.judge import SendFault, judge
from smslint.plan.keys import canonical_recipient
from smslint.plan.model import Send
from smslint.plan.policy import Policy


def faults_of(sends: Iterable[Send], policy: Policy) -> Iterator[tuple[Send, SendFault]]:
    """Every fault of `sends`, by recipient and time; of two at one moment, the first given is the earlier."""
    for group in by_recipient(sends):
        for number, send in enumerate(group):
            yield from ((send, fault) for fault in judge(send, group[:number], policy))


def by_recipient(sends: Iterable[Send]) -> Iterator[Sequence[Send]]:
    """The sends to each recipient, in order of time."""
    spelled = sorted(((canonical_recipient(one.recipient), one) for one in sends), key=lambda pair: pair[0])
    for _, group in itertools.groupby(spelled, key=lambda pair: pair[0]):
        yield sorted((send for _, send in group), key=lambda one: one.at)
