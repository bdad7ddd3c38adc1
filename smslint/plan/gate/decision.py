"""What the gate answers: whether a message may go out, why not, and from when on it may."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType

from smslint.errors import SmslintError, StoreError
from smslint.model import Report
from smslint.plan.model import PlanFinding


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a message may go out at `at`; true in a condition where it may.

    `id` names the place taken and is given back by `Gate.cancel`; `recipient` is a key, not the number. `findings` are
    all that the checks say, remarks on a message that may go out included; `report` is the linter's, where one is
    asked. `refused_by` names the rules for which it may not, or, where the gate cannot judge, what is wrong with it
    (`gate-locked`, `gate-full` …, told in `error`). `next_at` is the first lawful time, on the recipient's clock;
    None where no waiting helps.
    """

    allowed: bool
    id: str = ""
    recipient: str = ""
    at: dt.datetime | None = None
    findings: tuple[PlanFinding, ...] = ()
    report: Report | None = None
    refused_by: tuple[str, ...] = ()
    next_at: dt.datetime | None = None
    error: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def reason(self) -> str:
        """Why it may not go out, in one line; empty where it may."""
        told = [one.message for one in self.findings if one.rule.id in self.refused_by]
        if self.report:
            told += [one.message for one in self.report.findings if one.rule.id in self.refused_by]
        return "；".join([*([self.error] if self.error else []), *dict.fromkeys(told)])


def unable(error: SmslintError, lang: str, *, id: str = "", recipient: str = "") -> Decision:  # noqa: A002
    """The refusal of a gate that cannot judge, because of `error`."""
    kind = error.kind if isinstance(error, StoreError) else "input"
    return Decision(False, id, recipient, refused_by=(f"gate-{kind}",), error=f"{_WORDS[lang][kind]}: {error}")


_WORDS = MappingProxyType({
    "zh": {
        "input": "这一条无法判断，不放行", "locked": "发送记录正被其他程序占用，无法确认，不放行",
        "full": "磁盘已满，发送无法记录，不放行", "readonly": "发送记录只读，发送无法记录，不放行",
        "corrupt": "发送记录已损坏，无法确认，不放行", "lost": "发送记录已丢失或被替换，无法确认，不放行",
        "foreign": "这不是发送记录，不放行", "key": "发送记录的密钥不符或读不到，无法确认，不放行",
        "unavailable": "发送记录无法读写，无法确认，不放行", "repeated": "这个编号已经放行过，不重复放行",
    },
    "en": {
        "input": "refused, since this message cannot be judged", "locked": "refused, since the records are in use",
        "full": "refused, since the disk is full", "readonly": "refused, since the records are read-only",
        "corrupt": "refused, since the records are damaged", "lost": "refused, since the records are lost or replaced",
        "foreign": "refused, since these are no records of sends", "key": "refused, since the key is missing or wrong",
        "unavailable": "refused, since the records cannot be read or written",
        "repeated": "refused, since this id was let through before",
    },
})  # fmt: skip
