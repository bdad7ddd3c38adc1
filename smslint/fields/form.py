"""Which kind of message a draft is, by the learned weights of its characters and of the fields found in it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from smslint.learned import form_weights
from smslint.learned.form import FORMS
from smslint.message import Message
from smslint.model import Field, FieldKind, Form
from smslint.patterns import compiled

# What the fields tell about the form; each is a feature of its own, and its text the reason that a report gives.
_TRAITS: Mapping[str, Mapping[str, str]] = {
    "@amount": {"zh": "有欠款金额", "en": "an amount is owed"},
    "@due": {"zh": "有还款期限", "en": "a due date is named"},
    "@before": {"zh": "限期还款", "en": "it is to be paid by a day"},
    "@mature": {"zh": "届期扣款或应还", "en": "it falls due or is debited on a day"},
    "@days-short": {"zh": "逾期不久", "en": "it is not long overdue"},
    "@days-long": {"zh": "逾期已久", "en": "it is long overdue"},
    "@tail": {"zh": "指明账户或合同", "en": "an account or a contract is named"},
    "@channel": {"zh": "有还款渠道", "en": "a way to pay is named"},
    "@hotline": {"zh": "有客服电话", "en": "a hotline is named"},
}
_NAMED = {
    FieldKind.AMOUNT: "@amount",
    FieldKind.ACCOUNT_REF: "@tail",
    FieldKind.CHANNEL: "@channel",
    FieldKind.HOTLINE: "@hotline",
}
_WORDING = {"zh": "用语“{}”", "en": "the wording '{}'"}
_NO_CONTENT = {"zh": "没有还款内容", "en": "no repayment content"}
_BY_DAYS = {
    "zh": ("依事实：尚未逾期", "依事实：已逾期{}天"),
    "en": ("by the facts: not overdue", "by the facts: {} days overdue"),
}
_LIKELY_NONE = 0.3  # from this chance on, a message is none: to miss a demand costs less than to cry wolf
_SURELY_NONE = 0.8  # above this chance nobody looks a second time
_EARLY_DAYS = 15
_BEFORE = "之前|前|以前|为限|止"
_MATURE = (
    "[)日号]?(?:到期(?![的款未])|扣款(?!失|未)|自动扣|应还(?!的)|还款|须还|需还|该还|要还|该交|入账|结算|从|由|将)"
)


class Inferred(NamedTuple):
    """The form that a message most likely has, why, and how likely it is no repayment message after all (0–1).

    `again` says that what seems to be none should be looked at again, as a demand.
    """

    form: Form
    reason: str
    none: float = 0.0
    again: bool = False


def infer_form(message: Message, fields: Sequence[Field], lang: str = "zh") -> Inferred:
    """The form of `message` and, in `lang`, why; facts of the sender outweigh the wording."""
    weights = form_weights()
    known = weights.known(form_features(message, fields))
    scores = weights.scores(known)
    most = max(scores)
    none = math.exp(scores[0] - most) / sum(math.exp(one - most) for one in scores)
    best = 0 if none >= _LIKELY_NONE else max((1, 2, 3), key=scores.__getitem__)
    days = _days_overdue(message.draft.facts) if message.draft.facts else None
    if days is not None and best:
        return Inferred(*_by_facts(days, scores, lang), none)
    return Inferred(FORMS[best], _reason(known, best, scores, lang), none, best == 0 and none < _SURELY_NONE)


def form_features(message: Message, fields: Sequence[Field]) -> frozenset[str]:
    """What tells the form: the characters of the folded text, its pairs of characters and the traits of the fields."""
    return message.grams | _field_traits(message.draft.text, fields)


def _by_facts(days: int, scores: Sequence[float], lang: str) -> tuple[Form, str]:
    early, late = _BY_DAYS[lang]
    if days <= 0:
        return Form.REMINDER, early
    return Form.SOFT if scores[2] > scores[3] else Form.FORMAL, late.format(days)


def _reason(known: Mapping[str, Sequence[float]], best: int, scores: Sequence[float], lang: str) -> str:
    """What spoke most for the form chosen against the runner-up."""
    if best == 0:
        return _NO_CONTENT[lang]
    rival = max((at for at in range(len(scores)) if at != best), key=scores.__getitem__)
    leading, most = "", 0.0
    for one, weights in known.items():
        pull = weights[best] - weights[rival]
        # A character alone tells people nothing; of two that tell as much it is the same in any order.
        if pull >= most and len(one) > 1 and (pull > most or one < leading):
            leading, most = one, pull
    return _TRAITS[leading][lang] if leading in _TRAITS else _WORDING[lang].format(leading)


def _field_traits(source: str, fields: Sequence[Field]) -> set[str]:
    traits: set[str] = set()
    for field in fields:
        name = _NAMED.get(field.kind)
        if name:
            traits.add(name)
        elif field.kind is FieldKind.DUE_DATE:
            traits |= _due_traits(source, field)
        elif field.kind is FieldKind.OVERDUE_DAYS and isinstance(field.value, int):
            traits.add("@days-short" if field.value <= _EARLY_DAYS else "@days-long")
    return traits


def _due_traits(source: str, field: Field) -> set[str]:
    traits = {"@due"}
    if field.raw.endswith("内") or compiled(_BEFORE).match(source, field.span.end):
        traits.add("@before")
    if compiled(_MATURE).match(source, field.span.end):
        traits.add("@mature")
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
