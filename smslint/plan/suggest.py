"""What to do with the sends of one recipient that are found fault with: merge, drop, or move to the next lawful time.

What need not be sent goes first, and earlier sends before later ones: what is left is what others are judged by. A send
that is moved must not bring a later one into fault.
"""

from __future__ import annotations

import bisect
import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from smslint.model import Severity
from smslint.plan.judge import SendFault, judge, local
from smslint.plan.model import Send
from smslint.plan.policy import Policy
from smslint.plan.report import Suggestion
from smslint.plan.words import clock_text

HORIZON = dt.timedelta(days=30)
"""How far a send may be moved; one that finds no place within is better dropped."""
_TRIES = 100
_NEVER_BY_WAITING = frozenset(("escalation-order", "record-keeping"))
_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "stop": "删去：{reason}", "duplicate": "删去：与{other}内容相同", "merge": "与{other}合并：同一天、同一类短信",
        "move": "改到 {at}", "full": "删去：{days}天内没有合适的时间", "row": "第{row}行", "other": "{source}第{row}行",
        "stopped": "应停止联系",
    },
    "en": {
        "stop": "drop it: {reason}", "duplicate": "drop it: the same text as {other}",
        "merge": "merge it with {other}: the same form on the same day", "move": "move it to {at}",
        "full": "drop it: no fit time within {days} days", "row": "row {row}", "other": "row {row} of {source}",
        "stopped": "contact must stop",
    },
}  # fmt: skip


def suggest(
    sends: Sequence[Send], flagged: Collection[tuple[str, int]], policy: Policy, recipient: str, lang: str
) -> Iterator[Suggestion]:
    """The suggestions for the `flagged` (source and row) of all the `sends` to one recipient, in order of time."""
    schedule = list(sends)
    for found in (_unneeded, _moved):  # what need not be sent at all makes room for what has to be moved
        for send in sends:
            if (send.source, send.row) not in flagged or not any(one is send for one in schedule):
                continue
            place = next(number for number, one in enumerate(schedule) if one is send)
            faults = [one for one in judge(send, schedule[:place], policy) if one.check not in _NEVER_BY_WAITING]
            action = found(send, faults, schedule, policy, lang)
            if action is not None:
                schedule[place] = dataclasses.replace(send, event=True)  # what its row states stays known
                if action.at is not None:
                    bisect.insort(schedule, dataclasses.replace(send, at=action.at), key=lambda one: one.at)
                yield dataclasses.replace(action, recipient=recipient)


def _unneeded(
    send: Send, faults: Sequence[SendFault], schedule: Sequence[Send], policy: Policy, lang: str
) -> Suggestion | None:
    """To drop the send, or to merge it with an earlier one of the plan; None where neither fits."""
    words, by_check = _WORDS[lang], {one.check: one for one in faults}
    if "contact-after-stop" in by_check:
        return _made(send, "drop", words["stop"].format(reason=words["stopped"]))
    if "duplicate-text" in by_check:
        other = by_check["duplicate-text"].earlier[0]
        return _made(send, "drop", words["duplicate"].format(other=_row(other, send, lang)), other)
    if "daily-frequency" in by_check:
        alike = [one for one in by_check["daily-frequency"].earlier if one.form is send.form and _planned(one, send)]
        if alike:
            return _made(send, "merge", words["merge"].format(other=_row(alike[-1], send, lang)), alike[-1])
    return None


def _moved(
    send: Send, faults: Sequence[SendFault], schedule: Sequence[Send], policy: Policy, lang: str
) -> Suggestion | None:
    """To move the send to the next lawful time; None where nothing is wrong with it any more."""
    if not any(map(_grave, faults)):
        return None
    others = [one for one in schedule if one is not send]
    at = next_lawful(send, others, policy)
    if at is None:
        return _made(send, "drop", _WORDS[lang]["full"].format(days=HORIZON.days))
    return dataclasses.replace(_made(send, "move", _WORDS[lang]["move"].format(at=clock_text(at))), at=at)


def next_lawful(
    send: Send, others: Sequence[Send], policy: Policy, horizon: dt.timedelta = HORIZON
) -> dt.datetime | None:
    """The first time from that of `send` on at which nothing is found fault with, it or a later one of `others`.

    `others` are the sends to the same recipient without it, in order of time. None where there is none in `horizon`.
    """
    moved, until = send, send.at + horizon
    before: dict[int, frozenset[str]] = {}
    for _ in range(_TRIES):
        place = bisect.bisect_right(others, moved.at, key=lambda one: one.at)
        waits = [one.next_at for one in judge(moved, others[:place], policy) if _grave(one)]
        known = [one for one in waits if one is not None]
        if len(known) < len(waits):
            return None
        later = max(known, default=None) or _disturbs(moved, others, place, before, policy)
        if later is None:
            return local(moved, policy)
        if later > until:
            return None
        moved = dataclasses.replace(send, at=later)
    return None


def _disturbs(
    moved: Send, others: Sequence[Send], place: int, before: dict[int, frozenset[str]], policy: Policy
) -> dt.datetime | None:
    """A moment after the first later send that `moved` would bring into fault; None where it does not.

    `before` remembers what is wrong with the sends without it, by their place.
    """
    reach = moved.at + dt.timedelta(days=max(policy.weekly_days, 2))
    for number in range(place, len(others)):
        if others[number].at > reach:
            return None
        if number not in before:
            before[number] = _checks(others[number], others[:number], policy)
        earlier = [*others[:place], moved, *others[place:number]]
        if _checks(others[number], earlier, policy) - before[number]:
            return others[number].at + dt.timedelta(microseconds=1)
    return None


def _checks(send: Send, earlier: Sequence[Send], policy: Policy) -> frozenset[str]:
    return frozenset(one.check for one in judge(send, earlier, policy) if _grave(one))


def _grave(fault: SendFault) -> bool:
    return fault.severity is not Severity.INFO and fault.check not in _NEVER_BY_WAITING


def _planned(one: Send, send: Send) -> bool:
    return one.source == send.source


def _made(send: Send, action: str, message: str, other: Send | None = None) -> Suggestion:
    place = (other.source, other.row) if other else None
    return Suggestion(send.source, send.row, send.recipient, action, message, other=place)


def _row(other: Send, send: Send, lang: str) -> str:
    words = _WORDS[lang]["row" if other.source == send.source else "other"]
    return words.format(row=other.row, source=other.source)
