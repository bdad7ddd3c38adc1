"""Findings that somebody judged before: suppressed in the source, in the ignore file, or known to the baseline."""

from smslint.judged.judge import Judge
from smslint.judged.types import Names, Notice

__all__ = ["Judge", "Names", "Notice"]
