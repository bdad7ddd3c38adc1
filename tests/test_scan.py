"""How patterns, frames, modalities and rules interact, on packs small enough to see whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint.linter import Linter

CONCEPTS = """\
concepts:
  we: {terms: [我们, 我司], common: true}
  visit: {terms: [上门, 登门, 拜访], disguise: true}
  home: [家里, 住处]
  boss: [领导, 老板]
  court: {terms: [法院], not_in: [法院路]}
  place: {of: [home, boss]}
  number: {regex: {pattern: '第\\d+号', keywords: [号]}}
frames:
  denial:
    cues: [{terms: [不会, 无需], reach: 10}]
    not_in: [不会不]
    not_after: [以为]
    not_before: [放过]
  warning:
    cues: [{terms: [谨防], side: around, within: sentence, reach: 40}]
modalities:
  reserved: {cues: [{terms: [的权利], side: after}, {terms: [保留]}]}
  done: {cues: [{terms: [已, 已经], reach: 6}], not_before: [逾期]}
  future: {cues: [{terms: [将, 会], reach: 8}]}
"""
RULE = """\
  - id: {id}
    kind: {kind}
    category: {category}
    severity: {severity}
    title: t
    message: 写了{{match}}
    advice: a
    bad: [x]
    good: [y]
"""


def linter(tmp_path: Path, *rules: str) -> Linter:
    (tmp_path / "pack.yaml").write_text("id: mine\nversion: '1'\n", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(CONCEPTS + "rules:\n" + "".join(rules), encoding="utf-8")
    return Linter([tmp_path])


def rule(extra: str, *, name: str = "r", kind: str = "near", category: str = "legal", severity: str = "error") -> str:
    body = "".join(f"    {line}\n" for line in extra.strip().splitlines())
    return RULE.format(id=name, kind=kind, category=category, severity=severity) + body


def found(one: Linter, text: str, **options: object) -> list[str]:
    report = one.lint(text, **options)  # type: ignore[arg-type]
    return [f"{each.rule.id} {each.severity} {each.span.of(text)}" for each in report.findings]


@pytest.mark.parametrize(
    ("match", "text", "hit"),
    [
        ("{visit}", "明天上门。", "上门"),
        ("{visit}", "请看网上门店。", None),  # the edge falls inside a word
        ("{visit} {home}", "上门去你家里。", "上门去你家里"),
        ("{visit} {home}", "上门，去你家里。", None),  # another clause
        ("{visit} {home}", "上门走访核实一下到你家里。", None),  # beyond the gap
        ("{visit} ~12 {home}", "上门走访核实一下到你家里。", "上门走访核实一下到你家里"),
        ("{home} {visit}", "上门去你家里。", None),  # the other order
        ("{visit|home}", "到你家里。", "家里"),
        ("{visit}{home}", "上门家里。", "上门家里"),
        ("{visit}{home}", "上门去家里。", None),  # not side by side
        ("(去|到) {home}", "到你家里。", "家里"),  # a single character is common
        ("{place}", "找你老板。", "老板"),  # a class of classes
        ("{we} {visit}", "我们明天上门。", "上门"),  # a common word at the head is no part of the span
        ("{court}", "我在法院路等。", None),  # inside a containing phrase
        ("{court}", "人民法院受理。", "法院"),  # nested in a longer word
        ("{number}", "案第12号。", "第12号"),
        ("{number}", "12号楼。", None),  # the keyword alone
    ],
)
def test_a_pattern_matches_in_order_within_its_gap(tmp_path: Path, match: str, text: str, hit: str | None) -> None:
    one = linter(tmp_path, rule(f'match: ["{match}"]'))
    assert found(one, text) == ([f"r error {hit}"] if hit else [])


def test_a_pattern_may_reach_across_clauses(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{visit} {home}"]\nwithin: sentence'))
    assert found(one, "上门，去你家里。")
    assert not found(one, "上门。去你家里。")


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("我们将上门。", True),
        ("我们不会上门。", False),
        ("我们不会打扰，将上门。", True),  # a denial ends with its clause
        ("我们不会不上门。", True),  # a double negation
        ("别以为我们不会上门。", True),  # disbelief
        ("我们不会放过你上门。", True),  # another verb is denied
        ("谨防骗子说要上门。", False),
        ("谨防骗子。我们将上门。", True),  # a warning ends with its sentence
    ],
)
def test_a_frame_excuses_what_it_covers(tmp_path: Path, text: str, hit: bool) -> None:
    one = linter(tmp_path, rule('match: ["{visit}"]\nunless: [denial, warning]'))
    assert bool(found(one, text)) is hit


def test_a_denial_counts_in_any_clause_that_a_match_covers(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{home} {visit}"]\nwithin: sentence\nunless: [denial]'))
    assert found(one, "到你家里,我们上门。")
    assert not found(one, "到你家里,我们不会上门。")


def test_a_word_of_the_match_itself_is_no_cue(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["(不会|无需) {visit}"]\nunless: [denial]'))
    assert found(one, "我们不会上门。")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我司保留上门的权利。", None),
        ("我司已上门。", "error"),
        ("贷款已逾期将上门。", "warning"),  # 已 belongs to another verb
        ("我司将上门。", "warning"),
        ("我司上门。", "info"),  # no word tells: the default
    ],
)
def test_a_claim_is_judged_by_its_modality(tmp_path: Path, text: str, severity: str | None) -> None:
    table = "modality: {reserved: ok, done: error, future: warning, possible: info}\ndefault: possible"
    one = linter(tmp_path, rule(f'match: ["{{visit}}"]\n{table}', kind="claim"))
    assert [each.split()[1] for each in found(one, text)] == ([severity] if severity else [])


def test_facts_make_a_claim_lawful(tmp_path: Path) -> None:
    table = "modality: {done: {severity: error, ok_if: litigation.filed & litigation.case_no}}\ndefault: done"
    one = linter(tmp_path, rule(f'match: ["{{visit}}"]\n{table}', kind="claim"))
    assert found(one, "已上门。", facts={"litigation.filed": True})
    assert not found(one, "已上门。", facts={"litigation": {"filed": True, "case_no": "1"}})


def test_the_more_specific_rule_is_kept(tmp_path: Path) -> None:
    wide = rule('match: ["{visit}"]\nyields_to: [narrow]', name="wide")
    one = linter(tmp_path, wide, rule('match: ["{visit} {home}"]', name="narrow"))
    assert found(one, "上门去你家里。") == ["narrow error 上门去你家里"]
    assert found(one, "上门。") == ["wide error 上门"]


def test_a_finding_is_raised_beside_another(tmp_path: Path) -> None:
    mild = rule('match: ["{boss}"]\nescalate: {to: error, beside: [threat]}', name="mild", severity="warning")
    one = linter(tmp_path, mild, rule('match: ["{visit}"]', name="other", category="threat"))
    assert found(one, "找老板。") == ["mild warning 老板"]
    assert "mild error 老板" in found(one, "找老板，上门。")


def test_overlapping_matches_of_one_rule_are_one_finding(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{visit}", "{visit} {home}"]'))
    assert found(one, "上门去你家里，又登门。") == ["r error 上门去你家里", "r error 登门"]


def test_a_rule_may_look_only_at_some_forms(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{visit}"]\nforms: [formal]'))
    assert found(one, "上门。", form="formal")
    assert not found(one, "上门。", form="soft")


def test_a_rule_may_look_only_at_the_signature(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{court}"]\nwhere: signature'))
    assert found(one, "【某某法院】您好。") == ["r error 法院"]
    assert not found(one, "【海岬银行】请到法院。")


@pytest.mark.parametrize("text", ["上*门。", "上 门。", "上😀门。", "上\u200b门。", "shang门。"])
def test_a_disguised_word_is_found_with_all_its_characters(tmp_path: Path, text: str) -> None:
    one = linter(tmp_path, rule('match: ["{visit}"]'))
    assert found(one, text) == [f"r error {text[:-1]}"]


def test_a_pattern_may_mix_plain_and_disguised_words(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{visit} {boss}"]'))
    (finding,) = one.lint("上*门找老板。").findings
    assert finding.evidence.disguised
    assert finding.confidence < 0.9


def test_a_rewrite_replaces_the_clause_but_keeps_values(tmp_path: Path) -> None:
    one = linter(tmp_path, rule('match: ["{visit}"]\nrewrite: [请与我们联系]'))
    (finding,) = one.lint("您好，我们将上门找您，谢谢。").findings
    (edit,) = finding.fixes[0].edits
    assert edit.span.of("您好，我们将上门找您，谢谢。") == "我们将上门找您"
    text = "请还1280元否则上门。"
    (finding,) = one.lint(text).findings
    assert finding.fixes[0].edits[0].span.of(text) == "上门"


@pytest.mark.parametrize("text", ["上门家里", "上门家里老板", "不会", "上*门"])
def test_long_texts_of_repeated_words_end(tmp_path: Path, text: str) -> None:
    extra = 'match: ["{visit} {home} {boss}", "{visit} {boss}"]\nunless: [denial, warning]\nwithin: message'
    one = linter(tmp_path, rule(extra + "\nyields_to: [other]"), rule('match: ["{boss}"]', name="other"))
    assert one.lint(text * 5_000).score <= 100
