"""The linter as a library: reports, forms, facts, and laws that hold for any text."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smslint
from smslint import ConfigError, Draft, FieldKind, Form, InputError, Linter, Severity
from smslint.normalize import compact, normalize

LINTER = Linter()
GOOD = (
    "【海岬银行】张先生，您尾号1234的贷款本期应还1,280.00元，请于12月5日前通过手机银行还款，"
    "明细可在手机银行查看，如有疑问请致电95999，如已还款请忽略。"
)
BAD = "【鹿鸣小贷】再不还钱就打断你的腿。"


def test_an_ordinary_reminder_gives_nothing() -> None:
    report = LINTER.lint(GOOD)
    assert report.form is Form.REMINDER
    assert [one.rule.id for one in report.findings if one.severity is not Severity.INFO] == []
    assert report.score >= 95


def test_a_finding_is_complete_in_itself() -> None:
    finding = next(one for one in LINTER.lint(BAD, form="formal").findings if one.rule.id == "threat-violence")
    assert finding.severity == "error"
    assert finding.span.of(BAD).startswith("打断")
    assert finding.rule.basis
    assert finding.rule.advice
    assert finding.rule.title
    assert finding.score > 0


def test_a_missing_field_has_an_empty_span_inside_the_text() -> None:
    report = LINTER.lint("【海岬银行】张先生，您的贷款本期应还1280元。", form="reminder")
    missing = {one.rule.id: one.span for one in report.findings}
    assert len(missing["due-date-missing"]) == 0
    assert 0 < missing["due-date-missing"].start <= 24


def test_contributions_sum_to_what_is_missing_from_100() -> None:
    report = LINTER.lint(BAD, form="formal")
    assert sum(one.points for one in report.contributions) == pytest.approx(100 - report.score)


def test_the_form_may_be_given_or_inferred() -> None:
    assert LINTER.lint(GOOD, form=Form.FORMAL).form_given
    assert LINTER.lint(GOOD, form="formal").form is Form.FORMAL
    inferred = LINTER.lint(GOOD, form="auto")
    assert not inferred.form_given
    assert inferred.form_reason


def test_an_unknown_form_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean 'formal'"):
        LINTER.lint(GOOD, form="formel")


def test_facts_may_be_nested_or_dotted() -> None:
    nested = LINTER.lint(GOOD, facts={"litigation": {"filed": True, "case_no": "（2026）沪0115民初1号"}})
    dotted = LINTER.lint(GOOD, facts={"litigation.filed": "true", "litigation.case_no": "（2026）沪0115民初1号"})
    assert nested.draft.facts == dotted.draft.facts


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"overdue_day": 3}, "did you mean 'overdue_days'"),
        ({"litigaton": {"filed": True}}, "did you mean 'litigation'"),
        ({"litigation": True}, "unknown fact 'litigation'"),
        ({"overdue_days": "many"}, "not a number"),
        ({"due_date": "5 December"}, "not an ISO 8601 date"),
        ({"reports_credit": "perhaps"}, "neither true nor false"),
        ({"recipient_role": "friend"}, "none of"),
    ],
)
def test_a_wrong_fact_is_an_error(facts: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        LINTER.lint(GOOD, facts=facts)


def test_english_messages_are_a_switch() -> None:
    finding = Linter(lang="en").lint(BAD, form="formal").findings[0]
    assert finding.message.isascii() or "'" in finding.message
    with pytest.raises(ConfigError, match="unknown language"):
        Linter(lang="fr")


def test_many_drafts_stream_in_order() -> None:
    texts = [GOOD, BAD, ""]
    assert [one.draft.text for one in LINTER.lint_many(texts)] == texts


def test_threads_share_one_linter() -> None:
    texts = [GOOD, BAD] * 40
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(LINTER.lint, texts)) == [LINTER.lint(text) for text in texts]


def test_a_draft_keeps_where_it_stood() -> None:
    draft = Draft(GOOD, id="w1", path="a.csv", line=7, form=Form.FORMAL)
    report = LINTER.lint(draft)
    assert (report.draft.id, report.draft.line, report.form) == ("w1", 7, Form.FORMAL)


def test_importing_smslint_loads_nothing_heavy() -> None:
    code = (
        "import sys, smslint; print([m for m in ('jieba','rjieba','yaml','typer','regex','rich') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_public_name_exists() -> None:
    assert all(getattr(smslint, name) is not None for name in smslint.__all__)
    with pytest.raises(AttributeError):
        _ = smslint.nothing


PIECES = st.sampled_from(
    ["【", "】", "打断", "你的腿", "上门", "起*诉", "起 诉", "1,280.00元", "12月5日", "${name}", "{1}", "￥",
     "\u200b", "😀", "&nbsp;", "\ud800", "𠮷", "不会", "谨防", "老赖", "\r\n", "，", "。", "言斥", "qi诉",
     "95999", "後果自負", "Ａ", "①"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.one_of(PIECES, st.characters()), max_size=25).map("".join))


@given(TEXTS)
def test_any_text_gives_a_report_whose_spans_lie_in_it(text: str) -> None:
    report = LINTER.lint(text)
    for one in (*report.findings, *report.fields):
        assert 0 <= one.span.start <= one.span.end <= len(text)
    assert 0 <= report.score <= 100
    assert all(one.raw == one.span.of(text) for one in report.fields)


@given(TEXTS)
def test_every_content_finding_folds_to_what_the_rule_matched(text: str) -> None:
    for one in LINTER.lint(text).findings:
        matched = one.evidence.matched
        if matched and one.rule.category not in ("required", "disguise") and max(matched) < "\ue000":
            normal = normalize(one.span.of(text))
            squeezed = compact(normal)
            assert matched in (normal.text, squeezed.text if squeezed else normal.text)


@given(TEXTS, st.integers(0, 3))
def test_linting_is_a_pure_function(text: str, again: int) -> None:
    first = LINTER.lint(text)
    assert all(LINTER.lint(text) == first for _ in range(again))


@given(TEXTS)
def test_edits_never_touch_a_variable(text: str) -> None:
    variables = LINTER.inspect(text)[0].hits.message.variables
    for one in LINTER.lint(text).findings:
        for fix in one.fixes:
            for edit in fix.edits:
                assert not any(variable.span.overlaps(edit.span) for variable in variables)


def test_field_kinds_are_those_of_the_json() -> None:
    assert {str(kind) for kind in FieldKind} >= {"signature", "recipient", "amount", "due_date", "channel", "hotline"}
