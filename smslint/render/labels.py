"""The words that reports have in common, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from smslint.model import Basis, Form, Severity, Tally

MARKS: Mapping[str, str] = MappingProxyType({Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.INFO: "●"})
COLORS: Mapping[str, str] = MappingProxyType({Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"})

_ZH: Mapping[str, str] = {
    Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示",
    "basis": "依据：", "analogy": "参照：", "policy": "内部规范：", "advice": "改法：", "between": "；",
    Form.REMINDER: "提醒短信", Form.SOFT: "温馨提示", Form.FORMAL: "催款通知", Form.NONE: "非还款短信",
    "score": "评分 {score}/100（{grade} 级）", "form": "类型 {form}（{reason}）", "given": "已指明",
    "segments": "{length} 字符，按 {parts} 条计费",
    "summary": "共检查 {drafts} 条短信，{hit} 条有问题：{errors} 个错误，{warnings} 个警告，{infos} 个提示",
    "clean": "共检查 {drafts} 条短信，没有发现问题",
    "suppressed": "；另有 {count} 处已豁免", "broken": "；{count} 处输入无法读取",
}  # fmt: skip
_EN: Mapping[str, str] = {
    Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info",
    "basis": "Basis: ", "analogy": "By analogy: ", "policy": "House policy: ", "advice": "Instead: ", "between": "; ",
    Form.REMINDER: "reminder", Form.SOFT: "soft notice", Form.FORMAL: "formal demand", Form.NONE: "no repayment",
    "score": "score {score}/100 (grade {grade})", "form": "form {form} ({reason})", "given": "given",
    "segments": "{length} characters, billed as {parts}",
    "summary": "{drafts} drafts checked, {hit} with findings: {errors} errors, {warnings} warnings, {infos} infos",
    "clean": "{drafts} drafts checked, nothing found",
    "suppressed": "; {count} more suppressed", "broken": "; {count} inputs could not be read",
}  # fmt: skip
LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh": _ZH, "en": _EN})
_BASIS_LABEL = {"analogy": "analogy", "policy": "policy"}


def basis_lines(basis: tuple[Basis, ...], lang: str) -> Iterator[str]:
    """What a rule rests on: a line each for the clauses themselves, those by analogy, and house policy."""
    label = LABELS[lang]
    kinds: dict[str, list[str]] = {}
    for one in basis:
        kinds.setdefault(_BASIS_LABEL.get(one.status, "basis"), []).append(_clause(one))
    for kind, clauses in kinds.items():
        yield label[kind] + label["between"].join(clauses)


def summary_line(tally: Tally, lang: str) -> str:
    """How many drafts were checked and what was found, in a sentence."""
    label = LABELS[lang]
    line = label["summary" if tally.hit else "clean"].format(
        drafts=tally.drafts, hit=tally.hit, errors=tally.errors, warnings=tally.warnings, infos=tally.infos
    )
    return line + _count(label["suppressed"], tally.suppressed) + _count(label["broken"], tally.broken)


def _clause(basis: Basis) -> str:
    return f"{basis.instrument}{'' if basis.article.startswith('第') else ' '}{basis.article}".strip()


def _count(pattern: str, count: int) -> str:
    return pattern.format(count=count) if count else ""
