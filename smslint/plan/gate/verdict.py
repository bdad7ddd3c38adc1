"""What the checks say of a send: its faults, its conflicts with sends booked for later, the next lawful time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smslint.model import Severity
from smslint.plan.gate.memory import before
from smslint.plan.judge import SendFault, judge, local
from smslint.plan.model import Earlier, PlanFinding, Send
from smslint.plan.policy import Policy
from smslint.plan.words import clock_text, finding_of

_MOST_TRIES = 100  # of later and later times; a recipient for whom none of them is lawful has no next one
_CONFLICT = {"zh": "与已安排在{at}的一条冲突：{message}", "en": "In conflict with the one booked for {at}: {message}"}


@dataclass(frozen=True, slots=True)
class Bench:
    """The house's policy, from which severity on it refuses (None: it only remarks), and the language of reasons."""

    policy: Policy
    refuse: Severity | None
    lang: str

    def refuses(self, severity: Severity) -> bool:
        """Whether a fault of `severity` keeps a message from going out."""
        return self.refuse is not None and severity.rank >= self.refuse.rank

    def findings(self, send: Send, known: Sequence[Send], recipient: str) -> Iterator[PlanFinding]:
        """All faults of `send` as findings; `known` are the sends and stops remembered, in order of time."""
        for booked, fault in self._faults(send, known):
            if booked is None:
                yield finding_of(send, fault, self.policy, recipient, self.lang)
            else:
                yield self._conflict(send, booked, fault, recipient)

    def next_at(self, send: Send, known: Sequence[Send]) -> dt.datetime | None:
        """The first time after that of `send` at which nothing refuses it; None where no waiting helps."""
        for _ in range(_MOST_TRIES):
            until = [
                (fault.next_at if booked is None else booked.at)
                for booked, fault in self._faults(send, known)
                if self.refuses(fault.severity)
            ]
            if not until:
                return local(send, self.policy)
            if None in until:
                return None
            send = dataclasses.replace(send, at=max(one for one in until if one is not None))
        return None

    def _faults(self, send: Send, known: Sequence[Send]) -> Iterator[tuple[Send | None, SendFault]]:
        """The faults of `send`, and those that it would bring about in sends already booked for later."""
        earlier, later = before(known, send.at)
        yield from ((None, fault) for fault in judge(send, earlier, self.policy))
        for place, booked in enumerate(later):
            between = [*earlier, *later[:place]]
            had = {(fault.check, fault.severity) for fault in judge(booked, between, self.policy)}
            with_it = sorted([*between, send], key=lambda one: one.at)
            for fault in judge(booked, with_it, self.policy):
                if (fault.check, fault.severity) not in had:
                    yield booked, fault

    def _conflict(self, send: Send, booked: Send, fault: SendFault, recipient: str) -> PlanFinding:
        found = finding_of(booked, fault, self.policy, recipient, self.lang)
        here = local(booked, self.policy)
        message = _CONFLICT[self.lang].format(at=clock_text(here), message=found.message)
        return dataclasses.replace(
            found, message=message, source=send.source, row=send.row, at=local(send, self.policy), id=send.id,
            earlier=(Earlier(booked.source, booked.row, here, booked.id),), next_at=here,
        )  # fmt: skip
