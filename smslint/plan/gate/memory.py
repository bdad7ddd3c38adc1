"""Between the gate's memory and the sends that the checks speak of; and what of the memory is old."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

from smslint.model import Form
from smslint.plan.gate.store import Memory, Sent, Stop
from smslint.plan.keys import text_key
from smslint.plan.model import DEBT_STOPS, STOPS, Send
from smslint.plan.policy import Policy

SOURCE = "gate"
"""What the findings of a gate name as the place of earlier sends."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY = 86_400_000_000  # microseconds
_SLACK = 2  # days, since the checks count days of any zone


def micros(at: dt.datetime) -> int:
    """`at`, which is aware, in whole microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> dt.datetime:
    """The inverse of `micros`, in UTC."""
    return _EPOCH + at * _MICROSECOND


def keyed_text(text: str, key: bytes) -> int:
    """The number under which a text is remembered: that of its `text_key`, which nobody can guess without `key`."""
    plain = text_key(text).to_bytes(8, "little", signed=True)
    return int.from_bytes(hashlib.blake2b(plain, digest_size=8, key=key[:64]).digest(), "little", signed=True)


def as_sent(send: Send) -> Sent:
    """`send` as it is remembered."""
    text = send.text_key or 0
    return Sent(send.id, micros(send.at), send.form, send.creditor, send.marketing, text, send.zone)


def as_sends(memory: Memory) -> list[Send]:
    """What is remembered, as the checks read it: sends and stops, in order of time."""
    sends = [_send(one) for one in memory.sends]
    if not memory.stops:
        return sends
    events = [_event(one) for one in memory.stops]
    return sorted([*sends, *events], key=lambda one: one.at)


def stops_in(send: Send, memory: Memory, at: int) -> tuple[Stop, ...]:
    """What `send` states of stops, as far as it is news."""
    stated = [(name, send.facts[name]) for name in STOPS if isinstance(send.facts.get(name), bool)]
    stops = [stop_of(name, send.creditor, at, on is True) for name, on in stated]
    return tuple(one for one in stops if _is_news(one, memory))


def _is_news(stop: Stop, memory: Memory) -> bool:
    """Whether `stop` changes anything: not where the last word on the same debt is the same, or later."""
    last = max((one for one in memory.stops if _same_matter(one, stop)), key=lambda one: one.at, default=None)
    if last is None:
        return stop.on
    same_key = last.creditor == stop.creditor
    return not same_key or (last.on != stop.on and last.at <= stop.at)


def _same_matter(one: Stop, other: Stop) -> bool:
    apart = one.creditor and other.creditor and one.creditor != other.creditor
    return one.fact == other.fact and not apart


def stop_of(fact: str, creditor: str, at: int, on: bool) -> Stop:
    """A stop, of `creditor` where it is about a debt, of the person otherwise."""
    return Stop(fact, creditor if fact in DEBT_STOPS else "", at, on)


def horizon(policy: Policy) -> int:
    """How many microseconds back any check of `policy` looks."""
    return max(_short(policy), (policy.escalation_days + _SLACK) * _DAY)


def stale(memory: Memory, now: int, policy: Policy) -> Iterator[str]:
    """The ids of those sends that no check will ask for; of old ones only a creditor's last soft words are kept."""
    short, long, seen = now - _short(policy), now - horizon(policy), set[str]()
    for one in reversed(memory.sends):
        kept = one.form in _SOFTER and one.creditor not in seen
        if one.at < long or (one.at < short and not kept):
            yield one.id
        elif kept:
            seen.add(one.creditor)


_SOFTER = (Form.REMINDER, Form.SOFT)


def _short(policy: Policy) -> int:
    days = max(policy.weekly_days, policy.demand_days, policy.duplicate_hours / 24, policy.interval_hours / 24)
    return int((days + _SLACK) * _DAY)


def _send(one: Sent) -> Send:
    return Send(
        "", moment(one.at), Form(one.form), creditor=one.creditor, marketing=one.marketing, id=one.id,
        source=SOURCE, zone=one.zone, text_key=one.text or None,
    )  # fmt: skip


def _event(one: Stop) -> Send:
    return Send("", moment(one.at), event=True, creditor=one.creditor, facts={one.fact: one.on}, source=SOURCE)


def before(sends: Sequence[Send], at: dt.datetime) -> tuple[list[Send], list[Send]]:
    """Those of `sends` up to `at`, with all stops, which hold from whenever they are known; and those after it."""
    earlier = [one for one in sends if one.event or one.at <= at]
    return earlier, [one for one in sends if not one.event and one.at > at]
