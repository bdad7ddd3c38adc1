"""Identity and account numbers that stand unmasked in a message."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from smslint.scan.context import Context
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]

_ID = re.compile(r"(?<![0-9a-z])(?:\d{17}[\dx]|\d{15}|\d{6,14}\*{2,8}[\dx]{2,8}|[a-z][12]\d{8})(?![0-9a-z])")
_DIGITS = re.compile(r"(?<![\d.a-z])\d(?:[ -]?\d){12,18}(?![\d.])")
_ID_CUE = re.compile(r"身份证|身分證|身分证|证件")
_ACCOUNT_CUE = re.compile(r"卡号|账号|帐号|账户|户头|银行卡|信用卡|储蓄卡|借记卡|卡片|此卡|该卡|卡尾|尾号")
_CORPORATE = re.compile(
    r"对公|专户|专用账户|公司账户|收款账户|户名|企业账户|汇款至|转入|缴款账号|销账编号|虚拟账号|入账账号|缴费账号|繳款帳號"
)
_OTHER = re.compile(
    r"(?:订单|合同|借据|案件|工单|流水|编号|单号|保单|发票|运单|快递|追踪|协议|凭证|交易|委案|档案|批次|信用代码)\D{0,6}$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_numbers(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every identity number with at least ten visible digits."""
    message = context.hits.message
    for found in _ID.finditer(message.text):
        if _is_id(found[0], message.text[max(0, found.start() - 12) : found.start()]):
            yield message.to_source(found.start(), found.end()), {}, ()


def _is_id(text: str, before: str) -> bool:
    named = bool(_ID_CUE.search(before))
    if len(text) == 18 and text[:17].isdigit():
        return _has_birth_date(text[6:14]) and (named or _checksum_holds(text))
    if "*" in text:
        return named and sum(char.isdigit() for char in text) >= 10
    return named


def _has_birth_date(text: str) -> bool:
    try:
        return 1900 <= dt.datetime.strptime(text, "%Y%m%d").year <= 2100
    except ValueError:
        return False


def _checksum_holds(text: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == text[17]


def account_numbers(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every card or account number shown in full that is not a receiving account of the lender."""
    message = context.hits.message
    allowed = context.facts.get("corporate_accounts")
    corporate = {re.sub(r"\D", "", str(one)) for one in allowed} if isinstance(allowed, tuple) else set()
    for found in _DIGITS.finditer(message.text):
        digits = re.sub(r"\D", "", found[0])
        before = message.text[max(0, found.start() - 16) : found.start()]
        if digits not in corporate and _is_account(digits, before):
            yield message.to_source(found.start(), found.end()), {}, ()


def _is_account(digits: str, before: str) -> bool:
    if _CORPORATE.search(before) or _OTHER.search(before) or _ID_CUE.search(before):
        return False
    if len(digits) == 18 and _has_birth_date(digits[6:14]) and _checksum_holds(digits):
        return False
    return bool(_ACCOUNT_CUE.search(before)) or (len(digits) >= 16 and _luhn_holds(digits))


def _luhn_holds(digits: str) -> bool:
    doubled = [int(one) * 2 for one in digits[-2::-2]]
    return (sum(int(one) for one in digits[-1::-2]) + sum(one // 10 + one % 10 for one in doubled)) % 10 == 0
