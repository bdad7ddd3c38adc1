"""The vocabulary of the fields: groups of folded literals that the one automaton looks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_TABLE = {
    # who is addressed
    "salute": "尊敬的 亲爱的 敬爱的 尊贵的 亲爱哒",
    "honorific": "先生 女士 小姐 老师 大哥 大姐 同志 同学 老板 阿姨 大叔 大爷 大娘 大妈 师傅 太太 "
    "经理 哥 姐 总 叔 婶 姨 嫂 老乡",
    "generic": "客户 用户 会员 持卡人 车主 借款人 贵客 朋友 顾客 业主 商户 投保人 持卡 家人们 卡友 宝宝",
    # who is owed
    "creditor": "银行 信用社 农信 农商行 消费金融 消金 小额贷款 小贷 汽车金融 金融 信托 租赁 典当 融资担保 "
    "信用卡 白条 花呗 借呗 微粒贷 分期 速贷 网贷 快贷 惠贷 易贷 车贷 普惠 借款 钱包 金条 月付 随借 贷",
    "entrust": "委托 之托",
    # which sum
    "total": "应还 应付 应缴 应交 应补 待还 待缴 待付 须还 需还 该还 要还 须付 需付 须缴 需缴 欠款 欠费 尚欠 共欠 仍欠 拖欠 还欠 欠 "
    "月供 全额 合计 总计 共计 总共 总额 总欠款 账单 帐单 还款额 还款金额 还款总额 未还 未偿还 未清偿 未结清 "
    "逾期金额 金额 本息 结欠 尚差 还差 差额 租金 供款 款项 欠缴 透支 还款 偿还 归还 清偿 计 共 尾款",
    "minimum": "最低 最少",
    "principal": "本金 余本",
    "interest": "利息 欠息 息费",
    "penalty": "罚息 违约金 滞纳金 逾期利息 逾期费 逾期息 复利 罚金",
    "fee": "手续费 服务费 管理费 担保费 保险费 保费 年费 费用 工本费 咨询费",
    "joint": "及 和 与 加 并 、 +",
    "unowed": "额度 授信 可借 可贷 可用 最高 减免 减免后 优惠 立减 抵扣 免除 返现 红包 券 立省 补贴 奖励 积分 退款 退还 退回 返还 "
    "收入 工资 薪资 余额 已还 已付 已支付 已缴 已收到 已还款 实还 实付 成功扣款 扣款成功 罚款 充值 消费 支出 存款 收益 "
    "转入 转出 话费 赔付 奖金 中奖 理财 起购 保额 市价 原价 售价 折扣 省下",
    "balance_owed": "贷款余额 本金余额 欠款余额 借款余额 未还余额 透支余额 剩余本金 合同余额",
    # when
    "due": "还款日 到期日 最后还款日 到期还款日 还款日期 到期时间 截止日期 截止日 还款期限 缴款期限 缴费期限 期限 最迟 最晚 限 "
    "扣款日 约定日 应还日 付款期限 最后期限 宽限期 限期 截止时间 还款时间 期限至 宽限至 还款截止",
    "as_of": "截至 截止 截止到 截止至 截至日",
    "other_date": "账单日 帐单日 出账日 结单日 记账日 起息日 签约日 开户日 放款日 借款日 开庭 到庭 应诉 出庭 上门 走访 外访 面谈 "
    "签订 签署 签约 订立 发放 放款 申请 借走 借得 借入 转让 立案 起诉 受理 送达 寄出 消费 交易 营业 活动 有效 致电您 致电 回电 来电 "
    "答复 提出 登记 生效 开始 起 未能成功 扣款失败 未成功 出账 已出",
    "day_word": "今天 今日 当天 当日 明天 明日 后天 后日 "
    "本周一 本周二 本周三 本周四 本周五 本周六 本周日 本周末 本周内 这周五 这周 "
    "下周一 下周二 下周三 下周四 下周五 下周六 下周日 下周 "
    "周一 周二 周三 周四 周五 周六 周日 周天 周末 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 "
    "礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 礼拜六 礼拜天 月底 月末 本月底 本月内 本月末 年底 年前 月内 周内",
    "overdue": "逾期 违约 拖欠 过期 超期 晚了 迟了 过还款日 过了还款日 过约定日 延误 超过还款日 欠缴",
    # how to pay
    "app": "app 应用 客户端",
    "place": "官网 官方网站 公众号 小程序 手机银行 网上银行 网银 网点 柜台 柜面 柜员机 自动扣款 自动还款 自动代扣 自动扣划 代扣 "
    "对公账户 对公帐户 对公转账 对公 atm 便利商店 便利店 超商 转数快 云闪付 支行 分行 营业部 营业厅 自助终端 掌上行 掌上银行 "
    "网上理财 企业网银 自助机 服务点 缴费机 他行转账 银行转账 银联 生活缴费 微信银行 电话银行 收银台 信用卡还款",
    "account": "扣款卡 还款卡 绑定卡 代扣卡 扣款账户 还款账户 代扣账户 绑定账户 储蓄卡 借记卡 签约卡 绑卡 绑定的卡 银行卡 专用账户 还款专户 "
    "扣款帐户 还款帐户 绑定的银行卡 工资卡",
    "pay": "还款 偿还 归还 清偿 结清 还清 付清 缴清 缴付 缴款 缴纳 缴费 支付 付款 付清 处理 办理 完成 履行 存入 存足 补足 补缴 补上 "
    "划扣 扣款 扣收 扣划 划收 转账 汇款 汇入 汇至 转入 转至 打到 打款 还上 还到 还 缴 付 存 交 补 扣 清账 清 收取 受理 入账",
    "query": "查询 查看 查阅 核对 核实 咨询 下载 了解 领取 申请 调整 异议 联系 回复 关注 订阅 投诉 改约 验证 登记 明细 换绑",
    # whom to call
    "phone": "电话 热线 致电 拨打 来电 拨 客服 专线 咨询 联系 洽 洽询 查询 询 请电 可电 座机 打 tel call 垂询 回电 人工 号码 呼叫",
    # which account
    "tail": "尾号 末四位 后四位 尾数 末尾号 卡尾",
    "reference": "合同号 合同编号 编号 借据号 借据编号 贷款编号 贷款号 订单号 订单编号 账单号 案号 户号 协议号 卡号 账号 帐号 单号 流水号",
    "optout": "退订 拒收",
}

CUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {group: tuple(dict.fromkeys(words.split())) for group, words in _TABLE.items()}
)


@lru_cache(maxsize=1)
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, ...], ...]]:
    """The automaton over all cue words, and the groups of each word."""
    from ahocorasick_rs import AhoCorasick

    groups: dict[str, list[str]] = {}
    for group, words in CUES.items():
        for word in words:
            groups.setdefault(word, []).append(group)
    return AhoCorasick(list(groups)), tuple(map(tuple, groups.values()))


def find_cues(text: str) -> dict[str, list[tuple[int, int]]]:
    """All cue hits in a folded text by group, overlapping ones too, sorted by start."""
    automaton, groups = _automaton()
    found: dict[str, list[tuple[int, int]]] = {}
    for word, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        for group in groups[word]:
            found.setdefault(group, []).append((start, end))
    for hits in found.values():
        hits.sort()
    return found
