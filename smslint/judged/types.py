"""What is said about findings that somebody judged before, and where it was said. All frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from smslint.model import Finding
from smslint.pack.types import CATEGORIES

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
    """What a rule may be called: `packs` tells the pack of every rule that is loaded, `on` the rules that judge.

    `every` gives all names of all packs, those not in use included; it is asked for names that are not known otherwise.
    """

    on: frozenset[str]
    packs: Mapping[str, str]
    every: Callable[[], Collection[str]]

    def covers(self, name: str, finding: Finding) -> bool:
        """Whether `name` is the rule of a finding, its category, its pack, or ALL."""
        rule = finding.rule
        return name in (rule.id, rule.category, "ALL") or name == self.packs.get(rule.id)

    def may_hit(self, name: str) -> bool:
        """Whether anything that `name` stands for judges in this run, so that a suppression of it can be idle."""
        return name in self.on if name in self.packs else not self._is_elsewhere(name)

    def is_known(self, name: str) -> bool:
        """Whether there is any such rule, category or pack."""
        return self._is_here(name) or name in self.every()

    def _is_here(self, name: str) -> bool:
        return name in self.packs or name in (*CATEGORIES, "ALL") or name in self.packs.values()

    def _is_elsewhere(self, name: str) -> bool:
        """Whether it is a name of a pack that is not in use."""
        return not self._is_here(name)
