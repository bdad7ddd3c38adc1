"""Precision and recall over labelled messages: what the linter finds against what people say is there."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from smslint.errors import InputError
from smslint.facts import flatten_facts
from smslint.linter import Linter
from smslint.model import Draft, Field, Finding, Form, Report, Severity, Variable
from smslint.text import Span

LABELLED_FIELDS = ("signature", "recipient", "amount", "due_date", "channel", "hotline")
_VALUED = ("amount", "due_date", "hotline")


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a label asks for."""

    rule: str
    span: Span
    severity: Severity


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with what people found in it; `unsure` names rules, kinds or `form` that count neither way."""

    draft: Draft
    form: Form
    expect: tuple[Expected, ...]
    unsure: frozenset[str]
    fields: Mapping[str, tuple[tuple[Span, str | None], ...]]
    clean: frozenset[str] | None  # where given, only these rules count as false alarms


@dataclass(slots=True)
class Tally:
    """Counts of right, false and missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right among those reported; 1 if none was."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Right among those expected; 1 if none was."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        """Add the counts of `other`."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement: `what` is `false`, `missed` or `severity`."""

    id: str
    what: str
    rule: str
    quote: str
    detail: str
    text: str


@dataclass(slots=True)
class Evaluation:
    """All tallies of one run."""

    messages: int = 0
    any_error: Tally = field(default_factory=Tally)
    rules: dict[str, Tally] = field(default_factory=dict)
    categories: dict[str, Tally] = field(default_factory=dict)
    fields: dict[str, Tally] = field(default_factory=dict)
    forms: dict[tuple[str, str], int] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    @property
    def form_accuracy(self) -> float:
        """Share of messages whose form was inferred as labelled."""
        total = sum(self.forms.values())
        return sum(count for (want, got), count in self.forms.items() if want == got) / total if total else 1.0

    @property
    def field_accuracy(self) -> float:
        """Right fields among those labelled or found."""
        whole = Tally()
        for one in self.fields.values():
            whole.add(one)
        total = whole.right + whole.false + whole.missed
        return whole.right / total if total else 1.0


def read_corpus(paths: Iterable[Path]) -> Iterator[Labelled]:
    """The labelled messages of JSONL files or of the folders that hold them; a bad line is an InputError."""
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else (path,):
            yield from _read_file(file)


def _read_file(path: Path) -> Iterator[Labelled]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _labelled(json.loads(line), str(path), number)
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"not a labelled message: {error}", str(path), number) from error


def _labelled(row: Mapping[str, object], path: str, line: int) -> Labelled:
    text = str(row["text"])
    facts = row.get("facts") or {}
    expect, fields = row.get("expect") or [], row.get("fields") or {}
    clean = row.get("clean")
    assert isinstance(facts, dict)
    assert isinstance(expect, list)
    assert isinstance(fields, dict)
    return Labelled(
        Draft(text, str(row["id"]), path, line, facts=flatten_facts(facts)),
        Form(str(row["form"])),
        tuple(Expected(one["rule"], _span(one, text), Severity(one["severity"])) for one in expect),
        frozenset(map(str, row.get("unsure") or ())),  # type: ignore[call-overload]
        {kind: tuple((_span(one, text), one.get("value")) for one in found) for kind, found in fields.items()},
        frozenset(map(str, clean)) if isinstance(clean, list) else None,
    )


def _span(one: Mapping[str, object], text: str) -> Span:
    start, end = one.get("start"), one.get("end")
    if isinstance(start, int) and isinstance(end, int):
        return Span(start, end)
    quote = str(one["quote"])
    return Span(text.index(quote), text.index(quote) + len(quote))


def _add_categories(result: Evaluation, linter: Linter) -> None:
    for name, tally in result.rules.items():
        if name in linter.rules:
            result.categories.setdefault(linter.rules[name].category, Tally()).add(tally)


def evaluate(linter: Linter, corpus: Iterable[Labelled], *, use_form: bool = True) -> Evaluation:
    """Lint every message of `corpus` and compare; with `use_form` rules see the labelled form, as a sender gives it."""
    result = Evaluation()
    for one in corpus:
        inferred = linter.lint(one.draft)
        report = linter.lint(one.draft, form=one.form) if use_form and inferred.form is not one.form else inferred
        result.messages += 1
        if "form" not in one.unsure:
            key = (str(one.form), str(inferred.form))
            result.forms[key] = result.forms.get(key, 0) + 1
        _compare_findings(result, one, report)
        if one.form is not Form.NONE and one.fields:
            _compare_fields(result, one, report)
    _add_categories(result, linter)
    return result


@dataclass(frozen=True, slots=True)
class Change:
    """A message on which two packs differ: findings (`rule severity`) that the second lost and won."""

    id: str
    gone: frozenset[str]
    new: frozenset[str]
    text: str


def compare(linter: Linter, other: Linter, corpus: Iterable[Labelled]) -> list[Change]:
    """The messages of `corpus` on which `other` says something else than `linter`."""
    changes = []
    for one in corpus:
        old, new = _verdict(linter, one), _verdict(other, one)
        if old != new:
            changes.append(Change(one.draft.id or "", old - new, new - old, one.draft.text))
    return changes


def _verdict(linter: Linter, one: Labelled) -> frozenset[str]:
    return frozenset(f"{got.rule.id} {got.severity}" for got in linter.lint(one.draft, form=one.form).findings)


def change_data(one: Change) -> dict[str, object]:
    """A change as plain data for JSON."""
    return {"id": one.id, "gone": sorted(one.gone), "new": sorted(one.new), "text": one.text}


def as_data(result: Evaluation, *, misses: bool = True) -> dict[str, object]:
    """An evaluation as plain data for JSON."""
    data: dict[str, object] = {
        "messages": result.messages,
        "any_error": _tally_data(result.any_error),
        "categories": {name: _tally_data(one) for name, one in sorted(result.categories.items())},
        "rules": {name: _tally_data(one) for name, one in sorted(result.rules.items())},
        "fields": {name: _tally_data(one) for name, one in sorted(result.fields.items())},
        "field_accuracy": round(result.field_accuracy, 4),
        "form_accuracy": round(result.form_accuracy, 4),
        "forms": [{"labelled": want, "inferred": got, "count": n} for (want, got), n in sorted(result.forms.items())],
    }
    if misses:
        data["misses"] = [dataclasses.asdict(one) for one in result.misses]
    return data


def _tally_data(one: Tally) -> dict[str, object]:
    counts = {"right": one.right, "false": one.false, "missed": one.missed}
    return {**counts, "precision": round(one.precision, 4), "recall": round(one.recall, 4), "f1": round(one.f1, 4)}


def _content(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.rule.category not in ("required", "platform", "cadence")
            or one.rule.id == "sig-neutral-or-fake"]  # fmt: skip


def _compare_findings(result: Evaluation, one: Labelled, report: Report) -> None:
    found = [finding for finding in _content(report) if finding.severity is not Severity.INFO]
    taken: set[int] = set()
    for want in one.expect:
        place = next((n for n, got in enumerate(found) if n not in taken and _same(want, got)), None)
        if place is None:
            _count(result, want.rule, missed=1)
            result.misses.append(_miss(one, "missed", want.rule, want.span, str(want.severity)))
            continue
        taken.add(place)
        _count(result, want.rule, right=1)
        if found[place].severity is not want.severity:
            detail = f"{found[place].severity}, not {want.severity}"
            result.misses.append(_miss(one, "severity", want.rule, want.span, detail))
    wanted = {want.rule for want in one.expect}
    for number, got in enumerate(found):
        if number not in taken and _is_false(one, got, wanted):
            _count(result, got.rule.id, false=1)
            result.misses.append(_miss(one, "false", got.rule.id, got.span, str(got.severity)))
    _compare_any_error(result, one, found)


def _is_false(one: Labelled, got: Finding, wanted: set[str]) -> bool:
    # A second finding of an expected rule (the same fault said twice) is no false alarm of the message.
    if got.rule.id in one.unsure or got.rule.id in wanted:
        return False
    return one.clean is None or got.rule.id in one.clean or "*" in one.clean


def _same(want: Expected, got: Finding) -> bool:
    return want.rule == got.rule.id and (want.span.overlaps(got.span) or want.span == got.span)


def _compare_any_error(result: Evaluation, one: Labelled, found: list[Finding]) -> None:
    wanted = any(want.severity is Severity.ERROR for want in one.expect)
    got = [finding for finding in found if finding.severity is Severity.ERROR]
    sure = [finding for finding in got if finding.rule.id not in one.unsure]
    if wanted:
        result.any_error.add(Tally(right=1) if got else Tally(missed=1))
    elif sure and (one.clean is None or any(_is_false(one, finding, set()) for finding in sure)):
        result.any_error.add(Tally(false=1))


def _count(result: Evaluation, rule: str, **counts: int) -> None:
    result.rules.setdefault(rule, Tally()).add(Tally(**counts))


def _miss(one: Labelled, what: str, rule: str, span: Span, detail: str) -> Miss:
    return Miss(one.draft.id or "", what, rule, span.of(one.draft.text), detail, one.draft.text)


def _compare_fields(result: Evaluation, one: Labelled, report: Report) -> None:
    for kind in LABELLED_FIELDS:
        if kind in one.unsure:
            continue
        want = {(span, value if kind in _VALUED else None) for span, value in one.fields.get(kind, ())}
        got = {
            (each.span, render_value(each) if kind in _VALUED else None) for each in report.fields if each.kind == kind
        }
        tally = result.fields.setdefault(kind, Tally())
        tally.add(Tally(len(want & got), len(got - want), len(want - got)))
        for what, rest in (("missed", want - got), ("false", got - want)):
            result.misses += [
                _miss(one, what, f"field {kind}", span, str(value)) for span, value in sorted(rest, key=str)
            ]


def render_value(one: Field) -> str | None:
    """A field's value as JSON writes it: `3256.80`, `2026-12-05`, `--12-05`, `95999`; None for a variable."""
    if one.value is None or isinstance(one.value, Variable):
        return None
    return f"{one.value:.2f}" if isinstance(one.value, Decimal) else str(one.value)
