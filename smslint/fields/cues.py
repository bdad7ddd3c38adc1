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
    "honorific": """
        先生 女士 小姐 老师 大哥 大姐 同志 同学 老板 阿姨 大叔 大爷 大娘 大妈 师傅 太太 经理 哥 姐 总 叔 婶 姨 嫂
        夫妇 爷爷 奶奶
    """,
    # who is owed
    "creditor": """
        银行 信用社 农信 农商行 消费金融 消金 小额贷款 小贷 汽车金融 金融 信托 租赁 典当 融资担保 信用卡 白条 花呗
        借呗 微粒贷 分期 速贷 网贷 快贷 惠贷 易贷 车贷 普惠 借款 钱包 金条 月付 随借 贷
    """,
    "entrust": "委托 之托 委任",
    # which sum
    "total": """
        应还 应付 应缴 应交 应补 待还 待缴 待付 须还 需还 该还 要还 须付 需付 须缴 需缴 欠款 欠费 尚欠 共欠 仍欠
        拖欠 还欠 欠 月供 未还 未偿还 未清偿 未结清 逾期金额 结欠 尚差 还差 欠缴 总欠款
    """,
    "sum": """
        全额 合计 总计 共计 总共 总额 账单 帐单 还款额 还款金额 还款总额 消费 金额 本息 差额 租金 供款 款项 透支
        还款 偿还 归还 清偿 计 共 尾款 余额 余款 本金利息
    """,
    "minimum": """
        最低 最少 最低还款 最低还款额 最低还款金额 最低应还 最低应还额 最低应还款额 最低应缴 最低付款额 最低还
    """,
    "principal": "本金 余本 本金余额 剩余本金 消费款 消费本金",
    "interest": "利息 欠息 息费 迟延利息",
    "penalty": "罚息 违约金 滞纳金 逾期利息 逾期费 逾期息 复利 罚金 逾期罚息",
    "fee": """
        费 费用 手续费 服务费 管理费 担保费 保险费 保费 年费 工本费 咨询费 另计 另收 另加 另须 另需 加收 外加 酬金
        成本 食宿 差旅
    """,
    "unowed": """
        额度 授信 可借 可贷 可用 最高 再借 减免 减免后 优惠 立减 抵扣 免除 返现 红包 券 免息券 优惠券 立减券 立省
        奖励 奖 积分 退款 退还 退回 返还 收入 工资 薪资 账户余额 可用余额 卡内余额 存款余额 当前余额 总余额 的余额
        话费余额 通用余额 专项余额 卡余额 钱包余额 已还 已付 已支付 已缴 已收到 已还款 实还 实付 成功还款 成功支付
        成功扣款 扣款成功 罚款 充值 消费人民币 消费金额 刷卡 支出 存款 收益 话费 赔付 奖金 中奖 理财 起购 保额 市价 原价
        售价 折扣 省下 备用金
    """,
    # when
    "due": """
        还款日 到期日 最后还款日 到期还款日 还款日期 到期时间 到期 截止日期 截止日 还款期限 缴款期限 缴费期限 期限
        最迟 最晚 限 扣款日 约定日 应还日 应还日期 付款期限 最后期限 宽限期 宽限日 限期 截止时间 还款时间 还款截止
        付款日 缴款日 应缴日 缴费日 应付日 结算日 划扣日 缴款截止日 原定 宽限到 宽限至 延至 顺延到 顺延至 不晚于
    """,
    "as_of": "截至 截止 截止到 截止至 截至日",
    "other_date": """
        账单日 帐单日 出账日 结单日 记账日 起息日 签约日 开户日 放款日 借款日 转让日 签订日 起租日 开庭 到庭 应诉
        出庭 上门 登门 走访 外访 面谈 见面 到访 拜访 收车 取车 签订 签署 订立 发放 放款 借走 借得 借入 转让 立案
        起诉 受理 送达 寄出 消费了 交易 营业 活动 有效 有效期 致电您 答复 提出 登记 生效 出账 已出 发薪 发工资
        找您 找你 冻结 取回 开通 强制 诉状 法院
    """,
    "day_word": """
        今天 今日 明天 明日 后天 后日 本周一 本周二 本周三 本周四 本周五 本周六 本周日 本周末 本周内 这周五 下周一
        下周二 下周三 下周四 下周五 下周六 下周日 周一 周二 周三 周四 周五 周六 周日 周天 周末 星期一 星期二
        星期三 星期四 星期五 星期六 星期日 星期天 礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 礼拜六 礼拜天 月底 月末
        本月底 本月内 本月末 年底 年前 月内 周内
    """,
    "lunar": "腊月 正月",
    "overdue": """
        逾期 违约 拖欠 过期 超期 晚了 迟了 过还款日 过了还款日 过约定日 过付款日 延误 超过还款日 欠缴 晚还 已晚
        已晚还 断供 迟延
    """,
    # how to pay
    "app": "app 客户端",
    "branded": "小程序 公众号 手机银行 掌上银行 掌上行 掌厅 官网 官方网站 支行 分行 营业部 生活号 生活缴费 行动银行",
    "platform": "平台",
    "place": """
        网上银行 网银 企业网银 网点 营业网点 柜台 柜面 柜员机 对公账户 对公帐户 对公户 对公转账 对公汇款 对公 atm
        便利商店 便利店 超商 超商代收 转数快 云闪付 营业厅 自助终端 网上理财 自助机 服务点 缴费机 他行转账
        银行转账 微信银行 收银台 信用卡还款 虚拟账号 虚拟帐号 还款专户 缴款专户 网络银行 网路银行 临柜 门市 专门店
        物业前台 管理处 收费处 掌厅 微信支付 银联缴费 缴费灵 pps fps 7-11 街口支付 公司账户 公司帐户 柜位 柜员
        网上门店 自动柜员机
    """,
    "auto": "自动扣款 自动还款 自动代扣 自动扣划 自动划扣 自动扣收 自动扣 代扣 银行卡代扣 自动扣缴",
    "account": """
        扣款卡 还款卡 绑定卡 代扣卡 扣款账户 还款账户 代扣账户 绑定账户 扣款帐户 还款帐户 储蓄卡 借记卡 签约卡
        绑卡 绑定的卡 绑定的银行卡 绑定储蓄卡 签约账户 约定账户 约定帐户 扣缴账户 扣缴帐户 扣款存折 指定户口
        银行卡
    """,
    "pay": """
        还款 偿还 归还 清偿 结清 还清 付清 缴清 缴付 缴款 缴纳 缴费 支付 付款 处理 办理 完成 履行 存入 存足 补足
        补缴 补上 划扣 扣款 扣收 扣划 划收 转账 汇款 汇入 汇至 转入 转至 打到 打款 还上 还到 还至 清还 清账 收取
        入账 了结 代收 解决 补交 交费 交付 可还 来还 去还 里还 能还 在还 主动还 付掉 付一下 还掉 可付 都能交 付至
        付入 付到 扣除 补扣 充值 清缴 缴交 俾钱 找数 付租 交清
    """,
    "query": """
        查询 查看 查阅 核对 核实 咨询 下载 了解 领取 申请 调整 异议 联系 回复 关注 订阅 投诉 改约 验证 登记 明细
        换绑 构成 索取 更新 预约 打不开 信用报告 查验
    """,
    # whom to call
    "phone": """
        电话 热线 致电 拨打 来电 拨 客服 专线 咨询 联系 洽 洽询 查询 询 请电 可电 座机 打 tel call 垂询 回电 人工
        号码 呼叫 服务 hotline 疑问 对账 查账 异议 有事
    """,
    # which account
    "tail": "尾号 末四位 后四位 尾数 末四码 末五码 末三码 末4位 卡尾",
    "reference": """
        合同号 合同编号 编号 借据号 借据编号 贷款编号 贷款号 订单号 订单编号 账单号 户号 协议号 卡号 账号 帐号
        单号 流水号 合同 借据 订单 协议
    """,
    # how to opt out
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
