"""The rows that could not be used, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smslint.plan.columns import CADENCE_FACTS
from smslint.plan.moments import YEARS
from smslint.plan.report import BadRow
from smslint.plan.session import Session

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "unreadable": "这一行读不出来：{value}", "cells": "列数或引号与表头不符", "json": "不是 JSON 对象",
        "recipient": "没有接收人", "no-time": "没有发送时间", "time": "看不懂发送时间“{value}”",
        "zone": "没有时区“{value}”", "date-only": "只有日期“{value}”，没有时刻", "text": "没有短信内容",
        "years": f"发送时间“{{value}}”不在 {YEARS[0]}–{YEARS[1] - 1} 年内", "variables": "模板变量没有值：{value}",
        "form": "没有短信类型“{value}”", "fact": "{name} 的值“{value}”既不是 true 也不是 false",
        "facts": "事实读不出来：{value}",
    },
    "en": {
        "unreadable": "this row cannot be read: {value}", "cells": "its cells or quotes do not fit the header",
        "json": "no JSON object", "recipient": "no recipient", "no-time": "no time",
        "time": "cannot read the time '{value}'", "zone": "unknown time zone in '{value}'",
        "date-only": "only a date, '{value}', without a time of day", "text": "no text",
        "years": f"the time '{{value}}' is not within the years {YEARS[0]} to {YEARS[1] - 1}",
        "variables": "template variables without a value: {value}", "form": "unknown form '{value}'",
        "fact": "{name}: '{value}' is neither true nor false", "facts": "the facts cannot be read: {value}",
    },
}  # fmt: skip


def bad_rows(session: Session, paths: Sequence[str], limit: int | None, lang: str) -> Iterator[BadRow]:
    """The first `limit` (None: all) of the rows that could not be used, in the order of the files."""
    most = f"LIMIT {limit}" if limit is not None else ""
    rows = session.rows(f"""SELECT src, row, problem, coalesce(value, '') FROM sends WHERE problem IS NOT NULL
        ORDER BY src, row {most}""")
    for src, row, problem, value in rows:
        name, shown = str(problem), str(value)
        yield BadRow(paths[int(str(src))], int(str(row)), name, shown, problem_text(name, shown, lang))


def problem_text(problem: str, value: str, lang: str) -> str:
    """What is wrong with a row, in a sentence."""
    words = _WORDS[lang]
    if problem in CADENCE_FACTS:
        return words["fact"].format(name=problem, value=value)
    if problem == "unreadable":
        kind, _, more = value.partition(": ")
        told = words.get(kind, value)
        return words[problem].format(value=f"{told}（{more}）" if more and lang == "zh" else told)
    return words[problem].format(value=value)
