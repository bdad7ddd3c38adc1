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
