"""Clauses of a message."""

from __future__ import annotations

import pytest

from smslint.message import build_message
from smslint.model import Draft
from smslint.segment import Segmenter


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("请还款,谢谢", ["请还款,", "谢谢"]),
        ("欠12,400.50元,请还", ["欠12,400.50元,", "请还"]),
        ("今日12:30前:请还", ["今日12:30前:", "请还"]),
        ("合同尾号1234,5月2日前", ["合同尾号1234,", "5月2日前"]),
        ("家人、单位都会知道;另告", ["家人、单位都会知道;", "另告"]),
        ("详见a.b.cn.谢谢", ["详见a.b.cn.", "谢谢"]),
    ],
)
def test_clauses_end_at_marks_but_not_inside_numbers_or_enumerations(text: str, clauses: list[str]) -> None:
    message = build_message(Draft(text), Segmenter())
    assert [message.text[start:end] for start, end in message.clauses] == clauses
