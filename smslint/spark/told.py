"""What the query flags -> findings in words, row after row of one recipient after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smslint.plan.columns import CADENCE_FACTS
from smslint.plan.flagged import faults_of_flags
from smslint.plan.model import FORM_CODES, PlanFinding, Send
from smslint.plan.moments import at_of
from smslint.plan.policy import Policy
from smslint.plan.queries import FLAG_COLUMNS
from smslint.plan.words import finding_of

if TYPE_CHECKING:
    import pyarrow as pa

FLAGS = FLAG_COLUMNS[7:]
TOLD_COLUMNS = ("src", "row", "recipient", "ord", "moment", "zone", "form", "marketing", "event", "creditor",
                "text_key", "id", *CADENCE_FACTS, "problem", "value", *FLAGS)  # fmt: skip
"""What is read of a flagged row."""
SOURCES = ("log", "plan")
_FORMS = {code: form for form, code in FORM_CODES.items()}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of one row, or what is wrong with it."""

    findings: tuple[PlanFinding, ...] = ()
    problem: str | None = None
    value: str | None = None


class Teller:
    """Tells rows that come by recipient and time; keeps the sends of the present recipient only."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self._policy, self._lang = policy, lang
        self._recipient: str | None = None
        self._sends: list[Send] = []

    def tell(self, rows: Iterable[Row]) -> Iterator[Told]:
        """What is to be told of each of `rows`, the next after those told before."""
        for row in rows:
            if row["problem"] is not None:
                yield Told((), row["problem"], row["value"])
                continue
            if row["recipient"] != self._recipient:
                self._recipient, self._sends = row["recipient"], []
            send = self._send(row)
            yield Told(tuple(self._findings(send, row)) if any(row[name] for name in FLAGS) else ())
            self._sends.append(send)

    def _send(self, row: Row) -> Send:
        return Send(
            row["recipient"], at_of(row["moment"], row["zone"] or self._policy.zone), _FORMS[row["form"]], "",
            row["creditor"], row["marketing"], row["event"],
            {name: row[name] for name in CADENCE_FACTS if row[name] is not None}, row["id"] or "",
            SOURCES[row["src"]], row["row"], row["zone"] or "", row["text_key"],
        )  # fmt: skip

    def _findings(self, send: Send, row: Row) -> Iterator[PlanFinding]:
        for fault in faults_of_flags(send, row, self._sends, len(self._sends), self._policy):
            yield finding_of(send, fault, self._policy, "", self._lang)


def finding_type() -> pa.DataType:
    """A finding in Arrow."""
    import pyarrow as pa

    time = pa.timestamp("us", tz="UTC")
    earlier = pa.struct([("source", pa.string()), ("id", pa.string()), ("at", time)])
    return pa.struct([
        ("rule", pa.string()), ("severity", pa.string()), ("title", pa.string()), ("message", pa.string()),
        ("advice", pa.string()), ("count", pa.int32()), ("earlier", pa.list_(earlier)), ("next_at", time),
    ])  # fmt: skip


def finding_row(one: PlanFinding) -> dict[str, object]:
    """A finding as `finding_type` has it."""
    earlier = [{"source": other.source, "id": other.id or None, "at": other.at} for other in one.earlier]
    return {"rule": one.rule.id, "severity": str(one.severity), "title": one.rule.title, "message": one.message,
            "advice": one.rule.advice, "count": one.count, "earlier": earlier, "next_at": one.next_at}  # fmt: skip
