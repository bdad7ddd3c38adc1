"""Made-up sends for the tests of plans: reproducible, crowded, and near every boundary."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path

from smslint.model import Form
from smslint.plan import Send
from smslint.plan.zones import zone_of

ZONES = ("", "Asia/Tokyo", "America/New_York")
TEXTS = (
    "【海岬银行】您本期应还{}元，请尽快还款。", "【海岬银行】您的贷款已逾期{}天。", "【海岬银行】您的贷*款已逾期{}天。",
    "【北湾消金】请于{}日前还kuan。", "【北湾消金】请于{}日前还款。", "【海岬银行】会员优惠{}折，退订回T。",
)  # fmt: skip
STATED = ("opted_out", "third_party_refused", "settled", "disputed", "represented")
_EDGES = (0, 1, 28_799, 28_800, 32_400, 75_599, 75_600, 79_199, 79_200, 86_399)
_START = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)


def made_sends(count: int, seed: int, source: str, zones: Iterable[str] = ZONES) -> list[Send]:
    """`count` sends to a fifth as many recipients within seven weeks, a month's and a year's end among them."""
    chance = random.Random(seed)
    zone_of_recipient = {number: chance.choice([*zones]) for number in range(max(1, count // 5))}
    return [_send(chance, number, source, zone_of_recipient) for number in range(count)]


def _send(chance: random.Random, row: int, source: str, zones: dict[int, str]) -> Send:
    number = chance.randrange(len(zones))
    day = (_START + dt.timedelta(days=chance.choice([chance.randrange(80), chance.randrange(3)]))).date()
    second = chance.choice([chance.choice(_EDGES), chance.randrange(86_400), 36_000])
    clock = dt.time(second // 3600, second // 60 % 60, second % 60)
    at = dt.datetime.combine(day, clock, zone_of(zones[number] or "Asia/Shanghai")).astimezone(dt.UTC)
    event = source != "plan" and chance.random() < 0.05  # a plan has no use for rows without text
    facts = {name: chance.random() < 0.6 for name in STATED if chance.random() < (0.5 if event else 0.02)}
    if event:
        facts.setdefault("disputed", True)
    facts |= {name: chance.random() < 0.5 for name in ("consent_night", "prior_notice_sent") if chance.random() < 0.1}
    form = Form.NONE if event else chance.choice([*Form, Form.SOFT, Form.FORMAL])
    marketing = form is Form.NONE and not event and chance.random() < 0.5
    text = "" if event else chance.choice(TEXTS[5:] if marketing else TEXTS[:5]).format(chance.randrange(1, 5000))
    return Send(
        f"1380000{number:04d}", at, form, text, chance.choice(["", "甲", "甲", "乙"]), marketing, event, facts,
        "" if event or chance.random() < 0.3 else f"id-{row}", source, row + 2, zones[number],
    )  # fmt: skip


def write_csv(path: Path, sends: Iterable[Send]) -> None:
    """The sends as a CSV file with a header, in their order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        facts = (*STATED, "consent_night", "prior_notice_sent")
        out.writerow(["recipient", "send_at", "zone", "form", "channel", "creditor", "id", "text", *facts])
        for one in sends:
            stated = ["" if name not in one.facts else str(one.facts[name]).lower() for name in facts]
            channel = "marketing" if one.marketing else ""
            at = one.at.isoformat()
            row = [one.recipient, at, one.zone, one.form, channel, one.creditor, one.id, one.text]
            out.writerow([*row, *stated])
