"""A message as the rules and the field extractors see it: the draft, its folded text, variables, clauses and words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smslint.learned.grams import grams
from smslint.model import Draft, Variable
from smslint.normalize import NormalText, normalize
from smslint.segment import Segmenter, Verdict
from smslint.template import find_variables
from smslint.text import Span

_CLAUSE_END = re.compile(r"[,:;!?。….\n\r]+")  # an enumeration (、) goes on
_INSIDE_NUMBER = re.compile(r"(?<=\d)(?:,(?=\d{3}(?!\d))|:(?=\d))|\.(?=[0-9a-z])")  # 6,730  12:30  0.5  a.cn
_SENTENCE_END = re.compile(r"[;!?。\n\r]+")

Stretch = tuple[int, int]
_FAR = 1 << 60


@dataclass(frozen=True)
class Message:
    """The one input of `scan` and `fields`; offsets are of `normal.text` unless a name says source."""

    draft: Draft
    normal: NormalText
    variables: tuple[Variable, ...]
    segmenter: Segmenter
    plain: Message | None = None  # where separators were taken out of `normal`: the message with them

    @property
    def text(self) -> str:
        """The folded text; every variable is one character that tells its type (see `normalize.VARIABLE_CHARS`)."""
        return self.normal.text

    @cached_property
    def grams(self) -> frozenset[str]:
        """The features of the whole text by which what was learned judges it."""
        return frozenset(grams(self.text))

    @cached_property
    def clauses(self) -> tuple[Stretch, ...]:
        """The stretches between commas and stronger marks."""
        text, start, found = self.text, 0, []
        for mark in _CLAUSE_END.finditer(text):
            end = mark.end()
            if end - mark.start() > 1 or not _INSIDE_NUMBER.match(text, end - 1):
                found.append((start, end))
                start = end
        found.append((start, len(text)))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Stretch, ...]:
        """The stretches between full stops, semicolons and line ends."""
        text, start, found = self.text, 0, []
        for mark in _SENTENCE_END.finditer(text):
            found.append((start, mark.end()))
            start = mark.end()
        found.append((start, len(text)))
        return tuple(found)

    def clauses_in(self, stretch: Stretch) -> list[Stretch]:
        """The clauses that lie in `stretch`."""
        return [one for one in self.clauses if stretch[0] <= one[0] and one[1] <= stretch[1]]

    @cached_property
    def _variable_at(self) -> Mapping[int, Variable]:
        starts = {variable.span.start: variable for variable in self.variables}
        return {index: starts[source] for index, source in enumerate(self.normal.origin) if source in starts}

    def variable_at(self, index: int) -> Variable | None:
        """The variable that the folded character at `index` stands for, if any."""
        return self._variable_at.get(index) if self.variables else None

    def clause_of(self, index: int) -> Stretch:
        """The clause that holds the folded character at `index`."""
        return _holding(self.clauses, index)

    def sentence_of(self, index: int) -> Stretch:
        """The sentence that holds the folded character at `index`."""
        return _holding(self.sentences, index)

    def verdict(self, start: int, end: int) -> Verdict:
        """Whether `[start, end)` is a whole word or words, stands nested in one, or straddles an edge of words."""
        clause_start, clause_end = self.clause_of(start)
        clause_end = max(clause_end, end)
        return self.segmenter.verdict(self.text[clause_start:clause_end], start - clause_start, end - clause_start)

    def to_source(self, start: int, end: int) -> Span:
        """The span of the draft's text behind the folded stretch `[start, end)`."""
        return self.normal.to_source(start, end)


def build_message(draft: Draft, segmenter: Segmenter, placeholders: Sequence[re.Pattern[str]] = ()) -> Message:
    """The message of `draft`; `placeholders` are further patterns of template variables."""
    variables = find_variables(draft.text, placeholders)
    return Message(draft, normalize(draft.text, variables), variables, segmenter)


def _holding(stretches: tuple[Stretch, ...], index: int) -> Stretch:
    place = bisect_right(stretches, (index, _FAR)) - 1
    return stretches[max(place, 0)]
