"""Fixes put into the source files: worked out on the draft, spelled as its file spells it, and read back."""

from smslint.mend.files import Rewritten, rewrite
from smslint.mend.plan import Plan, mend

__all__ = ["Plan", "Rewritten", "mend", "rewrite"]
