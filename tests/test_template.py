"""Placeholders: every style, what only looks like one, and the types that names and surroundings tell."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.model import VariableType
from smslint.template import find_variables
from smslint.template.types import type_of_name

AMOUNT, DATE, NAME = VariableType.AMOUNT, VariableType.DATE, VariableType.NAME
PHONE, TEXT, UNKNOWN = VariableType.PHONE, VariableType.TEXT, VariableType.UNKNOWN


def _found(text: str) -> list[tuple[str, VariableType]]:
    return [(one.span.of(text), one.type) for one in find_variables(text)]


STYLES = [
    ("尊敬的${name}，", "${name}", "name", "dollar-brace"),
    ("尊敬的${ user.name }，", "${ user.name }", "user.name", "dollar-brace"),
    ("尊敬的$!{name}，", "$!{name}", "name", "dollar-brace"),
    ("${amount?string('0.00')}元", "${amount?string('0.00')}", "amount", "dollar-brace"),
    ("尊敬的{name}，", "{name}", "name", "brace"),
    ("尊敬的{姓名}，", "{姓名}", "姓名", "brace"),
    ("尊敬的{$name}，", "{$name}", "name", "brace"),
    ("尊敬的{#name#}，", "{#name#}", "name", "brace"),
    ("欠{1}元", "{1}", "1", "brace"),
    ("欠{0:.2f}元", "{0:.2f}", "0", "brace"),
    ("欠{}元", "{}", "", "brace"),
    ("尊敬的{{name}}，", "{{name}}", "name", "double-brace"),
    ("尊敬的{{ name|title }}，", "{{ name|title }}", "name", "double-brace"),
    ("验证码#code#，", "#code#", "code", "hash"),
    ("尊敬的#姓名#，", "#姓名#", "姓名", "hash"),
    ("尊敬的#{name}，", "#{name}", "name", "hash-brace"),
    ("尊敬的$name$，", "$name$", "name", "dollar-pair"),
    ("应还$amount元", "$amount", "amount", "dollar"),
    ("尊敬的[姓名]，", "[姓名]", "姓名", "bracket"),
    ("尊敬的[name]，", "[name]", "name", "bracket"),
    ("尊敬的【姓名】，", "【姓名】", "姓名", "lenticular"),
    ("应还【变量1】元", "【变量1】", "变量1", "lenticular"),
    ("尊敬的<姓名>，", "<姓名>", "姓名", "angle"),
    ("尊敬的%s，", "%s", "", "percent"),
    ("应还%.2f元", "%.2f", "", "percent"),
    ("应还%1$s元", "%1$s", "", "percent"),
    ("应还%(amount)s元", "%(amount)s", "amount", "percent-name"),
    ("应还%AMOUNT%元", "%AMOUNT%", "AMOUNT", "percent-pair"),
    ("尊敬的@var(name)，", "@var(name)", "name", "at-var"),
    ("应还XX元", "XX", "", "letters"),
    ("应还xx.xx元", "xx.xx", "", "letters"),
    ("应还X,XXX.XX元", "X,XXX.XX", "", "letters"),
    ("应还××元", "××", "", "letters"),
    ("请于X月X日前", "X月X日", "", "letters"),
    ("请于XX月XX日前", "XX月XX日", "", "letters"),
    ("请于xxxx年x月x日前", "xxxx年x月x日", "", "letters"),
    ("请于2026年XX月XX日前", "2026年XX月XX日", "", "letters"),
    ("请于XXXX-XX-XX前", "XXXX-XX-XX", "", "letters"),
    ("致电400-XXX-XXXX", "400-XXX-XXXX", "", "letters"),
    ("应还****元", "****", "", "stars"),
    ("应还****.**元", "****.**", "", "stars"),
    ("请于**月**日前", "**月**日", "", "stars"),
    ("应还____元", "____", "", "blank"),
    ("请于____年__月__日前", "____年__月__日", "", "blank"),
    ("尊敬的＄｛name｝，", "＄｛name｝", "name", "dollar-brace"),
    ("尊敬的＃name＃，", "＃name＃", "name", "hash"),
    ("应还＊＊＊＊元", "＊＊＊＊", "", "stars"),
    ("应还ＸＸ元", "ＸＸ", "", "letters"),
]


@pytest.mark.parametrize(("text", "mark", "name", "style"), STYLES)
def test_styles(text: str, mark: str, name: str, style: str) -> None:
    (variable,) = find_variables(text)
    assert (variable.span.of(text), variable.name, variable.style) == (mark, name, style)


@pytest.mark.parametrize(
    "text",
    [
        "【安禾银行】尊敬的张先生：您的贷款本期应还3,256.80元，请于12月5日前还款，致电95555。",
        "【还款提醒】您好",
        "【还款日】12月5日【金额】：3000元",
        "【应还金额】3000元",
        "张**先生您好，李***，您尾号****1234的卡",
        "138****5678，6222****1234，123456***",
        "**重要通知**",
        "[微笑][OK]收到",
        "[工作人员不会索取，请勿泄露]",
        "参与#还款有礼活动#赢好礼",
        "回复#FQ#89990办理",
        "利率5%down，打8%折，100%s",
        "US$100，$5，$ABC",
        "<br>您好<b>重要</b>",
        "3x4，iPhone X，MAX元，APPxx",
        '{"a": 1}，{小升初精英班｝',
        "见http://t.cn/a_b%E8%BF%98?x=1&y={",
        "first__name，____",
        "你好*^_^*，T_T",
    ],
)
def test_what_is_none(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("应还金额{1}元", [AMOUNT]),
        ("欠款{1}，", [AMOUNT]),
        ("¥{1}，", [AMOUNT]),
        ("于{2}前", [DATE]),
        ("还款日为{2}。", [DATE]),
        ("{2}号前还清", [DATE]),
        ("尊敬的{3}", [NAME]),
        ("{3}先生", [NAME]),
        ("【安禾银行】{3}：您的", [NAME]),
        ("{3}，您好", [NAME]),
        ("致电{4}", [PHONE]),
        ("客服热线：{4}。", [PHONE]),
        ("尾号{5}的卡", [TEXT]),
        ("合同{5}项下", [TEXT]),
        ("逾期{6}天", [UNKNOWN]),
        ("请在{6}日内", [UNKNOWN]),
        ("关于{7}的通知", [UNKNOWN]),
        ("{1}号协议", [UNKNOWN]),
        ("尊敬的%s先生，应还%s元，请于%s前还款，电话%s。", [NAME, AMOUNT, DATE, PHONE]),
        ("${due}元，${date}元", [AMOUNT, AMOUNT]),  # a unit outweighs the name
        ("XX先生，逾期X天", [NAME, UNKNOWN]),
        ("尊敬的***先生", [NAME]),
        ("【安禾银行】****先生", [NAME]),
        ("每月**日扣款**元", [DATE, AMOUNT]),
    ],
)
def test_types_by_surroundings(text: str, types: list[VariableType]) -> None:
    assert [kind for _, kind in _found(text)] == types


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (AMOUNT, "amount money total_amt dueAmount REPAY_AMT balance je jine yhje hkje"),
        (AMOUNT, "金额 应还金额 欠款 本金 罚息 剩余本金 最低还款额"),
        (DATE, "date due_date dueDate repayDate deadline payday asOf DATE hkr hkrq huankuanri daoqiri"),
        (DATE, "日期 还款日 到期日 截止时间"),
        (NAME, "name userName cust_name custName nick debtor khxm xm xingming 姓名 客户姓名 客户 借款人 联系人 户主"),
        (PHONE, "phone tel hotline csTel telephone contact dh kfdh lianxidianhua 电话 客服电话 客服 服务热线 手机号码"),
        (TEXT, "url link code card_no tail sign bank 尾号 合同编号 产品名称 机构名称 链接 短链接"),
        (UNKNOWN, "1 x foo days overdueDays overdue_days 天数 逾期天数 变量1 TXT_20 NUM_6 content1"),
    ],
)
def test_types_by_name(kind: VariableType, names: str) -> None:
    assert {name: type_of_name(name) for name in names.split()} == dict.fromkeys(names.split(), kind)


def test_signature_of_a_variable_keeps_its_marks() -> None:
    assert _found("【机构名称】尊敬的客户") == [("机构名称", TEXT)]
    assert _found("请还款。【签名】") == [("签名", TEXT)]
    assert _found("【${sign}】您好") == [("${sign}", TEXT)]


def test_unlikely_marks_count_beside_sure_ones() -> None:
    assert [mark for mark, _ in _found("尊敬的[姓名]，[委托方]委托，工号[N]")] == ["[姓名]", "[委托方]", "[N]"]
    assert _found("[委托方]委托，工号[N]") == []
    assert [mark for mark, _ in _found("【安禾银行】您好，【姓名】")] == ["【姓名】"]  # never a signature


def test_many_in_order() -> None:
    text = "【安禾银行】尊敬的${name}：您尾号#tail#的贷款应还{{amount}}元，请于X月X日前还款，致电%s。"
    assert _found(text) == [
        ("${name}", NAME),
        ("#tail#", TEXT),
        ("{{amount}}", AMOUNT),
        ("X月X日", DATE),
        ("%s", PHONE),
    ]


def test_own_patterns() -> None:
    text = "尊敬的«name»，应还«»元，{1}前，${a«x»}"
    own = (re.compile(r"«(?P<name>\w*)»"), re.compile(r"«x»"), re.compile("(?:)"))
    variables = find_variables(text, own)
    assert [(one.span.of(text), one.name, one.style, one.type) for one in variables] == [
        ("«name»", "name", "custom", NAME),
        ("«»", "", "custom", AMOUNT),
        ("{1}", "1", "brace", DATE),
        ("«x»", "x", "custom", UNKNOWN),
    ]
    assert find_variables("无", own) == ()
    assert [one.name for one in find_variables("a=1", (re.compile(r"(\w)=\d"),))] == ["a"]


WORDS = "${ } {{ }} { # [ ] 【 】 $ % s < > * _ X x 月 日 元 name 姓名 金额 1 | 应还 ， ＊ Ｘ 😀 @var("
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\ud800"])


@given(st.lists(st.one_of(PIECES, st.text(max_size=2)), max_size=30).map("".join))
def test_sorted_apart_and_inside(text: str) -> None:
    variables = find_variables(text)
    spans = [one.span for one in variables]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(one.name in unicodedata.normalize("NFKC", one.span.of(text)) for one in variables)


MARKS = "{ {{ ${ #a [a 【 * **x _ X X- x.x x月 % %( <a $a {{a| 400-X 还款{1}元"


@pytest.mark.parametrize("piece", MARKS.split())
def test_long_text_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    find_variables(text)


def test_ordinary_text_costs_next_to_nothing() -> None:
    text = "尊敬的张先生:您的贷款本期应还3,256.80元,请于12月5日前还款,致电95555。" * 2
    for _ in range(10_000):
        find_variables(text)
