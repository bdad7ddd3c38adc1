"""A pack's own examples, run: every `bad` text must be hit (where it is marked), every `good` one left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import SmslintError
from smslint.linter import Linter
from smslint.model import Finding, Severity
from smslint.pack import Pack, Rule, load_pack
from smslint.pack.types import Cadence, Example, Require

if TYPE_CHECKING:
    from smslint.plan import Policy


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that does not do what its list says; the place is in the pack's file."""

    path: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: rule {self.rule}: {self.message}"


def run_examples(pack: Path | str | Pack, rules: Sequence[str] = ()) -> list[ExampleFailure]:
    """The failures among the examples of `pack` (of `rules` only, if given); one broken rule never hides another."""
    loaded = pack if isinstance(pack, Pack) else load_pack(pack)
    linter = Linter([loaded])
    chosen = [rule for rule in loaded.rules.values() if not rules or rule.id in rules]
    return [failure for rule in chosen for failure in _run(linter, rule)]


def _run(linter: Linter, rule: Rule) -> Iterator[ExampleFailure]:
    if isinstance(rule.spec, Cadence):
        yield from _run_cadence(rule, rule.spec)
        return
    for example in rule.bad:
        yield from _failures(rule, example, _check_bad(linter, rule, example))
        yield from _failures(rule, example, _check_rewrites(linter, rule, example))
    for example in rule.good:
        yield from _failures(rule, example, _check_good(linter, rule, example))


def _run_cadence(rule: Rule, spec: Cadence) -> Iterator[ExampleFailure]:
    """The same for a rule about sends, whose examples write down several."""
    from smslint.plan.policy import policy_of

    policy = policy_of(rule, {"holidays": "statutory"} if spec.check == "holiday-send" else {})
    for example in rule.bad:
        yield from _failures(rule, example, _check_schedule(example, policy, wanted=True))
    for example in rule.good:
        yield from _failures(rule, example, _check_schedule(example, policy, wanted=False))


def _check_schedule(example: Example, policy: Policy, *, wanted: bool) -> Iterator[str]:
    from smslint.plan.notation import part_at, read_sends
    from smslint.plan.reference import faults_of

    try:
        found = {send.row: fault for send, fault in faults_of(read_sends(example.text), policy)}
    except SmslintError as error:
        yield str(error)
        return
    marked = {part_at(example.text, example.marked[0])} if example.marked and wanted else set()
    if bool(found) != wanted or not marked <= found.keys():
        told = "should be left alone" if not wanted else "is marked" if marked else "should be hit"
        yield f"{sorted(marked) or ''} {told}, but sends {sorted(found)} are hit: {example.text}".strip()
    for fault in (found[row] for row in marked & found.keys()):
        if example.severity and fault.severity is not example.severity:
            yield f"should be {example.severity}, but is {fault.severity}: {example.text}"


def _failures(rule: Rule, example: Example, messages: Iterator[str]) -> Iterator[ExampleFailure]:
    mark = example.mark
    for message in messages:
        yield ExampleFailure(mark.path, mark.line, mark.column, rule.id, message)


def _findings(linter: Linter, rule: Rule, example: Example, text: str | None = None) -> list[Finding]:
    report = linter.lint(text if text is not None else example.text, form=example.form, facts=example.facts)
    return [one for one in report.findings if one.rule.id == rule.id]


def _check_bad(linter: Linter, rule: Rule, example: Example) -> Iterator[str]:
    found = _findings(linter, rule, example)
    if not found:
        yield f"should be hit, but is not: {example.text}"
        return
    if example.marked and all((one.span.start, one.span.end) != example.marked for one in found):
        got = "、".join(f"«{one.span.of(example.text)}»" for one in found)
        yield f"«{example.text[slice(*example.marked)]}» is marked, but {got} is hit: {example.text}"
    if example.severity and all(one.severity is not example.severity for one in found):
        yield f"should be {example.severity}, but is {found[0].severity}: {example.text}"


def _check_good(linter: Linter, rule: Rule, example: Example) -> Iterator[str]:
    found = [
        one for one in _findings(linter, rule, example) if one.severity is not Severity.INFO or rule.severity == "info"
    ]
    for one in found:
        yield f"should be left alone, but «{one.span.of(example.text)}» is hit ({one.severity}): {example.text}"


def _check_rewrites(linter: Linter, rule: Rule, example: Example) -> Iterator[str]:
    """Applying a rewrite leaves no finding of the rule at the place it mends."""
    if isinstance(rule.spec, Require):
        return
    before = _findings(linter, rule, example)
    for fix in before[0].fixes if before else ():
        if fix.edits:
            edit = fix.edits[0]
            text = example.text[: edit.span.start] + edit.text + example.text[edit.span.end :]
            if len(_findings(linter, rule, example, text)) >= len(before):
                yield f"the rewrite '{edit.text}' leaves the fault: {text}"
