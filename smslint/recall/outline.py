"""What a sender fills in: the reader's name, the digits of a sum before 元 and those of an account behind 尾号.

Two texts have one outline where all else is the same, character by character, and each stretch filled in as long.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from smslint.fields.names import NOT_NAMES, SURNAMES
from smslint.normalize import fold_term

Stretch = tuple[int, int]

# Characters that some extractor or check looks for by themselves: in a name they are no blank but part of the outline.
# Pairs that they look for, with a character that is none of those: a text with such a name has no outline. All other
# characters read alike to everything but the words of the packs. A test holds these lists against the code.
_TOLD = frozenset(
    "㐀一七万三上下不与业两个中为主之九了二于五交人亿仅今仍从他付仟以件份伍会余作你佰保信借债催債儿元入全八公六共关其内农几出分划初利到前加务动十千卅半单卡即去叁及发叔受口可台号各合同名后向含呼和咨哥啦器囗四回圆在地块基壹处复"
    "多大天失头她好如姐姨婶嫂嫌字它官实客室宵家对将小尚就属崩工差已币帐常年并幺应底廿当录往待急总息您慢成我或截戳户房手打扣找把折担拖招拨拾持按捌捎据数整新日旦时是晚最月有期未末本机条来某柒栋欠次款止正步每民气没洽清港满点然牒"
    "玖用由电登百的着码砖租积称笔第算系素约线经结给缴网罚老联肆能腊自至致若蚊被要见角警计让证话询该详请谓貸账贰贵贷费走起车转达过近还迟送透那里金钱阿陆限零需须额首龥鿿"
)
_TOLD_TOGETHER = frozenset(
    "资管 管理 調解 資產 財務 銀行 推广 方补 指明 馨提 援引 骗提 资讯 依事 语判 使看 看载 载访 也均 路径 任意 背面 "
    "滞纳 改写 储蓄 虚拟 紧急 特急 警告 委託 品牌 尊敬 亲爱 变量 占位 位符 托方 姓氏 收性 执行 留够 留足 不久 不开 "
    "专户 严正 为通 事实 代码 任一 低还 作社 你通 借记 凭证 删去 前进 办人 卡友 参数 受託 号平 司名 司账 后通 品名 "
    "在吗 大写 失败 存钱 定卡 届期 已久 已逾 平合 建农 开请 批次 拟账 收请 敬的 数量 新签 明账 昵称 服电 未逾 构名 "
    "款渠 正面 民国 民身 汇付 注后 爱的 牌名 用代 用管 用语 登使 码牌 票号 税号 简称 管户 类信 系方 纳金 续费 蓄卡 "
    "行卡 行名 行失 补入 补款 记卡 访关 详情 责人 账编 质的 贵方 资卡 身分 这个 进由 通登 长达 陆开 需也 顾客 "
    "员卡".split()
)
_SALUTES = ("尊敬的", "亲爱的")
_TITLES = ("先生", "女士")
_LONGEST_SIGNATURE, _LONGEST_NAME = 24, 3
_MOST_NAMES = 65_536
_SUM = re.compile(r"(?<![0-9,.])[0-9][0-9,]{0,11}(?:\.[0-9]{1,2})?(?=元)")
_TAIL = re.compile(r"(?<=尾号)[0-9]{4}(?![0-9])")
_DIGITS = re.compile(r"[0-9]+")
_ONE_DIGIT = bytes.maketrans(b"123456789", b"000000000")  # in UTF-8 no other character has these bytes


class Shape(NamedTuple):
    """A text with all digits made one and the name blotted out, and where the name stood."""

    key: bytes
    name: Stretch


_NOBODY = (0, 0)
_BLOT = "\0"


class Outline(NamedTuple):
    """Where a shape is filled in, and where its other digits stand."""

    name: Stretch
    sums: tuple[Stretch, ...]
    tails: tuple[Stretch, ...]
    others: tuple[Stretch, ...]

    @property
    def filled(self) -> tuple[Stretch, ...]:
        """All that is filled in."""
        return ((self.name,) if self.name[1] else ()) + self.sums + self.tails


def shape_of(text: str) -> Shape | None:
    """The shape of `text`, of bytes, whose translation takes a tenth of the time; None if few texts can have it."""
    name = start, end = name_in(text)
    if not end:
        return Shape(text.encode("utf-8", "surrogatepass").translate(_ONE_DIGIT), name)
    blotted = blotted_name(text[start:end])
    if not blotted:
        return None
    key = f"{text[:start]}{blotted}{text[end:]}".encode("utf-8", "surrogatepass").translate(_ONE_DIGIT)
    return Shape(key, name if _BLOT in blotted else _NOBODY)


def name_in(text: str) -> Stretch:
    """Where what looks like the name stands that a message addresses behind its signature; (0, 0) for none."""
    start = text.find("】", 0, _LONGEST_SIGNATURE) + 1
    if not start:
        return _NOBODY  # what was learned tells names from names elsewhere
    if text.startswith(_SALUTES, start):
        start += len(_SALUTES[0])
    for title in _TITLES:
        end = text.find(title, start + 1, start + _LONGEST_NAME + len(title))
        if end > 0:
            return (start, end) if end > start + 1 or blotted_name(text[start:end]) else _NOBODY
    return _NOBODY


@lru_cache(_MOST_NAMES)
def blotted_name(name: str) -> str:
    """`name` without the characters that read alike, the others left; empty if it is no name or holds a told pair."""
    if name[0] not in SURNAMES or not _TOLD_TOGETHER.isdisjoint(map(add, name, name[1:])) or NOT_NAMES.search(name):
        return ""
    chars = [*map(_blotted_char, name)]
    return "".join(chars) if all(chars) else ""


def is_han(char: str) -> bool:
    """Whether `char` is one of the 20,902 Han characters first encoded."""
    return "\u4e00" <= char <= "\u9fa5" and len(char) == 1


@cache
def _blotted_char(char: str) -> str:
    if not is_han(char) or fold_term(char) != char:
        return ""
    return char if char in _TOLD else _BLOT


def is_plain_char(char: str) -> bool:
    """Whether `char` may be left blank in a name."""
    return _blotted_char(char) == _BLOT


def outline_of(text: str, name: Stretch) -> Outline:
    """The outline of `text`, the same for all texts of its shape."""
    sums = tuple(found.span() for found in _SUM.finditer(text))
    tails = tuple(found.span() for found in _TAIL.finditer(text))
    filled = (*sums, *tails)
    digits = (found.span() for found in _DIGITS.finditer(text))
    others = tuple(one for one in digits if not any(start <= one[0] < end for start, end in filled))
    return Outline(name, sums, tails, others)
