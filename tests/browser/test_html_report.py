"""The HTML report in a browser: its filters, its accessibility in light and dark, and what is left without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_run import VISIT, found, report, whole_run, whole_view

from smslint.model import FileReport, RunReport
from smslint.render import RENDERERS


@pytest.fixture
def opened(browser, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A function that opens the report of a run; nothing may go wrong in it."""
    complaints: list[str] = []
    contexts = []

    def open_(run: RunReport, **options: object) -> object:
        (tmp_path / "report.html").write_text(RENDERERS["html"](run, whole_view()), encoding="utf-8")
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto((tmp_path / "report.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def test_filters(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(whole_run())
    drafts, findings, count = page.locator("article"), page.locator(".findings > li:visible"), page.locator("output")
    assert (drafts.count(), findings.count(), count.text_content()) == (5, 8, "显示 5 / 5 条")
    page.select_option("[name=severity]", "error")
    assert (findings.count(), count.text_content()) == (4, "显示 3 / 5 条")
    page.locator("button[data-rule=due-date-missing]").click()
    assert (findings.count(), count.text_content()) == (1, "显示 1 / 5 条")
    page.click("button[type=reset]")
    page.fill("[name=words]", "@ALL")
    assert count.text_content() == "显示 1 / 5 条"
    page.fill("[name=words]", "")
    page.select_option("[name=file]", "sms/t.json")
    assert findings.count() == 1


def test_is_read_without_its_script_and_printed(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(whole_run(), java_script_enabled=False)
    assert page.locator("article").count() == 5
    assert not page.locator("form").is_visible()
    page.emulate_media(media="print")
    assert page.locator("article").last.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(opened, axe: str, scheme: str) -> None:  # type: ignore[no-untyped-def]
    page = opened(whole_run(), color_scheme=scheme, viewport={"width": 420, "height": 900}, bypass_csp=True)
    page.add_script_tag(content=axe)
    told = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in told["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 420


def test_words_of_a_draft_do_nothing(opened) -> None:  # type: ignore[no-untyped-def]
    nasty = "</script><script>document.title='no'</script><img src=x onerror=\"document.title='no'\">'\"&上门"
    one = report(nasty, found(nasty, "上门", VISIT, nasty), line=1, id=nasty)
    page = opened(RunReport("0", (), (FileReport(nasty, None, (one,), (nasty,)),)))
    assert page.title() == "短信文案检查报告"
    assert page.locator(".text").text_content() == nasty
