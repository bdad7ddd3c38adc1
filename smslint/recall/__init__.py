"""Messages that differ only in what a sender fills in are judged once: the others take over the verdict."""

from smslint.recall.memory import Memory, Studied

__all__ = ["Memory", "Studied"]
