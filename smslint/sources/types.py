"""What readers take and give: options in, a source of records and errors out. All frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from smslint.errors import InputError
from smslint.model import NO_FACTS, Draft, Form
from smslint.text import Span

FENCES = ("", "text", "txt", "plain", "plaintext", "sms", "短信", "文案", "话术")


class ReadOptions(NamedTuple):
    """How to read: which values hold the text, and form and facts for drafts that do not state their own.

    `column` names a column or key, `pointer` the strings of a structured file (`$.templates[*].content`); `fences` are
    the info words of the Markdown blocks that are drafts, `tables` whether cells of Markdown tables are.
    """

    column: str | None = None
    paragraphs: bool = False
    form: Form | None = None
    facts: Mapping[str, object] = NO_FACTS
    pointer: str | None = None
    fences: tuple[str, ...] = FENCES
    tables: bool = True


class Record(NamedTuple):
    """A draft and where it stands: `origin[i]` is the offset in the file of its i-th character.

    One more offset tells its end. A `range` where the file holds the draft as it is, a list where it escapes some.
    `ends[i]` is where the i-th character ends; None where that is always where the next one begins.
    """

    draft: Draft
    origin: Sequence[int]
    ends: Sequence[int] | None = None

    def place(self, span: Span) -> Span:
        """Where `span` of the draft stands in the file."""
        start = self.origin[span.start]
        if self.ends is None or not span:
            return Span(start, self.origin[span.end] if span else start)
        return Span(start, self.ends[span.end - 1])


class Source(NamedTuple):
    """A file that was read: its text as decoded (no byte order mark, line ends kept), its records and what is wrong.

    Of a file that was read in pieces, `lines_before` lines stand before `text`.
    """

    path: str
    encoding: str | None
    text: str
    records: tuple[Record, ...]
    errors: tuple[InputError, ...]
    lines_before: int = 0


Item = Record | InputError
Reader = Callable[[str, str, ReadOptions], Iterator[Item]]
"""Takes the text and the path of a file; gives its records and the errors of those that cannot be read, in order."""
BinaryReader = Callable[[bytes, str, ReadOptions], Iterator[Item]]
"""The same for files that are no text: takes their bytes."""
