"""Identity and account numbers that stand unmasked in a message."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from smslint.patterns import compiled
from smslint.scan.context import Context
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]

_ID = re.compile(
    r"(?<![0-9a-z])(?:\d{6}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?[\d零〇一二三四五六七八九]{3}[\dx零〇一二三四五六七八九]"
    r"|\d{15}|\d{6,14}\*{1,8}[\dx]{2,8}|[a-z][12]\d{8}|[a-z]{1,2}\d{6}\([\da]\))(?![0-9a-z])"
)
_DIGITS = re.compile(r"(?<![\d.a-z])\d(?:[ -]?\d){12,18}(?![\d.])")
_ID_CUE = r"身份证|身分证|证件|身份号|公民身份|身份信息|身份id|证号"
_ACCOUNT_CUE = (
    r"卡号|账号|帐号|账户|户头|银行卡|信用卡|储蓄卡|借记卡|卡片|此卡|该卡|扣款户|扣款卡|绑定卡|还款卡|代扣卡|社保卡|工资卡"
    r"|[建农工中招交]行卡|存折|户口"
)
_PAYEE_CUE = (
    "对公|专户|专用账户|专用户|公司账户|企业账户|销账编号|虚拟账号|缴款账号"
    "|缴费账号|缴款帐号|入账账号|公户|监管户|收款户"
)
_COMPANY = r"公司|银行|小贷|消费金融|金融|租赁|信托|保理|合作社|中心|集团|支行|分行"
_ACCOUNT_NAME = r"户名|收款人|开户名|账户名"
_UNIONPAY = "62"  # cards of the mainland, of 16 to 19 digits
_NO_ACCOUNT = (
    r"(?:会员卡号?|积分卡号?|订单|合同|借据|案件|工单|流水|编号|单号|保单|发票|运单|快递|追踪|协议"
    r"|凭证|交易|委案|档案|批次|信用代码|税号|条码|票号|号码牌)\D{0,6}$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NUMERALS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_FIRST_BIRTH, _LAST_BIRTH = 1920, 2015  # a borrower's birth lies between


def id_numbers(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every identity number with at least ten visible digits."""
    message = context.hits.message
    for found in _ID.finditer(message.text):
        before = message.text[max(0, found.start() - 12) : found.start()]
        if _is_id(found[0], before) and not _masked_tail(message.text, found.end()):
            yield message.to_source(found.start(), found.end()), {}, ()


def _masked_tail(text: str, end: int) -> bool:
    return text[end : end + 1] == "*"


def _is_id(text: str, before: str) -> bool:
    named = bool(compiled(_ID_CUE).search(before))
    if "*" in text or "(" in text or len(text) <= 10:
        if _shows_birth_month(text):
            return True
        return named and sum(char.isdigit() for char in text) >= 7 + 3 * ("*" in text)
    plain = re.sub(r"[ -]", "", text).translate(_NUMERALS)
    if len(plain) == 18:
        return _has_birth_date(plain[6:14]) and (named or _is_resident(plain, before))
    return named


def _shows_birth_month(text: str) -> bool:
    """Whether a masked number of eighteen places still shows a province and a month of birth."""
    shown = text.partition("*")[0]
    if len(text) != 18 or len(shown) < 12 or not shown.isdigit() or shown[:2] not in _PROVINCES:
        return False
    return _FIRST_BIRTH <= int(shown[6:10]) <= _LAST_BIRTH and 1 <= int(shown[10:12]) <= 12


def _is_resident(digits: str, before: str) -> bool:
    return _checksum_holds(digits) or (digits[:2] in _PROVINCES and not compiled(_NO_ACCOUNT).search(before))


def _has_birth_date(text: str) -> bool:
    try:
        return _FIRST_BIRTH <= dt.datetime.strptime(text, "%Y%m%d").year <= _LAST_BIRTH
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
        if digits not in corporate and _is_account(digits, before, message.text[found.end() : found.end() + 20]):
            yield message.to_source(found.start(), found.end()), {}, ()


def _is_account(digits: str, before: str, after: str) -> bool:
    if compiled(_NO_ACCOUNT).search(before) or compiled(_ID_CUE).search(before) or _is_receiving(before, after):
        return False
    if len(digits) == 18 and _has_birth_date(digits[6:14]) and _is_resident(digits, before):
        return False
    if compiled(_ACCOUNT_CUE).search(before) or compiled(_ACCOUNT_NAME).search(after):
        return True
    return len(digits) >= 15 and (_luhn_holds(digits) or digits.startswith(_UNIONPAY))


def _is_receiving(before: str, after: str) -> bool:
    """Whether the words around a number say that it is a company's own account."""
    named = compiled(_ACCOUNT_NAME).search(after)
    if named:
        return bool(compiled(_COMPANY).search(after, named.end()))
    own = compiled(_ACCOUNT_NAME).search(before)
    return bool(compiled(_PAYEE_CUE).search(before)) or bool(own and compiled(_COMPANY).search(before, own.end()))


def _luhn_holds(digits: str) -> bool:
    doubled = [int(one) * 2 for one in digits[-2::-2]]
    return (sum(int(one) for one in digits[-1::-2]) + sum(one // 10 + one % 10 for one in doubled)) % 10 == 0
