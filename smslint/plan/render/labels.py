"""The words that reports of plans have in common, in Chinese and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from smslint.model import Severity
from smslint.plan.policy import Policy
from smslint.plan.report import PlanReport

_ZH: Mapping[str, str] = {
    "title": "发送计划检查报告",
    "plan": "计划",
    "log": "发送记录",
    "file": "文件",
    "rows": "行数",
    "bad": "读不出的行",
    "events": "只记事实的行",
    "sends": "短信",
    "flagged": "时间或频率有问题的短信",
    "texts": "不同文案",
    "rules": "各规则的次数",
    "rule": "规则",
    "count": "次数",
    "severity": "级别",
    "found": "有问题的短信",
    "policy": "采用的规范",
    "badrows": "读不出的行（其余照常检查）",
    "heat": "什么时候发得最多",
    "days": "按天",
    "templates": "按模板",
    "forms": "按短信类型",
    "day": "日期",
    "template": "模板",
    "recipients": "接收人",
    "share": "有问题",
    "who": "接收人 {key}",
    "earlier": "此前：",
    "next": "最早可发：{at}",
    "suggestion": "建议：",
    "row": "{path} 第{row}行",
    "also": "（共 {count} 行如此）",
    "clean": "没有发现问题。",
    "more": "只列出最严重的 {shown} 处，共 {all} 处；--limit 0 列出全部。",
    "morebad": "只列出前 {shown} 行，共 {all} 行。",
    "files": "读取的文件",
    "record": "{path}：{count} 行{message}（如第 {rows} 行）",
    "weekdays": "周一 周二 周三 周四 周五 周六 周日",
    "shade": "颜色越深条数越多，最多一格 {most} 条；红色数字是有问题的条数",
    "blocks": "块越密条数越多，最多一格 {most} 条；红色的小时里有问题",
    "hints": "文案另有 {count} 个提示",
    "quiet": "夜间",
    "file-line": "{kind} {path}：{parts}",
    "comma": "，",
    "semicolon": "；",
    "by-week": "天数较多，按星期合计",
    "words": "查找",
    "all": "全部",
    "only": "只看",
    "reset": "全部显示",
    "shown": "显示 {shown} / {all} 条",
    "made": "由 smslint {version} 生成；规则包：{packs}",
    "hour": "时",
    "summary": "共检查 {sends} 条短信：{errors} 个错误，{warnings} 个警告，{infos} 个提示",
    "no-send": "没有可检查的短信",
    "summary-bad": "；{bad} 行读不出",
    "message": "说明",
    "wording": "文案",
    "do": "处理",
    "house": "数字是内部规范，可以调整：没有法规规定短信条数。",
    "daily": "每天",
    "weekly": "{days}天内",
    "over": "多于 {most} 条：{severity}",
    "gap": "两条相隔至少 {hours} 小时",
    "same": "{hours} 小时内不重复",
    "demand": "两次催款通知相隔至少 {days} 日",
    "soft-first": "催款通知之前 {days} 天内先有提醒",
    "silent": "{start}–次日{end} 不发催收短信",
    "market": "推广短信只在 {start}–{end} 发送",
    "holiday": "节假日：{which}",
    "zone": "时区 {zone}",
}
_EN: Mapping[str, str] = {
    "title": "Send plan report",
    "plan": "plan",
    "log": "log",
    "file": "File",
    "rows": "Rows",
    "bad": "Unreadable rows",
    "events": "Rows of facts only",
    "sends": "Sends",
    "flagged": "Sends at fault in time or number",
    "texts": "Distinct texts",
    "rules": "Findings by rule",
    "rule": "Rule",
    "count": "Count",
    "severity": "Severity",
    "found": "Sends with findings",
    "policy": "The policy",
    "badrows": "Rows that could not be read (all others were checked)",
    "heat": "When the plan crowds",
    "days": "By day",
    "templates": "By template",
    "forms": "By form",
    "day": "Day",
    "template": "Template",
    "recipients": "Recipients",
    "share": "At fault",
    "who": "recipient {key}",
    "earlier": "Before: ",
    "next": "earliest: {at}",
    "suggestion": "Suggestion: ",
    "row": "{path} row {row}",
    "also": " ({count} rows say the same)",
    "clean": "Nothing found.",
    "more": "Only the worst {shown} of {all} are listed; --limit 0 lists all.",
    "morebad": "Only the first {shown} of {all} rows are listed.",
    "files": "Files read",
    "record": "{path}: {count} rows: {message} (such as row {rows})",
    "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    "shade": "The darker, the more sends; at most {most} in a cell. Red numbers are sends at fault.",
    "blocks": "The denser, the more sends; at most {most} in a cell. Red hours have sends at fault.",
    "hints": "infos on the wording: {count}",
    "quiet": "quiet",
    "file-line": "{kind} {path}: {parts}",
    "comma": ", ",
    "semicolon": "; ",
    "by-week": "many days, summed up by weekday",
    "words": "Search",
    "all": "all",
    "only": "only this",
    "reset": "Show all",
    "shown": "{shown} of {all} shown",
    "made": "Made by smslint {version}; packs: {packs}",
    "hour": "h",
    "summary": "{sends} sends checked: {errors} errors, {warnings} warnings, {infos} infos",
    "no-send": "nothing to check",
    "summary-bad": "; {bad} rows could not be read",
    "message": "Message",
    "wording": "wording",
    "do": "Do",
    "house": "Numbers are house policy and can be changed: no statute sets a number of SMS.",
    "daily": "a day",
    "weekly": "within {days} days",
    "over": "over {most}: {severity}",
    "gap": "{hours} hours between two at least",
    "same": "no repeat within {hours} hours",
    "demand": "{days} days between formal demands at least",
    "soft-first": "a softer message within {days} days before a formal demand",
    "silent": "no collection from {start} to {end}",
    "market": "marketing from {start} to {end} only",
    "holiday": "holidays: {which}",
    "zone": "time zone {zone}",
}
LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh": _ZH, "en": _EN})
_SEVERITIES = {"zh": {"error": "错误", "warning": "警告", "info": "提示"}, "en": {}}
_BETWEEN = {"zh": "，", "en": ", "}


def severity_name(severity: Severity, lang: str) -> str:
    """The severity in words."""
    return _SEVERITIES[lang].get(severity, str(severity))


def summary_line(report: PlanReport, lang: str) -> str:
    """What was checked and found, in a sentence."""
    label = LABELS[lang]
    counts = {f"{one}s": f"{report.count(one):,}" for one in Severity}
    line = label["summary"].format(sends=f"{report.sends:,}", **counts) if report.sends else label["no-send"]
    return line + (label["summary-bad"].format(bad=f"{report.bad:,}") if report.bad else "")


def policy_lines(policy: Policy, lang: str) -> Iterator[str]:
    """The house's numbers, each in a phrase, for the checks that are on."""
    label = LABELS[lang]
    hours = {"quiet-hours": ("silent", policy.quiet), "marketing-hours": ("market", policy.marketing)}
    for check, (name, stretch) in hours.items():
        if policy.on(check):
            yield label[name].format(start=f"{stretch.start:%H:%M}", end=f"{stretch.end:%H:%M}")
    counted = {"daily-frequency": ("daily", policy.daily), "weekly-frequency": ("weekly", policy.weekly)}
    for check, (name, over) in counted.items():
        if policy.on(check) and over:
            limits = (
                label["over"].format(most=f"{most:g}", severity=severity_name(one, lang)) for one, most in over.items()
            )
            yield label[name].format(days=policy.weekly_days) + " " + _BETWEEN[lang].join(limits)
    lengths = {"min-interval": ("gap", f"{policy.interval_hours:g}"),
               "duplicate-text": ("same", f"{policy.duplicate_hours:g}"),
               "effective-demand-interval": ("demand", policy.demand_days),
               "escalation-order": ("soft-first", policy.escalation_days)}  # fmt: skip
    yield from (label[name].format(hours=one, days=one) for check, (name, one) in lengths.items() if policy.on(check))
    if policy.on("holiday-send") and policy.holidays != "off":
        yield label["holiday"].format(which=policy.holidays)
    yield label["zone"].format(zone=policy.zone)


def day_name(day: dt.date, lang: str) -> str:
    """`11-24 周二`."""
    return f"{day:%m-%d} {LABELS[lang]['weekdays'].split()[day.weekday()]}"
