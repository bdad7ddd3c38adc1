"""Which column of a table of sends holds what: by usual names in Chinese and English, or as the caller says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smslint.errors import ConfigError, did_you_mean
from smslint.facts import FACT_NAMES
from smslint.plan.model import STOPS
from smslint.sources.fields import FACTS_NAME, FORM_NAMES, TEXT_NAMES, fact_name, find_name

_FACTS = f"{FACTS_NAME}."
CADENCE_FACTS = (*STOPS, "consent_night", "prior_notice_sent")
"""The facts of a row that the checks of sends read."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "recipient": ("recipient", "phone", "mobile", "手机号", "手机号码", "手机", "接收人", "接收号码", "号码", "客户号",
                  "客户编号", "receiver", "to", "tel", "msisdn", "customer_id", "debtor"),
    "send_at": ("send_at", "发送时间", "计划发送时间", "sent_at", "send_time", "time", "时间", "datetime", "timestamp",
                "scheduled_at", "date"),
    "zone": ("zone", "时区", "timezone", "time_zone", "tz"),
    "text": TEXT_NAMES,
    "template": ("template", "模板", "模板内容", "模版"),
    "variables": ("variables", "变量", "params", "template_params", "vars"),
    "label": ("label", "模板编号", "模板名称", "template_id", "template_code", "tpl", "tpl_id", "活动", "campaign"),
    "form": FORM_NAMES,
    "channel": ("channel", "渠道", "通道", "短信性质", "purpose"),
    "creditor": ("creditor", "债权人", "机构", "贷款机构", "lender", "bank"),
    "id": ("id", "编号", "流水号", "message_id", "msg_id", "send_id", "log_id", "序号"),
    "facts": (FACTS_NAME, "事实"),
}  # fmt: skip
_FACT_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "opted_out": ("已拒收", "已退订", "退订"), "third_party_refused": ("第三人拒绝",), "settled": ("已结清",),
    "disputed": ("有异议", "异议"), "represented": ("已委托律师",), "consent_night": ("同意夜间",),
    "prior_notice_sent": ("已提醒",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The name in the file of every part that a row has; `facts` by the name of the fact, `others` what is left."""

    parts: Mapping[str, str]
    facts: Mapping[str, str]
    others: tuple[str, ...]

    def get(self, part: str) -> str | None:
        """The column of `part`, None where the file has none."""
        return self.parts.get(part)


def find_columns(names: Iterable[str], mapped: Mapping[str, str], path: str, *, is_log: bool = False) -> Columns:
    """Which of `names` holds what; `mapped` (part or fact -> column) goes first.

    Raises ConfigError where `mapped` names what is not there, or a part is missing that every row needs.
    """
    names = list(names)
    parts = _mapped(names, mapped, path)
    facts = {name: column for name, column in parts.items() if name in FACT_NAMES and name not in NAMES}
    parts = {name: column for name, column in parts.items() if name not in facts}
    for part, usual in NAMES.items():
        taken = set(parts.values())
        found = find_name([one for one in names if one not in taken], usual) if part not in parts else None
        if found is not None:
            parts[part] = found
    facts = {**_facts([one for one in names if one not in parts.values()]), **facts}
    _check_whole(parts, names, path, is_log=is_log)
    used = {*parts.values(), *facts.values()}
    return Columns(parts, facts, tuple(one for one in names if one not in used))


def _mapped(names: list[str], mapped: Mapping[str, str], path: str) -> dict[str, str]:
    known = (*NAMES, *FACT_NAMES)
    for part, column in mapped.items():
        if part not in known:
            raise ConfigError(
                f"--map: '{part}' is no part of a row{did_you_mean(part, known)}; one of {_listed(NAMES)}"
            )
        if column not in names:
            raise ConfigError(f"{path}: no column '{column}'{did_you_mean(column, names)}; there is {_listed(names)}")
    return dict(mapped)


def _facts(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        if name.startswith(_FACTS) and fact_name(name) not in FACT_NAMES:
            raise ConfigError(f"unknown fact '{name}'{did_you_mean(name.removeprefix(_FACTS), FACT_NAMES)}")
        fact = fact_name(name) or next((one for one, words in _FACT_SYNONYMS.items() if name.strip() in words), None)
        if fact in FACT_NAMES:
            found.setdefault(fact, name)
    return found


def _check_whole(parts: Mapping[str, str], names: list[str], path: str, *, is_log: bool) -> None:
    needed = ["recipient", "send_at"]
    if not is_log and "template" not in parts:
        needed.append("text")
    for part in needed:
        if part not in parts:
            usual = _listed(NAMES[part][:4])
            raise ConfigError(
                f"{path}: no column for '{part}' (such as {usual}); there is {_listed(names)}; "
                f"name one with --map {part}=COLUMN"
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(one for one in names if one.strip()) or "nothing"
