"""Disguise undone in the message: what is caught, with all its characters, and what ordinary text is left alone."""

from __future__ import annotations

import pytest

from smslint import Linter
from smslint.message import build_message
from smslint.model import Draft
from smslint.scan.disguise import Unmasker
from smslint.segment import Segmenter

LINTER = Linter()
SEGMENTER = Segmenter()
TERMS = ["起诉", "征信", "法院", "律师", "律师函", "传票", "微信", "上门", "催收", "强制执行", "通讯录", "逾期", "通缉"]
UNMASKER = Unmasker({term: number for number, term in enumerate(TERMS)}, frozenset(TERMS))


def unmasked(text: str) -> set[tuple[str, str]]:
    message = build_message(Draft(text), SEGMENTER)
    return {(TERMS[number], message.text[start:end]) for number, start, end in UNMASKER.find(message)}


@pytest.mark.parametrize(
    ("text", "term", "written"),
    [
        ("将依法起素您", "起诉", "起素"),
        ("将寄律师涵给您", "律师函", "律师涵"),
        ("加我薇信谈", "微信", "薇信"),
        ("已递交法垸审理", "法院", "法垸"),
        ("会有律帅联系您", "律师", "律帅"),
        ("将寄侓帅函给您", "律师函", "侓帅函"),
        ("已经起讠斥您", "起诉", "起讠斥"),
        ("已经走己讠斥您", "起诉", "走己讠斥"),
        ("上报征亻言系统", "征信", "征亻言"),
        ("材料已到氵去院", "法院", "氵去院"),
        ("将弓虽制执行您", "强制执行", "弓虽制执行"),
        ("将依法qi诉您", "起诉", "qi诉"),
        ("将依法起su您", "起诉", "起su"),
        ("上报zhengxin系统", "征信", "zhengxin"),
        ("派人shangmen找您", "上门", "shangmen"),
        ("寄lv师函给您", "律师函", "lv师函"),
        ("爆您的tong讯录", "通讯录", "tong讯录"),
        ("有人s门找您", "上门", "s门"),
    ],
)  # fmt: skip
def test_a_disguised_term_is_found_with_all_its_characters(text: str, term: str, written: str) -> None:
    assert (term, written) in unmasked(text)


@pytest.mark.parametrize(
    "text",
    [
        "一起素食更健康", "请勿启速度模式", "预期收益不变", "微心意活动", "法院已受理", "将依法起诉您",
        "请用app还款", "vip客户专享", "上海浦东发展银行", "登门拜访", "韦思源女士您好", "执行利率为四点三五",
        "张鑫先生您好", "hello起来", "本行通信录用",
    ],
)  # fmt: skip
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert unmasked(text) == set()


HEAD, TAIL = "【鹿鸣小贷】张先生，您尾号1234的借款已逾期，", "，请于12月5日前还款。"


@pytest.mark.parametrize(
    ("middle", "span"),
    [
        ("我们将起*诉您", "起*诉"),
        ("我们将起😀诉您", "起😀诉"),
        ("我们将起\u200b诉您", "起\u200b诉"),
        ("您欠kuan850元", "欠kuan"),
        ("电话打到dan位", "dan位"),
        ("账户将被凍结", "凍结"),
        ("致电①③⑧⑧⑧", "①③⑧⑧⑧"),
        ("找一八六零七七七四五五五", "一八六零七七七四五五五"),
        ("加我v信", "v信"),
    ],
)
def test_tricks_that_no_text_needs(middle: str, span: str) -> None:
    text = HEAD + middle + TAIL
    found = [one.span.of(text) for one in LINTER.lint(text, form="formal").findings if one.rule.id == "evasion-chars"]
    assert found == [span]


@pytest.mark.parametrize(
    "text",
    [
        "【T-Mall 分期】冯*军，您T+1日应还1 280.50 元，可在手机银行/网点还款，客服 95999。",
        "【海岬银行】尊敬的王○明先生，您本期账单 3,250.00 元，还款日 12 月 5 日 😊 祝您生活愉快。",
        "【玉岬銀行】親愛的陳先生您好，您本期信用卡帳單應繳總額新臺幣12,480元，繳款截止日12月5日。",
        "【海岬银行】张先生，本息合计：本金/利息/罚息，短信/电话/APP均可查询，详询95999。",
        "【小熊·花】周小姐，iPhone 15 Pro 分期本期应还688.00元，请于12月5日前在APP还款。",
    ],
)
def test_innocent_marks_names_and_scripts(text: str) -> None:
    assert [one for one in LINTER.lint(text).findings if one.rule.id == "evasion-chars"] == []
