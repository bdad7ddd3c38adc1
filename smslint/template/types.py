"""What a placeholder stands for: told by a unit behind it, by its name, and else by the words around it."""

from __future__ import annotations

from smslint.model import VariableType
from smslint.patterns import compiled

_AMOUNT, _DATE, _NAME = VariableType.AMOUNT, VariableType.DATE, VariableType.NAME
_PHONE, _TEXT, _UNKNOWN = VariableType.PHONE, VariableType.TEXT, VariableType.UNKNOWN
_AROUND = 12


def named_type(text: str, start: int, end: int, name: str) -> VariableType:
    """The type of the placeholder `name` at `text[start:end]`: a 元 behind it outweighs the name, the name all else."""
    kind = _UNKNOWN if compiled(_MONEY).match(text, end) else type_of_name(name)
    return type_at(text, start, end) if kind is _UNKNOWN else kind


def type_of_name(name: str) -> VariableType:
    """The type that `name` tells in Chinese, English or pinyin; unknown when it tells none."""
    if not name.isascii():
        return _first(_HAN_NAMES, name)
    return _first(_LATIN_NAMES, " ".join(compiled(_PART).findall(name)).lower())


def type_at(text: str, start: int, end: int) -> VariableType:
    """The type that the words around `text[start:end]` tell; unknown when they tell none."""
    if compiled(_COUNTED).match(text, end):
        return _UNKNOWN
    after, before = text[end : end + _AROUND], text[max(0, start - _AROUND) : start]
    found = _first(_AFTER, after)
    found = found if found is not _UNKNOWN else _first(_BEFORE, before)
    addressed = found is _UNKNOWN and (not before.strip() or before.endswith("】")) and after[:1] in _ADDRESS
    return _NAME if addressed else found


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, after a Han character, counts days, periods or the like."""
    return bool(compiled(_COUNTED).match(text, end)) and "一" <= text[start - 1 : start] <= "龥"


def stands_for_value(name: str) -> bool:
    """Whether `name` makes a placeholder of any marks: 【应还金额】 and [tel] are some, 【还款提醒】 is none."""
    if compiled(_GENERIC).fullmatch(name):
        return True
    if name.isascii():
        return type_of_name(name) is not _UNKNOWN
    return bool(compiled(_NAMED_VALUE).fullmatch(name))


def _first(clues: tuple[tuple[VariableType, str], ...], text: str) -> VariableType:
    return next((kind for kind, pattern in clues if compiled(pattern).search(text)), _UNKNOWN)


_PART = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"  # due_date, dueDate, DUE_DATE
_GENERIC = r"(?i:(?:变量|参数|占位符|var|param|arg|value)_?\d{0,2}|X{1,6})"
_NAMED_VALUE = (
    r"(?:[一-龥]{0,5}(?:姓名|名字|称[呼谓]|金额|欠款|余额|总额|本金|利息|罚息|违约金|费用|[还账到出扣期止]款?日|日期|时间|期限|天数|期数"
    r"|电话|热线|手机号?|电话号码|手机号码|尾号|[卡账帐]号|合同号|编号|链接|网址|名称|签名|渠道|地址)"
    r"|客户|用户|[户业车]主|(?:债务|联系|借款|担保|保证|持卡)人|先生/女士|公司名?|机构名?|银行名?|平台名?|产品名?|品牌名?)\d{0,2}"
)

# Order decides: what is named first outweighs what comes after it (还款金额 is an amount, 还款日 a date).
_HAN_NAMES = (
    (_UNKNOWN, r"天数|期数|次数|笔数|数量|^(?:变量|参数|占位符)\d*$"),
    (_PHONE, r"电话|手机|热线|客服|联系方式|专线"),
    (_TEXT, r"尾号|[卡账帐]号|户名|合同|编号|单号|链接|网址|产品|机构|公司|银行|平台|品牌|渠道|地址|签名|内容|委托方"),
    (_AMOUNT, r"[金余总款差限]额|[欠罚]款|应[还缴]$|待还$|最低还款$|本金|[利罚]息|违约金|滞纳金|费用?$|本息"),
    (_DATE, r"日期|时间|期限|截止|[还款到期账单出扣止]日$|年月日|^[年月]?日$"),
    (_NAME, r"姓名|名字|称[呼谓]|昵称|姓氏|客户|用户|[户业车]主|[借款持卡担保证债务联系]人$|先生|女士"),
    (_PHONE, r"号码$"),
)
_LATIN_NAMES = (
    (_TEXT, r"\b(?:url|link|lianjie|code)\b"),
    (_UNKNOWN, r"\b(?:days|tianshu|yqts|ts|overdue day)\b"),
    (_PHONE, r"\b(?:\w*phone|tel|mobile|hotline|\w*dianhua|\w*dh|\w*dhhm|\w*rexian|\w*rx|sjh|shouji)\b"),
    (
        _DATE,
        r"\b(?:\w*date|\w*time|deadline|(?:due|pay)?day|ymd|as of|asof|pay by|cut ?off|\w*riqi|\w*rq"
        r"|\w*(?:hk|dq|jz|zd)r|\w*(?:kuan|qi)ri|shijian)\b",
    ),
    (
        _AMOUNT,
        r"\b(?:\w*amount|\w*amt|\w*money|sum|\w*balance|bal|prin|principal|int|interest|\w*fee|fees|penalty|\w*total|debt|rent"
        r"|repayment|payment|\w*jine|\w*je|\w*benjin|bj|\w*lixi|lx|\w*faxi|fx|qiankuan|qk|yhk)\b",
    ),
    (
        _TEXT,
        r"\b(?:prod|product|company|bank|app|brand|card|account|contract|org|agency|platform|sign|tail|lender|loan|no)\b",
    ),
    (_DATE, r"\bdue\b"),
    (
        _NAME,
        r"\b(?:\w*name|nick|customer|client|user|cust|borrower|debtor|guarantor|owner|lessee|tenant|member|\w*xingming"
        r"|\w*xm|kehu|kh|khmc)\b",
    ),
    (_PHONE, r"\b(?:contact|kefu|kf)\b"),
)

_MONEY = r"\s*[(（]?(?:元|万元|块钱|圆)"
_COUNTED = r"\s*(?:个|天|日[内里]|期|小时|分钟|%|％|折|次|笔|条|家|栋|室)"
_AFTER = (
    (_AMOUNT, rf"^{_MONEY}"),
    (_DATE, r"^\s*(?:日?[之以]?前|日(?![常用期])|号(?:[前之到还扣起]|$)|当[日天]|到期|24[点时:])"),
    (_NAME, r"^\s*(?:先生|女士|小姐|客户|用户|[户业车]主|师傅|[,，:：!！]?\s*[您你]好)"),
)
_BEFORE = (
    (_NAME, r"(?:尊敬的|亲爱的|^致|姓名[:：]?)\s*$"),
    (_PHONE, r"(?:致电|[拨打]|电话|热线|[详咨]询|联系|客服|[来回]电|专线)(?:号码)?[为是:：(（]?\s*$"),
    (
        _AMOUNT,
        r"(?:[金余总款差]额|[欠还借]款|应[还缴付]|待还|欠|人民币|RMB|CNY|[¥￥]|本金|[利罚]息|违约金|滞纳金|费用?|[合共总]计|最低)"
        r"[为是共计:：]?\s*$",
    ),
    (_DATE, r"(?:(?<![关由对属基处])于|截[至止]|日期?|期限|最[迟晚]|不晚于)[为是:：]?\s*$"),
    (_TEXT, r"(?:尾号|[一-龥]号|编号|合同|订单|借据|车牌|点击|登[录陆]|链接|网址|验证码)[为是:：]?\s*$"),
)
_ADDRESS = ("，", ",", "：", ":")  # what follows a name at the head of a message
