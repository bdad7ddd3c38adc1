"""The pictures of the README, taken by the tests' own browser: SMSLINT_PICTURES=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="needs smslint[browser]")
pytest.importorskip("openpyxl", reason="needs smslint[excel]")

from test_files import drop, workbook
from test_page import middle, write

FOLDER = Path(__file__).parent / "pictures"
BAD = (
    "【海岬银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，今天是最后期限，"
    "否则我们将联系您的家人和单位，后果自负。"
)
BETTER = (
    "【海岬银行】张先生，您尾号1234的贷款已逾期35天，截至11月24日欠款${金额}元，请于12月5日前通过手机银行还款，"
    "有疑问或困难请致电4006661234协商，如已还款请忽略。"
)
REMINDER = (
    "【海岬银行】尊敬的王女士，您11月账单${amount}元将于12月5日到期，请通过手机银行还款，客服95999。如已还款请忽略。"
)
ROWS = (
    ["编号", "短信内容", "短信类型"], ["w1", BAD, "催款通知"], ["w2", BETTER, "催款通知"], ["w3", REMINDER, "提醒短信"],
    ["w4", "【海岬银行】您好，您的贷款已逾期，请尽快还款。", "温馨提示"],
)  # fmt: skip


def keep(page, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    folder = FOLDER if os.environ.get("SMSLINT_PICTURES") == "1" else tmp_path
    folder.mkdir(exist_ok=True)
    page.wait_for_timeout(400)
    page.screenshot(path=folder / name)
    assert (FOLDER / name).is_file(), "a picture of the README is missing: run with SMSLINT_PICTURES=1"


def test_the_page(open_page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = open_page(1240, 860)
    write(page, BAD)
    page.mouse.move(*middle(page))
    keep(page, tmp_path, "page.png")


def test_the_page_in_the_dark(open_page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = open_page(1240, 860, color_scheme="dark")
    write(page, BETTER)
    page.click("#sum-box summary")
    keep(page, tmp_path, "dark.png")


def test_a_file(open_page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = open_page(1240, 760)
    drop(page, "催收模板.xlsx", workbook(*ROWS))
    page.wait_for_selector("#rows tbody tr")
    keep(page, tmp_path, "batch.png")


def test_on_a_phone(open_page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = open_page(360, 760)
    write(page, BAD)
    keep(page, tmp_path, "narrow.png")
