"""A fault of a send in words: the finding as reports have it, in Chinese or English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from smslint.model import RuleInfo
from smslint.pack import Rule
from smslint.plan.clock import elapsed
from smslint.plan.judge import SendFault, local
from smslint.plan.model import Earlier, PlanFinding, Send
from smslint.plan.policy import Policy

_STOP_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "zh": {"opted_out": "已拒收", "third_party_refused": "第三人已拒绝联系", "settled": "已结清",
           "disputed": "有异议未解决", "represented": "已委托律师", "own": "本条记录注明", "since": "{at}的记录"},
    "en": {"opted_out": "opted out", "third_party_refused": "the third party refused contact", "settled": "settled",
           "disputed": "disputed and not resolved", "represented": "represented by a lawyer",
           "own": "by this very row", "since": "by a row of {at}"},
})  # fmt: skip
_BETWEEN = {"zh": "、", "en": ", "}


def finding_of(send: Send, fault: SendFault, policy: Policy, recipient: str, lang: str = "zh") -> PlanFinding:
    """The finding that tells `fault` of `send`; `recipient` is the key under which it is reported."""
    rule, here = policy.rules[fault.check], local(send, policy)
    earlier = tuple(Earlier(one.source, one.row, local(one, policy), one.id) for one in fault.earlier)
    values = _values(fault, here, earlier, policy, lang)
    info = plan_info(rule, lang, values)
    message = fill(rule.message[lang], values)
    return PlanFinding(
        info, fault.severity, message, send.source, send.row, recipient, here, send.id, fault.count, earlier,
        fault.next_at,
    )  # fmt: skip


def plan_info(rule: Rule, lang: str, values: Mapping[str, str]) -> RuleInfo:
    """What reports say of `rule`; its advice may name the house's numbers."""
    return RuleInfo(
        rule.id, rule.title[lang], rule.category, rule.severity, rule.basis, fill(rule.advice[lang], values),
        f"rules/docs/{rule.id}.md",
    )  # fmt: skip


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every `{name}` that is known filled in."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def clock_text(at: dt.datetime) -> str:
    """`2026-11-24 22:00`, with seconds where there are any."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at.second or at.microsecond else f"{at:%Y-%m-%d %H:%M}"


def _values(
    fault: SendFault, here: dt.datetime, earlier: tuple[Earlier, ...], policy: Policy, lang: str
) -> dict[str, str]:
    return {
        "time": clock_text(here)[11:],
        "date": f"{here:%Y-%m-%d}",
        "holiday": fault.holiday,
        "count": str(fault.count),
        "limit": str(fault.limit),
        "elapsed": elapsed(here - earlier[-1].at, lang) if earlier else "",
        "reason": _BETWEEN[lang].join(_STOP_WORDS[lang][one] for one in fault.stops),
        "since": _since(earlier, lang),
        **numbers_of(fault.check, policy),
    }


def numbers_of(check: str, policy: Policy) -> dict[str, str]:
    """The house's numbers of `check`, as words."""
    hours = {"quiet-hours": policy.quiet, "marketing-hours": policy.marketing}.get(check)
    days = {"weekly-frequency": policy.weekly_days, "effective-demand-interval": policy.demand_days,
            "escalation-order": policy.escalation_days, "record-keeping": policy.retention_days}  # fmt: skip
    lengths = {"min-interval": policy.interval_hours, "duplicate-text": policy.duplicate_hours}
    found = {"days": str(days[check])} if check in days else {}
    found |= {"hours": f"{lengths[check]:g}"} if check in lengths else {}
    return found | ({"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"} if hours else {})


def _since(earlier: tuple[Earlier, ...], lang: str) -> str:
    words = _STOP_WORDS[lang]
    return words["since"].format(at=clock_text(earlier[-1].at)) if earlier else words["own"]
