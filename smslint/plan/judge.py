"""One send judged by those before it: every check of the policy as plain Python, obvious before fast.

The queries over tables say the same; a test holds the two equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from smslint.model import Form, Severity
from smslint.plan.clock import at_clock
from smslint.plan.holidays import holiday_name
from smslint.plan.keys import text_key
from smslint.plan.model import DEBT_STOPS, MARKETING_STOPS, STOPS, Send
from smslint.plan.policy import COLLECTION, Hours, Policy
from smslint.plan.zones import zone_of


@dataclass(frozen=True, slots=True)
class SendFault:
    """What a check found: `limit` is the number exceeded, `earlier` the sends that made it too many.

    `next_at` is the first moment at which this check would be content, None where no waiting helps.
    """

    check: str
    severity: Severity
    earlier: tuple[Send, ...] = ()
    count: int | None = None
    limit: int | None = None
    next_at: dt.datetime | None = None
    stops: tuple[str, ...] = ()
    holiday: str = ""


def judge(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    """The faults of `send`; `earlier` are the sends to the same recipient before it, in order of time."""
    if not send.event:
        for check, judge_one in CHECKS.items():
            if policy.on(check):
                yield from judge_one(send, earlier, policy)


def local(send: Send, policy: Policy) -> dt.datetime:
    """When `send` reaches its recipient, on the recipient's clock."""
    return send.at.astimezone(zone_of(send.zone or policy.zone))


def counts(send: Send, check: str, policy: Policy) -> bool:
    """Whether `check` looks at `send`."""
    return not send.event and send.form in policy.forms(check)


def _quiet(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    here = local(send, policy)
    awake = not policy.quiet.holds(here.time()) or send.facts.get("consent_night") is True
    if not awake and counts(send, "quiet-hours", policy):
        next_at = _when_over(here, policy.quiet)
        yield SendFault("quiet-hours", policy.severity("quiet-hours", send.form), next_at=next_at)


def _marketing(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    here, hours = local(send, policy), policy.marketing
    if send.marketing and not hours.holds(here.time()):
        next_at = _when_over(here, Hours(hours.end, hours.start))
        yield SendFault("marketing-hours", policy.severity("marketing-hours", send.form), next_at=next_at)


def _when_over(here: dt.datetime, closed: Hours) -> dt.datetime:
    """The first moment after `here`, which lies in the stretch `closed`, at which it is over."""
    day = here.date() + dt.timedelta(days=here.time() >= closed.end)
    return at_clock(day, closed.end, here)


def _holiday(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    here = local(send, policy)
    name = holiday_name(here.date(), policy.holidays)
    if name and counts(send, "holiday-send", policy):
        day = here.date()
        while holiday_name(day, policy.holidays):
            day += dt.timedelta(days=1)
        next_at = at_clock(day, policy.quiet.end, here)
        yield SendFault("holiday-send", policy.severity("holiday-send", send.form), next_at=next_at, holiday=name)


def _daily(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    yield from _frequency(send, earlier, policy, "daily-frequency", 1)


def _weekly(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    yield from _frequency(send, earlier, policy, "weekly-frequency", policy.weekly_days)


def _frequency(send: Send, earlier: Sequence[Send], policy: Policy, check: str, days: int) -> Iterator[SendFault]:
    if not counts(send, check, policy):
        return
    here = local(send, policy)
    since = here.date() - dt.timedelta(days=days - 1)
    until = here.date() if days == 1 else dt.date.max
    those = [one for one in earlier if counts(one, check, policy) and since <= local(one, policy).date() <= until]
    over = policy.over(check, len(those) + 1)
    if over:
        least = int(min(policy.daily.values() if check == "daily-frequency" else policy.weekly.values()))
        next_at = None
        if least:  # room again once so many of those have left the stretch that `least` is not exceeded
            leaving = local(those[-least], policy).date() + dt.timedelta(days=days)
            next_at = at_clock(leaving, dt.time(), here)
        yield SendFault(check, over[0], tuple(those), len(those) + 1, over[1], next_at)


def _interval(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    check, gap = "min-interval", dt.timedelta(hours=policy.interval_hours)
    those = [one for one in earlier if counts(one, check, policy)] if counts(send, check, policy) else []
    if those and send.at - those[-1].at < gap:
        next_at = (those[-1].at + gap).astimezone(local(send, policy).tzinfo)
        yield SendFault(check, policy.severity(check, send.form), (those[-1],), next_at=next_at)


def _duplicate(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    check, gap = "duplicate-text", dt.timedelta(hours=policy.duplicate_hours)
    key = _text_key(send)
    if key is None or not (send.marketing or counts(send, check, policy)):
        return
    near = [one for one in earlier if not one.event and send.at - one.at < gap]
    same = [one for one in near if (one.marketing or counts(one, check, policy)) and _text_key(one) == key]
    if same:
        next_at = (same[-1].at + gap).astimezone(local(send, policy).tzinfo)
        yield SendFault(check, policy.severity(check, send.form), (same[-1],), next_at=next_at)


def _text_key(send: Send) -> int | None:
    if send.text_key is not None:
        return send.text_key
    return text_key(send.text) if send.text else None


def _demand(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    check = "effective-demand-interval"
    if not counts(send, check, policy):
        return
    those = [one for one in earlier if counts(one, check, policy) and same_creditor(send, one)]
    here = local(send, policy)
    if those and (here.date() - local(those[-1], policy).date()).days < policy.demand_days:
        day = local(those[-1], policy).date() + dt.timedelta(days=policy.demand_days)
        next_at = at_clock(day, dt.time(), here)
        yield SendFault(check, policy.severity(check, send.form), (those[-1],), next_at=next_at)


def _escalation(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    check = "escalation-order"
    if not counts(send, check, policy) or send.facts.get("prior_notice_sent") is True:
        return
    since = local(send, policy).date() - dt.timedelta(days=policy.escalation_days)
    softer = [one for one in earlier if one.form in (Form.REMINDER, Form.SOFT) and not one.event]
    if not any(same_creditor(send, one) and local(one, policy).date() >= since for one in softer):
        yield SendFault(check, policy.severity(check, send.form))


def _stop(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    check = "contact-after-stop"
    looked_at = STOPS if send.form in COLLECTION else (MARKETING_STOPS if send.marketing else ())
    stated = {name: _last_stated(name, [*earlier, send]) for name in STOPS if name in looked_at}
    holding = {name: one for name, one in stated.items() if one is not None and one.facts[name] is True}
    if holding:
        sources = tuple(dict.fromkeys(id(one) for one in holding.values() if one is not send))
        told = tuple(one for one in earlier if id(one) in sources)
        yield SendFault(check, policy.severity(check, send.form), told, stops=tuple(holding))


def _last_stated(name: str, sends: Sequence[Send]) -> Send | None:
    """The last of `sends` that states the fact `name` to the last of them, of the same debt where it is about one."""
    known = [one for one in sends if isinstance(one.facts.get(name), bool)]
    those = [one for one in known if name not in DEBT_STOPS or same_creditor(sends[-1], one)]
    return those[-1] if those else None


def _records(send: Send, earlier: Sequence[Send], policy: Policy) -> Iterator[SendFault]:
    if not send.id:
        yield SendFault("record-keeping", policy.severity("record-keeping", send.form))


def same_creditor(send: Send, other: Send) -> bool:
    """Whether the two may be about one debt: of the same creditor, or one of them says none."""
    return not send.creditor or not other.creditor or send.creditor == other.creditor


Check = Callable[[Send, Sequence[Send], Policy], Iterator[SendFault]]
CHECKS: Mapping[str, Check] = MappingProxyType({
    "quiet-hours": _quiet,
    "marketing-hours": _marketing,
    "holiday-send": _holiday,
    "daily-frequency": _daily,
    "weekly-frequency": _weekly,
    "min-interval": _interval,
    "duplicate-text": _duplicate,
    "effective-demand-interval": _demand,
    "escalation-order": _escalation,
    "contact-after-stop": _stop,
    "record-keeping": _records,
})  # fmt: skip
