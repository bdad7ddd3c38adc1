"""The score: its formula, its sum, and that one more finding never raises it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.model import Finding, RuleInfo, Severity
from smslint.score import grade, score
from smslint.text import Span


def finding(rule: str = "r", severity: Severity = Severity.ERROR, confidence: float = 1.0) -> Finding:
    return Finding(RuleInfo(rule, "t", "threat", severity), Span(0, 1), severity, confidence, "m")


one_finding = st.builds(finding, st.sampled_from("abc"), st.sampled_from(list(Severity)), st.floats(0.01, 1.0))
findings = st.lists(one_finding, max_size=12)


def test_nothing_found_is_a_hundred() -> None:
    assert score([]) == ((), 100, "A", ())


@pytest.mark.parametrize(
    ("severity", "confidence", "points"),
    [("error", 1.0, 30.0), ("error", 0.9, 27.0), ("warning", 0.85, 8.5), ("info", 0.5, 1.0)],
)
def test_points_are_weight_times_confidence(severity: str, confidence: float, points: float) -> None:
    (one,), *_ = score([finding("r", Severity(severity), confidence)])
    assert one.score == points


def test_a_rule_takes_at_most_twice_the_weight_of_its_worst_finding() -> None:
    _, value, letter, contributions = score([finding("r", Severity.WARNING)] * 9)
    assert (value, letter) == (80, "B")
    assert [(one.rule, one.points) for one in contributions] == [("r", 20.0)]


def test_rounding_is_listed() -> None:
    _, value, _, contributions = score([finding("r", Severity.WARNING, 0.85)])
    assert value == 92  # 100 − 8.5, half up
    assert [(one.rule, one.points) for one in contributions] == [("r", 8.5), ("rounding", -0.5)]


def test_the_floor_is_listed() -> None:
    _, value, letter, contributions = score([finding(rule) for rule in "abcd"])
    assert (value, letter) == (0, "E")
    assert (contributions[-1].rule, contributions[-1].points) == ("floor", -20.0)


def test_grades() -> None:
    assert "".join(grade(value) for value in (100, 90, 89, 75, 74, 60, 59, 40, 39, 0)) == "AABBCCDDEE"


@given(findings, one_finding)
def test_one_more_finding_never_raises_the_score(some: list[Finding], extra: Finding) -> None:
    assert score([*some, extra])[1] <= score(some)[1]


@given(findings)
def test_contributions_sum_to_what_is_missing(some: list[Finding]) -> None:
    _, value, _, contributions = score(some)
    assert sum(round(one.points * 10) for one in contributions) == 10 * (100 - value)
