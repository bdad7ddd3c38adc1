"""The pattern language of rules: `{concept} literal {a|b} ~12 (词|语)`.

A pattern is a row of slots. `{visit}` is any word of a concept, `{home|workplace}` of either; a bare literal or
`(去|到)` stands for itself. A space between two slots allows the rule's gap, no space means side by side, `~12`
allows up to twelve characters there.
"""

from __future__ import annotations

import re

from smslint.model import Severity
from smslint.normalize import fold_term
from smslint.pack.mark import Mark
from smslint.pack.types import Pattern, Slot

_PIECE = re.compile(
    r"\{(?P<concepts>[^{}]*)\}|\((?P<literals>[^()]*)\)|(?P<gap>~\d+)|(?P<space>\s+)|(?P<bare>[^\s{}()~]+)"
)
MAX_GAP = 40


def parse_pattern(source: str, mark: Mark, gap: int, within: str, severity: Severity | None = None) -> Pattern:
    """The pattern written as `source`; a fault is a PackError at `mark`."""
    slots: list[Slot] = []
    gaps: list[int] = []
    next_gap: int | None = None
    position = 0
    while position < len(source):
        piece = _PIECE.match(source, position)
        if piece is None:
            mark.fail(f"pattern '{source}': cannot read '{source[position:]}'")
        position = piece.end()
        if piece["space"]:
            next_gap = gap if next_gap is None else next_gap  # beside `~4` a space only divides
        elif piece["gap"]:
            next_gap = _gap(piece["gap"], source, mark)
        else:
            slots.append(_slot(piece, source, mark))
            gaps.append(next_gap or 0 if len(slots) > 1 else 0)
            next_gap = None
    if not slots:
        mark.fail("empty pattern")
    return Pattern(source, tuple(slots), tuple(gaps), within, severity, mark)


def _gap(text: str, source: str, mark: Mark) -> int:
    gap = int(text[1:])
    if gap > MAX_GAP:
        mark.fail(f"pattern '{source}': a gap of {gap} is more than {MAX_GAP}")
    return gap


def _slot(piece: re.Match[str], source: str, mark: Mark) -> Slot:
    if piece["bare"]:
        return Slot((), (fold_term(piece["bare"]),))
    names = tuple(name.strip() for name in (piece["concepts"] or piece["literals"] or "").split("|"))
    if not all(names):
        mark.fail(f"pattern '{source}': an empty name in '{piece[0]}'")
    return Slot(names, ()) if piece["concepts"] else Slot((), tuple(fold_term(name) for name in names))
