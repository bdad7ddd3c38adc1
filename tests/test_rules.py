"""The shipped packs: their own examples, their pages, and what they find in messages that they were not tuned on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from smslint import Linter
from smslint.corpus_page import corpus_page
from smslint.datafiles import data_dir
from smslint.document import cite, pages
from smslint.evaluate import Evaluation, evaluate, read_corpus
from smslint.model import Form, Severity
from smslint.pack import load_pack
from smslint.pack.types import Claim, Content
from smslint.testing import run_examples

RULES, CORPUS = data_dir("rules"), data_dir("corpus")
PACKS = {head.parent.name: load_pack(head.parent) for head in sorted(RULES.glob("*/pack.yaml"))}
# Real messages, for measuring only; they are not part of the project.
REAL = Path(__file__).parents[2] / "shared" / "data"
NEEDS_REAL = pytest.mark.skipif(not REAL.is_dir(), reason="the real messages are not on this machine")


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_proves_itself_on_its_own_examples(name: str) -> None:
    failures = [str(one) for one in run_examples(PACKS[name])]
    if find_spec("chinese_calendar") is None:  # the examples of public holidays need the calendar
        failures = [one for one in failures if not one.endswith("pip install 'smslint[holidays]'")]
    assert failures == []


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_has_a_basis_that_may_be_cited(name: str) -> None:
    for rule in PACKS[name].rules.values():
        assert rule.basis, rule.id
        assert all(cite(one) for one in rule.basis)


@pytest.mark.parametrize("name", PACKS)
def test_every_content_rule_offers_a_way_to_say_it(name: str) -> None:
    for rule in PACKS[name].rules.values():
        content = rule.spec.content if isinstance(rule.spec, Claim) else rule.spec
        if not isinstance(content, Content) or rule.category in ("platform", "cadence"):
            continue
        assert rule.rewrites or content.where == "signature", rule.id  # only the sender knows its name


HEAD = "【海岬银行】张先生，依据《借款合同》，您尾号1234的贷款应还1,280.00元，请于12月5日前通过手机银行偿还"


def test_no_wording_that_a_rule_offers_breaks_any_rule() -> None:
    linter = Linter([PACKS["cn-collection"]])
    for rule in PACKS["cn-collection"].rules.values():
        for rewrite in rule.rewrites:
            text = f"{HEAD}，{rewrite.text['zh']}，详询95999。"
            bad = [one for one in linter.lint(text, form="formal").findings if one.rule.category not in ("required",)]
            assert not [one.rule.id for one in bad if one.severity is not Severity.INFO], (rule.id, text)


def test_the_pages_are_those_of_the_packs(request: pytest.FixtureRequest) -> None:
    wanted = {f"rules/{name}": text for name, text in pages(list(PACKS.values())).items()}
    wanted["corpus/README.md"] = corpus_page(CORPUS)
    root = RULES.parent
    if request.config.getoption("--update-golden"):
        for old in (root / "rules" / "docs").glob("*.md"):
            old.unlink()
        for name, text in wanted.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, encoding="utf-8", newline="\n")
    for name, text in wanted.items():
        assert (root / name).read_text(encoding="utf-8") == text, f"{name}: run pytest --update-golden"
    shipped = {f"rules/docs/{path.name}" for path in (root / "rules" / "docs").glob("*.md")}
    assert shipped == {name for name in wanted if name.startswith("rules/docs/")}


def rows() -> Iterator[dict[str, object]]:
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def test_the_corpus_is_sound() -> None:
    found = list(rows())
    assert len(found) >= 1200
    assert len({row["id"] for row in found}) == len(found)
    assert len({row["text"] for row in found}) == len(found)
    known = {rule for pack in PACKS.values() for rule in pack.rules}
    for row in found:
        text = str(row["text"])
        Form(str(row["form"]))
        for one in row["expect"]:  # type: ignore[attr-defined]
            assert one["rule"] in known
            assert text[one["start"] : one["end"]] == one["quote"]
        for spots in row["fields"].values():  # type: ignore[attr-defined]
            assert all(text[one["start"] : one["end"]] == one["quote"] for one in spots)


def test_the_halves_of_a_pair_are_in_one_file() -> None:
    for path in CORPUS.glob("*.jsonl"):
        ids = {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()}
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["pair"] in (None, *ids)


@pytest.fixture(scope="module")
def held_out() -> Evaluation:
    return evaluate(Linter([PACKS["cn-collection"]]), read_corpus([CORPUS / "test.jsonl"]))


def test_the_form_is_inferred(held_out: Evaluation) -> None:
    assert held_out.form_accuracy >= 0.95


@NEEDS_REAL
def test_real_messages_that_are_no_demands_stay_silent() -> None:
    linter = Linter([PACKS["cn-collection"]])
    texts = (REAL / "real_sms.txt").read_text(encoding="utf-8").splitlines()
    errors = warnings = 0
    for report in linter.lint_many(texts):
        found = {one.severity for one in report.findings if one.rule.category != "required"}
        errors += Severity.ERROR in found
        warnings += Severity.WARNING in found
    assert errors <= len(texts) / 1000
    assert warnings <= len(texts) / 200


@NEEDS_REAL
def test_labelled_real_messages_are_right() -> None:
    result = evaluate(Linter([PACKS["cn-collection"]]), read_corpus([REAL / "real_collection.jsonl"]))
    tally = list(result.rules.values())
    right = sum(one.right for one in tally)
    assert right / (right + sum(one.false + one.missed for one in tally)) >= 0.95
