"""The gate's answers: what it lets through, what it refuses and why, and from when on it would not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.errors import ConfigError, InputError
from smslint.linter import Linter
from smslint.model import Draft, Form, Severity
from smslint.plan import Decision, Gate, Send, read_policy
from smslint.plan.gate import Change, Memory, Sent, Stop
from smslint.plan.gate.memory import as_sent, horizon, micros, moment, stale
from smslint.plan.gate.store import Decide
from smslint.plan.holidays import holiday_name
from smslint.plan.notation import read_sends
from smslint.plan.policy import Policy
from smslint.plan.reference import faults_of

T = TypeVar("T")
POLICY = read_policy()
WHO = "13800000000"
DAY = dt.timedelta(days=1)
ZH = "Asia/Shanghai"


class Shelf:
    """A store in a dict."""

    key = b"k" * 32

    def __init__(self) -> None:
        self.held: dict[str, Memory] = {}

    def update(self, steps: Sequence[tuple[str, Decide[T]]]) -> list[T]:
        return [self._one(*step) for step in steps]

    def _one(self, recipient: str, decide: Decide[T]) -> T:
        memory = self.held.get(recipient, Memory())
        result, change = decide(memory)
        sends = [one for one in memory.sends if one.id not in change.drop] + list(change.add)
        stops = {(one.fact, one.creditor): one for one in (*memory.stops, *change.stops)}
        sends.sort(key=lambda one: (one.at, one.id))
        self.held[recipient] = Memory(tuple(sends), tuple(stops.values()))
        return result

    def close(self) -> None:
        self.held.clear()


def gate(policy: Policy = POLICY, **options: object) -> Gate:
    return Gate(Shelf(), policy=policy, **options)  # type: ignore[arg-type]


def answers(text: str, at: Gate | None = None) -> list[Decision]:
    """The decisions on a row of sends, written as the examples of rules are."""
    return (at or gate()).allow_many(read_sends(text))


@pytest.mark.parametrize(
    ("sends", "refused", "next_at"),
    [
        ("2026-11-24 21:59:59 soft", (), None),
        ("2026-11-24 22:00:00 soft", ("quiet-hours",), "2026-11-25 08:00:00"),
        ("2026-11-24 07:59:59 soft", ("quiet-hours",), "2026-11-24 08:00:00"),
        ("2026-11-24 08:00:00 soft", (), None),
        ("2026-12-31 23:59:59 reminder", ("quiet-hours",), "2027-01-01 08:00:00"),
        ("2028-02-28 22:00:00 reminder", ("quiet-hours",), "2028-02-29 08:00:00"),
        ("2026-11-24T14:00:00Z soft", ("quiet-hours",), "2026-11-25 08:00:00"),
        ("2026-11-24T13:59:59Z soft", (), None),
        ("2026-11-24 23:00 soft zone=Europe/Berlin", (), None),
        ("2026-11-24 23:00 soft consent_night=true", (), None),
        ("2026-11-24 23:00 none", (), None),
        ("2026-11-24 21:00:00 marketing", ("marketing-hours",), "2026-11-25 08:00:00"),
        ("2026-11-24 09:00 soft by=甲 | 2026-11-24 21:30 soft by=乙", ("daily-frequency",), "2026-11-25 08:00:00"),
        ("2026-11-24 21:59:59 soft | 2026-11-25 08:00 soft", ("min-interval",), "2026-11-25 09:59:59"),
        ("2026-11-24 21:00:00 soft | 2026-11-25 09:00:00 soft", (), None),
        ("2026-11-30 21:00 soft | 2026-12-01 09:00 soft", (), None),
        ("2026-11-24 09:00 formal", ("escalation-order",), None),
        ("2026-11-23 09:00 soft | 2026-11-24 09:00 formal", (), None),
        ("2026-11-23 09:00 soft by=甲 | 2026-11-24 09:00 formal by=乙", ("escalation-order",), None),
        ("2026-11-24 09:00 soft opted_out=true", ("contact-after-stop",), None),
        ("2026-11-23 09:00 event opted_out=true | 2026-11-24 09:00 soft", ("contact-after-stop",), None),
        ("2026-11-23 09:00 soft opted_out=true | 2026-11-24 09:00 soft", ("contact-after-stop",), None),
        ("2026-11-23 09:00 event settled=true by=甲 | 2026-11-24 09:00 soft by=乙", (), None),
        ("2026-11-23 09:00 event disputed=true | 2026-11-24 09:00 soft disputed=false", (), None),
        ("2026-11-24 09:00 soft to=甲 | 2026-11-24 09:00 soft to=乙", (), None),
    ],
)
def test_the_last_send_is(sends: str, refused: tuple[str, ...], next_at: str | None) -> None:
    last = answers(sends)[-1]
    assert (last.allowed, last.refused_by) == (not refused, refused)
    assert last.next_at == (dt.datetime.fromisoformat(f"{next_at}+08:00") if next_at else None)
    assert bool(last.reason) == bool(refused)


def test_a_week_holds_five_and_says_when_there_is_room() -> None:
    days = [f"2026-11-{day} 09:00 soft" for day in range(23, 30)]
    done = answers(" | ".join(days))
    assert [one.allowed for one in done] == [True] * 5 + [False] * 2
    last = done[-1]
    assert last.refused_by == ("weekly-frequency",)
    assert [one.at.day for one in last.findings[0].earlier] == [23, 24, 25, 26, 27]
    assert str(last.next_at) == "2026-11-30 08:00:00+08:00"
    assert last.reason == "7天内第6条（含当天，各机构合计），内部规范5条"


def test_a_text_that_differs_by_digits_or_disguise_is_the_same() -> None:
    plan = (
        "2026-11-24 09:00: 【海岬银行】您本期应还1,280.00元，请还款，起诉在即。"
        " | 2026-11-24 22:30: 【海岬银行】您本期应还96.5元，请还款，起*诉在即。"
    )
    remark = answers(plan)[-1].findings
    assert "duplicate-text" in [one.rule.id for one in remark]
    strict = answers(plan, gate(refuse="info"))[-1]
    assert "duplicate-text" in strict.refused_by
    other = plan.replace("96.5元，请还款", "96.5元，请查收")
    assert "duplicate-text" not in [one.rule.id for one in answers(other)[-1].findings]


def test_every_spelling_of_a_number_is_one_recipient_and_no_number_is_kept() -> None:
    shelf = Shelf()
    with Gate(shelf, policy=POLICY) as one:
        assert one.allow("138 0000 0000", dt.datetime(2026, 11, 24, 10), "您好", form="soft")
        for spelled in (WHO, "+86-138-0000-0000", "１３８００００００００", "0086 13800000000"):
            assert not one.allow(spelled, dt.datetime(2026, 11, 24, 11), "您好吗", form="soft")
        assert len(shelf.held) == 1
        assert WHO not in repr(shelf.held)
        assert "您好" not in repr(shelf.held)
    assert shelf.held == {}


def test_without_a_time_it_is_now() -> None:
    before = dt.datetime.now(dt.UTC)
    decision = gate(refuse="never").allow(WHO, None, "您好", form="soft")
    assert decision.at is not None
    assert before <= decision.at <= dt.datetime.now(dt.UTC)


def test_a_send_that_failed_gives_its_place_back() -> None:
    one = gate()
    first = one.allow(WHO, dt.datetime(2026, 11, 24, 10), "您好", form="soft")
    assert not one.allow(WHO, dt.datetime(2026, 11, 24, 11), "您好", form="soft")
    assert [one.cancel(first), one.cancel(first)] == [True, False]
    second = one.allow(WHO, dt.datetime(2026, 11, 24, 11), "您好", form="soft")
    assert second
    refused = one.allow(WHO, dt.datetime(2026, 11, 24, 12), "您好", form="soft")
    assert not one.cancel(refused)
    assert not one.allow(WHO, dt.datetime(2026, 11, 24, 12), "您好", form="soft")


def test_an_id_is_let_through_once() -> None:
    one = gate()
    asked = Draft("您好", id="A-1", form=Form.NONE)
    assert one.allow(WHO, dt.datetime(2026, 11, 24, 10), asked).id == "A-1"
    again = one.allow(WHO, dt.datetime(2026, 11, 29, 10), asked)
    assert (again.allowed, again.refused_by) == (False, ("gate-repeated",))
    assert again.reason == "这个编号已经放行过，不重复放行: A-1"


class TestStops:
    AT = dt.datetime(2026, 11, 24, 10)

    def test_hold_for_the_person_until_taken_back(self) -> None:
        one = gate()
        one.stop(WHO, "opted_out", creditor="甲")
        refused = one.allow(WHO, self.AT, "您好", form="soft", creditor="乙")
        assert refused.refused_by == ("contact-after-stop",)
        assert refused.reason.startswith("已拒收")
        one.resume(WHO, "opted_out")
        assert one.allow(WHO, self.AT, "您好", form="soft", creditor="乙")

    def test_hold_for_the_debt(self) -> None:
        one = gate()
        one.stop(WHO, "settled", creditor="甲", at=self.AT)
        assert not one.allow(WHO, self.AT, "您好", form="soft", creditor="甲")
        assert one.allow(WHO, self.AT, "您好", form="soft", creditor="乙")

    def test_are_remembered_from_a_message_that_was_refused(self) -> None:
        one = gate()
        assert not one.allow(WHO, self.AT, "您好", form="soft", facts={"third_party_refused": True})
        assert not one.allow(WHO, self.AT + DAY, "您好", form="soft")

    def test_the_last_word_counts_whoever_says_it(self) -> None:
        one = gate()
        said = [("甲", True), ("", False), ("甲", True), ("乙", False)]
        for hour, (creditor, on) in enumerate(said):
            facts = {"disputed": on}
            one.record(Send(WHO, self.AT.replace(hour=hour), creditor=creditor, event=True, facts=facts))
        assert not one.allow(WHO, self.AT, "您好", form="soft", creditor="甲")
        assert one.allow(WHO, self.AT, "您好", form="soft", creditor="乙")

    def test_an_unknown_reason_is_an_error(self) -> None:
        with pytest.raises(ConfigError, match="did you mean 'opted_out'"):
            gate().stop(WHO, "opt_out")
        with pytest.raises(InputError, match="no recipient"):
            gate().stop(" ", "opted_out")


def test_what_went_out_elsewhere_counts() -> None:
    one = gate()
    went = [
        Send(WHO, dt.datetime(2026, 11, 24, 9), Form.SOFT, "您好"),
        Send("139", dt.datetime(2026, 11, 24), Form.SOFT),
    ]
    one.record(*went)
    one.record()
    assert not one.allow("139", dt.datetime(2026, 11, 24, 9), "您好", form="soft")
    assert one.allow(WHO, dt.datetime(2026, 11, 24, 21, 30), "您好", form="soft").refused_by == ("daily-frequency",)
    assert one.allow(WHO, dt.datetime(2026, 11, 25, 10), "您好", form="formal")


def test_a_send_booked_for_later_keeps_its_place() -> None:
    one = gate()
    assert one.allow(WHO, dt.datetime(2026, 11, 25, 10), "您好", form="soft")
    early = one.allow(WHO, dt.datetime(2026, 11, 25, 8), "您好", form="soft")
    assert early.refused_by == ("daily-frequency", "min-interval")
    assert early.reason.startswith("与已安排在2026-11-25 10:00的一条冲突：当天第2条")
    assert str(early.next_at) == "2026-11-26 08:00:00+08:00"
    assert one.allow(WHO, dt.datetime(2026, 11, 24, 21), "您好", form="soft")


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


class TestTexts:
    THREAT = "【海岬银行】张先生，您的贷款已逾期，明天上门到您单位找您领导，后果自负。"

    def test_a_fault_of_the_text_refuses_and_takes_no_place(self, linter: Linter) -> None:
        one = gate(linter=linter)
        refused = one.allow(WHO, dt.datetime(2026, 11, 24, 10), self.THREAT, form="soft")
        assert "third-party-contact-threat" in refused.refused_by
        assert refused.report is not None
        assert refused.reason
        assert refused.next_at is None
        assert one.allow(WHO, dt.datetime(2026, 11, 24, 10), "【海岬银行】张先生，您的账单已逾期", form="none")

    def test_the_form_is_inferred(self, linter: Linter) -> None:
        text = "【海岬银行】张先生，您本期账单应还1,280.00元，到期还款日为11月30日，请通过海岬银行APP还款，详询95000。"
        one = gate(linter=linter, refuse_text="never")
        assert one.allow(WHO, dt.datetime(2026, 11, 24, 10), text)
        assert one.allow(WHO, dt.datetime(2026, 11, 24, 11), text).refused_by == ("daily-frequency", "min-interval")

    def test_without_form_and_linter_it_is_refused(self) -> None:
        refused = gate().allow(WHO, dt.datetime(2026, 11, 24, 10), self.THREAT)
        assert refused.refused_by == ("gate-input",)
        assert "form" in refused.reason


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"recipient": " \t"}, "no recipient"),
        ({"zone": "Asia/Nowhere"}, "unknown time zone"),
        ({"form": "sofd"}, "did you mean 'soft'"),
        ({"facts": {"opted": True}}, "unknown fact 'opted'"),
    ],
)
def test_what_cannot_be_judged_is_refused(asked: dict[str, object], told: str) -> None:
    usual = {"recipient": WHO, "at": dt.datetime(2026, 11, 24, 10), "draft": "您好", "form": "soft"}
    refused = gate().allow(**{**usual, **asked})  # type: ignore[arg-type]
    assert refused.refused_by == ("gate-input",)
    assert told in refused.error


def test_a_memory_that_cannot_be_judged_refuses() -> None:
    shelf = Shelf()
    one = Gate(shelf, policy=POLICY)
    assert one.allow(WHO, dt.datetime(2026, 11, 24, 10), "您好", form="soft")
    ((key, memory),) = shelf.held.items()
    shelf.held[key] = Memory(tuple(dataclasses.replace(sent, zone="Mars/Base") for sent in memory.sends))
    refused = one.allow(WHO, dt.datetime(2026, 11, 24, 12), "您好", form="soft")
    assert refused.refused_by == ("gate-input",)
    assert "Mars/Base" in refused.error


def test_a_missing_calendar_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    holiday_name.cache_clear()
    with pytest.raises(ConfigError, match="chinesecalendar"):
        gate(read_policy(numbers={"holiday-send.holidays": "statutory"}))


def test_one_bad_message_does_not_stop_the_others() -> None:
    at = dt.datetime(2026, 11, 24, 10)
    done = gate().allow_many([Send("1", at, Form.SOFT), Send("", at), Send("2", at, Form.SOFT)])
    assert [one.allowed for one in done] == [True, False, True]
    assert gate().allow_many([]) == []


def test_wrong_options_are_errors() -> None:
    with pytest.raises(ConfigError, match="unknown language"):
        gate(lang="fr")
    with pytest.raises(ConfigError, match="did you mean 'warning'"):
        gate(refuse="warnin")


def test_in_english() -> None:
    refused = answers("2026-11-24 22:00:00 soft", gate(lang="en"))[0]
    assert refused.reason == "Sent at 22:00, within the quiet hours from 22:00 to 08:00"
    assert "cannot be judged" in gate(lang="en").allow("", None, "x", form="soft").reason


# Sends of a few days to one recipient, dense enough that every check speaks.
MINUTES = st.integers(0, 9 * 24 * 60)
FORMS = st.sampled_from(["reminder", "soft", "soft", "formal", "none"])
SENDS = st.lists(st.tuples(MINUTES, FORMS, st.sampled_from(["", "甲", "乙"]), st.booleans()), max_size=14)


def made(rows: list[tuple[int, str, str, bool]]) -> list[Send]:
    start = dt.datetime(2026, 12, 26, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return [
        Send(
            WHO, start + dt.timedelta(minutes=minute), Form(form), "您好" if marketing else "请还款", creditor,
            marketing and form == "none", id=f"n{number}",
        )
        for number, (minute, form, creditor, marketing) in enumerate(rows)
    ]  # fmt: skip


@given(SENDS)
def test_what_it_lets_through_is_lawful_in_whatever_order_it_is_asked(rows: list[tuple[int, str, str, bool]]) -> None:
    sends = made(rows)
    passed = [send for send, done in zip(sends, gate().allow_many(sends), strict=True) if done]
    found = [fault.check for _, fault in faults_of(passed, POLICY) if fault.severity is not Severity.INFO]
    assert found == []


@given(SENDS)
def test_on_trial_it_remarks_what_the_checks_of_a_log_find(rows: list[tuple[int, str, str, bool]]) -> None:
    sends = sorted({one.at: one for one in made(rows)}.values(), key=lambda one: one.at)
    told = [
        (one.id, finding.rule.id, finding.severity, finding.count, finding.next_at, [old.id for old in finding.earlier])
        for one in gate(refuse="never").allow_many(sends)
        for finding in one.findings
    ]
    assert told == [
        (send.id, fault.check, fault.severity, fault.count, fault.next_at, [old.id for old in fault.earlier])
        for send, fault in faults_of(sends, POLICY)
    ]


@given(SENDS, MINUTES, st.sampled_from(["soft", "reminder"]))
def test_the_next_lawful_time_is_lawful_and_none_before_it_is(
    rows: list[tuple[int, str, str, bool]], minute: int, form: str
) -> None:
    sends = made([*rows, (minute, form, "", False)])
    here = gate()
    here.allow_many(sends[:-1])
    last = sends[-1]
    (decision,) = here.allow_many([last])
    if decision:
        assert decision.next_at is None
        return
    assert decision.next_at is not None
    waits = (decision.next_at - last.at) // 8
    for tried in [*(last.at + step * waits for step in range(1, 8)), decision.next_at - dt.timedelta(seconds=1)]:
        assert not here.allow_many([dataclasses.replace(last, at=tried)])[0] or tried >= decision.next_at
    assert here.allow_many([dataclasses.replace(last, at=decision.next_at)])[0]


@given(st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC)))
def test_moments_are_exact(at: dt.datetime) -> None:
    assert moment(micros(at)) == at


@given(SENDS, st.integers(0, 400))
def test_forgetting_what_is_old_changes_no_answer(rows: list[tuple[int, str, str, bool]], days: int) -> None:
    sends = sorted(made(rows), key=lambda one: one.at)
    memory = Memory(tuple(as_sent(one) for one in sends))
    later = Send(WHO, sends[-1].at + days * DAY if sends else dt.datetime.now(dt.UTC), Form.FORMAL, "请还款")
    old = set(stale(memory, micros(later.at), POLICY))
    young = [one for one in sends if one.id not in old]
    lawful = [
        [(f.check, f.count) for s, f in faults_of([*kept, later], POLICY) if s is later] for kept in (sends, young)
    ]
    assert lawful[0] == lawful[1]


def test_memory_of_a_recipient_stays_small() -> None:
    shelf = Shelf()
    here = Gate(shelf, policy=POLICY)
    start = dt.datetime(2024, 1, 1, 10)
    for day in range(0, 700, 2):
        assert here.allow(WHO, start + day * DAY, "您好", form="soft")
    (memory,) = shelf.held.values()
    assert len(memory.sends) == 17  # of 350: a month and two days


def test_a_change_says_whether_it_is_one() -> None:
    assert Change().empty
    assert not Change(add=(Sent("a", 0, "soft"),)).empty
    assert not Change(stops=(Stop("opted_out", "", 0),)).empty
    assert horizon(POLICY) == 182 * 86_400_000_000


def test_the_example_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linter: Linter) -> None:
    readme = Path(__file__).parent.parent / "README.md"
    (code,) = [one for one in re.findall(r"```python\n(.*?)```", readme.read_text("utf-8"), re.S) if "Gate.open" in one]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("smslint.Linter", lambda: linter)
    text = "【海岬银行】张先生，您的账单已到期，应还1,280.00元，请于11月30日前通过海岬银行APP还款，详询95000。"
    outbox = [SimpleNamespace(phone=one, text=text) for one in ("1", "2", "1", "2", "3")]
    told: list[str] = []
    monkeypatch.setattr("smslint.plan.gate.gate.now", lambda: dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC))
    monkeypatch.setattr("smslint.plan.gate.request.now", lambda: dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC))
    scope = {"outbox": outbox, "send_sms": lambda one: one.phone != "2", "print": told.append}
    exec(code, scope)
    assert [one[:5] for one in told] == ["当天第2条"]
