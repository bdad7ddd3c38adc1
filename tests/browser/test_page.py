"""The page driven as a person would: writing, reading, mending, by mouse and by keys."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="needs smslint[browser]")

from playwright.sync_api import Page, expect

BAD = "【海岬银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，我们将联系您的家人。"
THREAT = "联系您的家人"
WHOLE = (
    "【海岬银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，如有疑问请致电4006661234。"
    "如已还款请忽略。"
)


SELECTED = "(one => one.value.slice(one.selectionStart, one.selectionEnd))(document.querySelector('#draft'))"
LAYOUT = """() => {
    const mark = [...document.querySelectorAll('#mirror mark')].find((one) => one.textContent.includes('家人'));
    const area = document.querySelector('#draft'), mirror = document.querySelector('#mirror');
    const names = ['fontFamily', 'fontSize', 'lineHeight', 'letterSpacing', 'paddingLeft', 'paddingTop', 'whiteSpace',
        'overflowWrap', 'wordBreak', 'width', 'height'];
    const [a, b] = [getComputedStyle(area), getComputedStyle(mirror)];
    return {
        same: names.every((name) => a[name] === b[name]), text: mirror.textContent === area.value + '\\u200b',
        style: getComputedStyle(mark).textDecorationStyle, width: mark.getBoundingClientRect().width,
    };
}"""


def write(page: Page, text: str) -> None:
    page.fill("#draft", text)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the answer for the present text is shown."""
    expect(page.locator("#results[aria-busy=false]")).to_have_count(1)


def marked(page: Page, severity: str) -> str:
    return "".join(page.locator(f"#mirror mark.{severity}").all_text_contents())


def card(page: Page, title: str):  # type: ignore[no-untyped-def]
    return page.locator(".finding", has=page.locator(".title", has_text=title))


def middle(page: Page) -> tuple[float, float]:
    """The middle of the first line of the marked words."""
    return tuple(page.locator("#mirror mark.error", has_text="家人").first.evaluate(
        "(one) => { const box = one.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; }"
    ))  # fmt: skip


def threat(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".finding", has=page.locator(".quote", has_text=THREAT))


class TestWriting:
    def test_the_underline_stands_under_the_right_characters(self, page: Page) -> None:
        write(page, BAD)
        assert THREAT in marked(page, "error")
        seen = page.evaluate(LAYOUT)
        assert seen["same"], "the mirror lies exactly behind the textarea"
        assert seen["text"]
        assert seen["style"] == "wavy"
        assert seen["width"] > 60

    def test_typing_letter_by_letter_keeps_cursor_and_marks(self, page: Page) -> None:
        write(page, BAD)
        page.focus("#draft")
        page.evaluate("document.querySelector('#draft').setSelectionRange(6, 6)")
        page.keyboard.type("abc", delay=30)
        assert page.evaluate("document.querySelector('#draft').selectionStart") == 9
        settled(page)
        assert THREAT in marked(page, "error")
        for _ in range(3):
            page.keyboard.press("Control+z")
        assert page.input_value("#draft") == BAD

    def test_marks_move_along_before_the_answer_comes(self, page: Page) -> None:
        write(page, BAD)
        page.route("**/v1/lint", lambda route: route.abort())  # no answer at all
        page.evaluate("document.querySelector('#draft').setSelectionRange(0, 0)")
        page.focus("#draft")
        page.keyboard.press("Home")
        page.keyboard.type("您好")
        assert THREAT in marked(page, "error")

    def test_three_hundred_characters_with_emoji(self, page: Page) -> None:
        text = "😀" * 20 + BAD + "👨‍👩‍👧" * 10 + WHOLE + "好" * 120
        assert len(text) > 300
        page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        page.focus("#draft")
        page.keyboard.press("Control+v")
        settled(page)
        assert page.input_value("#draft") == text
        assert THREAT in marked(page, "error")
        threat(page).locator(".finding-head").click()
        assert THREAT in page.evaluate(SELECTED)

    def test_composition_is_not_disturbed(self, page: Page) -> None:
        write(page, BAD)
        requests: list[str] = []
        page.on("request", lambda one: requests.append(one.url) if one.url.endswith("/v1/lint") else None)
        page.focus("#draft")
        page.keyboard.press("Control+End")
        client = page.context.new_cdp_session(page)
        for piece in ("h", "ho", "hou", "后果"):
            at = {"selectionStart": len(piece), "selectionEnd": len(piece)}
            client.send("Input.imeSetComposition", {"text": piece, **at})
            page.wait_for_timeout(80)
            assert page.input_value("#draft") == BAD + piece
            assert page.text_content("#mirror") == BAD + piece + "\u200b"
        assert requests == [], "nothing is sent while a word is being composed"
        client.send("Input.insertText", {"text": "后果"})
        settled(page)
        assert page.input_value("#draft") == BAD + "后果"
        assert len(requests) == 1

    def test_many_lines_and_a_last_empty_one(self, page: Page) -> None:
        write(page, f"{BAD}\n\n{BAD}\n" * 8)
        heights = page.evaluate("['#draft', '#mirror'].map((one) => document.querySelector(one).offsetHeight)")
        assert heights[0] == heights[1]
        assert page.evaluate("document.querySelector('#draft').scrollHeight") <= heights[0]

    @pytest.mark.parametrize("hostile", [
        "<script>window.hit = 1</script>", '"><img src=x onerror="window.hit = 1">', "\u202e命拒\u202c",
    ])  # fmt: skip
    def test_markup_and_reordering_are_shown_as_text(self, page: Page, hostile: str) -> None:
        write(page, hostile + BAD + hostile)
        assert page.evaluate("window.hit") is None
        assert page.locator("main script, main img, .phone img").count() == 0
        for place in ("#bubble", "#findings", "#required"):
            assert "\u202e" not in (page.text_content(place) or "")
        if "<" in hostile:
            assert hostile in (page.text_content("#bubble") or "")
        else:
            assert "[U+202E]" in (page.text_content("#bubble") or "")
            page.click("#hidden-note button")
            assert "\u202e" not in page.input_value("#draft")


class TestMending:
    def test_a_rewrite_makes_the_finding_go_and_can_be_undone(self, page: Page) -> None:
        write(page, BAD)
        before = page.text_content("#score-number")
        threat(page).locator(".fix").first.click()
        expect(threat(page)).to_have_count(0)
        assert THREAT not in page.input_value("#draft")
        settled(page)
        assert page.text_content("#score-number") != before or before == "0"
        page.keyboard.press("Control+z")
        assert page.input_value("#draft") == BAD
        expect(threat(page)).to_have_count(1)

    def test_the_missing_is_added_at_once(self, page: Page) -> None:
        write(page, BAD)
        missing = page.locator(".finding").count()
        page.click("#fill")
        settled(page)
        assert page.locator(".finding").count() < missing - 2
        page.keyboard.press("Control+z")
        assert page.input_value("#draft") == BAD

    def test_the_checklist_fills_in(self, page: Page) -> None:
        write(page, BAD)
        item = page.locator("[data-kind=hotline]")
        assert "missing" in (item.get_attribute("class") or "")
        item.locator(".fix").click()
        settled(page)
        assert "ok" in (item.get_attribute("class") or "")
        assert "¥3,256.80" in (page.text_content("[data-kind=amount] .value") or "")
        page.click("[data-kind=recipient] .whole")
        picked = page.evaluate(SELECTED)
        assert "张先生" in picked

    def test_the_rule_and_its_examples(self, page: Page) -> None:
        write(page, BAD)
        threat(page).locator(".more-about").click()
        expect(page.locator("#rule")).to_be_visible()
        assert page.locator("#rule .examples.bad li").count() > 0
        assert page.locator("#rule .examples.good li").count() > 0
        page.keyboard.press("Escape")
        expect(page.locator("#rule")).to_be_hidden()


class TestChoices:
    def test_the_form_is_inferred_and_can_be_chosen(self, page: Page) -> None:
        write(page, WHOLE)
        assert "自动：" in (page.text_content("#form-auto") or "")
        page.check("[name=form][value=formal]", force=True)
        expect(page.locator("#form-why")).to_contain_text("催款通知")
        settled(page)
        formal = page.locator(".finding").count()
        page.check("[name=form][value=reminder]", force=True)
        expect(page.locator("#form-why")).to_contain_text("提醒短信")
        settled(page)
        assert page.locator(".finding").count() != formal

    def test_facts_change_the_verdict_at_once(self, page: Page) -> None:
        write(page, BAD)
        expect(card(page, "逾期天数与事实不符")).to_have_count(0)
        page.click("#facts-box summary")
        page.fill("[id='fact-overdue_days']", "3")
        expect(card(page, "逾期天数与事实不符")).to_have_count(1)
        page.fill("[id='fact-overdue_days']", "35")
        expect(card(page, "逾期天数与事实不符")).to_have_count(0)
        page.fill("[id='fact-overdue_days']", "三十五")
        expect(page.locator("#form-why.bad")).to_contain_text("“逾期天数”填得不对")

    def test_variables_on_the_phone(self, page: Page) -> None:
        write(page, "【海岬银行】${name}，您的贷款本期应还${amount}元")
        counts = []
        for length in ("shortest", "typical", "longest"):
            page.check(f"[name=length][value={length}]", force=True)
            counts.append(int(page.text_content("#phone-chars") or ""))
        assert counts == sorted(counts)
        assert counts[0] < counts[2]
        page.select_option("#platform", "tencent")
        page.wait_for_timeout(300)
        assert int(page.text_content("#phone-chars") or "") <= counts[2]

    def test_the_sum_of_the_score(self, page: Page) -> None:
        write(page, BAD)
        page.click("#sum-box summary")
        rows = page.locator("#sum td").all_text_contents()
        taken = sum(float(row.replace("−", "").replace("+ ", "-").strip()) for row in rows[1:-1])
        assert float(rows[-1].lstrip("= ")) == pytest.approx(100 - taken)

    def test_english_and_dark_are_kept(self, page: Page) -> None:
        write(page, BAD)
        page.click("#lang")
        expect(page.locator("#h-findings")).to_have_text("Findings")
        expect(page.locator("#kinds")).to_contain_text("Error")
        assert page.get_attribute("html", "lang") == "en"
        page.click("#theme")
        theme = page.get_attribute("html", "data-theme")
        page.reload()
        assert page.get_attribute("html", "lang") == "en"
        assert page.get_attribute("html", "data-theme") == theme

    def test_the_report_as_text(self, page: Page) -> None:
        write(page, BAD)
        page.click("#copy-report")
        expect(page.locator("#toast")).to_have_text("已复制")
        text = page.evaluate("navigator.clipboard.readText()")
        assert THREAT in text
        assert "依据：" in text


class TestKeys:
    def test_from_finding_to_finding_and_mended_by_keys_alone(self, page: Page) -> None:
        page.keyboard.press("Tab")
        page.focus("#draft")
        page.keyboard.insert_text(BAD)
        settled(page)
        for _ in range(30):
            page.keyboard.press("F8")
            if THREAT in (page.text_content(".finding.current") or ""):
                break
        expect(page.locator("#tip")).to_be_visible()
        assert THREAT in page.evaluate(SELECTED)
        page.keyboard.press("Escape")
        expect(page.locator("#tip")).to_be_hidden()
        page.keyboard.press("Alt+Enter")
        expect(threat(page)).to_have_count(0)

    def test_everything_is_reached_by_tab(self, page: Page) -> None:
        write(page, BAD)
        page.evaluate("document.activeElement.blur()")
        reached = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            found = page.evaluate("(one => one.id || one.name || one.className || one.tagName)(document.activeElement)")
            reached.add(found)
        assert {"tab-draft", "draft", "lang", "theme", "platform", "finding-head", "fix", "copy-report"} <= reached

    def test_tabs_by_arrows(self, page: Page) -> None:
        page.focus("#tab-draft")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#view-batch")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "tab-batch"
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#view-draft")).to_be_visible()

    def test_the_verdict_is_spoken(self, page: Page) -> None:
        write(page, BAD)
        expect(page.locator("#live")).to_contain_text("得分")


class TestPointer:
    def test_hovering_shows_why(self, page: Page) -> None:
        write(page, BAD)
        page.mouse.move(*middle(page))
        expect(page.locator("#tip")).to_be_visible()
        assert "家人" in (page.text_content("#tip") or "")
        page.mouse.move(5, 5)
        expect(page.locator("#tip")).to_be_hidden()

    def test_clicking_marks_the_card(self, page: Page) -> None:
        write(page, BAD)
        page.mouse.click(*middle(page))
        expect(page.locator(".finding.current .quote")).to_contain_text("家人")


class TestHistoryAndCompare:
    def test_versions_stay_in_the_browser(self, page: Page) -> None:
        write(page, BAD)
        page.click("#save")
        write(page, WHOLE)
        page.keyboard.press("Control+s")
        page.click("#tab-history")
        expect(page.locator("#history li")).to_have_count(2)
        page.locator("#history li").nth(1).get_by_role("button", name="打开").click()
        assert page.input_value("#draft") == BAD
        page.click("#tab-history")
        page.once("dialog", lambda dialog: dialog.accept())
        page.click("#forget")
        assert page.evaluate("localStorage.getItem('smslint.history')") == "[]"

    def test_two_versions_side_by_side(self, page: Page) -> None:
        page.click("#tab-compare")
        page.fill("#left", BAD)
        page.fill("#right", WHOLE)
        expect(page.locator(".outcome.solved")).to_contain_text(THREAT)
        assert "我们将联系您的家人" in "".join(page.locator(".diff del").all_text_contents())
        assert page.locator(".score-change .badge").count() == 2


def test_a_tap_explains(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page(360, 740, has_touch=True)
    write(page, BAD)
    page.touchscreen.tap(*middle(page))
    expect(page.locator("#tip")).to_be_visible()
    assert page.locator("#tip").bounding_box()["x"] >= 0


def test_narrow_screens_do_not_scroll_sideways(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page(360, 740)
    write(page, BAD)
    for tab in ("draft", "batch", "compare", "history"):
        page.click(f"#tab-{tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_busy_service_is_tried_again(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page()
    page.route("**/v1/lint", lambda route: route.abort())
    page.fill("#draft", BAD)
    expect(page.locator("#form-why")).to_contain_text("重试")
    page.unroute("**/v1/lint")
    settled(page)


def test_the_token_is_taken_from_the_address(browser) -> None:  # type: ignore[no-untyped-def]
    from webserver import running

    from smslint.web.settings import Settings

    with running(Settings(token="t" * 20)) as service:
        page = browser.new_page()
        page.goto(f"{service.url}/#token={'t' * 20}")
        write(page, BAD)
        assert "token" not in page.url
        page.context.close()
