"""A known outline filled in anew: its fields and findings with names, sums and account numbers of another message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from smslint.model import Field, FieldKind, FieldValue, Finding, Report
from smslint.normalize import NormalText
from smslint.recall.outline import Outline, Stretch
from smslint.scan.checks import Conflict, conflicts_of
from smslint.text import Span

_Read = Callable[[str], FieldValue]


class Told(NamedTuple):
    """What a conflict of sums tells under a name, to be quoted."""

    conflict: int
    name: str


Recipe = tuple[str | Stretch | Told, ...]  # characters as they are, those of a stretch of each text, or a value told
_Quote = tuple[str, Recipe]


@dataclass(frozen=True, slots=True)
class Blank:
    """A field whose value stands at `[start, end)` of each message."""

    field: Field
    start: int
    end: int
    read: _Read

    def filled(self, text: str) -> Field:
        """The field as `text` has it."""
        old = self.field
        span = old.span
        value = self.read(text[self.start : self.end])
        return Field(old.kind, span, text[span.start : span.end], value, old.role, old.generic)


class Quoting(NamedTuple):
    """A finding that quotes what is filled in."""

    finding: Finding
    message: Recipe
    matched: Recipe

    def filled(self, text: str, conflicts: Sequence[Conflict]) -> Finding:
        """The finding as `text` has it."""
        evidence = replace(self.finding.evidence, matched=_rendered(self.matched, text, conflicts))
        return replace(self.finding, message=_rendered(self.message, text, conflicts), evidence=evidence)


@dataclass(frozen=True, slots=True)
class Plan:
    """Fields and findings that all messages of an outline share, and those to be filled in, in their order.

    `conflicts` says where sums contradict one another; `sums` whether there are any that may.
    """

    parts: tuple[Field | Blank, ...]
    findings: tuple[Finding | Quoting, ...]
    quotes: bool
    sums: bool
    conflicts: tuple[Conflict, ...]

    def fields(self, text: str) -> tuple[Field, ...]:
        """The fields of `text`."""
        return tuple([one.filled(text) if type(one) is Blank else one for one in self.parts])  # type: ignore[misc]

    def filled(self, text: str, conflicts: Sequence[Conflict]) -> tuple[Finding, ...]:
        """The findings of `text`, whose sums have these conflicts."""
        return tuple([one.filled(text, conflicts) if isinstance(one, Quoting) else one for one in self.findings])


def plan_of(report: Report, outline: Outline, folded: Iterable[NormalText]) -> Plan | None:
    """How to fill in fields and findings of a report; None where what is filled in is only a part of a field."""
    text = report.draft.text
    parts = tuple(_part(field, text, outline) for field in report.fields)
    known = tuple(one for one in parts if one is not None)
    if len(known) < len(parts):
        return None
    sums = sum(field.kind is FieldKind.AMOUNT for field in report.fields) > 1
    conflicts = conflicts_of(report.fields) if sums else ()
    quoter = _Quoter(text, outline, tuple(folded), conflicts)
    findings = tuple(quoter.part(one) for one in report.findings)
    return Plan(known, findings, any(isinstance(one, Quoting) for one in findings), sums, conflicts)


def _part(field: Field, text: str, outline: Outline) -> Field | Blank | None:
    touched = [one for one in outline.filled if one[0] < field.span.end and field.span.start < one[1]]
    if not touched:
        return field
    blank = _blank(field, touched[0], outline) if len(touched) == 1 else None
    return blank if blank is not None and blank.filled(text) == field else None


def _blank(field: Field, stretch: Stretch, outline: Outline) -> Blank | None:
    if field.kind is FieldKind.AMOUNT and stretch in outline.sums:
        return Blank(field, *stretch, _sum)
    if field.kind is FieldKind.ACCOUNT_REF and stretch in outline.tails:
        return Blank(field, *stretch, str)
    if field.kind is FieldKind.RECIPIENT and stretch == outline.name:
        return Blank(field, stretch[0], field.span.end, str)  # the value has the title too
    return None


def _sum(text: str) -> Decimal:
    """The value of digits as an outline has them, the same as `parse_mixed` gives."""
    return Decimal(text.replace(",", ""))


class _Quoter:
    """Tells what the findings of a report quote of what is filled in."""

    def __init__(
        self, text: str, outline: Outline, folded: tuple[NormalText, ...], conflicts: tuple[Conflict, ...]
    ) -> None:
        self._text, self._blanks = text, sorted(outline.filled)
        self._folded, self._conflicts = folded, conflicts

    def part(self, finding: Finding) -> Finding | Quoting:
        """`finding`, or how to fill in what it quotes."""
        quotes = sorted(self._quotes(finding), key=_by_length)
        message = _recipe(finding.message, [*self._told(finding), *quotes])
        matched = _recipe(finding.evidence.matched, quotes)
        if all(isinstance(piece, str) for piece in (*message, *matched)):
            return finding
        return Quoting(finding, message, matched)

    def _told(self, finding: Finding) -> list[_Quote]:
        """What the conflict of sums tells that is found."""
        return [
            (value, (Told(number, name),))
            for number, one in enumerate(self._conflicts)
            if one.span == finding.span and (one.check,) == finding.evidence.fired
            for name, value in sorted(one.values.items(), key=lambda told: -len(told[1]))
        ]

    def _quotes(self, finding: Finding) -> Iterator[_Quote]:
        """The texts that hold something filled in and may be quoted, as the author wrote them and folded."""
        for span in (finding.span, *finding.related):
            if self._inside(span):
                yield span.of(self._text), self._pieces(span, None)
                for normal in self._folded:
                    yield _folded(normal, span), self._pieces(span, normal)

    def _inside(self, span: Span) -> list[Stretch]:
        return [one for one in self._blanks if span.start <= one[0] and one[1] <= span.end]

    def _pieces(self, span: Span, normal: NormalText | None) -> Recipe:
        """The text at `span`, as the author wrote it or folded, with what is filled in left blank."""
        pieces: list[str | Stretch] = []
        position = span.start
        for blank in (*self._inside(span), (span.end, span.end)):
            between = Span(position, blank[0])
            pieces += between.of(self._text) if normal is None else _folded(normal, between), blank
            position = blank[1]
        return tuple(pieces[:-1])


def _folded(normal: NormalText, span: Span) -> str:
    start, end = normal.from_source(span)
    return normal.text[start:end]


def _by_length(quote: _Quote) -> int:
    return -len(quote[0])


def _recipe(said: str, quotes: Sequence[_Quote]) -> Recipe:
    """How `said` is made of `quotes`, the first of which are looked for first."""
    for number, (quote, recipe) in enumerate(quotes):
        before, found, after = said.partition(quote)
        if found:
            return (*_recipe(before, quotes[number + 1 :]), *recipe, *_recipe(after, quotes[number:]))
    return (said,)


def _rendered(recipe: Recipe, text: str, conflicts: Sequence[Conflict]) -> str:
    pieces = []
    for piece in recipe:
        if isinstance(piece, str):
            pieces.append(piece)
        elif isinstance(piece, Told):
            pieces.append(conflicts[piece.conflict].values[piece.name])
        else:
            pieces.append(text[piece[0] : piece[1]])
    return "".join(pieces)
