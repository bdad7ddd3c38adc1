"""Modalities of a claim: cues that some words cancel for one group only, and acts that are milder than their table."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint.linter import Linter

_PACK = """\
id: modality
version: "1.0.0"
title: {zh: 试}
license: MIT
requires_smslint: ">=0.1"
"""
_RULES = """\
modalities:
  done:
    cues:
      - terms: [已]
      - {terms: [了], side: after, reach: 3, not_after: [就要, 再不], not_before: [再说]}
rules:
  - id: claim
    kind: claim
    category: legal
    severity: error
    title: {zh: 诉}
    message: {zh: 诉}
    advice: {zh: 删去}
    match: [起诉, {pattern: 保全, at_most: warning}]
    modality: {done: error, future: info}
    bad: ["我司已起诉。"]
    good: ["请还款。"]
"""


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    folder: Path = tmp_path_factory.mktemp("modality")
    (folder / "pack.yaml").write_text(_PACK, encoding="utf-8")
    (folder / "rules.yaml").write_text(_RULES, encoding="utf-8")
    return Linter([str(folder)])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我司起诉您了。", "error"),
        ("我司就要起诉您了。", "info"),
        ("再不还，起诉您了。", "error"),
        ("起诉您了再说。", "info"),
        ("起诉了，再说。", "error"),
        ("我司就要已起诉您。", "error"),
        ("我司已保全。", "warning"),
        ("我司将保全。", "info"),
    ],
)
def test_severity_by_modality(linter: Linter, text: str, severity: str) -> None:
    assert [str(one.severity) for one in linter.lint(text).findings] == [severity]
