"""axe-core on every view, light and dark, wide and narrow: no serious violation."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="needs smslint[browser]")

from test_files import BOOK, drop
from test_page import BAD, WHOLE, write

SERIOUS = ("serious", "critical", "moderate")


def violations(page, axe: str) -> list[str]:  # type: ignore[no-untyped-def]
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"] if one["impact"] in SERIOUS
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_serious_violation(open_page, axe: str, scheme: str, width: int) -> None:  # type: ignore[no-untyped-def]
    page = open_page(width, 900, color_scheme=scheme)
    assert violations(page, axe) == []
    write(page, BAD)
    page.click("#facts-box summary")
    page.click("#sum-box summary")
    page.keyboard.press("F8")
    page.wait_for_timeout(300)
    assert violations(page, axe) == []
    page.locator(".more-about").first.click()
    page.wait_for_selector("#rule .examples li")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    drop(page, "模板.xlsx", BOOK)
    page.wait_for_selector("#rows tbody tr")
    assert violations(page, axe) == []
    page.click("#tab-compare")
    page.fill("#left", BAD)
    page.fill("#right", WHOLE)
    page.wait_for_selector(".outcome")
    assert violations(page, axe) == []
    page.click("#tab-history")
    assert violations(page, axe) == []
    page.click("#keys-open")
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_interface(open_page, axe: str, scheme: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page(900, 900, "/docs", color_scheme=scheme)
    page.wait_for_selector("#schemas details")
    assert violations(page, axe) == []
