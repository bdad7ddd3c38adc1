"""The gate: asked before every send, it lets through what the policy allows and remembers it before it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, TypeVar, Unpack

from smslint.errors import ConfigError, SmslintError, StoreError, did_you_mean
from smslint.linter import Linter
from smslint.model import Draft, Form, Report, Severity
from smslint.pack.types import LANGUAGES
from smslint.plan.gate.decision import Decision, unable
from smslint.plan.gate.memory import as_sends, as_sent, horizon, micros, stale, stop_of, stops_in
from smslint.plan.gate.request import as_draft, lint_send, now, prepared, read_request
from smslint.plan.gate.store import Change, Decide, Memory, Store
from smslint.plan.gate.verdict import Bench
from smslint.plan.holidays import holiday_name
from smslint.plan.keys import recipient_key
from smslint.plan.model import STOPS, Send
from smslint.plan.policy import Policy, read_policy

if TYPE_CHECKING:
    import redis

T = TypeVar("T")
NEVER = "never"
"""In place of a severity: nothing refuses."""


class Options(TypedDict, total=False):
    """How a gate judges; see Gate."""

    policy: Policy | None
    linter: Linter | None
    refuse: Severity | str
    refuse_text: Severity | str
    lang: str


class Gate:
    """Decides, one message at a time, what may go out; whoever shares its store shares its counts.

    Make one for a process and keep it; threads may share it. `policy` holds the house's numbers (by default those of
    the pack `cadence`) and is the same for all who share a store. Faults from the severity `refuse` on refuse a
    message, milder ones are remarks; `never` lets everything through with remarks, for a trial. With a `linter` every
    text is linted first, its findings refuse from `refuse_text` on, and the form need not be given. `lang` is `zh` or
    `en`.
    `allow` and `allow_many` never raise for what a message or the store is like: what cannot be judged or
    remembered is refused, and the decision says why.
    """

    def __init__(
        self, store: Store, *, policy: Policy | None = None, linter: Linter | None = None,
        refuse: Severity | str = Severity.WARNING, refuse_text: Severity | str = Severity.ERROR, lang: str = "zh",
    ) -> None:  # fmt: skip
        if lang not in LANGUAGES:
            raise ConfigError(f"unknown language '{lang}'; one of {', '.join(LANGUAGES)}")
        self._store, self._linter, self._lang = store, linter, lang
        self._policy = policy or read_policy()
        self._bench = Bench(self._policy, _severity(refuse), lang)
        self._refuse_text = _severity(refuse_text)
        self._horizon = horizon(self._policy)
        if self._policy.on("holiday-send"):
            holiday_name(now().date(), self._policy.holidays)  # tells now if the calendar is missing

    @classmethod
    def open(
        cls, path: str | Path, *, key: bytes | str | None = None, timeout: float = 5.0, durable: bool = True,
        **options: Unpack[Options],
    ) -> Self:  # fmt: skip
        """A gate that remembers in the file `path`, for all processes of one machine; see SqliteStore. StoreError."""
        from smslint.plan.gate.sqlite import SqliteStore

        return cls(SqliteStore(path, key=key, timeout=timeout, durable=durable), **options)

    @classmethod
    def redis(
        cls, where: str | redis.Redis, *, key: bytes | str, timeout: float = 5.0, **options: Unpack[Options]
    ) -> Self:
        """A gate that remembers in the Redis `where` (an address or a client), for many machines; see RedisStore."""
        from smslint.plan.gate.redis import RedisStore

        return cls(RedisStore(where, key=key, timeout=timeout), **options)

    def allow(
        self, recipient: str, at: dt.datetime | None, draft: Draft | str, *, form: Form | str | None = None,
        creditor: str = "", marketing: bool = False, facts: Mapping[str, object] | None = None, zone: str = "",
    ) -> Decision:  # fmt: skip
        """Whether `draft` may go to `recipient` `at` that time (None: now; naive: on the recipient's clock).

        If so, its place is taken until `cancel`. `creditor` is whose debt it is, `zone` the recipient's time zone where
        it is not the policy's. A draft with an `id` is let through but once.
        """
        try:
            text = as_draft(draft, form, facts, creditor)
            request = read_request(recipient, at, text, self._linter, marketing=marketing, zone=zone)
        except SmslintError as error:
            return unable(error, self._lang)
        return self._decide_all([request])[0]

    def allow_many(self, sends: Iterable[Send]) -> list[Decision]:
        """`allow` for each of `sends`, in order and much faster: a SQLite store keeps them all in one transaction."""
        return self._decide_all([(one, lint_send(one, self._linter)) for one in sends])

    def cancel(self, decision: Decision) -> bool:
        """Give back the place that `decision` took, for a send that failed; whether it was still taken.

        Raises StoreError where that cannot be remembered: the place then stays taken.
        """
        return decision.allowed and self._update(decision.recipient, lambda memory: _without(memory, decision.id))

    def record(self, *sends: Send) -> None:
        """Remember sends that went out by another way, and events' facts, unjudged. Raises what `stop` does.

        A SQLite store keeps all of them or none.
        """
        results = self._store.update([self._record_step(one) for one in sends])
        for one in results:
            if isinstance(one, StoreError):
                raise one

    def stop(self, recipient: str, reason: str, *, creditor: str = "", at: dt.datetime | None = None) -> None:
        """Remember that `recipient` is not to be written to any more, for a `reason` of smslint.plan.STOPS.

        `settled` and `disputed` end what concerns `creditor` (empty: any), the others concern the person, whoever
        writes. Raises StoreError where that cannot be remembered, ConfigError for an unknown reason.
        """
        self._set_stop(recipient, reason, creditor, at, True)

    def resume(self, recipient: str, reason: str, *, creditor: str = "", at: dt.datetime | None = None) -> None:
        """Take back a stop: a dispute is settled, somebody has consented anew. Raises what `stop` does."""
        self._set_stop(recipient, reason, creditor, at, False)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _set_stop(self, recipient: str, reason: str, creditor: str, at: dt.datetime | None, on: bool) -> None:
        if reason not in STOPS:
            raise ConfigError(f"'{reason}' stops nobody{did_you_mean(reason, STOPS)}; one of {', '.join(STOPS)}")
        event = prepared(Send(recipient, at or now(), event=True), self._policy, self._store.key)
        stop = stop_of(reason, creditor, micros(event.at), on)
        self._update(recipient_key(recipient, self._store.key), lambda memory: (None, Change(stops=(stop,))))

    def _update(self, key: str, decide: Decide[T]) -> T:
        (result,) = self._store.update([(key, decide)])
        if isinstance(result, StoreError):
            raise result
        return result

    def _record_step(self, send: Send) -> tuple[str, Decide[None]]:
        send = prepared(send, self._policy, self._store.key)
        key = recipient_key(send.recipient, self._store.key)
        return key, lambda memory: (None, self._change(send, memory, taken=not send.event))

    def _decide_all(self, requests: Iterable[tuple[Send, Report | None]]) -> list[Decision]:
        decisions: list[Decision | None] = []
        steps: list[tuple[str, Decide[Decision]]] = []
        for send, report in requests:
            try:
                steps.append(self._step(send, report))
                decisions.append(None)
            except SmslintError as error:
                decisions.append(unable(error, self._lang, id=send.id))
        results = iter(self._store.update(steps)) if steps else iter(())
        return [one if one is not None else self._told(next(results)) for one in decisions]

    def _told(self, result: Decision | StoreError) -> Decision:
        return unable(result, self._lang) if isinstance(result, StoreError) else result

    def _step(self, send: Send, report: Report | None) -> tuple[str, Decide[Decision]]:
        send = prepared(send, self._policy, self._store.key)
        key = recipient_key(send.recipient, self._store.key)

        def decide(memory: Memory) -> tuple[Decision, Change]:
            try:
                decision = self._decide(send, key, report, memory)
            except SmslintError as error:  # a zone in the memory that this machine does not know, say
                return unable(error, self._lang, id=send.id, recipient=key), Change()
            return decision, self._change(send, memory, taken=decision.allowed and not send.event)

        return key, decide

    def _decide(self, send: Send, key: str, report: Report | None, memory: Memory) -> Decision:
        if any(one.id == send.id for one in memory.sends):
            return unable(StoreError("repeated", send.id), self._lang, id=send.id, recipient=key)
        known = as_sends(memory)
        findings = tuple(self._bench.findings(send, known, key))
        late = [one.rule.id for one in findings if self._bench.refuses(one.severity)]
        bad = self._bad(report) if report else []
        return Decision(
            allowed=not (late or bad), id=send.id, recipient=key, at=send.at, findings=findings, report=report,
            refused_by=tuple(dict.fromkeys((*late, *bad))),
            next_at=self._bench.next_at(send, known) if late and not bad else None,
        )  # fmt: skip

    def _bad(self, report: Report) -> list[str]:
        least = self._refuse_text
        return [one.rule.id for one in report.findings if least and one.severity.rank >= least.rank]

    def _change(self, send: Send, memory: Memory, *, taken: bool) -> Change:
        at, clock = micros(send.at), micros(now())
        present = min(at, clock)  # a send booked for later makes nothing old
        latest = max([at, clock, *(one.at for one in memory.sends)])
        return Change(
            add=(as_sent(send),) if taken else (),
            drop=tuple(stale(memory, present, self._policy)) if taken else (),
            stops=stops_in(send, memory, present),
            stale_before=present - self._horizon,
            keep_until=latest + self._horizon,
        )


def _without(memory: Memory, id: str) -> tuple[bool, Change]:  # noqa: A002
    there = any(one.id == id for one in memory.sends)
    return there, Change(drop=(id,)) if there else Change()


def _severity(name: Severity | str) -> Severity | None:
    if name == NEVER:
        return None
    try:
        return Severity(name)
    except ValueError:
        known = [*Severity, NEVER]
        raise ConfigError(f"unknown severity '{name}'{did_you_mean(name, known)}; one of {', '.join(known)}") from None
