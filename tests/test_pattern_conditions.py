"""Patterns that count only beside others, or only in some forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint.linter import Linter

_PACK = """\
id: conditions
version: "1.0.0"
title: {zh: 试}
license: MIT
requires_smslint: ">=0.1"
"""
_RULES = """\
concepts:
  debt-talk: [欠款, 逾期]
  order: {anywhere: [勒令, 严令]}
  hurry: {anywhere: [速, 速速]}
  heading: {anywhere: [温馨]}
rules:
  - id: relay
    kind: near
    category: third-party
    severity: error
    title: {zh: 转告}
    message: {zh: 转告}
    advice: {zh: 删去}
    match:
      - {pattern: "请 转告", beside: ["{debt-talk}"]}
      - {pattern: "他 ~4 逾期", forms: [formal]}
    bad: ["请您转告他，欠款未还。"]
    good: ["请您转告他来电。"]
  - id: shout
    kind: near
    category: threat
    severity: error
    title: {zh: 叫骂}
    message: {zh: 叫骂}
    advice: {zh: 删去}
    beside: ["{debt-talk}", "还钱"]
    match: [滚, {pattern: "呸 ~2 你", beside: [钱]}]
    bad: ["滚，还钱。"]
    good: ["滚。"]
  - id: opening
    kind: near
    category: form
    severity: warning
    title: {zh: 开头}
    message: {zh: 开头}
    advice: {zh: 改写}
    escalate: {to: warning, beside: [threat], alone: ok}
    match: [{pattern: 温馨, severity: info}, 严词]
    bad: ["温馨提示，滚，还钱。"]
    good: ["温馨提示。"]
  - id: press
    kind: consistency
    category: form
    severity: warning
    title: {zh: 施压}
    message: {zh: "{match}合{value}"}
    advice: {zh: 改写}
    check: pressure
    options: {limit: 2, weights: {order: 3, hurry: 1, heading: 1}}
    bad: ["温馨，速办，速回。"]
    good: ["温馨，速回。"]
  - id: ground
    kind: require
    category: form
    severity: warning
    title: {zh: 依据}
    message: {zh: 依据}
    advice: {zh: 写明}
    phrases: [合同]
    at: [催款函, 欠款]
    severity_by_form: {formal: warning}
    insert: {zh: 依合同，}
    bad: [{text: "你有«欠款»。", form: formal}]
    good: [{text: "你好。", form: formal}]
"""


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    folder: Path = tmp_path_factory.mktemp("conditions")
    (folder / "pack.yaml").write_text(_PACK, encoding="utf-8")
    (folder / "rules.yaml").write_text(_RULES, encoding="utf-8")
    return Linter([str(folder)])


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("请您转告他。他有一笔欠款。", "none", True),
        ("请您转告他来电。", "none", False),
        ("他已逾期。", "formal", True),
        ("他已逾期。", "reminder", False),
    ],
)
def test_a_pattern_counts_only_under_its_conditions(linter: Linter, text: str, form: str, found: bool) -> None:
    assert bool(linter.lint(text, form=form).findings) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("滚。你有一笔欠款。", {"shout"}),
        ("滚。", set()),
        ("呸你有一笔欠款。", set()),
        ("呸你不还钱。", {"shout"}),
        ("温馨提示。", set()),
        ("温馨提示：滚，还钱。", {"opening", "shout"}),
        ("严词。", {"opening"}),
    ],
)
def test_a_rule_counts_only_beside_its_words_or_other_findings(linter: Linter, text: str, found: set[str]) -> None:
    assert {one.rule.id for one in linter.lint(text, form="none").findings} == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [("你有欠款，催款函已发。", ["催款函"]), ("你有欠款。", ["欠款"]), ("你好。", []), ("依合同，你有欠款。", [])],
)
def test_what_is_required_is_shown_at_the_words_that_call_for_it(linter: Linter, text: str, shown: list[str]) -> None:
    found = [one for one in linter.lint(text, form="formal").findings if one.rule.id == "ground"]
    assert [one.span.of(text) for one in found] == shown
    assert all(one.fixes[0].edits[0].span.start == len(text) for one in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("温馨，速速回。", None),  # the longer word counts, not the shorter in it
        ("温馨，速办，速回。", "温馨+1、速+1、速+1合3"),
        ("速回，严令。", "速+1、严令+3合4"),
    ],
)
def test_pressure_lists_what_it_sums(linter: Linter, text: str, message: str | None) -> None:
    found = [one for one in linter.lint(text, form="soft").findings if one.rule.id == "press"]
    assert [one.message for one in found] == ([message] if message else [])
