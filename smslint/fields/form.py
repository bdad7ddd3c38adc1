"""Which kind of message a draft is, by the weight of what it says; every weight stands in one table."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal

from smslint.fields.spot import Cues, Hit
from smslint.message import Message
from smslint.model import Field, FieldKind, Form

_FORMS = (Form.NONE, Form.REMINDER, Form.SOFT, Form.FORMAL)
_BASE = (4.6, -2.0, -2.2, -0.5)
# How much each hit of a cue group, or a trait of the fields, speaks for the four forms in that order: fitted by
# logistic regression to corpus/dev.jsonl and to ordinary messages, and rounded. The text is the reason that a report
# gives.
_WEIGHTS: Mapping[str, tuple[str, tuple[float, float, float, float]]] = {
    "form_late": ("催收或违约用语", (0.5, -1.5, 0.1, 0.9)),
    "form_owing": ("称对方欠款", (0.1, -1.1, -0.2, 1.1)),
    "form_debt": ("还款、借款用语", (-0.8, 0.7, 0.1, 0.0)),
    "form_trade": ("交易或推广用语", (1.0, -0.7, 0.3, -0.6)),
    "form_lapse": ("到期未还的用语", (-0.3, -2.1, 2.0, 0.4)),
    "form_make_good": ("请对方补足", (0.0, -0.3, 1.2, -0.9)),
    "form_ahead": ("到期前的用语", (-0.3, 1.0, -0.4, -0.2)),
    "form_period": ("本期账单用语", (-0.2, 1.4, 0.5, -1.7)),
    "form_pay_day": ("指明还款日", (-0.2, 0.5, 0.3, -0.6)),
    "form_courtesy": ("温馨提示的抬头", (0.0, -0.3, 1.6, -1.3)),
    "form_gentle": ("语气缓和", (-0.3, 0.3, 0.5, -0.5)),
    "form_stern": ("法律或催告用语", (0.1, 0.0, -0.4, 0.4)),
    "form_settle": ("要求清偿", (0.4, -0.1, -0.4, 0.1)),
    "form_threat": ("施压用语", (0.5, -0.6, -0.1, 0.3)),
    "form_contract": ("援引合同或借据", (-0.2, -0.2, -1.3, 1.7)),
    "form_agency": ("受托机构或律所", (0.3, -0.8, -0.6, 1.0)),
    "form_blunt": ("以“你”相称", (-0.9, -0.3, 0.4, 0.8)),
    "form_warning": ("防骗提示", (0.5, -0.1, 0.0, -0.4)),
    "form_notice": ("通知、资讯用语", (1.0, -1.3, 0.3, -0.1)),
    "form_chat": ("私人聊天", (0.6, 0.0, -0.1, -0.4)),
    "amount": ("有欠款金额", (-2.4, 0.6, 0.7, 1.1)),
    "due": ("有还款期限", (-0.6, 1.6, 0.4, -1.3)),
    "days_long": ("逾期已久", (0.0, -0.1, -0.3, 0.4)),
    "days_short": ("逾期不久", (-0.2, -0.7, 1.8, -0.9)),
    "before": ("限期还款", (-1.3, -0.6, 0.4, 1.6)),
    "mature": ("届期扣款或应还", (-0.1, 1.3, -0.2, -0.9)),
    "tail": ("指明账户或合同", (0.1, -0.6, -0.6, 1.1)),
    "channel": ("有还款渠道", (-1.8, 0.6, 0.7, 0.5)),
    "hotline": ("有客服电话", (-0.7, -0.4, 0.7, 0.4)),
}
_CAPS = {"form_debt": 3, "form_trade": 3}
_CAP = 2
_CUE_TRAITS = tuple((name, _CAPS.get(name, _CAP)) for name in _WEIGHTS if name.startswith("form_"))
_OVERDUE = frozenset(("form_late", "form_owing", "form_lapse"))
_EARLY_DAYS = 15
_FRAGMENT = 40  # characters
_NAMED = {
    FieldKind.AMOUNT: "amount",
    FieldKind.ACCOUNT_REF: "tail",
    FieldKind.CHANNEL: "channel",
    FieldKind.HOTLINE: "hotline",
}

_SENTENCE_END = re.compile("[。!;】]")
_CONDITION_REACH = 30
_CAP_LOOKED_AT = 12  # of a long text the first hits tell enough
_BEFORE = re.compile("之前|前|以前|为限|止")
_MATURE = re.compile(
    "[)日号]?(?:到期(?![的款未])|扣款(?!失|未)|自动扣|应还(?!的)|还款|须还|需还|该还|要还|该交|入账|结算|从|由|将)"
)


def infer_form(message: Message, fields: Sequence[Field], cues: Cues) -> tuple[Form, str]:
    """The form of `message` and, in Chinese, why; facts of the sender outweigh the wording."""
    traits = _cue_traits(message.text, cues) | _field_traits(message.draft.text, fields)
    scores = _scores(traits)
    best = scores.index(max(scores))
    days = _days_overdue(message.draft.facts) if message.draft.facts else None
    if days is not None and best:
        return _by_facts(days, scores)
    if not best and _speaks_of_debt(traits):
        best = max((1, 2, 3), key=scores.__getitem__)
    return _FORMS[best], _reason(traits, best, scores)


# What a message has that is about something else than its reader's debt.
_ELSEWHERE = frozenset(("form_trade", "form_notice", "form_warning", "form_chat"))


def _speaks_of_debt(traits: Mapping[str, int]) -> bool:
    """Whether a message too short for its weights says that its reader is late with a debt, and nothing else."""
    return not _OVERDUE.isdisjoint(traits) and "form_debt" in traits and _ELSEWHERE.isdisjoint(traits)


def telling_faults(message: Message, fields: Sequence[Field], cues: Cues) -> frozenset[str]:
    """The categories of faults that would show a text without repayment content to be a demand all the same.

    Any where it is too short to tell or a collector signs it; those that advertisements of loans don't have where a
    lender signs it or it says that somebody owes; none where it is about something else.
    """
    if "form_trade" in cues or "form_chat" in cues:
        return frozenset()
    signature = next((field.raw for field in fields if field.kind is FieldKind.SIGNATURE), None)
    if signature is None and len(message.text) <= _FRAGMENT:
        return _TELLING
    if not _ELSEWHERE.isdisjoint(cues):
        return frozenset()
    if signature is not None and _COLLECTOR.search(signature):
        return _TELLING
    signed = signature is not None and _LENDER.search(signature) is not None
    return _TELLING_OF_LENDER if signed or not _OWES.isdisjoint(cues) else frozenset()


# Faults that a text of another kind hardly ever has; advertisements of loans have those about money.
_TELLING_OF_LENDER = frozenset(("legal", "third-party", "privacy", "threat"))
_TELLING = _TELLING_OF_LENDER | {"money"}
_OWES = frozenset(("form_late", "form_owing"))
_COLLECTOR = re.compile("资产|资管|催收|清收|债|法务|贷后|信用管理|外包|調解|调解|資產|債|財務|财务")
_LENDER = re.compile(
    "银行|信用社|农商|消费金融|消金|贷|分期|白条|花呗|借|月付|信用卡|租赁|典当|担保|金融|律师|律所|咨询|銀行|貸|信貸"
)


def _scores(traits: Mapping[str, int]) -> list[float]:
    none, reminder, soft, formal = _BASE
    for name, count in traits.items():
        weights = _WEIGHTS[name][1]
        none += weights[0] * count
        reminder += weights[1] * count
        soft += weights[2] * count
        formal += weights[3] * count
    return [none, reminder, soft, formal]


def _by_facts(days: int, scores: list[float]) -> tuple[Form, str]:
    if days <= 0:
        return Form.REMINDER, "依事实：尚未逾期"
    return Form.SOFT if scores[2] > scores[3] else Form.FORMAL, f"依事实：已逾期{days}天"


def _reason(traits: Mapping[str, int], best: int, scores: list[float]) -> str:
    """What spoke most for the form chosen against the runner-up."""
    rival = max((at for at in range(4) if at != best), key=scores.__getitem__)
    leading, most = "", 0.0
    for name, count in traits.items():
        why, weights = _WEIGHTS[name]
        pull = (weights[best] - weights[rival]) * count
        if pull > most:
            leading, most = why, pull
    return leading or ("没有还款内容" if best == 0 else "综合用语判断")


def _cue_traits(text: str, cues: Cues) -> dict[str, int]:
    traits: dict[str, int] = {}
    for name, cap in _CUE_TRAITS:
        hits = cues.get(name)
        if hits:
            count = _happened(text, hits, cues.get("form_if", ())) if name in _OVERDUE else len(hits)
            traits[name] = min(count, cap)
    return traits


def _happened(text: str, hits: Sequence[Hit], conditions: Sequence[Hit]) -> int:
    """How many words of lateness tell what is, not what might be (若逾期, 以免逾期)."""
    real = [hit for hit in hits if text[hit[1] : hit[1] + 1] not in ("将", "利")]
    if not conditions:
        return len(real)
    return sum(not _conditional(text, hit[0], conditions) for hit in real[:_CAP_LOOKED_AT])


def _conditional(text: str, offset: int, conditions: Sequence[Hit]) -> bool:
    last = bisect_left(conditions, (offset,)) - 1
    if last < 0 or conditions[last][0] < offset - _CONDITION_REACH:
        return False
    start, end = conditions[last]
    return text[end] != "实" and _SENTENCE_END.search(text, start, offset) is None


def _field_traits(source: str, fields: Sequence[Field]) -> dict[str, int]:
    traits: dict[str, int] = {}
    for field in fields:
        name = _NAMED.get(field.kind)
        if name:
            traits[name] = 1
        elif field.kind is FieldKind.DUE_DATE:
            traits |= _due_traits(source, field)
        elif field.kind is FieldKind.OVERDUE_DAYS and isinstance(field.value, int):
            traits["days_short" if field.value <= _EARLY_DAYS else "days_long"] = 1
    return traits


def _due_traits(source: str, field: Field) -> dict[str, int]:
    traits = {"due": 1}
    if field.raw.endswith("内") or _BEFORE.match(source, field.span.end):
        traits["before"] = 1
    if _MATURE.match(source, field.span.end):
        traits["mature"] = 1
    return traits


def _days_overdue(facts: Mapping[str, object]) -> int | None:
    """How many days after the due date the message goes out, as far as the facts tell."""
    days = facts.get("overdue_days")
    if isinstance(days, int | float | Decimal):
        return int(days)
    due, sent = _day(facts.get("due_date")), _day(facts.get("send_at"))
    return (sent - due).days if due and sent else None


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
