"""The fields of a known outline filled in anew: names, sums and account numbers as another message has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smslint.fields.numerals import parse_mixed
from smslint.model import Field, FieldKind, FieldValue, Report
from smslint.recall.outline import Outline, Stretch
from smslint.scan.checks import sums_disagree

_Read = Callable[[str], FieldValue]


@dataclass(frozen=True, slots=True)
class Blank:
    """A field whose value stands at `stretch` of each message."""

    field: Field
    stretch: Stretch
    read: _Read

    def filled(self, text: str) -> Field:
        """The field as `text` has it."""
        old = self.field
        span = old.span
        start, end = self.stretch
        return Field(old.kind, span, text[span.start : span.end], self.read(text[start:end]), old.role, old.generic)


@dataclass(frozen=True, slots=True)
class Plan:
    """Fields that all messages of an outline share, and those to be filled in, in their order."""

    parts: tuple[Field | Blank, ...]
    sums: bool  # whether sums are stated that may contradict one another

    def filled(self, text: str) -> tuple[Field, ...] | None:
        """The fields of `text`; None where its sums contradict one another, which a rule may say something of."""
        fields = tuple([one.filled(text) if isinstance(one, Blank) else one for one in self.parts])
        return None if self.sums and sums_disagree(fields) else fields


def plan_of(report: Report, outline: Outline) -> Plan | None:
    """How to fill in the fields of a report; None where what is filled in is no field or only a part of one."""
    text = report.draft.text
    parts = tuple(_part(field, text, outline) for field in report.fields)
    known = tuple(one for one in parts if one is not None)
    if len(known) < len(parts):
        return None
    return Plan(known, sum(field.kind is FieldKind.AMOUNT for field in report.fields) > 1)


def _part(field: Field, text: str, outline: Outline) -> Field | Blank | None:
    touched = [one for one in outline.filled if one[0] < field.span.end and field.span.start < one[1]]
    if not touched:
        return field
    blank = _blank(field, touched[0], outline) if len(touched) == 1 else None
    return blank if blank is not None and blank.filled(text) == field else None


def _blank(field: Field, stretch: Stretch, outline: Outline) -> Blank | None:
    if field.kind is FieldKind.AMOUNT and stretch in outline.sums:
        return Blank(field, stretch, parse_mixed)
    if field.kind is FieldKind.ACCOUNT_REF and stretch in outline.tails:
        return Blank(field, stretch, str)
    if field.kind is FieldKind.RECIPIENT and stretch == outline.name:
        return Blank(field, (stretch[0], field.span.end), str)  # the value has the title too
    return None
