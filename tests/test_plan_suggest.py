"""What is suggested for the sends that are found fault with; and that following it leaves no fault."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smslint.model import Form, Severity
from smslint.plan import Send, read_policy
from smslint.plan.judge import judge
from smslint.plan.notation import read_sends
from smslint.plan.reference import by_recipient
from smslint.plan.report import Suggestion
from smslint.plan.suggest import suggest
from smslint.plan.zones import zone_of

HOUSE = read_policy()
SHANGHAI = zone_of("Asia/Shanghai")


def suggested(written: str, logged: int = 0) -> dict[int, tuple[str, str]]:
    """Row -> action and time (or the row to merge with); the first `logged` sends went out already."""
    sends = [dataclasses.replace(one, source="log" if one.row <= logged else "plan") for one in read_sends(written)]
    found: dict[int, tuple[str, str]] = {}
    for group in by_recipient(sends):
        for one in suggest(group, flagged(group), HOUSE, "key", "zh"):
            told = one.at.strftime("%m-%d %H:%M:%S") if one.at else str(one.other[1]) if one.other else ""
            found[one.row] = (one.action, told)
    return found


def flagged(group: list[Send] | tuple[Send, ...]) -> set[tuple[str, int]]:
    return {
        (one.source, one.row)
        for place, one in enumerate(group)
        if one.source == "plan" and any(judge(one, group[:place], HOUSE))
    }


@pytest.mark.parametrize(
    ("written", "logged", "wanted"),
    [
        ("2026-11-24 22:30 soft", 0, {1: ("move", "11-25 08:00:00")}),
        ("2026-11-25 03:00 soft", 0, {1: ("move", "11-25 08:00:00")}),
        ("2026-12-31 23:00 soft", 0, {1: ("move", "01-01 08:00:00")}),
        ("2026-11-24 21:30 marketing", 0, {1: ("move", "11-25 08:00:00")}),
        ("2026-11-24 09:00 soft | 2026-11-24 12:00 soft", 0, {2: ("merge", "1")}),
        ("2026-11-24 09:00 reminder | 2026-11-24 12:00 soft", 0, {2: ("move", "11-25 08:00:00")}),
        # what went out cannot be merged with
        ("2026-11-24 09:00 soft | 2026-11-24 12:00 soft", 1, {2: ("move", "11-25 08:00:00")}),
        ("2026-11-24 21:00 soft | 2026-11-25 08:00 soft", 0, {2: ("move", "11-25 09:00:00")}),
        # one that need not be sent makes room before another is moved
        (
            "2026-11-23 22:00 soft | 2026-11-24 09:00 soft: 请还款1元 | 2026-11-24 12:00 formal: 请还款2元",
            1,
            {2: ("move", "11-24 10:00:00"), 3: ("drop", "2")},
        ),
        # the place is taken by a later send, which must not suffer
        (
            "2026-11-24 09:00 reminder | 2026-11-24 12:00 soft | 2026-11-25 12:00 formal",
            0,
            {2: ("move", "11-26 08:00:00")},
        ),
        ("2026-11-24 09:00 soft: 请还款1元 | 2026-11-24 12:00 reminder: 请还款2元", 0, {2: ("drop", "1")}),
        ("2026-11-20 09:00 event opted_out=true | 2026-11-24 12:00 soft", 1, {2: ("drop", "")}),
        ("2026-11-24 12:00 formal", 0, {}),  # only softer messages help
        # the first is dropped, so that nothing is wrong with the second any more
        ("2026-11-24 12:00 soft settled=true | 2026-11-24 13:00 soft settled=false", 0, {1: ("drop", "")}),
    ],
)
def test_suggestions(written: str, logged: int, wanted: dict[int, tuple[str, str]]) -> None:
    assert suggested(written, logged) == wanted


def test_a_send_that_finds_no_place_within_a_month_is_better_dropped() -> None:
    every_day = " | ".join(f"2026-{month:02d}-{day:02d} 09:00 soft" for month in (11, 12) for day in range(1, 31))
    found = suggested(f"{every_day} | 2026-11-02 12:00 formal", logged=60)
    assert found[61] == ("drop", "")


_SENDS = st.lists(
    st.builds(
        Send,
        st.just("13800000001"),
        st.datetimes(dt.datetime(2026, 12, 25), dt.datetime(2027, 1, 10), timezones=st.just(SHANGHAI)),
        st.sampled_from([Form.REMINDER, Form.SOFT, Form.FORMAL, Form.NONE]),
        st.sampled_from(["请还款1元", "请尽快还款", "您的账单已出", ""]),
        st.sampled_from(["", "甲", "乙"]),
        source=st.sampled_from(["log", "plan"]),
        facts=st.sampled_from([{}, {}, {}, {"settled": True}, {"settled": False}]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=150)
@given(_SENDS)
def test_who_follows_the_suggestions_has_no_fault_that_waiting_or_dropping_could_mend(sends: list[Send]) -> None:
    numbered = [dataclasses.replace(one, row=number, id="x") for number, one in enumerate(sends, 1)]
    (group,) = by_recipient(numbered)
    found = {one.row: one for one in suggest(group, flagged(group), HOUSE, "key", "zh")}
    left = sorted((one for each in group for one in _followed(each, found.get(each.row))), key=lambda one: one.at)
    for place, one in enumerate(left):
        if one.source == "plan":
            grave = [fault.check for fault in judge(one, left[:place], HOUSE) if fault.severity is not Severity.INFO]
            assert set(grave) <= {"escalation-order"}, found


def _followed(send: Send, suggestion: Suggestion | None) -> list[Send]:
    """What is left of a send: itself, or what its row states and, if it is moved, the message at another time."""
    if suggestion is None:
        return [send]
    stated = dataclasses.replace(send, event=True)
    return [stated, *([dataclasses.replace(send, at=suggestion.at)] if suggestion.at else [])]
