"""Explanations: what was seen, what fired, which exceptions were tried, and why a rule stayed silent."""

from __future__ import annotations

import pytest

from smslint import ConfigError, Linter
from smslint.explain import explain, render

LINTER = Linter()


def shown(text: str, **options: object) -> str:
    return render(explain(LINTER, text, **options), "en")  # type: ignore[arg-type]


def test_it_shows_folding_words_hits_and_the_score() -> None:
    out = shown("【鹿鸣小贷】再不还钱，就打断你的腿。", form="formal")
    wanted = ("folded", "words", "{break-bone} «打断»", "threat-violence «打断", "→ error", "pattern", "score  100 −")
    for expected in wanted:
        assert expected in out


def test_it_names_the_exception_that_held() -> None:
    assert "excused by denial «不会»" in shown("我们不会打断你的腿。", rule="threat-violence")


def test_it_says_why_a_hit_was_dropped() -> None:
    out = shown("请登录网上门店办理。", rule="visit-claim")
    assert "straddles an edge of words" in out


def test_it_says_why_a_rule_is_silent() -> None:
    assert "silent" in shown("您好。", rule="threat-violence")
    assert "the amount is there: «1280元»" in shown(
        "【海岬银行】应还1280元，请还款。", form="reminder", rule="amount-missing"
    )
    assert "asks nothing of the form none" in shown("您好。", form="none", rule="amount-missing")


def test_an_unknown_rule_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean 'threat-violence'"):
        explain(LINTER, "x", rule="threat-violense")


def test_chinese_is_the_default_language() -> None:
    assert "分词" in render(explain(LINTER, "您好。"))
