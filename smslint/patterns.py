"""Regular expressions that are compiled when they are first needed: most messages need few of them."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression `pattern`."""
    return re.compile(pattern)
