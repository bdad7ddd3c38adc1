"""What makes a finding the same finding tomorrow: its rule, its words and their clause, whatever line they stand in."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from smslint.model import Finding
from smslint.text import Span

_CLAUSE_MARK = re.compile(r"[，。；：！？、…,;:!?\r\n]")
_REACH = 100  # a clause counts up to so many characters on either side, so that text without marks costs nothing
_DIGITS = 16


def fingerprint(finding: Finding, text: str) -> str:
    """16 hex digits, stable over moved lines, width, case, spaces and invisible characters.

    The folding is Unicode's own and not that of the linter, so that a better linter leaves recorded fingerprints alone.
    A finding of something missing rests on the whole draft.
    """
    if finding.fingerprint:
        return finding.fingerprint
    where = _clause(text, finding.span) if finding.span else Span(0, len(text))
    parts = (finding.rule.id, _fold(finding.span.of(text)), _fold(where.of(text)))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _clause(text: str, span: Span) -> Span:
    start, end = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    for found in _CLAUSE_MARK.finditer(text, start, span.start):
        start = found.end()
    after = _CLAUSE_MARK.search(text, span.end, end)
    return Span(start, after.start() if after else end)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"))
