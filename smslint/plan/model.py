"""What the checks of sends speak in: a send, the place of an earlier one, a finding. All frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from smslint.model import NO_FACTS, Form, RuleInfo, Severity

STOPS = ("opted_out", "third_party_refused", "settled", "disputed", "represented")
"""The facts after which nothing may be sent, in the order in which they are told."""
DEBT_STOPS = frozenset(("settled", "disputed"))
"""Those of them that concern one creditor's debt; the others concern the person, whoever writes."""
MARKETING_STOPS = frozenset(("opted_out", "third_party_refused"))
"""Those that forbid marketing too."""

FORM_CODES: Mapping[Form, int] = MappingProxyType({Form.NONE: 0, Form.REMINDER: 1, Form.SOFT: 2, Form.FORMAL: 3})
"""Forms as tables of sends have them."""


@dataclass(frozen=True, slots=True)
class Send:
    """One message to one recipient, planned or sent, or (`event`) only facts that became known at a time.

    `at` is aware. `recipient` is as given by the caller or already a key; `creditor` is empty where unknown.
    `zone` is the IANA name of the recipient's time zone, empty for that of the policy. `row` counts as in the file.
    `text_key` stands for the text where only its key is kept; equal for equal texts.
    """

    recipient: str
    at: dt.datetime
    form: Form = Form.NONE
    text: str = ""
    creditor: str = ""
    marketing: bool = False
    event: bool = False
    facts: Mapping[str, object] = field(default_factory=lambda: NO_FACTS)
    id: str = ""
    source: str = ""
    row: int = 0
    zone: str = ""
    text_key: int | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A send that a finding refers to: where it is recorded, and when it went out (or will); `at` is local."""

    source: str
    row: int
    at: dt.datetime
    id: str = ""


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One fault of a send among others, complete in itself. `recipient` is a key, not the number.

    `at` and `next_at` are on the recipient's clock; `next_at` is the first time at which the check would be content,
    None where no time helps. `count` is what was counted, where the check counts; of a fault of the wording, `match`
    are the words, and `count` the rows that say the same, of which this is the first.
    """

    rule: RuleInfo
    severity: Severity
    message: str
    source: str
    row: int
    recipient: str
    at: dt.datetime
    id: str = ""
    count: int | None = None
    earlier: tuple[Earlier, ...] = ()
    next_at: dt.datetime | None = None
    match: str = ""
