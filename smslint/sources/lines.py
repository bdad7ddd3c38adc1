"""Plain text -> drafts: one a line, or one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smslint.model import Draft
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex

_LINE = re.compile(r"[^\r\n]+")
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*(?:(?:\r\n|\r|\n)[^\r\n]*\S[^\r\n]*)*")


def read_text(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """Every line that is not blank, as it stands; with `paragraphs` every run of such lines."""
    index = LineIndex(text)
    for found in (_PARAGRAPH if options.paragraphs else _LINE).finditer(text):
        if found[0].strip():
            line, _ = index.position(found.start())
            draft = Draft(found[0], path=path, line=line, form=options.form, facts=options.facts)
            yield Record(draft, range(found.start(), found.end() + 1))
