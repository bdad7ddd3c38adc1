"""Characters of the other script: where an author wrote Traditional or variant forms in a Simplified text."""

from __future__ import annotations

from collections.abc import Sequence

from smslint.normalize.tables import script_variants


def traditional_hint(source: str) -> Sequence[int]:
    """The positions in an author's text of Traditional, regional, obsolete and radical forms that folding changes."""
    forms = script_variants()
    return () if forms.keys().isdisjoint(source) else [index for index, char in enumerate(source) if char in forms]


def is_mostly_traditional(source: str) -> bool:
    """Whether more characters of `source` are Traditional only than are Simplified only."""
    forms = script_variants()
    changed = sum(char in forms and _in_big5(char) for char in source)
    return changed > 0 and changed > sum(
        "一" <= char <= "龥" and char not in forms and not _in_big5(char) for char in source
    )


def _in_big5(char: str) -> bool:
    try:
        return len(char.encode("big5")) == 2
    except UnicodeEncodeError:
        return False
