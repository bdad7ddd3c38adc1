"""What a rule is judged on: the message, its hits, its fields, its form and the facts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from smslint.model import Evidence, Field, FieldKind, Form, Severity
from smslint.pack.types import Rule
from smslint.scan.hits import Hits
from smslint.text import Span

_LONGEST = 200  # characters of a field or a variable


class Fault(NamedTuple):
    """A fault before it is settled against the others: where, how bad, and why."""

    rule: Rule
    span: Span
    severity: Severity | None  # None: an exception or a lawful modality excuses it
    evidence: Evidence
    values: Mapping[str, str] = MappingProxyType({})
    clause: Span | None = None  # what a rewrite would replace
    related: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Context:
    """One message as the rules see it. `hits` is of the folded text, `compact` of the text without separators."""

    hits: Hits
    compact: Hits | None
    fields: Sequence[Field]
    form: Form
    facts: Mapping[str, object]
    kinds: frozenset[FieldKind] = frozenset()  # of the fields that are there
    firm: frozenset[FieldKind] = frozenset()  # of those that are not generic

    doubt: float = 0.0  # the chance that the message is of the form `none`

    @property
    def text(self) -> str:
        """The author's own text."""
        return self.hits.message.draft.text

    @cached_property
    def end(self) -> int:
        """Where something may be added: before a closing signature, else at the end of the text."""
        end = len(self.text.rstrip())
        for one in self.fields:
            if one.kind is FieldKind.SIGNATURE and one.span.end >= end and one.span.start > 0:
                return one.span.start
        return end

    @cached_property
    def variable_spans(self) -> list[Span]:
        """Where the variables stand, in order."""
        return sorted(one.span for one in self.hits.message.variables)

    @cached_property
    def kept_spans(self) -> list[Span]:
        """Where something stands that no rewrite may take away: fields and variables, in order."""
        return sorted({one.span for one in self.fields} | set(self.variable_spans))

    def is_named(self, span: Span) -> bool:
        """Whether `span` lies in a name, whose characters mean what they are (【嘉维信】 is no 微信)."""
        names = (FieldKind.SIGNATURE, FieldKind.CREDITOR, FieldKind.RECIPIENT)
        return any(one.span.covers(span) for one in self.fields if one.kind in names)

    def near(self, span: Span, spans: Sequence[Span]) -> Iterator[Span]:
        """Those of `spans` (in order) that may overlap `span`: none is longer than a line of text."""
        first = bisect_left(spans, Span(max(0, span.start - _LONGEST), 0))
        for place in range(first, len(spans)):
            if spans[place].start >= span.end:
                return
            yield spans[place]

    def of_kind(self, *kinds: FieldKind) -> list[Field]:
        """The fields of any of `kinds`, in order."""
        return [one for one in self.fields if one.kind in kinds]
