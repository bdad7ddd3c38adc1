"""Text with a map: folding for matching, the way back to the author's characters, and what hides words."""

from smslint.normalize.chars import VARIABLE_CHARS
from smslint.normalize.folding import NormalText, fold_term, normalize
from smslint.normalize.separators import compact

__all__ = ["VARIABLE_CHARS", "NormalText", "compact", "fold_term", "normalize"]
