"""The values that everything else speaks in: drafts, variables, fields, findings and reports. All frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from smslint.sms import Segments
from smslint.text import Span

NO_FACTS: Mapping[str, object] = MappingProxyType({})


class Severity(StrEnum):
    """How bad a finding is; compares as text (`severity == "error"`)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return _RANK[self]


_RANK = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.INFO: 1}


class Form(StrEnum):
    """What kind of message a draft is."""

    REMINDER = "reminder"  # 提醒短信: on or before the due date
    SOFT = "soft"  # 温馨提示: early overdue, gentle
    FORMAL = "formal"  # 催款通知: formal demand
    NONE = "none"  # no repayment message


class FieldKind(StrEnum):
    """What a field of a message states."""

    SIGNATURE = "signature"
    RECIPIENT = "recipient"
    CREDITOR = "creditor"
    AMOUNT = "amount"
    DUE_DATE = "due_date"
    AS_OF = "as_of"
    OVERDUE_DAYS = "overdue_days"
    CHANNEL = "channel"
    HOTLINE = "hotline"
    ACCOUNT_REF = "account_ref"
    OPTOUT = "optout"


class Role(StrEnum):
    """Which sum an amount is."""

    TOTAL = "total"
    MINIMUM = "minimum"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    PENALTY = "penalty"
    FEE = "fee"


class VariableType(StrEnum):
    """What a template placeholder stands for."""

    AMOUNT = "amount"
    DATE = "date"
    NAME = "name"
    PHONE = "phone"
    TEXT = "text"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be linted and where it stood; `facts` are flat, by dotted name (`litigation.case_no`).

    `id_name` is what the file calls the id (`tpl`); None where it is plainly `id`.
    """

    text: str
    id: str | None = None
    path: str | None = None
    line: int | None = None
    pointer: str | None = None
    form: Form | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: NO_FACTS)
    id_name: str | None = None

    @property
    def label(self) -> str | None:
        """The id as a report names it: `OD-03`, or `tpl=OD-03` where the file has another name for it."""
        return f"{self.id_name}={self.id}" if self.id and self.id_name else self.id


@dataclass(frozen=True, slots=True)
class Variable:
    """A template placeholder at `span` of the draft's text: the `name` inside its marks (may be empty), its `style`."""

    name: str
    span: Span
    style: str
    type: VariableType = VariableType.UNKNOWN


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the text gives only a part; renders as ISO 8601 does (`--12-05`, `----25`)."""

    month: int | None
    day: int

    def __str__(self) -> str:
        return f"--{self.month:02d}-{self.day:02d}" if self.month else f"----{self.day:02d}"


FieldValue = Decimal | dt.date | PartialDate | int | str | Variable | None


@dataclass(frozen=True, slots=True)
class Field:
    """Something the message states: the characters `raw` at `span` and the `value` they mean (None: not computable)."""

    kind: FieldKind
    span: Span
    raw: str
    value: FieldValue = None
    role: Role | None = None
    generic: bool = False  # a recipient such as 尊敬的客户, too weak for a formal demand


@dataclass(frozen=True, slots=True)
class Basis:
    """A clause that a rule rests on. `status`: read, secondary, analogy (参照) or policy (house policy)."""

    instrument: str
    article: str
    status: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says of a rule, in the language chosen."""

    id: str
    title: str
    category: str
    severity: Severity
    basis: tuple[Basis, ...] = ()
    advice: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of `span` (an empty span inserts)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a finding; only `safe` ones keep the meaning and may be applied unasked."""

    label: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Excuse:
    """An exception that was tried on a hit, and whether it held."""

    name: str
    held: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a finding is there: the folded text matched, what fired, the modality, the exceptions tried."""

    matched: str = ""
    fired: tuple[str, ...] = ()
    modality: str | None = None
    disguised: bool = False
    excuses: tuple[Excuse, ...] = ()


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: complete in itself, so that a renderer needs nothing else. A missing field has an empty span.

    `fingerprint` is kept only where the text has been masked since, so that it can no longer be computed.
    """

    rule: RuleInfo
    span: Span
    severity: Severity
    confidence: float
    message: str
    score: float = 0.0
    evidence: Evidence = NO_EVIDENCE
    fixes: tuple[Fix, ...] = ()
    related: tuple[Span, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody judged before, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """How many points of 100 a rule took away."""

    rule: str
    points: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that smslint says of one draft."""

    draft: Draft
    form: Form
    form_given: bool
    form_reason: str
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    score: int
    grade: str
    contributions: tuple[Contribution, ...]
    segments: Segments
    suppressed: tuple[Suppressed, ...] = field(default=())

    @property
    def worst(self) -> Severity | None:
        """The highest severity among the findings, or None."""
        return max((finding.severity for finding in self.findings), key=lambda one: one.rank, default=None)

    def count(self, severity: Severity) -> int:
        """How many findings are of `severity`."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many drafts were checked and how many have findings, how many findings there are, and unreadable inputs."""

    drafts: int = 0
    hit: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    suppressed: int = 0
    broken: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.drafts + other.drafts,
            self.hit + other.hit,
            self.errors + other.errors,
            self.warnings + other.warnings,
            self.infos + other.infos,
            self.suppressed + other.suppressed,
            self.broken + other.broken,
        )


@dataclass(frozen=True, slots=True)
class PackStamp:
    """Which pack judged, by content."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """The reports of one source file; `error` where it could not be read whole (the readable records are there)."""

    path: str
    encoding: str | None
    reports: tuple[Report, ...]
    errors: tuple[str, ...] = ()

    @property
    def tally(self) -> Tally:
        """What there is of everything."""
        reports = self.reports
        errors, warnings, infos = (sum(one.count(severity) for one in reports) for severity in Severity)
        suppressed = sum(len(one.suppressed) for one in reports)
        hit = sum(bool(one.findings) for one in reports)
        return Tally(len(reports), hit, errors, warnings, infos, suppressed, len(self.errors))


@dataclass(frozen=True, slots=True)
class RunReport:
    """The reports of one run over files."""

    version: str
    packs: tuple[PackStamp, ...]
    files: tuple[FileReport, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports of all files, in order."""
        return tuple(report for file in self.files for report in file.reports)

    @property
    def tally(self) -> Tally:
        """What there is of everything."""
        return sum((file.tally for file in self.files), Tally())
