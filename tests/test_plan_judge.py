"""The checks of sends in plain Python: every boundary to the second, across midnight, month, year and zones."""

from __future__ import annotations

import datetime as dt

import pytest

from smslint.errors import ConfigError
from smslint.model import Form, Severity
from smslint.pack import find_pack, load_pack
from smslint.plan import Policy, Send, canonical_recipient, make_policy, read_policy, recipient_key, text_key
from smslint.plan.judge import judge
from smslint.plan.keys import same_text
from smslint.plan.notation import read_sends
from smslint.plan.reference import faults_of
from smslint.plan.words import finding_of
from smslint.plan.zones import zone_of

HOUSE = read_policy()
CALM = read_policy(numbers={"daily-frequency.warning": "off", "daily-frequency.error": "off", "min-interval.hours": 0})


def found(written: str, policy: Policy = HOUSE) -> dict[int, set[str]]:
    """The checks that find fault, by the place of the send; escalation and records aside, which most are not about."""
    faults: dict[int, set[str]] = {}
    for send, fault in faults_of(read_sends(written), policy):
        if fault.check not in ("escalation-order", "record-keeping"):
            faults.setdefault(send.row, set()).add(fault.check)
    return faults


QUIET, MARKETING, DAILY, WEEKLY = {"quiet-hours"}, {"marketing-hours"}, {"daily-frequency"}, {"weekly-frequency"}
NEAR, SAME, DEMAND, STOP = {"min-interval"}, {"duplicate-text"}, {"effective-demand-interval"}, {"contact-after-stop"}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-24 21:59:59 soft", {}),
        ("2026-11-24 21:59:59.999999 soft", {}),
        ("2026-11-24 22:00:00 soft", {1: QUIET}),
        ("2026-11-24 23:59:59 soft", {1: QUIET}),
        ("2026-11-25 00:00:00 soft", {1: QUIET}),
        ("2026-11-25 07:59:59.999999 soft", {1: QUIET}),
        ("2026-11-25 08:00:00 soft", {}),
        ("2026-12-31 23:59:59 formal", {1: QUIET}),
        ("2027-01-01 00:00:00 formal", {1: QUIET}),
        ("2028-02-29 22:00:00 reminder", {1: QUIET}),
        ("2026-11-24T14:00:00Z soft", {1: QUIET}),  # 22:00 in Shanghai
        ("2026-11-24T13:59:59Z soft", {}),
        ("2026-11-24T22:00:00+09:00 soft", {}),  # 21:00 in Shanghai: an offset does not say where the reader is
        ("2026-11-24T22:00:00+09:00 soft zone=Asia/Tokyo", {1: QUIET}),
        ("2026-07-01T12:00:00Z soft zone=America/New_York", {}),  # 08:00 by summer time
        ("2026-12-01T12:00:00Z soft zone=America/New_York", {1: QUIET}),  # 07:00 by winter time
        ("2026-12-01T13:00:00Z soft zone=America/New_York", {}),
        ("2026-11-24 22:00:00 soft consent_night=true", {}),
        ("2026-11-24 22:00:00 soft consent_night=false", {1: QUIET}),
        ("2026-11-24 22:00:00 none", {}),
        ("2026-11-24 20:59:59 marketing", {}),
        ("2026-11-24 21:00:00 marketing", {1: MARKETING}),
        ("2026-11-25 07:59:59 marketing", {1: MARKETING}),
        ("2026-11-25 08:00:00 marketing", {}),
        ("2026-11-24 21:00:00 soft", {}),
    ],
)
def test_hours(written: str, wanted: dict[int, set[str]]) -> None:
    assert found(written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-24 09:00 soft | 2026-11-24 21:00 soft", {2: DAILY}),
        ("2026-11-24 09:00 soft | 2026-11-24 20:59:59 soft", {2: DAILY | NEAR}),
        ("2026-11-24 21:59:59 soft | 2026-11-25 09:59:58 soft", {2: NEAR}),
        ("2026-11-24 21:59:59 soft | 2026-11-25 09:59:59 soft", {}),
        ("2026-11-30 21:00 soft | 2026-12-01 09:00 soft", {}),
        ("2026-12-31 21:00 soft | 2027-01-01 09:00 soft", {}),
        ("2026-11-24T15:59:59Z none | 2026-11-24T09:00:00+08:00 soft | 2026-11-25T00:30:00Z soft", {}),
        # one day in Shanghai, two by UTC
        ("2026-11-23T16:30:00Z soft consent_night=true | 2026-11-24T13:00:00Z soft", {2: DAILY}),
        # one day in New York, two in Shanghai
        (
            "2026-11-24T14:00:00Z soft zone=America/New_York | 2026-11-25T02:30:00Z soft zone=America/New_York",
            {2: DAILY},
        ),
        ("2026-11-24 09:00 soft to=甲 | 2026-11-24 10:00 soft to=乙", {}),
        ("2026-11-24 09:00 soft by=甲 | 2026-11-24 21:30 soft by=乙", {2: DAILY}),
        ("2026-11-24 09:00 event disputed=false | 2026-11-24 21:00 soft", {}),
        ("2026-11-24 21:00 soft | 2026-11-24 09:00 soft", {1: DAILY}),  # by time, not by row
        ("2026-11-24 09:00 soft | 2026-11-24 09:00 soft", {2: DAILY | NEAR}),  # at one moment: by row
    ],
)
def test_day_and_interval(written: str, wanted: dict[int, set[str]]) -> None:
    assert found(written) == wanted


def test_the_fourth_of_a_day_is_an_error() -> None:
    sends = read_sends(" | ".join(f"2026-11-24 {hour:02d}:00 soft" for hour in (8, 9, 10, 11, 12)))
    daily = [(send.row, fault) for send, fault in faults_of(sends, HOUSE) if fault.check == "daily-frequency"]
    assert [(row, fault.severity, fault.count, fault.limit) for row, fault in daily] == [
        (2, Severity.WARNING, 2, 1), (3, Severity.WARNING, 3, 1), (4, Severity.ERROR, 4, 3), (5, Severity.ERROR, 5, 3),
    ]  # fmt: skip
    assert [one.row for one in daily[-1][1].earlier] == [1, 2, 3, 4]
    assert daily[-1][1].next_at == dt.datetime(2026, 11, 25, tzinfo=zone_of("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("last", "wanted"), [("2026-11-29 21:59:59", WEEKLY), ("2026-11-30 08:00:00", set()), ("2026-11-28 12:00", WEEKLY)]
)
def test_seven_days_count_by_days_and_not_by_hours(last: str, wanted: set[str]) -> None:
    week = " | ".join(f"2026-11-{day} 21:00 soft" for day in (23, 24, 25, 26, 27))
    assert found(f"{week} | {last} soft").get(6, set()) == wanted


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("2026-11-25 08:59:59: 【海岬银行】您应还980元", SAME),
        ("2026-11-25 09:00:00: 【海岬银行】您应还980元", set()),
        ("2026-11-24 19:00: 【海岬银行】您应还壹仟贰佰元", SAME),
        ("2026-11-24 19:00: 【海岬银行】您应 还９８０元！", SAME),
        ("2026-11-24 19:00: 【海岬银行】您ying还980元", SAME),
        ("2026-11-24 19:00: 【海岬银行】您应*还980元", SAME),
        ("2026-11-24 19:00: 【海岬银行】您已还980元", set()),
        ("2026-11-24 19:00 marketing: 【海岬银行】您应还980元", SAME),
        ("2026-11-24 19:00 none: 【海岬银行】您应还980元", set()),
    ],
)
def test_duplicates(second: str, wanted: set[str]) -> None:
    assert found(f"2026-11-24 09:00 soft: 【海岬银行】您应还1,280.00元 | {second}", CALM).get(2, set()) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-01 21:00 formal | 2026-11-30 21:00 formal", {2: DEMAND}),
        ("2026-11-01 21:00 formal | 2026-12-01 08:00 formal", {}),
        ("2026-11-01 21:00 formal by=甲 | 2026-11-30 21:00 formal by=乙", {}),
        ("2026-11-01 21:00 formal | 2026-11-30 21:00 formal by=乙", {2: DEMAND}),  # of no creditor: of any
        ("2026-11-01 21:00 soft | 2026-11-30 21:00 formal", {}),
        ("2026-01-31 09:00 formal | 2026-03-01 09:00 formal", {2: DEMAND}),  # 29 days
    ],
)
def test_demands(written: str, wanted: dict[int, set[str]]) -> None:
    assert found(written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-24 09:00 formal", True),
        ("2026-11-20 09:00 soft | 2026-11-24 09:00 formal", False),
        ("2026-11-20 09:00 reminder by=甲 | 2026-11-24 09:00 formal by=乙", True),
        ("2026-05-28 09:00 soft | 2026-11-24 09:00 formal", False),  # 180 days
        ("2026-05-27 09:00 soft | 2026-11-24 09:00 formal", True),
        ("2026-11-20 09:00 none | 2026-11-24 09:00 formal", True),
        ("2026-11-24 09:00 formal prior_notice_sent=true", False),
    ],
)
def test_escalation(written: str, wanted: bool) -> None:
    assert any(fault.check == "escalation-order" for _, fault in faults_of(read_sends(written), HOUSE)) is wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026-11-24 10:00 soft opted_out=true", {1: STOP}),
        ("2026-11-01 10:00 soft opted_out=true | 2026-11-24 10:00 soft", {1: STOP, 2: STOP}),
        ("2026-11-01 10:00 event opted_out=true | 2026-11-24 10:00 soft", {2: STOP}),
        ("2026-11-24 10:00:01 event opted_out=true | 2026-11-24 10:00:00 soft", {}),
        ("2026-11-01 10:00 event disputed=true | 2026-11-02 10:00 event disputed=false | 2026-11-24 10:00 soft", {}),
        ("2026-11-01 10:00 event settled=true by=甲 | 2026-11-24 10:00 soft by=乙", {}),
        ("2026-11-01 10:00 event settled=true by=甲 | 2026-11-24 10:00 soft", {2: STOP}),
        ("2026-11-01 10:00 event opted_out=true by=甲 | 2026-11-24 10:00 soft by=乙", {2: STOP}),
        ("2026-11-01 10:00 event represented=true | 2026-11-24 10:00 marketing", {}),
        ("2026-11-01 10:00 event opted_out=true | 2026-11-24 10:00 marketing", {2: STOP}),
        ("2026-11-01 10:00 event opted_out=true | 2026-11-24 10:00 none", {}),
        ("2026-11-01 10:00 event opted_out=true to=甲 | 2026-11-24 10:00 soft to=乙", {}),
    ],
)
def test_stops(written: str, wanted: dict[int, set[str]]) -> None:
    assert found(written) == wanted


def test_what_a_finding_says() -> None:
    first, second = read_sends("2026-11-24 09:00 soft by=甲公司 | 2026-11-24 22:30:05 formal")
    told = {one.check: finding_of(second, one, HOUSE, "key") for one in judge(second, [first], HOUSE)}
    assert told["daily-frequency"].message == "当天第2条（各机构合计），内部规范每天1条"
    assert told["quiet-hours"].message == "22:30:05发送，在22:00至次日08:00的禁止时段内"
    assert told["quiet-hours"].rule.advice.startswith("改到08:00以后发送")
    assert str(told["quiet-hours"].next_at) == "2026-11-25 08:00:00+08:00"
    assert [one.row for one in told["daily-frequency"].earlier] == [1]
    assert {one.status for one in told["daily-frequency"].rule.basis} >= {"policy"}
    english = [finding_of(second, one, HOUSE, "key", "en").message for one in judge(second, [first], HOUSE)]
    assert "No. 2 on this day (all senders together); the house allows 1" in english
    assert not [one for one in english if "{" in one or "None" in one]


def test_quiet_hours_that_end_in_a_gap_of_the_clock_end_behind_it() -> None:
    house = read_policy(numbers={"quiet-hours.end": "02:30"}, zone="America/New_York")
    night = Send("1", dt.datetime(2026, 3, 8, 1, 0, tzinfo=zone_of("America/New_York")), Form.SOFT)
    (fault,) = (one for one in judge(night, [], house) if one.check == "quiet-hours")
    assert fault.next_at is not None
    assert fault.next_at.isoformat() == "2026-03-08T03:30:00-04:00"


class TestPolicy:
    def test_the_numbers_are_those_of_the_pack(self) -> None:
        assert (HOUSE.quiet.start, HOUSE.quiet.end) == (dt.time(22), dt.time(8))
        assert dict(HOUSE.daily) == {Severity.WARNING: 1, Severity.ERROR: 3}
        assert (HOUSE.weekly_days, dict(HOUSE.weekly)) == (7, {Severity.WARNING: 5})
        assert (HOUSE.interval_hours, HOUSE.duplicate_hours, HOUSE.demand_days) == (12, 24, 30)
        assert HOUSE.severity("quiet-hours", Form.REMINDER) is Severity.WARNING
        assert HOUSE.severity("quiet-hours", Form.FORMAL) is Severity.ERROR

    @pytest.mark.parametrize(
        ("numbers", "told"),
        [
            ({"daily-frequency.eror": 4}, "has no 'eror' (did you mean 'error'?)"),
            ({"dayly-frequency.error": 4}, "did you mean 'daily-frequency.'?"),
            ({"daily-frequency": 4}, "write RULE.NUMBER"),
            ({"quiet-hours.start": "25:00"}, "expected a time of day such as 22:00, not '25:00'"),
            ({"daily-frequency.error": -1}, "expected a whole number from 0 on, or off, not '-1'"),
            ({"min-interval.hours": "soon"}, "expected a number of hours"),
            ({"contact-after-stop.days": 3}, "it takes no numbers"),
            ({"holiday-send.holidays": "some"}, "one of off, statutory, rest"),
        ],
    )
    def test_wrong_numbers_are_told(self, numbers: dict[str, object], told: str) -> None:
        with pytest.raises(ConfigError) as error:
            read_policy(numbers=numbers)
        assert told in str(error.value)

    def test_an_unknown_zone_is_told(self) -> None:
        with pytest.raises(ConfigError, match="unknown time zone 'Mars/Base'"):
            read_policy(zone="Mars/Base")

    def test_a_pack_of_ones_own_changes_numbers_severities_and_switches_off(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        (tmp_path / "pack.yaml").write_text(
            'id: ours\nversion: "1"\nextends: [cadence]\noverrides:\n'
            '  daily-frequency: {over: {warning: 2, error: "off"}}\n'
            '  quiet-hours: {severity: warning, options: {start: "21:30"}}\n  duplicate-text: off\n',
            encoding="utf-8",
        )
        ours = make_policy([load_pack(find_pack(str(tmp_path)))], {})
        assert dict(ours.daily) == {Severity.WARNING: 2}
        assert ours.severity("quiet-hours", Form.FORMAL) is Severity.WARNING
        assert found("2026-11-24 21:30 formal", ours) == {1: QUIET}
        assert not ours.on("duplicate-text")

    def test_what_is_off_finds_nothing(self) -> None:
        off = read_policy(numbers={"daily-frequency.warning": "off", "daily-frequency.error": "off"})
        assert found("2026-11-24 08:00 soft | 2026-11-24 21:00 soft", off) == {}


class TestKeys:
    @pytest.mark.parametrize(
        "other",
        ["【海岬银行】您的贷款应还1,296.55元", "【海岬银行】您的贷*款应 还３元", "【海岬银行】您的dai款应还壹佰元",
         "【海岬银行】您的貸款應還5元", "【海岬银行】您的贷款应\u200b还9元", "【氵每岬银行】，您的贷款应还 7元"],
    )  # fmt: skip
    def test_texts_that_differ_by_digits_or_disguise_only(self, other: str) -> None:
        text = "【海岬银行】您的贷款应还1,280.00元"
        assert same_text(other) == same_text(text)
        assert text_key(other) == text_key(text)

    @pytest.mark.parametrize("other", ["【海岬银行】您的贷款已还12元", "【海湾银行】您的贷款应还1,280.00元"])
    def test_texts_that_differ(self, other: str) -> None:
        assert text_key(other) != text_key("【海岬银行】您的贷款应还1,280.00元")

    def test_the_key_is_the_same_on_every_machine(self) -> None:
        assert text_key("【海岬银行】您应还1280元") == 1534905915566753987

    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("+86 138-0000-0000", "13800000000"), ("8613800000000", "13800000000"), ("0086 13800000000", "13800000000"),
            ("１３８００００００００", "13800000000"), ("138\u30000000 0000", "13800000000"), (" C-001 ", "C-001"),
            ("A-1-1", "A-1-1"), ("10086", "10086"), ("12800000000", "12800000000"),
        ],
    )  # fmt: skip
    def test_one_spelling_for_a_number(self, written: str, plain: str) -> None:
        assert canonical_recipient(written) == plain

    def test_keys_of_recipients_depend_on_the_salt_and_not_on_the_spelling(self) -> None:
        assert recipient_key("+86 138-0000-0000", b"s") == recipient_key("13800000000", b"s")
        assert recipient_key("13800000000", b"s") != recipient_key("13800000000", b"t")
        assert len(recipient_key("13800000000", b"s")) == 16
