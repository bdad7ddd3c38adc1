"""Findings -> score: the arithmetic and nothing else.

    points of a finding   = weight (error 30, warning 10, info 2) × confidence, rounded to 0.1
    contribution of a rule = the sum of its findings' points, at most twice the weight of its worst finding
    score                 = 100 − the sum of the contributions, rounded half up, never below 0
    grade                 = A from 90, B from 75, C from 60, D from 40, E below

One more finding never raises the score. The contributions listed sum to 100 − score: where rounding or the floor at 0
makes a difference, it stands among them under the name `rounding` or `floor`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from smslint.model import Contribution, Finding, Severity

WEIGHTS: Mapping[Severity, int] = MappingProxyType({Severity.ERROR: 30, Severity.WARNING: 10, Severity.INFO: 2})
GRADES: tuple[tuple[int, str], ...] = ((90, "A"), (75, "B"), (60, "C"), (40, "D"), (0, "E"))
CAP = 2  # a rule takes at most this many times the weight of its worst finding
ROUNDING, FLOOR = "rounding", "floor"
_FULL = 1000  # 100 points in tenths: all sums are of whole tenths, so that they are exact

Scored = tuple[tuple[Finding, ...], int, str, tuple[Contribution, ...]]


def score(findings: Iterable[Finding]) -> Scored:
    """The findings with their points, the score of 0–100, its grade, and what each rule took away."""
    scored = tuple([one if one.score else _with_points(one) for one in findings])
    taken = _by_rule(scored)
    total = sum(taken.values())
    value = max(0, (_FULL - total + 5) // 10)
    return scored, value, grade(value), _contributions(taken, total, value)


def points(severity: Severity, confidence: float) -> float:
    """The points of a finding."""
    return round(WEIGHTS[severity] * confidence * 10) / 10


def _with_points(one: Finding) -> Finding:
    # Spelled out: dataclasses.replace takes five times as long, and this runs for every finding of every message.
    return Finding(
        one.rule, one.span, one.severity, one.confidence, one.message, _tenths(one) / 10, one.evidence, one.fixes,
        one.related,
    )  # fmt: skip


def grade(value: int) -> str:
    """The letter for a score."""
    return next(letter for least, letter in GRADES if value >= least)


def _tenths(finding: Finding) -> int:
    return round(WEIGHTS[finding.severity] * finding.confidence * 10)


def _by_rule(findings: Iterable[Finding]) -> dict[str, int]:
    sums: dict[str, int] = {}
    caps: dict[str, int] = {}
    for one in findings:
        rule = one.rule.id
        sums[rule] = sums.get(rule, 0) + _tenths(one)
        caps[rule] = max(caps.get(rule, 0), CAP * 10 * WEIGHTS[one.severity])
    return {rule: min(total, caps[rule]) for rule, total in sums.items()}


def _contributions(taken: Mapping[str, int], total: int, value: int) -> tuple[Contribution, ...]:
    listed = sorted(taken.items(), key=lambda item: (-item[1], item[0]))
    rest = _FULL - 10 * value - total
    if rest:
        listed.append((FLOOR if total > _FULL else ROUNDING, rest))
    return tuple(Contribution(rule, tenths / 10) for rule, tenths in listed)
