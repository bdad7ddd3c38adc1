"""Which kind of message a draft is."""

from __future__ import annotations

from collections.abc import Sequence

from smslint.fields.spot import Cues
from smslint.message import Message
from smslint.model import Field, FieldKind, Form


def infer_form(message: Message, fields: Sequence[Field], cues: Cues) -> tuple[Form, str]:
    """The form of `message` and, in Chinese, why."""
    kinds = {field.kind for field in fields}
    if FieldKind.AMOUNT not in kinds and FieldKind.DUE_DATE not in kinds and "overdue" not in cues:
        return Form.NONE, "没有应还金额、还款期限或逾期字样"
    if "overdue" not in cues:
        return Form.REMINDER, "未提逾期"
    days = [field.value for field in fields if field.kind is FieldKind.OVERDUE_DAYS and isinstance(field.value, int)]
    if days and max(days) <= 15:
        return Form.SOFT, "逾期天数少"
    return Form.FORMAL, "已逾期"
