"""Messages that differ only in what a sender fills in are judged once: the others take over the verdict."""

from smslint.recall.memory import Memory, Studied
from smslint.recall.outline import Outline

__all__ = ["Memory", "Outline", "Studied"]
