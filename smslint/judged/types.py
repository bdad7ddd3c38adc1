"""What is said about findings that somebody judged before, and where it was said. All frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from smslint.model import Finding

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be tidied: a suppression that does nothing any more, one that has expired, one without a reason."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {_CONTROL.sub(' ', self.message)}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a rule may be called: `packs` tells the pack of every rule that is loaded.

    `whole` gives the names of which every rule judges in this run, `every` all names of all packs, those not in use
    included; both are asked for only where a suppression is to be tidied.
    """

    packs: Mapping[str, str]
    whole: Callable[[], Collection[str]]
    every: Callable[[], Collection[str]]

    def covers(self, name: str, finding: Finding) -> bool:
        """Whether `name` is the rule of a finding, its category, its pack, or ALL."""
        rule = finding.rule
        return name in (rule.id, rule.category, "ALL") or name == self.packs.get(rule.id)

    def may_be_idle(self, name: str) -> bool:
        """Whether a suppression of `name` does nothing at all if it did nothing in this run."""
        return name in self.whole()

    def is_known(self, name: str) -> bool:
        """Whether there is any such rule, category or pack."""
        return name in self.packs or name in self.whole() or name in self.every()
