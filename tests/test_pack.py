"""Packs are read strictly: every fault is an error that points into the YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint.errors import PackError
from smslint.linter import Linter
from smslint.model import Form, Severity
from smslint.pack import find_pack, load_pack
from smslint.pack.types import CHECKS, Claim, Verdict
from smslint.scan.checks import CHECKS as CHECK_FUNCTIONS

HEAD = "id: mine\nversion: '1'\n"
RULE = """\
concepts:
  visit: [上门, 登门]
frames:
  denial:
    cues:
      - terms: [不会]
rules:
  - id: my-visit
    kind: forbid
    category: legal
    severity: error
    title: 上门
    message: 写了{match}
    advice: 删去
    match: ["{visit}"]
    unless: [denial]
    bad: ["我们将«上门»"]
    good: ["我们不会上门"]
"""


def write_pack(folder: Path, head: str = HEAD, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def failure(folder: Path) -> PackError:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value


def test_a_sound_pack_loads_and_judges(tmp_path: Path) -> None:
    linter = Linter([write_pack(tmp_path / "p", rules=RULE)])
    (finding,) = linter.lint("我们将上门。").findings
    assert (finding.rule.id, finding.span.of("我们将上门。"), finding.message) == ("my-visit", "上门", "写了上门")
    assert linter.lint("我们不会上门。").findings == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("severity: error", "sevrity: error", 11, "unknown key 'sevrity' (did you mean 'severity'?)"),
        ("severity: error", "severity: eror", 11, "unknown severity 'eror' (did you mean 'error'?)"),
        ("{visit}", "{vist}", 15, "unknown concept 'vist' (did you mean 'visit'?)"),
        ("unless: [denial]", "unless: [denail]", 8, "unknown frame 'denail' (did you mean 'denial'?)"),
        ("kind: forbid", "kind: forbit", 9, "unknown kind 'forbit' (did you mean 'forbid'?)"),
        ("category: legal", "category: leagal", 10, "unknown category 'leagal' (did you mean 'legal'?)"),
        ("[上门, 登门]", "[上门, 上门]", 2, "duplicate term '上门'"),
        ("[上门, 登门]", "[上门, '\u200b']", 2, "can never match"),
        ("[上门, 登门]", "{terms: [上门], not_in: [上门]}", 2, "can never match"),
        ("[上门, 登门]", "{terms: [上门], not_in: [网店]}", 2, "can never apply"),
        ("[上门, 登门]", "{of: [visit]}", 2, "contains itself"),
        ("    good: [\"我们不会上门\"]\n", "", 8, "no 'good'"),
        ("match: [\"{visit}\"]", "match: [\"{visit} {visit}\"]", 15, "use kind 'near'"),
        ("match: [\"{visit}\"]", "match: [\"{visit} ~99 了\"]", 15, "more than 40"),
        ("match: [\"{visit}\"]", "match: [\"{visit\"]", 15, "cannot read"),
        ("id: my-visit", "id: my-visit\n    id: twice", 9, "duplicate key 'id'"),
        ("terms: [不会]", "terms: 不会\n        sid: before", 7, "unknown key of a cue group 'sid'"),
    ],
)  # fmt: skip
def test_a_fault_points_at_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in RULE
    error = failure(write_pack(tmp_path / "p", rules=RULE.replace(old, new)))
    assert message in error.message
    assert error.line == line
    assert error.path.endswith("rules.yaml")
    assert error.column


def test_an_error_names_file_line_and_column(tmp_path: Path) -> None:
    error = failure(write_pack(tmp_path / "p", rules=RULE.replace("severity", "sevrity")))
    assert str(error).endswith("rules.yaml:11:5: unknown key 'sevrity' (did you mean 'severity'?)")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules: [", "not valid YAML"),
        ("a: &a [x]\nb: &b [*a, *a]\nconcepts: {x: *b}", "aliases are not allowed"),
        ("", "empty"),
        ("concepts: 3", "expected a mapping"),
        ("concpts: {}", "unknown section 'concpts' (did you mean 'concepts'?)"),
        ("concepts: {x: {regex: {pattern: '(', keywords: [a]}}}", "not a valid regular expression"),
        ("concepts: {x: {regex: {pattern: 'a*', keywords: [a]}}}", "matches the empty text"),
        ("concepts: {x: {regex: {pattern: 'a+'}}}", "'keywords' or 'digits'"),
        ("basis: {X: {instrument: 法}}", "'status'"),
    ],
)
def test_a_broken_file_is_one_clear_error(tmp_path: Path, text: str, message: str) -> None:
    assert message in failure(write_pack(tmp_path / "p", other=text)).message


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "aliases" in failure(write_pack(tmp_path / "p", bomb="\n".join(lines))).message


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p")
    (folder / "rules.yaml").write_bytes("concepts: {x: [上门]}".encode("gb18030"))
    assert "not valid YAML" in failure(folder).message


def test_a_pattern_that_backtracks_for_ever_is_cut_off(tmp_path: Path) -> None:
    concept = "{regex: {pattern: '(a|a|b?)+$c', keywords: [aaa]}}"
    linter = Linter([write_pack(tmp_path / "p", rules=RULE.replace("[上门, 登门]", concept).replace("上门", "a"))])
    assert linter.lint("a" * 5000 + "!").findings == ()


def test_a_pack_extends_and_overrides_another(tmp_path: Path) -> None:
    write_pack(tmp_path / "base", rules=RULE)
    head = "id: mine\nversion: '1'\nextends: [../base]\noverrides:\n  my-visit: warning\n"
    words = "concepts:\n  visit: {terms: [走一趟], extend: true}\n"
    linter = Linter([write_pack(tmp_path / "p", head, concepts=words)])
    (finding,) = linter.lint("我们将去走一趟。").findings
    assert finding.severity is Severity.WARNING


def test_an_override_can_switch_a_rule_off(tmp_path: Path) -> None:
    write_pack(tmp_path / "base", rules=RULE)
    head = "id: mine\nversion: '1'\nextends: [../base]\noverrides: {my-visit: off}\n"
    assert Linter([write_pack(tmp_path / "p", head)]).lint("我们将上门。").findings == ()


def test_an_override_of_an_unknown_rule_is_an_error(tmp_path: Path) -> None:
    write_pack(tmp_path / "base", rules=RULE)
    head = "id: mine\nversion: '1'\nextends: [../base]\noverrides: {my-vist: off}\n"
    assert "did you mean 'my-visit'" in failure(write_pack(tmp_path / "p", head)).message


def test_packs_that_extend_each_other_are_an_error(tmp_path: Path) -> None:
    write_pack(tmp_path / "a", "id: a\nversion: '1'\nextends: [../b]\n")
    assert "extends itself" in failure(write_pack(tmp_path / "b", "id: b\nversion: '1'\nextends: [../a]\n")).message


def test_an_unknown_pack_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(PackError, match="did you mean 'cn-collection'"):
        find_pack("cn-colection")


def test_every_named_check_has_its_function() -> None:
    assert set(CHECKS) == set(CHECK_FUNCTIONS)


@pytest.mark.parametrize(("form", "facts", "severity"), [
    (Form.FORMAL, {}, None),
    (Form.SOFT, {}, Severity.WARNING),
    (Form.NONE, {}, Severity.ERROR),
    (Form.SOFT, {"litigation.filed": True}, Severity.WARNING),
    (Form.SOFT, {"litigation.filed": True, "litigation.case_no": "x"}, None),
])  # fmt: skip
def test_a_claim_is_judged_by_form_and_facts(
    tmp_path: Path, form: Form, facts: dict[str, object], severity: Severity | None
) -> None:
    table = "{severity: error, formal: ok, soft: warning, ok_if: litigation.filed & litigation.case_no}"
    text = RULE.replace("kind: forbid", f"kind: claim\n    modality: {{future: {table}}}")
    rule = load_pack(write_pack(tmp_path / "p", rules=text)).rules["my-visit"]
    assert isinstance(rule.spec, Claim)
    verdict = rule.spec.table["future"]
    assert isinstance(verdict, Verdict)
    assert verdict.judge(form, facts) is severity


def test_the_shipped_packs_satisfy_the_published_schema() -> None:
    import yaml
    from jsonschema import Draft202012Validator

    from smslint.datafiles import data_dir
    from smslint.pack.jsonschema import pack_schema

    validator = Draft202012Validator(pack_schema())
    for path in data_dir("rules").glob("*/*.yaml"):
        # A YAML reader takes `off` for false; the schema allows both.
        errors = list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert not errors, f"{path.name}: {errors[0].message}"


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    import yaml
    from jsonschema import Draft202012Validator

    from smslint.pack.jsonschema import pack_schema

    validator = Draft202012Validator(pack_schema())
    assert validator.is_valid(yaml.safe_load(RULE))
    for old, new in (("severity: error", "sevrity: error"), ("kind: forbid", "kind: forbit"), ("unless", "unles")):
        assert not validator.is_valid(yaml.safe_load(RULE.replace(old, new)))


def test_a_pack_may_bring_its_own_words(tmp_path: Path) -> None:
    linter = Linter([write_pack(tmp_path / "p", rules="words: [小鹿上]\n" + RULE)])
    segmenter = linter.inspect("您好")[0].hits.message.segmenter
    assert segmenter.cut("请用小鹿上门店") == ["请", "用", "小鹿上", "门店"]
