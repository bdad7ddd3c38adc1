"""From what a sender asks to a send that can be judged: time, form, text, each checked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections.abc import Mapping

from smslint.errors import InputError
from smslint.facts import flatten_facts
from smslint.linter import Linter, parse_form
from smslint.model import Draft, Form, Report
from smslint.plan.gate.memory import keyed_text
from smslint.plan.keys import canonical_recipient
from smslint.plan.model import Send
from smslint.plan.policy import Policy
from smslint.plan.zones import zone_of


def as_draft(draft: Draft | str, form: Form | str | None, facts: Mapping[str, object] | None, creditor: str) -> Draft:
    """`draft` with the form and the facts that are given beside it. Raises ConfigError or InputError."""
    draft = draft if isinstance(draft, Draft) else Draft(draft)
    known = {**draft.facts, **flatten_facts(facts or {}), **({"creditor": creditor} if creditor else {})}
    stated = known.get("form")
    chosen = parse_form(form) or draft.form or parse_form(stated if isinstance(stated, str) else None)
    return dataclasses.replace(draft, form=chosen, facts=known)


def read_request(
    recipient: str, at: dt.datetime | None, draft: Draft, linter: Linter | None, *, marketing: bool, zone: str
) -> tuple[Send, Report | None]:
    """The send that is asked for, and what the linter says of it. Raises InputError where the form stays unknown."""
    report = linter.lint(draft) if linter else None
    form = draft.form or (report.form if report else None) or (Form.NONE if marketing else None)
    if form is None:
        raise InputError("the form is unknown: state it, or give the gate a linter")
    facts = draft.facts
    send = Send(
        recipient, at or now(), form, draft.text, str(facts.get("creditor", "")), marketing, facts=facts,
        id=draft.id or "", zone=zone,
    )  # fmt: skip
    return send, report


def lint_send(send: Send, linter: Linter | None) -> Report | None:
    """What `linter` says of the text of `send`."""
    return linter.lint(Draft(send.text, form=send.form, facts=send.facts)) if linter and not send.event else None


def prepared(send: Send, policy: Policy, key: bytes) -> Send:
    """`send` with an aware time, an id and, in place of its text, the number under which that is remembered.

    Raises InputError for a send without recipient, ConfigError for an unknown zone.
    """
    if not canonical_recipient(send.recipient):
        raise InputError("no recipient")
    return dataclasses.replace(
        send,
        at=aware(send.at, send.zone or policy.zone),
        id=send.id or secrets.token_hex(8),
        text="",
        text_key=keyed_text(send.text, key) if send.text else None,
        source="",
        zone="" if send.zone == policy.zone else send.zone,
    )


def aware(at: dt.datetime, zone: str) -> dt.datetime:
    """`at`, on the clock of `zone` if it names none itself. Raises ConfigError for an unknown zone."""
    here = zone_of(zone)
    return at if at.tzinfo else at.replace(tzinfo=here)


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)
