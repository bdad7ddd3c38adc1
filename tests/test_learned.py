"""What was learned: the tables, what they say of a sentence, and how the rules and they settle it."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint import Linter
from smslint.datafiles import data_dir
from smslint.errors import ConfigError, PackError
from smslint.learned import (
    ALIKE,
    ALIKE_ELSEWHERE,
    NAMED,
    UNLIKE,
    Likeness,
    Naming,
    Regression,
    form_weights,
    grams,
    read_likeness,
    wording,
    write_likeness,
)
from smslint.learned.form import FORMS
from smslint.learned.table import Rows, read_table, write_table
from smslint.model import Form, Severity
from smslint.store import Deferred

_SHIPPED = data_dir("rules") / "cn-collection"


def test_features_are_characters_and_pairs_with_every_digit_the_same() -> None:
    assert grams("欠19元") == {"欠", "0", "元", "欠0", "00", "0元"}
    assert grams("") == set()


def test_whose_name_it_is_makes_no_difference() -> None:
    assert grams("【甲行】王小明先生,您好") == grams("【甲行】李先生,您好")
    assert grams("【甲行】尊敬的王先生") == grams("【甲行】尊敬的赵钱孙先生")


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("我们不会上门", {"¬会", "¬上", "¬门", "¬会上", "¬上门"}),
        ("没找你,找他", {"¬找", "¬你", "¬找你"}),  # to the end of the clause
        ("别少了1,200元", {"¬少", "¬了", "¬0", "¬,", "¬元", "¬少了", "¬了0", "¬0,", "¬,0", "¬00", "¬0元"}),
        ("不还就上门", set()),  # what is not done is no denial of what follows
        ("不但上门", set()),
        ("没还", set()),
    ],
)
def test_what_stands_behind_a_denial_is_marked(text: str, denied: set[str]) -> None:
    assert wording(text) - grams(text) == denied


_FEATURES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)


@given(st.dictionaries(_FEATURES, st.dictionaries(st.sampled_from(["fault", "visit-claim"]), st.integers(-9, 9))))
def test_a_table_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[str, dict[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("tables") / "one.tsv"
    write_table(path, {"bias": "-1.5"}, rows.items())
    assert read_table(path) == ({"bias": "-1.5"}, sorted(rows.items()))


@pytest.mark.parametrize("line", ["上门\tfault", "上门\tfault=much", "\\x\tfault=1", "# bias"])
def test_a_line_that_is_none_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wording.tsv"
    path.write_text(f"# bias\t-2\n欠\tfault=0.1\n{line}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"wording\.tsv:3:1: not a line"):
        read_table(path)


_NAMING = Naming(
    {"soft-violence": -3.0, "litigation-claim": -3.0},
    Rows.made({"门口": {"soft-violence": 5.0}, "告": {"litigation-claim": 5.0}, "in:门口": {"litigation-claim": -4.0}}),
)
_LIKENESS = Likeness(
    Regression(-4.0, {"门口": 3.0, "堵": 3.0, "告": 3.0, "告你": 3.0, "您好": -3.0}),
    Regression(0.0, {"客服": -2.0}),
    {Form.REMINDER: Regression(-1.0, {"告": -2.0})},
    Regression(1.0, {"告": -4.0}),
    Deferred(_NAMING),
    {},
)


@pytest.mark.parametrize(("text", "alike"), [("堵你门口", True), ("告你", True), ("您好", False)])
def test_a_sentence_is_weighed(text: str, alike: bool) -> None:
    chances = _LIKENESS.chances(grams(text))
    assert (chances.fault >= ALIKE, chances.fault < UNLIKE) == (alike, not alike)


def test_what_stands_around_a_sentence_weighs_too() -> None:
    alone = _LIKENESS.chances(grams("堵你门口")).fault
    pull = _LIKENESS.around.pull(grams("客服"))
    assert _LIKENESS.chances(grams("堵你门口"), around=pull).fault < alone


def test_a_word_may_weigh_otherwise_in_another_form() -> None:
    demand, reminder = (_LIKENESS.chances(grams("告你"), [(1.0, form)]).fault for form in (Form.FORMAL, Form.REMINDER))
    unsure = _LIKENESS.chances(grams("告你"), [(0.5, Form.FORMAL), (0.5, Form.REMINDER)]).fault
    assert reminder < unsure < demand
    assert _LIKENESS.chances(grams("告你"), [(1.0, Form.NONE)]).fault == demand  # nothing else was learned of it


def test_each_clause_has_its_rule() -> None:
    sentence = "堵你门口,告你"
    first, second = _NAMING.chances([grams("堵你门口"), grams("告你")], grams(sentence))
    assert first["soft-violence"] > NAMED > first["litigation-claim"]
    assert second["litigation-claim"] < _NAMING.chances([grams("告你")], grams("告你"))[0]["litigation-claim"]


def test_a_likeness_is_the_same_once_stored() -> None:
    whole = _loaded(_SHIPPED)
    assert pickle.loads(pickle.dumps(whole)) == whole
    empty = dataclasses.replace(_LIKENESS, naming=Deferred(Naming({}, Rows({}))))
    assert pickle.loads(pickle.dumps(empty)) == empty


_PACK = """
rules:
  - id: visit
    kind: forbid
    category: threat
    severity: error
    confidence: 0.9
    title: {zh: 上门, en: visit}
    message: {zh: "“{match}”", en: "'{match}'"}
    advice: {zh: 删去, en: remove}
    basis: []
    match: ["{come}"]
    rewrite: [""]
    bad: ["【甲行】我们«上门»"]
    good: ["【甲行】我们来电"]
  - id: tell
    kind: forbid
    category: third-party
    severity: error
    confidence: 0.9
    title: {zh: 告知他人, en: tell}
    message: {zh: "“{match}”", en: "'{match}'"}
    advice: {zh: 删去, en: remove}
    basis: []
    match: ["{others}"]
    rewrite: [""]
    bad: ["【甲行】告诉«邻居»"]
    good: ["【甲行】我们来电"]
concepts:
  come: [上门]
  others: [邻居]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one rule, and what it learned: to mistrust its word beside 您好, and a wording that it lacks."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "pack.yaml").write_text("id: small\nversion: '1'\n", encoding="utf-8")
    (folder / "rules.yaml").write_text(_PACK, encoding="utf-8")
    fault = Regression(-1.2, {"堵": 3.2, "堵门": 4.0, "您好": -4.0, "走动": 6.0})
    grave = Regression(2.0, {"走动": -6.0, "顺路": -6.0})
    naming = Naming(
        {"visit": -5.0, "tell": -5.0}, {"堵": {"visit": 6.0}, "走动": {"visit": 3.0}, "全村": {"tell": 6.0}}
    )
    write_likeness(folder, Likeness(fault, Regression(0.0, {}), {}, grave, Deferred(naming), {}))
    return folder


def test_a_sentence_that_no_pattern_foresees_is_found(pack: Path) -> None:
    (finding,) = Linter([pack]).lint("今天,我们来堵门吧。您好。", form="formal").findings
    assert (finding.rule.id, finding.severity) == ("visit", Severity.ERROR)
    assert finding.evidence.matched == "我们来堵门吧"
    assert finding.evidence.fired[0].startswith("likeness 1.00: 堵")


@pytest.mark.parametrize("text", ["改天我们的人来走动走动", "我们的人顺路上门"])
def test_what_is_like_the_milder_wording_is_a_warning(pack: Path, text: str) -> None:
    """Whether the likeness sees it alone or a rule calls it an error."""
    (finding,) = Linter([pack]).lint(text, form="formal").findings
    assert (finding.rule.id, finding.severity) == ("visit", Severity.WARNING)


def test_a_sentence_too_short_to_tell_is_left_to_the_rules(pack: Path) -> None:
    assert Linter([pack]).lint("堵门", form="formal").findings == ()


def test_a_message_of_no_form_must_be_very_like(pack: Path) -> None:
    linter = Linter([pack])
    assert ALIKE_ELSEWHERE > ALIKE
    text = "我们的人明天来堵你家"
    chances = Likeness.chances(_loaded(pack), grams(text))
    assert ALIKE < chances.error < ALIKE_ELSEWHERE
    assert linter.lint(text, form="formal").findings
    assert linter.lint(text, form="none").findings == ()


def _loaded(pack: Path) -> Likeness:
    likeness = read_likeness(pack)
    assert likeness is not None
    return likeness


def test_two_clauses_break_two_rules(pack: Path) -> None:
    findings = Linter([pack]).lint("明天来堵门,让全村的人看看。", form="formal").findings
    assert [(one.rule.id, one.evidence.matched) for one in findings] == [
        ("visit", "明天来堵门"),
        ("tell", "让全村的人看看"),
    ]


def test_a_rule_gives_way_to_one_that_fits_better(pack: Path) -> None:
    linter = Linter([pack])
    (finding,) = linter.lint("明天来堵邻居家的门,堵门。", form="formal").findings
    assert finding.rule.id == "visit"
    _, _, faults = linter.inspect("明天来堵邻居家的门,堵门。", form="formal")
    excused = next(one for one in faults if one.rule.id == "tell")
    assert excused.evidence.excuses[-1].name == "rather visit"


def test_a_word_in_a_sentence_unlike_any_unlawful_one_is_excused(pack: Path) -> None:
    linter = Linter([pack])
    assert linter.lint("我们上门", form="formal").findings
    assert linter.lint("您好我们上门", form="formal").findings == ()
    _, _, faults = linter.inspect("您好我们上门", form="formal")
    assert faults[0].evidence.excuses[-1].name == "unlike unlawful wording"
    assert linter.lint("您好,我们堵着上门", form="formal").findings  # the clause by itself is like one


def test_without_a_table_the_rules_speak_alone(pack: Path) -> None:
    (pack / "wording.tsv").unlink()
    linter = Linter([pack])
    assert linter.lint("您好,我们上门", form="formal").findings
    assert linter.lint("我们的人明天来堵门口", form="formal").findings == ()


def test_a_pack_that_extends_another_has_its_table(pack: Path, tmp_path: Path) -> None:
    child = tmp_path / "child"
    child.mkdir()
    (child / "pack.yaml").write_text("id: child\nversion: '1'\nextends: ['../small']\n", encoding="utf-8")
    assert Linter([child]).lint("我们的人明天来堵门口", form="formal").findings


def test_a_table_with_a_bad_line_is_a_fault_of_the_pack(pack: Path) -> None:
    (pack / "wording.tsv").write_text("# bias fault\t0\n堵\tfault\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"wording\.tsv:2:1"):
        Linter([pack])
    (pack / "wording.tsv").write_text("# bias fault\t0\n堵\tfault=1\n", encoding="utf-8")
    with pytest.raises(PackError, match="not the biases"):
        Linter([pack])


def test_a_naming_with_a_bad_head_is_a_fault_of_the_pack(pack: Path) -> None:
    (pack / "naming.tsv").write_text("# bias visit\tmuch\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"naming\.tsv:1:1: a bias is no number"):
        Linter([pack])
    (pack / "naming.tsv").write_text("# bias visit\t0\n堵\ttell=1\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"naming\.tsv:1:1: no bias of tell"):
        Linter([pack])
    (pack / "naming.tsv").unlink()
    with pytest.raises(PackError, match=r"no naming\.tsv"):
        Linter([pack])


def test_the_shipped_tables_were_learned_from_the_shipped_corpus() -> None:
    for sources in (_loaded(_SHIPPED).sources, form_weights().sources):
        assert sources
        for name, digest in sources.items():
            path = data_dir("corpus") / name.removeprefix("from ")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, f"{name}: learn anew"
            assert "test" not in path.name


def test_every_feature_of_the_form_weighs_on_every_form() -> None:
    weights = form_weights()
    assert len(weights.scores(weights.known(["逾期"]))) == len(FORMS)
    late = dict(zip(FORMS, weights.weights["逾期"], strict=True))
    assert max(late, key=late.__getitem__) in ("soft", "formal")


def test_learning_again_from_a_few_messages(pack: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from smslint.evaluate import read_corpus
    from smslint.learn import learn_form, learn_likeness

    corpus = tmp_path / "few.jsonl"
    lines = [
        f'{{"id": "{n}", "form": "{form}", "text": "{text}", "expect": [{expect}]}}'
        for n, (form, text, expect) in enumerate(_few())
    ]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    linter, messages = Linter([pack]), list(read_corpus([corpus]))
    likeness, agreement = learn_likeness(linter, messages, {"from few.jsonl": "0"})
    assert likeness.chances(grams("明天堵你家门")).error > 0.5 > likeness.chances(grams("请按时还款")).error
    (chances,) = likeness.naming.value.chances([grams("堵门")], grams("堵门"))
    assert max(chances, key=chances.__getitem__) == "visit"
    assert (agreement.unlawful, agreement.sentences) == (22, 46)  # the rule's own examples among them
    with pytest.raises(ConfigError, match="every form"):
        learn_form(linter, messages[:20], {})
    form = learn_form(linter, messages, {})
    assert form.weights["堵"][FORMS.index("formal")] > form.weights["堵"][FORMS.index("none")]


def _few() -> list[tuple[str, str, str]]:
    bad = '{"rule": "visit", "quote": "堵", "severity": "error"}'
    others = ("none", "reminder", "soft")
    return [("formal", f"{day}日堵你门", bad) for day in range(20)] + [
        (others[day % 3], f"请于{day}日还款", "") for day in range(20)
    ]
