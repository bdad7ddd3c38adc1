"""Identity and account numbers, and the reader who is not the debtor, in whole messages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smslint.linter import Linter


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def _found(linter: Linter, rule: str, text: str, facts: Mapping[str, object] | None = None) -> list[str]:
    report = linter.lint(text, form="formal", facts=facts)
    return [one.span.of(text) for one in report.findings if one.rule.id == rule]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("证件号33020419890715231X，欠款未还", ["33020419890715231X"]),
        ("身份证430102 19880315 2118名下欠款", ["430102 19880315 2118"]),
        ("身份信息4451221989100933六二，欠款", ["4451221989100933六二"]),
        ("证件号42011119780305**18，欠款", ["42011119780305**18"]),
        ("登记的是230602199611270034，欠款", ["230602199611270034"]),
        ("330199198604****02，您名下消费贷未还", ["330199198604****02"]),
        ("3301**********0028，您名下消费贷未还", []),
        ("身份证尾号2118，欠款未还", []),
        ("合同编号110105199102031234，欠款未还", []),
        ("合同号202401031234567890，欠款未还", []),
    ],
)
def test_identity_numbers_are_found_however_they_are_written(linter: Linter, text: str, found: list[str]) -> None:
    assert _found(linter, "pii-id-number", text) == found


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("您卡号6225881344072193的账单未还", None, ["6225881344072193"]),
        ("扣款户6212-2639-0200-7618-535扣空，欠款", None, ["6212-2639-0200-7618-535"]),
        ("欠款请打6217001820034417265（户名陈某某）", None, ["6217001820034417265"]),
        ("欠款请汇至对公账户6001020088775521，户名海岬银行股份有限公司", None, []),
        ("欠款请汇至账户6001020088775521", {"corporate_accounts": ["6001020088775521"]}, []),
        ("合同号13912345678012，欠款未还", None, []),
    ],
)
def test_an_account_number_counts_unless_it_is_the_lender_s_own(
    linter: Linter, text: str, facts: Mapping[str, object] | None, found: list[str]
) -> None:
    assert _found(linter, "pii-account-full", text, facts) == found


@pytest.mark.parametrize(
    ("text", "lost", "severity"),
    [
        ("【云杉银行】您好，烦请张先生的家人留意，他尚欠款两期。", True, "error"),
        ("【云杉银行】您好，烦请转告张先生致电95306。", True, None),
        ("【云杉银行】您好，烦请转告张先生致电95306。", False, "warning"),
        ("【云杉银行】您母亲委托您代办的存单转存已完成。", False, None),
        ("【云杉贷款】您好，存单转存已完成。", False, None),
    ],
)
def test_who_reads_and_does_not_owe_is_told_nothing_of_a_debt(
    linter: Linter, text: str, lost: bool, severity: str | None
) -> None:
    facts = {"recipient_role": "contact", "lost_contact": lost}
    report = linter.lint(text, form="none", facts=facts)
    found = [str(one.severity) for one in report.findings if one.rule.id == "third-party-addressee"]
    assert found[:1] == ([severity] if severity else [])
