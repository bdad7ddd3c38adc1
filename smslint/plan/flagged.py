"""A send that the query flags -> its faults, with the earlier sends and the next lawful time.

The query saw all sends and has counted; plain Python says the rest, by as many of them as it needs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smslint.plan.judge import SendFault, judge
from smslint.plan.model import Send
from smslint.plan.policy import Policy

_MOST_SENDS = 400  # before one, of which all are looked at
_LOOKED_BACK = 100  # the last of more than those, beside the ones that the query names


def faults_of_flags(
    send: Send, flags: Mapping[str, Any], sends: Sequence[Send], place: int, policy: Policy
) -> Iterator[SendFault]:
    """The faults of `send`; `flags` are its FLAG_COLUMNS, the first `place` of `sends` are those before it."""
    counted = {"daily-frequency": flags["daily"], "weekly-frequency": flags["weekly"]}
    for fault in judge(send, _reach(flags, sends, place), policy):
        if fault.check in counted:
            count = counted[fault.check]
            over = policy.over(fault.check, count)
            if over:
                yield dataclasses.replace(fault, severity=over[0], limit=over[1], count=count)
        elif fault.check != "record-keeping":
            yield fault


def _reach(flags: Mapping[str, Any], sends: Sequence[Send], place: int) -> Sequence[Send]:
    """The sends before it that its faults may refer to: all, or of very many the last and those named."""
    if place <= _MOST_SENDS:
        return sends[:place]
    named = {int(flags[name]) for name in ("interval_ord", "duplicate_ord", "demand_ord")}
    named |= {int(one) for one in flags["stop_ords"].split(",") if one}
    old = sorted(number - 1 for number in named if 0 < number <= place - _LOOKED_BACK)
    return [*(sends[number] for number in old), *sends[place - _LOOKED_BACK : place]]
