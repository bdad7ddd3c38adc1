"""The fields as a whole: cues, spans, order, arbitrary text, time, and the form inferred from them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smslint.fields import CUES, extract, find_cues, infer_form
from smslint.message import Message, build_message
from smslint.model import Draft, Field, FieldKind, Form, Variable
from smslint.normalize import fold_term
from smslint.segment import Segmenter

_SEGMENTER = Segmenter()
_PIECES = (
    "应还", "欠款", "3,256.80元", "¥", "人民币", "叁仟元整", "一", "万", "二〇二六年", "12月5日", "前", "2026-12-05",
    "7日内", "截至", "95588", "转3", "400-820-8820", "(0755)", "86120099", "尾号", "1234", "合同号", "HT-01", "尊敬的",
    "张", "先生", "客户", "【甲行】", "${name}", "{1}", "元", "X月X日", "APP", "“安禾”", "公众号", "还款", "查询",
    "逾期", "41天", "拒收请回复R", ",", "。", "：", "（", "）", " ", "\n", "😀", "\u200b", "\ud800", "０", "－",
)  # fmt: skip
_messages = st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=40).map("".join)


def message_of(text: str, **facts: object) -> Message:
    return build_message(Draft(text, facts=facts), _SEGMENTER)


def fields_of(text: str) -> tuple[Field, ...]:
    message = message_of(text)
    return extract(message, find_cues(message.text))


def form_of(text: str, **facts: object) -> tuple[Form, str]:
    message = message_of(text, **facts)
    cues = find_cues(message.text)
    inferred = infer_form(message, extract(message, cues))
    return inferred.form, inferred.reason


def test_cues_are_folded() -> None:
    assert {word for words in CUES.values() for word in words if fold_term(word) != word} == set()


def test_cues_are_distinct_within_a_group() -> None:
    assert all(len(set(words)) == len(words) for words in CUES.values())


def test_cues_overlap_and_are_sorted() -> None:
    cues = find_cues("最低还款额")
    assert cues["minimum"] == [(0, 2), (0, 3), (0, 4), (0, 5)]
    assert "salute" not in cues


def test_fields_of_a_whole_message() -> None:
    text = (
        "【海岬银行】张先生，您尾号1234的信用卡截至8月1日已逾期41天，应还3,256.80元，其中本金3,000元。"
        "请于8月10日前登录海岬APP还款，详询95588。拒收请回复R"
    )
    found = [(str(field.kind), field.raw) for field in fields_of(text)]
    assert found == [
        ("signature", "【海岬银行】"),
        ("creditor", "海岬银行"),
        ("recipient", "张先生"),
        ("account_ref", "尾号1234"),
        ("as_of", "8月1日"),
        ("overdue_days", "41天"),
        ("amount", "3,256.80元"),
        ("amount", "3,000元"),
        ("due_date", "8月10日"),
        ("channel", "海岬APP"),
        ("hotline", "95588"),
        ("optout", "拒收请回复R"),
    ]


def test_a_hidden_character_inside_stays_in_the_span() -> None:
    (amount,) = (field for field in fields_of("应还3,2\u200b56.80元。") if field.kind is FieldKind.AMOUNT)
    assert amount.raw == "3,2\u200b56.80元"
    assert str(amount.value) == "3256.80"


def test_a_placeholder_is_the_value() -> None:
    (amount,) = (field for field in fields_of("应还${amount}元。") if field.kind is FieldKind.AMOUNT)
    assert isinstance(amount.value, Variable)
    assert amount.value.name == "amount"


def test_impossible_dates_have_no_value() -> None:
    values = [field.value for field in fields_of("请于2月30日前还款。") if field.kind is FieldKind.DUE_DATE]
    assert values == [None]


@settings(max_examples=300, deadline=None)
@given(_messages)
def test_any_text_gives_fields_whose_raw_is_the_span(text: str) -> None:
    found = fields_of(text)
    assert all(field.raw == field.span.of(text) for field in found)
    assert [field.span.start for field in found] == sorted(field.span.start for field in found)


@settings(max_examples=150, deadline=None)
@given(_messages)
def test_any_text_has_a_form_and_a_reason(text: str) -> None:
    form, reason = form_of(text)
    assert form in Form
    assert reason


@given(_messages)
def test_extraction_is_pure(text: str) -> None:
    assert fields_of(text) == fields_of(text)


_UNITS = (
    "1", "1,", "1.", "1-", "1/", "1 ", "一", "万", "元", "95588", "(0", "“", "{1}", "先生", "尊敬的", "尾号1234",
    "逾期5天", "APP还款", "12月5日还款日", "本金5元、利息5元", "若逾期",
)  # fmt: skip


@pytest.mark.parametrize("unit", _UNITS)
def test_long_runs_take_no_time_to_speak_of(unit: str) -> None:
    message = message_of(unit * 5_000)
    cues = find_cues(message.text)
    infer_form(message, extract(message, cues))


FORMS = [
    ("【海岬银行】张先生，您的账单将于12月9日到期，应还3,256.80元，请提前存足余额。详询95588。", Form.REMINDER),
    ("【海岬银行】${name}您好，本期应还${amount}元，还款日为${date}，请保持绑定卡余额充足。", Form.REMINDER),
    ("【鹿鸣小贷】温馨提示：周女士，您的借款已过还款日2天，尚未收到688.90元，方便时请用鹿鸣APP补上。", Form.SOFT),
    ("【鹿鸣小贷】周女士，本期账单320元还没到账，可能是忙忘了，麻烦周五前补缴，客服400-820-1167。", Form.SOFT),
    ("【海岬银行】催款通知：依据借款合同（尾号2290），您已逾期41天，欠12,680元，请于8月10日前清偿。", Form.FORMAL),
    ("【远桥资产】受海岬银行委托：合同尾号0917欠款21,460.5元，请于5月20日前归还至对公账户。", Form.FORMAL),
    ("【海岬银行】您的验证码是123456，请勿泄露。", Form.NONE),
    ("【滨城反诈中心】凡自称公检法要求转账的都是诈骗，请拨96110。", Form.NONE),
    ("【疾鹿速递】您的包裹今天下午送货上门，请保持电话畅通。", Form.NONE),
    ("晚上一起吃饭吗？我六点下班。", Form.NONE),
    ("", Form.NONE),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_form(text: str, expected: Form) -> None:
    form, reason = form_of(text)
    assert (form, bool(reason)) == (expected, True)


_DEBT = "【海岬银行】张先生，您的贷款应还3,256.80元，请于12月9日前用海岬APP还款。"


def test_facts_outweigh_the_wording() -> None:
    assert form_of(_DEBT, overdue_days=0) == (Form.REMINDER, "依事实：尚未逾期")
    assert form_of(_DEBT, overdue_days=90)[0] in (Form.SOFT, Form.FORMAL)
    assert form_of(_DEBT, due_date=dt.date(2026, 12, 9), send_at=dt.datetime(2026, 12, 1, 9))[0] is Form.REMINDER
    assert "9天" in form_of(_DEBT, due_date="2026-12-01", send_at="2026-12-10")[1]
    assert form_of("晚上一起吃饭吗？", overdue_days=3)[0] is Form.NONE


def test_unreadable_facts_are_passed_over() -> None:
    assert form_of(_DEBT, due_date="soon", send_at=7) == form_of(_DEBT)
