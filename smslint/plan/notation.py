"""Sends in a line of text, as the examples of rules have them.

`2026-11-24 22:00 formal by=甲公司 opted_out=true: 【海岬银行】… | 2026-11-25 09:00 soft`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from smslint.errors import InputError
from smslint.facts import flatten_facts
from smslint.model import Form
from smslint.plan.model import Send
from smslint.plan.policy import DEFAULT_ZONE
from smslint.plan.zones import zone_of

PART = " | "
_OWN = ("to", "by", "id", "zone")


def read_sends(text: str) -> tuple[Send, ...]:
    """The sends that `text` writes down; `row` is the place of each, from 1. Raises InputError."""
    return tuple(_send(part, number) for number, part in enumerate(text.split(PART), 1))


def part_at(text: str, offset: int) -> int:
    """Which of the sends, from 1, is written at `offset`."""
    return text.count(PART, 0, offset) + 1


def _send(written: str, number: int) -> Send:
    head, colon, text = written.partition(": ")
    words = head.split()
    at = _time(words, written)
    pairs = dict(word.split("=", 1) for word in words if "=" in word)
    kinds = [word for word in words if "=" not in word] or ["soft"]
    facts = {name: value for name, value in pairs.items() if name not in _OWN}
    return Send(
        recipient=pairs.get("to", "甲"),
        at=at,
        form=_form(kinds[0], written),
        text=text if colon else f"text {'x' * number}",
        creditor=pairs.get("by", ""),
        marketing=kinds[0] == "marketing",
        event=kinds[0] == "event",
        facts=flatten_facts(facts) if facts else _NOTHING,
        id=pairs.get("id", f"no-{number}"),
        source="example",
        row=number,
        zone=pairs.get("zone", ""),
    )


_NOTHING: Mapping[str, object] = {}


def _time(words: list[str], written: str) -> dt.datetime:
    """The time with which `words` begin, taken out of them."""
    try:
        found = words.pop(0)
        if "T" not in found:
            found += f"T{words.pop(0)}"
        at = dt.datetime.fromisoformat(found)
    except (IndexError, ValueError):
        raise InputError(f"no time at the beginning of '{written}'") from None
    return at if at.tzinfo else at.replace(tzinfo=zone_of(DEFAULT_ZONE))


def _form(word: str, written: str) -> Form:
    if word in ("marketing", "event"):
        return Form.NONE
    try:
        return Form(word)
    except ValueError:
        raise InputError(f"'{word}' in '{written}' is no form; one of {', '.join(Form)}, marketing, event") from None
