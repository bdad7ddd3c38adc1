"""Documentation made from the packs: one page a rule, and an index. Markdown, Chinese first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smslint.model import Basis, Form, Severity
from smslint.pack.types import Cadence, Claim, Content, Example, Limit, Pack, Require, Rule, Verdict, Words
from smslint.render import RuleHelp
from smslint.score import CAP, WEIGHTS

_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_FORM = {Form.REMINDER: "提醒短信", Form.SOFT: "温馨提示", Form.FORMAL: "催款通知", Form.NONE: "非还款短信"}
_MODALITY = {
    "reserved": "保留权利", "conditional": "以法院裁判为条件", "possible": "可能", "future": "将来", "imminent": "迫近",
    "ongoing": "进行中", "done": "已然",
}  # fmt: skip
_KIND = {
    "forbid": "禁用词句", "near": "词语组合", "claim": "主张（看语气）", "require": "必备内容", "limit": "数量限制",
    "consistency": "一致性核对", "cadence": "发送的时间与频率",
}  # fmt: skip
_MEASURE = {
    "length": "字符数", "segments": "计费条数", "exclamations": "感叹号", "alarm": "警报式写法",
    "variables": "变量个数", "segments-usual": "计费条数（变量取常见长度）", "length-most": "字符数（变量取最大长度）",
}  # fmt: skip
_STATUS = {"read": "", "secondary": "（据二手资料）", "analogy": "（参照）", "policy": "（内部规范）"}
_GAP = re.compile(r"\{[a-z]+\}")
_STAGE = {"preview": "试行", "stable": "正式", "deprecated": "停用"}


def rule_page(rule: Rule, pack: Pack) -> str:
    """The page of `rule` in Markdown: what, why, clause, wrong and right, how to write it, options, lifecycle."""
    return "\n".join(_page(rule, pack)) + "\n"


def rule_helps(packs: Iterable[Pack], lang: str = "zh") -> dict[str, RuleHelp]:
    """What a report can tell of every rule of `packs`, by id."""
    return {rule.id: _help(rule, pack, lang) for pack in packs for rule in pack.rules.values()}


def _help(rule: Rule, pack: Pack, lang: str) -> RuleHelp:
    return RuleHelp(rule.message[lang].replace("{match}", "……"), rule_page(rule, pack), rule.confidence)


def index_page(packs: Sequence[Pack]) -> str:
    """The index of all rules of `packs` in Markdown."""
    return "\n".join(_index(packs)) + "\n"


def rule_data(rule: Rule, pack: Pack) -> dict[str, object]:
    """What the page says, as plain data for JSON."""
    least, most = score_range(rule)
    return {
        "id": rule.id,
        "pack": {"id": pack.stamp.id, "version": pack.stamp.version},
        "kind": rule.kind,
        "category": rule.category,
        "severity": str(rule.severity),
        "confidence": rule.confidence,
        "stage": rule.stage,
        "forms": [str(form) for form in rule.forms],
        "title": dict(rule.title),
        "message": dict(rule.message),
        "advice": dict(rule.advice),
        "basis": [{"instrument": one.instrument, "article": one.article, "status": one.status} for one in rule.basis],
        "rewrites": [one.text["zh"] for one in rule.rewrites],
        "bad": [one.text for one in rule.bad],
        "good": [one.text for one in rule.good],
        "points": {"least": least, "most": most},
    }


def score_range(rule: Rule) -> tuple[float, float]:
    """The least and the most points that the rule can take from a message."""
    if isinstance(rule.spec, Cadence):
        return 0.0, 0.0  # a plan has no score
    possible = [WEIGHTS[one] for one in _severities(rule)]
    return round(min(possible) * rule.confidence, 1), float(max(possible) * CAP)


def _severities(rule: Rule) -> set[Severity]:
    found = {rule.severity}
    spec = rule.spec
    if isinstance(spec, Require):
        found |= set(spec.by_form.values())
    if isinstance(spec, Claim):
        found |= {
            one for verdict in spec.table.values() for one in (verdict.severity, *verdict.by_form.values()) if one
        }
    if rule.escalate:
        found.add(rule.escalate.severity)
    content = spec.content if isinstance(spec, Claim) else spec
    if isinstance(content, Content):
        found |= {pattern.severity for pattern in content.match if pattern.severity}
    return found


def _page(rule: Rule, pack: Pack) -> Iterator[str]:
    least, most = score_range(rule)
    yield f"# {rule.id} {rule.title['zh']}"
    yield ""
    yield f"*{rule.title['en']}*"
    yield ""
    yield "| 规则包 | 类别 | 检查方式 | 级别 | 可信度 | 扣分 | 状态 |"
    yield "|---|---|---|---|---|---|---|"
    yield (
        f"| {pack.stamp.id} | {rule.category} | {_KIND[rule.kind]} | {_SEVERITY[rule.severity]} | {rule.confidence:g} "
        f"| {f'{least:g}–{most:g}' if most else '不计分'} | {_STAGE[rule.stage]} |"
    )
    yield from _section("查什么", [_told(rule, "zh", rule.message), "", f"*{_told(rule, 'en', rule.message)}*"])
    yield from _section("适用", _scope(rule))
    yield from _section("依据", [f"- {cite(one)}" for one in rule.basis] or ["- 无"])
    yield from _section(
        "怎样写", [_told(rule, "zh", rule.advice), "", f"*{_told(rule, 'en', rule.advice)}*", *_rewrites(rule)]
    )
    yield from _section("错误示例", [f"- {_example(one, marks=True)}" for one in rule.bad])
    yield from _section("正确示例", [f"- {_example(one, marks=False)}" for one in rule.good])
    yield from _section("调整", _options(rule, pack))


def _told(rule: Rule, lang: str, words: Words) -> str:
    """`words` without their gaps: the house's numbers filled in, … for what a text or a send would tell."""
    told = words[lang].replace("{match}", "……") if lang == "zh" else words[lang]
    if isinstance(rule.spec, Cadence):
        for name, value in rule.spec.options.items():
            told = told.replace(f"{{{name}}}", _value(value))
        told = _GAP.sub("…", told)
    return told


def cite(basis: Basis) -> str:
    """A clause as a reader meets it: 《…》第…条, 参照 where by analogy, house policy named as such."""
    name = f"{basis.instrument}{basis.article}"
    return f"参照{name}" if basis.status == "analogy" else f"{name}{_STATUS[basis.status]}"


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"## {title}"
        yield ""
        yield from lines


def _scope(rule: Rule) -> list[str]:
    spec = rule.spec
    if isinstance(spec, Require):
        return _table("短信类型", ((_FORM[form], _SEVERITY[one]) for form, one in spec.by_form.items()))
    forms = rule.forms or (tuple(spec.by_form) if isinstance(spec, Cadence) else ())
    lines = [f"只查：{'、'.join(_FORM[form] for form in forms)}。"] if forms else ["各类短信都查。"]
    if isinstance(spec, Limit):
        rows = ((f"多于 {most:g}", _SEVERITY[severity]) for severity, most in spec.over.items())
        lines += ["", *_table(_MEASURE[spec.measure], rows)]
    if isinstance(spec, Cadence):
        lines += _numbers(spec)
    if isinstance(spec, Claim):
        lines += ["", *_table("语气", ((_MODALITY[name], _verdict(one)) for name, one in spec.table.items()))]
    if rule.escalate:
        lines.append(f"与 {'、'.join(rule.escalate.beside)} 类问题同现时升为{_SEVERITY[rule.escalate.severity]}。")
    content = spec.content if isinstance(spec, Claim) else spec
    if isinstance(content, Content) and content.unless.frames:
        lines.append(f"不算：{'、'.join(content.unless.frames)} 语境。")
    return lines


def _numbers(spec: Cadence) -> list[str]:
    """The house's numbers, and the severities where forms differ."""
    rows = [(f"多于 {most:g} 条", _SEVERITY[severity]) for severity, most in spec.over.items()]
    rows += [(_FORM[form], _SEVERITY[one]) for form, one in spec.by_form.items()]
    lines = ["", *_table("条件", rows)] if rows else []
    if spec.options:
        lines += [
            "",
            "| 参数 | 值 |",
            "|---|---|",
            *(f"| {name} | {_value(one)} |" for name, one in spec.options.items()),
        ]
    return lines


def _value(value: object) -> str:
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(head: str, rows: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> list[str]:
    return [f"| {head} | 级别 |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def _verdict(verdict: Verdict) -> str:
    words = [_SEVERITY[verdict.severity] if verdict.severity else "合规"]
    words += [f"{_FORM[form]}：{_SEVERITY[one] if one else '合规'}" for form, one in verdict.by_form.items()]
    if verdict.ok_if.alternatives:
        words.append("有 " + " 或 ".join(" + ".join(one) for one in verdict.ok_if.alternatives) + " 时合规")
    return "；".join(words)


def _rewrites(rule: Rule) -> list[str]:
    texts = [one.text["zh"] or "（删去）" for one in rule.rewrites]
    insert = rule.spec.insert.get("zh") if isinstance(rule.spec, Require) else None
    return ["", *(f"- 改写：{text}" for text in texts), *([f"- 补上：{insert}"] if insert else [])]


def _example(example: Example, *, marks: bool) -> str:
    text = example.text
    if marks and example.marked:
        start, end = example.marked
        text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    notes = [_FORM[example.form]] if example.form else []
    notes += [f"{name}={value}" for name, value in example.facts.items()]
    return text + (f"（{'，'.join(notes)}）" if notes else "")


def _options(rule: Rule, pack: Pack) -> list[str]:
    return [
        "在自己的规则包里可以关掉它或改级别：",
        "",
        "```yaml",
        f"extends: [{pack.stamp.id}]",
        "overrides:",
        f"  {rule.id}: off        # 或 error / warning / info",
        *_retuned(rule),
        "```",
        *_by_settings(rule),
    ]


def _by_settings(rule: Rule) -> list[str]:
    """How to change the numbers of a rule of kind `cadence` without a pack."""
    spec = rule.spec
    if not isinstance(spec, Cadence) or not (spec.over or spec.options):
        return []
    names = {**{str(one): f"{most:g}" for one, most in spec.over.items()},
             **{name: _value(one) for name, one in spec.options.items()}}  # fmt: skip
    name, value = next(iter(names.items()))
    quoted = value if value.replace(".", "").isdigit() else f'"{value}"'
    return [
        "",
        f"也可以不写规则包：`smslint plan --policy {rule.id}.{name}={value}`，或设置文件的 "
        f"`[cadence]` 里写 `{rule.id} = {{{name} = {quoted}}}`。数字：{'、'.join(names)}。",
    ]


def _retuned(rule: Rule) -> Iterator[str]:
    """How to change the numbers of a rule of kind `cadence`, in a pack."""
    if isinstance(rule.spec, Cadence) and (rule.spec.over or rule.spec.options):
        numbers = {"over": {str(one): f"{most:g}" for one, most in rule.spec.over.items()},
                   "options": {name: f'"{_value(one)}"' if isinstance(one, dt.time) else _value(one)
                               for name, one in rule.spec.options.items()}}  # fmt: skip
        written = (f"{key}: {{{', '.join(f'{name}: {one}' for name, one in inner.items())}}}"
                   for key, inner in numbers.items() if inner)  # fmt: skip
        yield f"  # 只改数字：{rule.id}: {{{', '.join(written)}}}"


def _index(packs: Sequence[Pack]) -> Iterator[str]:
    yield "# 规则一览"
    yield ""
    yield "本目录由规则包生成（`smslint pack docs`），请勿手改。"
    for pack in packs:
        yield ""
        yield f"## {pack.stamp.id} {pack.stamp.version} {pack.title.get('zh', '')}"
        yield ""
        yield "| 规则 | 名称 | 类别 | 级别 | 依据 |"
        yield "|---|---|---|---|---|"
        for rule in pack.rules.values():
            basis = "；".join(cite(one) for one in rule.basis[:2])
            link = f"[{rule.id}](docs/{rule.id}.md)"
            yield f"| {link} | {rule.title['zh']} | {rule.category} | {_SEVERITY[rule.severity]} | {basis} |"


def pages(packs: Sequence[Pack]) -> Mapping[str, str]:
    """Every generated file below `rules/`: the index and one page a rule, by relative path."""
    found = {"README.md": index_page(packs)}
    for pack in packs:
        for rule in pack.rules.values():  # a rule that several packs have, each its own way, has one page
            name = f"docs/{rule.id}.md"
            found[name] = "\n".join([*([found[name]] if name in found else []), rule_page(rule, pack)])
    return found
