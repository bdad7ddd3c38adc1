"""Plain text -> drafts: one a line, or one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smslint.model import Draft
from smslint.sources.notes import without_notes
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex

_LINE = re.compile(r"[^\r\n]+")
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*(?:(?:\r\n|\r|\n)[^\r\n]*\S[^\r\n]*)*")


def read_text(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """Every line that is not blank, as it stands; with `paragraphs` every run of such lines. Remarks are left out."""
    index, said = LineIndex(text), without_notes(text)
    for found in (_PARAGRAPH if options.paragraphs else _LINE).finditer(said):
        if found[0].strip():
            start, written = found.start(), found[0]
            if written != text[start : found.end()]:
                written = written.rstrip()
            line, _ = index.position(start)
            draft = Draft(written, path=path, line=line, form=options.form, facts=options.facts)
            yield Record(draft, range(start, start + len(written) + 1))
