"""Why a draft got its findings, and why a rule did not fire: every step laid open, as data and as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smslint.errors import ConfigError, did_you_mean
from smslint.linter import Linter
from smslint.model import Form, Report
from smslint.pack.types import Claim, Content, Require
from smslint.scan import Context, Fault, Hits
from smslint.scan.lexicon import Chain, Compiled, SlotIds
from smslint.score import CAP, WEIGHTS
from smslint.text import Span


@dataclass(frozen=True, slots=True)
class WordHit:
    """A word of the packs in the text: its concept, where it stands, and why it was dropped if it was."""

    concept: str
    span: Span
    text: str
    dropped: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule tried on one place: the outcome in words, and the fault with its evidence."""

    fault: Fault
    outcome: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that happened between a draft and its report."""

    report: Report
    folded: str
    compact: str | None
    words: tuple[tuple[str, ...], ...]
    hits: tuple[WordHit, ...]
    trials: tuple[Trial, ...]
    silent: tuple[str, ...]  # for one rule asked about: why it did not fire


def explain(
    linter: Linter, text: str, *, form: Form | str | None = None, facts: Mapping[str, object] | None = None,
    rule: str | None = None,
) -> Explanation:  # fmt: skip
    """The explanation of `text`, of one `rule` only if given; an unknown rule is a ConfigError."""
    if rule is not None and rule not in linter.rules:
        raise ConfigError(f"unknown rule '{rule}'{did_you_mean(rule, linter.rules)}")
    report = linter.lint(text, form=form, facts=facts)
    context, _, faults = linter.inspect(text, form=form, facts=facts)
    message = context.hits.message
    chosen = [fault for fault in faults if rule is None or fault.rule.id == rule]
    return Explanation(
        report,
        message.text,
        context.compact.message.text if context.compact else None,
        tuple(tuple(message.segmenter.cut(message.text[start:end])) for start, end in message.clauses if start < end),
        tuple(_word_hits(context)),
        tuple(Trial(fault, _outcome(fault, report)) for fault in chosen),
        tuple(_silence(linter, rule, context, report)) if rule else (),
    )


def _word_hits(context: Context) -> Iterator[WordHit]:
    for hits in (context.hits, context.compact):
        if hits is not None:
            yield from sorted(_of(hits), key=lambda one: (one.span, one.concept))


def _of(hits: Hits) -> Iterator[WordHit]:
    for slot, name in hits.lexicon.names.value.items():
        if " " in name:
            continue
        held = set(hits.of_slot(slot))
        for hit in set(hits.raw(slot)) | held:
            span = hits.message.to_source(hit.start, hit.end)
            dropped = "" if hit in held else hits.why_dropped(hit)
            yield WordHit(name, span, hits.message.text[hit.start : hit.end], dropped)


def _outcome(fault: Fault, report: Report) -> str:
    if fault.severity is None:
        held = [one for one in fault.evidence.excuses if one.held]
        return f"excused by {held[0].name} «{held[0].why}»" if held else f"lawful as {fault.evidence.modality}"
    same = [one for one in report.findings if one.rule.id == fault.rule.id]
    match = next((one for one in same if one.span == fault.span), None)
    if match is None:
        wider = any(one.span.overlaps(fault.span) for one in same)
        return "part of a wider finding of the same rule" if wider else "left to a more specific rule"
    return (
        str(match.severity) if match.severity is fault.severity else f"{match.severity} (raised from {fault.severity})"
    )


def _silence(linter: Linter, rule: str, context: Context, report: Report) -> Iterator[str]:
    if any(one.rule.id == rule for one in report.findings):
        return
    compiled = next(one for one in linter.scanner.lexicon.rules if one.rule.id == rule)
    spec = compiled.rule.spec
    if compiled.rule.forms and context.form not in compiled.rule.forms:
        yield f"it looks only at the forms {', '.join(compiled.rule.forms)}; this message is {context.form}"
    if isinstance(spec, Require):
        yield from _why_satisfied(compiled, spec, context)
    content = spec.content if isinstance(spec, Claim) else spec
    if isinstance(content, Content):
        if content.when and not content.when.holds(context.facts):
            yield f"it needs the facts {' or '.join(' & '.join(one) for one in content.when.alternatives)}"
        yield from _why_no_match(compiled, context)


def _why_satisfied(compiled: Compiled, spec: Require, context: Context) -> Iterator[str]:
    if context.form not in spec.by_form:
        yield f"it asks nothing of the form {context.form}"
    for field in context.of_kind(*spec.fields):
        yield f"the {field.kind} is there: «{field.raw}»"


def _why_no_match(compiled: Compiled, context: Context) -> Iterator[str]:
    lines = list(_nearest(compiled, context))
    yield from lines or ["no clause holds a word for every place of any of its patterns"]


def _nearest(compiled: Compiled, context: Context) -> Iterator[str]:
    near = sorted((_missing(chain, context.hits) for chain in compiled.chains), key=lambda one: len(one[1]))
    for chain, missing in near[:5]:
        if len(missing) < len(chain.steps):
            reason = f"no word of {', '.join(missing)}" if missing else "its words stand too far apart or out of order"
            yield f"pattern '{chain.pattern.source}': {reason}"
    if near and all(len(missing) == len(chain.steps) for chain, missing in near):
        yield "none of the words of its patterns stands in the text"


def _missing(chain: Chain, hits: Hits) -> tuple[Chain, list[str]]:
    return chain, [_step_name(step.group.slots, hits) for step in chain.steps if not hits.of(step.group)]


def _step_name(ids: SlotIds, hits: Hits) -> str:
    return "{" + hits.lexicon.names.value[ids[0]] + "}" if ids else "?"


def render(explanation: Explanation, lang: str = "zh") -> str:
    """The explanation as text for a terminal."""
    return "\n".join(_lines(explanation, _LABELS[lang])) + "\n"


def _lines(one: Explanation, label: Mapping[str, str]) -> Iterator[str]:
    report = one.report
    yield f"{label['text']}  {report.draft.text}"
    if one.folded != report.draft.text:
        yield f"{label['folded']}  {one.folded}"
    if one.compact is not None:
        yield f"{label['compact']}  {one.compact}"
    yield f"{label['words']}  " + " ‖ ".join("/".join(clause) for clause in one.words)
    yield f"{label['form']}  {report.form} ({label['given'] if report.form_given else report.form_reason})"
    for field in report.fields:
        role = f" {field.role}" if field.role else ""
        yield f"{label['field']}  {field.kind}{role} «{field.raw}» = {field.value}"
    for hit in one.hits:
        note = f"  ✗ {hit.dropped}" if hit.dropped else ""
        yield f"{label['hit']}  {{{hit.concept}}} «{hit.text}» @{hit.span.start}-{hit.span.end}{note}"
    yield from _trial_lines(one, label)
    for reason in one.silent:
        yield f"{label['silent']}  {reason}"
    yield from _score_lines(report, label)


def _trial_lines(one: Explanation, label: Mapping[str, str]) -> Iterator[str]:
    for trial in one.trials:
        evidence = trial.fault.evidence
        yield f"{label['rule']}  {trial.fault.rule.id} «{trial.fault.span.of(one.report.draft.text)}» → {trial.outcome}"
        for pattern in evidence.fired:
            yield f"      {label['pattern']} {pattern}"
        if evidence.modality:
            yield f"      {label['modality']} {evidence.modality}"
        for excuse in evidence.excuses:
            mark = "✓" if excuse.held else "✗"
            yield f"      {label['excuse']} {mark} {excuse.name}{f' «{excuse.why}»' if excuse.why else ''}"


def _score_lines(report: Report, label: Mapping[str, str]) -> Iterator[str]:
    for finding in report.findings:
        weight = WEIGHTS[finding.severity]
        yield f"{label['points']}  {finding.rule.id}: {weight} × {finding.confidence:g} = {finding.score:g}"
    taken = "".join(
        f" {'−' if one.points >= 0 else '+'} {abs(one.points):g} ({one.rule})" for one in report.contributions
    )
    yield f"{label['score']}  100{taken} = {report.score} ({report.grade}; {label['cap']} {CAP}×)"


_LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "text": "原文", "folded": "折叠", "compact": "去隔符", "words": "分词", "form": "类型", "given": "已指定",
        "field": "字段", "hit": "命中", "rule": "规则", "pattern": "句式", "modality": "语气", "excuse": "例外",
        "silent": "未触发", "points": "扣分", "score": "得分", "cap": "每条规则封顶",
    },
    "en": {
        "text": "text", "folded": "folded", "compact": "compact", "words": "words", "form": "form", "given": "given",
        "field": "field", "hit": "hit", "rule": "rule", "pattern": "pattern", "modality": "modality",
        "excuse": "exception", "silent": "silent", "points": "points", "score": "score", "cap": "cap a rule",
    },
}  # fmt: skip
