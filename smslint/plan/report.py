"""What a check of a plan gives: findings, rows that could not be used, suggestions, and where the plan crowds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from smslint.model import PackStamp, RuleInfo, Severity
from smslint.plan.model import PlanFinding
from smslint.plan.policy import Policy


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file: how many rows it has, how many of them are of use, and how many are facts without a message."""

    path: str
    is_log: bool
    rows: int
    bad: int
    events: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be used, and why; `value` is what is wrong with it, where that is a value."""

    source: str
    row: int
    problem: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A fault of a file as a whole: `count` of its rows have it, of which `rows` are the first."""

    rule: RuleInfo
    severity: Severity
    message: str
    source: str
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many sends a rule finds fault with, at one severity."""

    rule: RuleInfo
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do with a send of the plan: `move` it to `at`, `merge` it with an earlier row, or `drop` it."""

    source: str
    row: int
    recipient: str
    action: str
    message: str
    at: dt.datetime | None = None
    other: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The sends of one hour of one day on the recipients' clocks, and how many of them are found fault with."""

    day: dt.date
    hour: int
    sends: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Group:
    """The sends of one day or one template: how many, to how many recipients, how many of them found fault with."""

    name: str
    sends: int
    recipients: int
    flagged: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanReport:
    """All that smslint says of a plan.

    `counts` counts everything; `findings`, `bad_rows` and `suggestions` list the worst up to the limit asked for.
    """

    version: str
    packs: tuple[PackStamp, ...]
    policy: Policy
    files: tuple[PlanFile, ...]
    counts: tuple[RuleCount, ...]
    findings: tuple[PlanFinding, ...]
    file_findings: tuple[FileFinding, ...]
    bad_rows: tuple[BadRow, ...]
    suggestions: tuple[Suggestion, ...]
    cells: tuple[Cell, ...]
    days: tuple[Group, ...]
    templates: tuple[Group, ...]
    flagged: int  # sends with a finding on their time or frequency
    linted: int  # distinct texts that were linted
    notices: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings there are at `severity`, listed or not."""
        return sum(one.count for one in self.counts if one.severity is severity)

    @property
    def bad(self) -> int:
        """How many rows could not be used, listed or not."""
        return sum(one.bad for one in self.files)

    @property
    def sends(self) -> int:
        """How many sends were judged: those of the plan or, without one, of the logs."""
        return sum(one.rows - one.bad - one.events for one in self.judged)

    @property
    def unlisted(self) -> int:
        """How many findings are counted but not listed; those of files as a whole are always listed."""
        told = sum(1 if one.rule.category == "cadence" else one.count or 1 for one in self.findings)
        return sum(one.count for one in self.counts) - sum(one.count for one in self.file_findings) - told

    @property
    def judged(self) -> tuple[PlanFile, ...]:
        """The files whose sends were judged."""
        plans = tuple(one for one in self.files if not one.is_log)
        return plans or self.files

    @property
    def listed(self) -> Mapping[Severity, int]:
        """How many findings are listed, by severity."""
        return {one: sum(each.severity is one for each in self.findings) for one in Severity}
