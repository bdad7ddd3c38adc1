"""Which kind of message a draft is, by the weight of what it says; every weight stands in one table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from smslint.fields.spot import Cues, Hit
from smslint.message import Message
from smslint.model import Field, FieldKind, Form

_FORMS = (Form.NONE, Form.REMINDER, Form.SOFT, Form.FORMAL)
_BASE = (4.8, -2.0, -2.6, -0.2)
# How much each hit of a cue group, or a trait of the fields, speaks for the four forms in that order: fitted by
# logistic regression to labelled messages and rounded. The text is what a report gives as the reason.
_WEIGHTS: Mapping[str, tuple[str, tuple[float, float, float, float]]] = {
    "form_late": ("催收或违约用语", (0.3, -1.2, 0.1, 0.8)),
    "form_owing": ("称对方欠款", (0.2, -1.2, -0.2, 1.2)),
    "form_debt": ("还款、借款用语", (-0.7, 0.5, -0.1, 0.2)),
    "form_trade": ("交易或推广用语", (0.9, -0.5, 0.2, -0.6)),
    "form_lapse": ("到期未还的用语", (-0.3, -2.2, 2.0, 0.5)),
    "form_make_good": ("请对方补足", (-0.7, -0.3, 1.6, -0.6)),
    "form_ahead": ("到期前的用语", (-0.3, 1.2, -0.6, -0.3)),
    "form_period": ("本期账单用语", (-0.3, 1.2, 0.6, -1.5)),
    "form_pay_day": ("指明还款日", (-0.3, 0.8, 0.4, -0.8)),
    "form_courtesy": ("温馨提示的抬头", (0.0, 0.2, 1.5, -1.6)),
    "form_gentle": ("语气缓和", (0.2, 0.4, 0.4, -0.9)),
    "form_stern": ("法律或催告用语", (0.2, 0.0, -0.4, 0.2)),
    "form_threat": ("施压用语", (0.5, -0.5, -0.1, 0.0)),
    "form_contract": ("援引合同或借据", (-0.3, -0.1, -1.5, 1.9)),
    "form_agency": ("受托机构或律所", (0.3, -0.9, -0.4, 1.1)),
    "form_blunt": ("以“你”相称", (-1.0, -0.2, 0.3, 0.9)),
    "form_warning": ("防骗提示", (0.6, -0.1, 0.1, -0.6)),
    "form_notice": ("通知、资讯用语", (0.8, -0.9, 0.2, -0.2)),
    "form_chat": ("私人聊天", (0.4, -0.1, -0.2, -0.1)),
    "amount": ("有欠款金额", (-2.2, 0.0, 0.9, 1.4)),
    "due": ("有还款期限", (-0.7, 0.8, 0.8, -1.0)),
    "days_long": ("逾期已久", (0.0, -0.1, -0.4, 0.6)),
    "days_short": ("逾期不久", (-0.1, -0.2, 1.7, -1.4)),
    "before": ("限期还款", (-1.0, -1.4, 0.6, 1.8)),
    "mature": ("届期扣款或应还", (-0.4, 1.4, 0.2, -1.2)),
    "tail": ("指明账户或合同", (-0.1, -0.6, -0.4, 1.1)),
    "channel": ("有还款渠道", (-2.1, 0.7, 1.1, 0.3)),
    "hotline": ("有客服电话", (-1.2, 1.3, 0.4, -0.5)),
}
_CAPS = {"form_debt": 3, "form_trade": 3}
_CAP = 2
_OVERDUE = frozenset(("form_late", "form_owing", "form_lapse"))
_EARLY_DAYS = 15

_CONDITION = re.compile("若|如(?!实)|届时|否则|以免|免得|避免|到点|别等|一旦|敢|别让|不要等|上次")
_SENTENCE_END = re.compile("[。!;】]")
_CONDITION_REACH = 30
_BEFORE = re.compile("之前|前|以前|为限|止")
_MATURE = re.compile("[)日号]?(?:到期|扣款|自动扣|应还|还款|从|由|入账|结算|须还|需还|该还|要还|该交|将)")


def infer_form(message: Message, fields: Sequence[Field], cues: Cues) -> tuple[Form, str]:
    """The form of `message` and, in Chinese, why; facts of the sender outweigh the wording."""
    traits = _cue_traits(message.text, cues) | _field_traits(message.draft.text, fields)
    scores = [base + sum(_WEIGHTS[name][1][at] * count for name, count in traits.items()) for at, base in enumerate(_BASE)]
    days = _days_overdue(message.draft.facts)
    if days is not None and _FORMS[_best(scores, range(4))] is not Form.NONE:
        return _by_facts(days, scores)
    best = _best(scores, range(4))
    return _FORMS[best], _reason(traits, best, scores)


def _best(scores: Sequence[float], among: Sequence[int]) -> int:
    return max(among, key=scores.__getitem__)


def _by_facts(days: int, scores: Sequence[float]) -> tuple[Form, str]:
    if days <= 0:
        return Form.REMINDER, "依事实：尚未逾期"
    return _FORMS[_best(scores, (2, 3))], f"依事实：已逾期{days}天"


def _reason(traits: Mapping[str, int], best: int, scores: Sequence[float]) -> str:
    """What spoke most for the form chosen against the runner-up."""
    rival = _best(scores, [at for at in range(4) if at != best])
    pull = {name: (_WEIGHTS[name][1][best] - _WEIGHTS[name][1][rival]) * count for name, count in traits.items()}
    leading = sorted((name for name in pull if pull[name] > 0.2), key=pull.__getitem__, reverse=True)[:2]
    if not leading:
        return "没有还款内容" if _FORMS[best] is Form.NONE else "综合用语判断"
    return "、".join(_WEIGHTS[name][0] for name in leading)


def _cue_traits(text: str, cues: Cues) -> dict[str, int]:
    traits: dict[str, int] = {}
    for name in _WEIGHTS:
        hits = cues.get(name)
        if hits:
            count = sum(_happened(text, hit) for hit in hits) if name in _OVERDUE else len(hits)
            traits[name] = min(count, _CAPS.get(name, _CAP))
    return traits


def _happened(text: str, hit: Hit) -> bool:
    """Whether a word of lateness tells what is, not what might be (若逾期, 以免逾期)."""
    low = max(0, hit[0] - _CONDITION_REACH)
    for end in _SENTENCE_END.finditer(text, low, hit[0]):
        low = end.end()
    return text[hit[1] : hit[1] + 1] not in ("将", "利") and _CONDITION.search(text, low, hit[0]) is None


def _field_traits(source: str, fields: Sequence[Field]) -> dict[str, int]:
    kinds = {field.kind for field in fields}
    dues = [field for field in fields if field.kind is FieldKind.DUE_DATE]
    days = [field.value for field in fields if field.kind is FieldKind.OVERDUE_DAYS and isinstance(field.value, int)]
    traits = {
        "amount": FieldKind.AMOUNT in kinds,
        "due": bool(dues),
        "tail": FieldKind.ACCOUNT_REF in kinds,
        "channel": FieldKind.CHANNEL in kinds,
        "hotline": FieldKind.HOTLINE in kinds,
        "before": any(field.raw.endswith("内") or _BEFORE.match(source, field.span.end) for field in dues),
        "mature": any(_MATURE.match(source, field.span.end) for field in dues),
        "days_long": any(count > _EARLY_DAYS for count in days),
        "days_short": any(count <= _EARLY_DAYS for count in days),
    }
    return {name: int(value) for name, value in traits.items() if value}


def _days_overdue(facts: Mapping[str, object]) -> int | None:
    """How many days after the due date the message goes out, as far as the facts tell."""
    days = facts.get("overdue_days")
    if isinstance(days, int):
        return days
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
