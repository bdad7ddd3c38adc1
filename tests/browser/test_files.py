"""Files dropped on the page: checked, sorted, opened, and given back annotated."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="needs smslint[browser]")
pytest.importorskip("openpyxl", reason="needs smslint[excel]")

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

BAD = "【海岬银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，我们将联系您的家人。"
WHOLE = (
    "【海岬银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，如有疑问请致电4006661234。"
    "如已还款请忽略。"
)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drop(page: Page, name: str, data: bytes) -> None:
    """Drop a file on the page, as the mouse would."""
    handle = page.evaluate_handle(
        """([name, data]) => {
            const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name));
            return transfer;
        }""",
        [name, base64.b64encode(data).decode()],
    )
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", kind, {"dataTransfer": handle})


BOOK = workbook(
    ["编号", "短信内容", "短信类型"], ["w1", WHOLE, "提醒"], ["w2", BAD, "催款通知"], ["<b>", "<img src=x>" + BAD, None]
)  # fmt: skip


def test_a_workbook_is_dropped_checked_and_opened(page: Page) -> None:
    drop(page, "模板.xlsx", BOOK)
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    scores = [int(one) for one in page.locator("#rows .badge").all_text_contents()]
    assert scores == sorted(scores)
    assert "共 3 条" in (page.text_content("#batch-summary") or "")
    assert page.locator("#rows img").count() == 0
    page.locator("#rows tr", has_text="w2").get_by_role("button", name="打开").click()
    assert page.input_value("#draft") == BAD
    expect(page.locator("[name=form][value=formal]")).to_be_checked()


def test_the_annotated_workbook_is_downloaded(page: Page, tmp_path: Path) -> None:
    drop(page, "模板.xlsx", BOOK)
    with page.expect_download() as download:
        page.click("#get-workbook")
    assert download.value.suggested_filename == "模板-smslint.xlsx"
    download.value.save_as(tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [sheet["B2"].value, sheet["B3"].value] == [WHOLE, BAD]
    assert "家人" in sheet["B3"].comment.text
    assert sheet["D1"].value == "smslint 得分"


def test_the_report_is_downloaded(page: Page, tmp_path: Path) -> None:
    drop(page, "模板.xlsx", BOOK)
    with page.expect_download() as download:
        page.click("#get-report")
    download.value.save_as(tmp_path / "out.html")
    assert download.value.suggested_filename == "模板-smslint.html"
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "短信文案检查报告" in text
    assert "<img" not in text


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", f'id,content\n1,"{BAD}"\n2,"{WHOLE}"\n'.encode("gb18030")),
    ("a.txt", f"{BAD}\r\n\r\n{WHOLE}\r\n".encode("utf-8-sig")),
])  # fmt: skip
def test_tables_and_text(page: Page, name: str, data: bytes) -> None:
    drop(page, name, data)
    expect(page.locator("#rows tbody tr")).to_have_count(2)


def test_sorting_by_a_column(page: Page) -> None:
    drop(page, "模板.xlsx", BOOK)
    page.get_by_role("button", name="得分").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    scores = [int(one) for one in page.locator("#rows .badge").all_text_contents()]
    assert scores == sorted(scores, reverse=True)


def test_many_rows_come_in_pages(page: Page) -> None:
    drop(page, "many.txt", "\n".join(f"{WHOLE}{number}" for number in range(450)).encode())
    expect(page.locator("#rows tbody tr")).to_have_count(200)
    page.click("#more-rows")
    expect(page.locator("#rows tbody tr")).to_have_count(450)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.pdf", b"%PDF", "只能检查"), ("a.xlsx", b"rubbish", "文件读不出来"),
    ("a.xlsx", workbook(["甲"], ["x"]), "没有找到短信内容一列"),
])  # fmt: skip
def test_what_cannot_be_read_is_told(page: Page, name: str, data: bytes, words: str) -> None:
    drop(page, name, data)
    expect(page.locator("#batch-problem")).to_contain_text(words)


def test_the_column_can_be_named(page: Page) -> None:
    page.click("#tab-batch")
    page.fill("#column", "甲")
    page.set_input_files("#file", {"name": "a.xlsx", "mimeType": "x/y", "buffer": workbook(["甲"], [BAD])})
    expect(page.locator("#rows tbody tr")).to_have_count(1)
