"""What a placeholder stands for: told by its name, and where that is silent by the words around it."""

from __future__ import annotations

import re

from smslint.model import VariableType

_Clue = tuple[VariableType, re.Pattern[str]]
_AMOUNT, _DATE, _NAME = VariableType.AMOUNT, VariableType.DATE, VariableType.NAME
_PHONE, _TEXT, _UNKNOWN = VariableType.PHONE, VariableType.TEXT, VariableType.UNKNOWN
_AROUND = 12


def type_of_name(name: str) -> VariableType:
    """The type that `name` tells in Chinese, English or pinyin; unknown when it tells none."""
    if not name.isascii():
        return _first(_HAN_NAMES, name)
    return _first(_LATIN_NAMES, " ".join(_PART.findall(name)).lower())


def type_at(text: str, start: int, end: int) -> VariableType:
    """The type that the words around `text[start:end]` tell; unknown when they tell none."""
    after = text[end : end + _AROUND]
    if _COUNTED.match(after):
        return _UNKNOWN
    found = _first(_AFTER, after)
    return found if found is not _UNKNOWN else _first(_BEFORE, text[max(0, start - _AROUND) : start])


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, after a Han character, counts days, periods or the like."""
    return bool(_COUNTED.match(text, end)) and "一" <= text[start - 1 : start] <= "龥"


def _first(clues: tuple[_Clue, ...], text: str) -> VariableType:
    return next((kind for kind, pattern in clues if pattern.search(text)), _UNKNOWN)


def _clue(kind: VariableType, pattern: str) -> _Clue:
    return kind, re.compile(pattern)


_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")  # due_date, dueDate, DUE_DATE

# A name that stands for a value when it is all that a bracket holds: 【应还金额】 does, 【还款提醒】 does not.
NAMED_VALUE = re.compile(
    r"(?:[一-龥]{0,5}(?:姓名|名字|称呼|金额|欠款|余额|总额|本金|利息|罚息|违约金|费用|[还账到出扣期]款?日|日期|时间|期限|天数|期数"
    r"|电话|热线|手机号?|电话号码|手机号码|尾号|[卡账帐]号|合同号|编号|链接|网址|名称|签名|渠道|地址)"
    r"|客户|用户|先生/女士|公司名?|机构名?|银行名?|平台名?|产品名?|品牌名?)\d{0,2}"
)

# Order decides: what is named first outweighs what comes after it (还款金额 is an amount, 还款日 a date).
_HAN_NAMES = (
    _clue(_UNKNOWN, r"天数|期数|次数|笔数|数量|^(?:变量|参数|占位符)\d*$"),
    _clue(_PHONE, r"电话|手机|热线|客服|联系方式|专线"),
    _clue(_TEXT, r"尾号|[卡账帐]号|户名|合同|编号|单号|链接|网址|产品|机构|公司|银行|平台|品牌|渠道|地址|签名|内容"),
    _clue(_AMOUNT, r"[金余总款差限]额|[欠罚]款|应[还缴]$|待还$|本金|[利罚]息|违约金|滞纳金|费用?$|本息"),
    _clue(_DATE, r"日期|时间|期限|截止|[还款到期账单出扣]日$|月份|年月日|^[年月]?日$"),
    _clue(_NAME, r"姓名|名字|称呼|姓氏|客户|用户|持卡人|借款人|先生|女士"),
    _clue(_PHONE, r"号码$"),
)
_LATIN_NAMES = (
    _clue(_TEXT, r"\b(?:url|link|lianjie|code)\b"),
    _clue(_UNKNOWN, r"\b(?:days|tianshu|yqts|ts|overdue day)\b"),
    _clue(_PHONE, r"\b(?:\w*phone|tel|mobile|hotline|\w*dianhua|\w*dh|\w*dhhm|\w*rexian|\w*rx|sjh|shouji)\b"),
    _clue(_DATE, r"\b(?:\w*date|\w*time|deadline|day|\w*riqi|\w*rq|\w*(?:hk|dq|jz|zd)r|\w*(?:kuan|qi)ri|shijian)\b"),
    _clue(
        _AMOUNT,
        r"\b(?:\w*amount|\w*amt|\w*money|sum|\w*balance|principal|interest|\w*fee|fees|penalty|\w*total|debt|repayment"
        r"|payment|\w*jine|\w*je|\w*benjin|bj|\w*lixi|lx|\w*faxi|fx|qiankuan|qk|yhk)\b",
    ),
    _clue(_TEXT, r"\b(?:product|company|bank|app|brand|card|account|contract|org|agency|platform|sign|tail|lender)\b"),
    _clue(_DATE, r"\bdue\b"),
    _clue(_NAME, r"\b(?:\w*name|customer|client|user|cust|borrower|\w*xingming|\w*xm|kehu|kh|khmc)\b"),
    _clue(_PHONE, r"\b(?:contact|kefu|kf)\b"),
)

_COUNTED = re.compile(r"\s*(?:天|日[内里]|个|期|小时|分钟|%|％|折|次|笔|条)")
_AFTER = (
    _clue(_AMOUNT, r"^\s*[(（]?(?:元|万元|块|圆)"),
    _clue(_DATE, r"^\s*(?:日?[之以]?前|日|号|当[日天]|到期|24[点时:])"),
    _clue(_NAME, r"^\s*(?:先生|女士|小姐|客户|用户|[,，:：!！]?\s*[您你]好)"),
)
_BEFORE = (
    _clue(_NAME, r"(?:尊敬的|亲爱的|^致|姓名[:：]?)\s*$"),
    _clue(_PHONE, r"(?:致电|拨打|电话|热线|[详咨]询|联系|客服|来电|回电|专线)(?:号码)?[为是:：(（]?\s*$"),
    _clue(
        _AMOUNT,
        r"(?:[金余总款差]额|[欠还借]款|应[还缴付]|待还|欠|人民币|RMB|CNY|[¥￥]|本金|[利罚]息|违约金|滞纳金|费用?|[合共总]计|最低)"
        r"[为是共计:：]?\s*$",
    ),
    _clue(_DATE, r"(?:(?<![关由对属基处])于|截[至止]|日期?|期限|最[迟晚]|不晚于)[为是:：]?\s*$"),
    _clue(_TEXT, r"(?:尾号|[卡账帐]号|合同号|编号|点击|登[录陆]|链接|网址|验证码)[为是:：]?\s*$"),
)
