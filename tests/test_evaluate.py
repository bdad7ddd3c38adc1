"""Measuring against labels: the counts on a corpus small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smslint import InputError, Linter
from smslint.evaluate import Tally, evaluate, read_corpus

LINTER = Linter()
THREAT = "【鹿鸣小贷】张先生，再不还钱就打断你的腿。"


def corpus(tmp_path: Path, *rows: dict[str, object]) -> Path:
    path = tmp_path / "c.jsonl"
    whole = [{"id": str(n), "form": "formal", "expect": [], "fields": {}, **row} for n, row in enumerate(rows)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in whole), encoding="utf-8")
    return path


def expect(quote: str, severity: str = "error") -> list[dict[str, object]]:
    return [{"rule": "threat-violence", "quote": quote, "severity": severity}]


def test_right_false_and_missed_are_counted(tmp_path: Path) -> None:
    path = corpus(
        tmp_path,
        {"text": THREAT, "expect": expect("打断你的腿")},
        {"text": THREAT},
        {"text": "【海岬银行】张先生，您好。", "expect": expect("您好")},
    )
    result = evaluate(LINTER, read_corpus([path]))
    assert result.rules["threat-violence"] == Tally(right=1, false=1, missed=1)
    assert result.any_error == Tally(right=1, false=1, missed=1)
    assert sorted(miss.what for miss in result.misses) == ["false", "missed"]


def test_what_is_unsure_counts_neither_way(tmp_path: Path) -> None:
    result = evaluate(LINTER, read_corpus([corpus(tmp_path, {"text": THREAT, "unsure": ["threat-violence", "form"]})]))
    assert result.any_error == Tally()
    assert result.forms == {}


def test_a_wrong_severity_is_listed(tmp_path: Path) -> None:
    path = corpus(tmp_path, {"text": THREAT, "expect": expect("打断你的腿", "warning")})
    assert [miss.detail for miss in evaluate(LINTER, read_corpus([path])).misses] == ["error, not warning"]


def test_fields_are_compared_by_span_and_value(tmp_path: Path) -> None:
    text = "【海岬银行】张先生，您的贷款应还1,280.00元。"
    amount = {"quote": "1,280.00元", "value": "1280.00"}
    path = corpus(tmp_path, {"text": text, "form": "reminder", "fields": {"amount": [amount]}, "unsure": ["recipient"]})
    fields = evaluate(LINTER, read_corpus([path])).fields
    assert fields["amount"] == Tally(right=1)
    assert fields["signature"].false == 1


@pytest.mark.parametrize(("right", "false", "missed", "f1"), [(1, 0, 0, 1.0), (0, 1, 1, 0.0), (1, 1, 0, 2 / 3)])
def test_f1(right: int, false: int, missed: int, f1: float) -> None:
    assert Tally(right, false, missed).f1 == pytest.approx(f1)


def test_a_bad_line_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        list(read_corpus([path]))
