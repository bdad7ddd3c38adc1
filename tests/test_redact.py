"""Redaction: nothing personal in any report, every offset as before, fingerprints as before."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_run import VISIT, found, report

from smslint.linter import Linter
from smslint.model import Edit, FileReport, Finding, Fix, Report, RunReport, Suppressed
from smslint.redact import mask_text, redact
from smslint.render import RENDERERS, View
from smslint.render.fingerprint import fingerprint
from smslint.text import Span

SECRETS = {
    "【海岬银行】尊敬的张伟先生，您尾号1234的卡应还2,713.45元，请于12月5日前还款，详询400-666-1234。张伟，请还款": (
        "张伟", "1234", "2,713.45", "400-666",
    ),
    "【海岬银行】李小姐，您欠款人民币伍仟元整，请转入6222021234567890123（户名：王小明），联系人赵六13812345678": (
        "李", "伍仟", "6222021234567890123", "王小明", "赵六", "13812345678",
    ),
    "【海岬银行】欧阳明先生，本金1000元、利息50元，合计1100元，身份证11010119900307123X，请转告您父亲李建国": (
        "欧阳明", "1000", "1100", "11010119900307", "123X", "李建国",
    ),
    "【甲】您好，一三八一二三四五六七八，１３８１２３４５６７８，1 3 8-1234-5678，⑨⑤⑤⑧⑧①②③，138\u200b1234\u200b5678": (
        "一三八", "１３８", "1 3 8", "⑨⑤⑤", "1234",
    ),
    "王五的家属你好，王五欠钱不还，住朝阳区幸福小区3号楼5单元": ("王五", "幸福小区"),
}  # fmt: skip
HARMLESS = (
    "【海岬银行】尊敬的客户，您的账单已出，请于2026年12月5日前还款，我行不会上门",
    "【甲】${name}，您应还{amount}元，请于2026-12-05前还款，如有疑问请致电{1}",
    "逾期35天，3天内联系方式如下，请联系客户经理或方律师团队，通知单位和家人",
)


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def run_of(*reports: Report) -> RunReport:
    return RunReport("0.1.0", (), (FileReport("a.txt", "utf-8", reports),))


def all_findings(report: Report) -> Iterator[Finding]:
    yield from report.findings
    yield from (one.finding for one in report.suppressed)


@pytest.mark.parametrize("text", SECRETS)
def test_no_report_tells_a_secret(text: str, linter: Linter) -> None:
    before = run_of(linter.lint(text))
    after = redact(before)
    for name in RENDERERS:
        written = RENDERERS[name](after, View())
        for secret in SECRETS[text]:
            assert secret not in written, name


@pytest.mark.parametrize("text", [*SECRETS, *HARMLESS])
def test_offsets_and_fingerprints_stay(text: str, linter: Linter) -> None:
    before = linter.lint(text)
    once = redact(run_of(before))
    (after,) = once.reports
    assert len(after.draft.text) == len(text)
    assert [one.span for one in after.fields] == [one.span for one in before.fields]
    assert [one.raw for one in after.fields] == [one.span.of(after.draft.text) for one in after.fields]
    for old, new in zip(all_findings(before), all_findings(after), strict=True):
        assert new.span == old.span
        assert fingerprint(new, after.draft.text) == fingerprint(old, text)
    assert redact(once) == once


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_personal_stays(text: str, linter: Linter) -> None:
    (after,) = redact(run_of(linter.lint(text))).reports
    assert after.draft.text == text


def test_secrets_of_the_text_are_masked_in_messages_too() -> None:
    text = "本金1000元，利息50元，张伟先生，合计1100元"
    finding = found(text, "1100元", VISIT, "分项合计1050.00元，不是1100.00元；1000和50；张伟应还1100")
    (after,) = redact(run_of(report(text, finding, line=1))).reports
    assert after.findings[0].message == "分项合计*******元，不是*******元；****和**；**应还****"


def test_fixes_that_put_in_something_personal_go() -> None:
    text = "致电１３８１２３４５６７８，上门"
    width = Fix("半角", (Edit(Span(2, 13), "13812345678"),), safe=True)
    other = Fix("删去", (Edit(Span(14, 16), ""),))
    (after,) = redact(run_of(report(text, found(text, "上门", fixes=(width, other)), line=1))).reports
    assert [one.label for one in after.findings[0].fixes] == ["删去"]


def test_ids_errors_and_reasons_of_suppressions() -> None:
    judged = Suppressed(found("上门", "上门"), "张伟先生13812345678同意")
    one = report("上门", suppressed=(judged,), line=1, id="13812345678", facts={"principal": 1})
    file = FileReport("2026123101.txt", None, (one,), ("2026123101.txt:3:1: 13812345678",))
    after = redact(RunReport("0", (), (file,)))
    written = json.dumps(json.loads(RENDERERS["json"](after, View())), ensure_ascii=False)
    assert "13812345678" not in written
    assert "张伟" not in written
    assert after.files[0].errors == ("2026123101.txt:3:1: ***********",)
    assert not after.reports[0].draft.facts


@pytest.mark.parametrize("kept", ["20261", "2026-12-05", "12月5日", "第3条", "RMB", "100字", "3号楼", "先生/女士"])
def test_words_that_are_kept(kept: str) -> None:
    assert mask_text(kept) == kept


@given(st.text(st.sampled_from("张伟先生的13８一①元,. *-x\u200b¥户名：\n20261205")))
def test_masking_keeps_the_length_and_every_other_character(text: str) -> None:
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))


@pytest.mark.parametrize("piece", ["1 ", "张", "1,", "20", "元,", "2026-12-05", "138****1234", "一", "张先", "欧阳"])
def test_long_texts_take_no_longer_than_long(piece: str) -> None:
    started = time.perf_counter()
    redact(run_of(report(piece * 50_000, line=1)))
    assert time.perf_counter() - started < 5
