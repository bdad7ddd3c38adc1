"""Remarks to smslint in plain text, which has no comments of its own: they are no part of any draft."""

from __future__ import annotations

import re

DIRECTIVE = (
    r"smslint[:：][ \t]*(?P<kind>[\w-]+)[ \t]*(?:[\[［](?P<rules>[^\]］\r\n]*)[\]］])?[ \t]*(?P<reason>[^\r\n]*?)[ \t]*"
)
NOTE = re.compile(rf"(?:#+|//+|;+|(?P<open><!--))[ \t]*{DIRECTIVE}(?(open)-->[ \t]*)(?=[\r\n]|\Z)")


def without_notes(text: str) -> str:
    """`text` with spaces in the place of such remarks."""
    return NOTE.sub(lambda found: " " * len(found[0]), text) if "smslint" in text else text
