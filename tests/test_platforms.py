"""What the gateways ask of templates: their packs, and how long a template becomes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smslint import Linter, cli
from smslint.document import pages
from smslint.message import build_message
from smslint.model import Draft, Report
from smslint.pack import find_pack, load_pack
from smslint.scan.fill import sizes
from smslint.segment import Segmenter
from smslint.testing import run_examples

NAMES = ("aliyun", "tencent", "huawei")
BOTH = ("len-segments", "len-over-500", "inner-brackets", "banned-symbol", "var-adjacent", "var-only",
        "optout-conflict", "optout-missing", "traditional-chars", "platform-forbids-collection")  # fmt: skip


@pytest.fixture(scope="module")
def linters() -> dict[str, Linter]:
    return {name: Linter([f"platform-{name}"]) for name in NAMES}


def rules(report: Report) -> list[str]:
    return [one.rule.id for one in report.findings]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_the_packs(name: str) -> None:
    assert run_examples(find_pack(f"platform-{name}")) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_packs_have_the_rules(name: str) -> None:
    pack = load_pack(find_pack(f"platform-{name}"))
    assert set(BOTH) <= set(pack.rules)
    assert ("var-repeat" in pack.rules) == (name == "aliyun")
    assert all(rule.category == "platform" for rule in pack.rules.values())
    assert all(one.status == "read" for rule in pack.rules.values() for one in rule.basis)


class TestSizes:
    """A template with its variables at their least, usual and greatest length."""

    @pytest.mark.parametrize(
        ("text", "longest", "parts"),
        [
            ("字" * 70, 35, (1, 1, 1)),
            ("字" * 71, 35, (2, 2, 2)),
            ("字" * 134, 35, (2, 2, 2)),
            ("字" * 135, 35, (3, 3, 3)),
            ("字" * 65 + "${name}", 35, (1, 1, 2)),
            ("字" * 68 + "${name}", 35, (1, 2, 2)),
            ("a" * 160, 35, (1, 1, 1)),
            ("a" * 161, 35, (2, 2, 2)),
            ("a" * 159 + "€", 35, (2, 2, 2)),
            ("a" * 100 + "${amount}", 35, (1, 1, 1)),
            ("a" * 100 + "${name}", 35, (1, 1, 3)),
        ],
    )
    def test_parts(self, text: str, longest: int, parts: tuple[int, int, int]) -> None:
        found = sizes(build_message(Draft(text), Segmenter()), longest)
        assert (found.least.parts, found.usual.parts, found.most.parts) == parts

    def test_a_name_that_may_be_chinese_changes_the_encoding(self) -> None:
        found = sizes(build_message(Draft("Dear ${name}, welcome"), Segmenter()), 20)
        assert [one.encoding for one in (found.least, found.usual, found.most)] == ["gsm7", "gsm7", "ucs2"]

    def test_the_message_tells_all_three(self, linters: dict[str, Linter]) -> None:
        text = "【海岬银行】${name}，" + "字" * 50 + "金额${amount}元。"
        found = [one for one in linters["aliyun"].lint(text).findings if one.rule.id == "len-segments"]
        assert "63/71/131" in found[0].message
        assert "1/2/2" in found[0].message

    def test_the_platforms_allow_different_lengths(self, linters: dict[str, Linter]) -> None:
        text = "【海岬银行】您好" + "，金额${amount}元" * 12 + "字" * 120
        over = {name: "len-over-500" in rules(linter.lint(text)) for name, linter in linters.items()}
        assert over == {"aliyun": True, "tencent": False, "huawei": False}


class TestRules:
    """What no example of a pack says by itself."""

    def test_a_signature_in_a_placeholder_is_one(self, linters: dict[str, Linter]) -> None:
        assert rules(linters["aliyun"].lint("【${sign}】您预约的业务已办妥。")) == []

    def test_placeholders_are_no_brackets_and_no_symbols(self, linters: dict[str, Linter]) -> None:
        for text in ("【海岬银行】您预约的【客户姓名】业务已办妥。", "【海岬银行】您预约的[customer_name]业务已办妥。"):
            assert not {"inner-brackets", "banned-symbol"} & set(rules(linters["huawei"].lint(text)))

    def test_every_symbol_stands_at_its_place(self, linters: dict[str, Linter]) -> None:
        text = "【海岬银行】①您预约的业务★已办妥😊，¥20。"
        found = [one.span.of(text) for one in linters["aliyun"].lint(text).findings if one.rule.id == "banned-symbol"]
        assert found == ["①", "★", "😊", "¥"]

    def test_the_right_optout_is_wrong_where_notices_hold_none(self, linters: dict[str, Linter]) -> None:
        text = "【海岬银行】张先生，您预约的业务已办妥，拒收请回复R"
        hit = {name for name in NAMES if "optout-conflict" in rules(linters[name].lint(text, form="formal"))}
        assert hit == {"aliyun"}
        assert "optout-conflict" not in rules(linters["aliyun"].lint(text, form="none"))

    def test_collection_is_told_once(self, linters: dict[str, Linter]) -> None:
        for linter in linters.values():
            report = linter.lint("【海岬银行】张先生，您的贷款已逾期，欠款850元，请还款。", form="formal")
            assert rules(report).count("platform-forbids-collection") == 1

    def test_names_in_traditional_characters_are_told(self, linters: dict[str, Linter]) -> None:
        text = "【海岬银行】鍾女士，請您留意。"
        found = [one for one in linters["huawei"].lint(text).findings if one.rule.id == "traditional-chars"]
        assert [one.span.of(text) for one in found] == ["鍾", "請"]


def test_the_platform_is_chosen_on_the_command_line_or_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shared_linters: None
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("【海岬银行】您于${a}${b}预约的业务已办妥。\n", encoding="utf-8")

    def packs(*arguments: str) -> tuple[list[str], bool]:
        cli.run(["check", "a.txt", "-f", "json", *arguments])
        run = json.loads(capsys.readouterr().out)
        found = [one["rule"] for one in run["files"][0]["records"][0]["findings"]]
        return [one["id"] for one in run["packs"]], "var-adjacent" in found

    assert packs() == (["cn-collection"], False)
    assert packs("--platform", "aliyun") == (["cn-collection", "platform-aliyun"], True)
    Path(".smslint.toml").write_text('platform = "huawei"\n', encoding="utf-8")
    assert packs() == (["cn-collection", "platform-huawei"], True)
    assert cli.run(["check", "a.txt", "--platform", "aliyum"]) == 2
    assert "did you mean 'aliyun'?" in capsys.readouterr().err


def test_a_rule_of_several_packs_has_one_page(capsys: pytest.CaptureFixture[str]) -> None:
    made = pages([load_pack(find_pack(f"platform-{name}")) for name in sorted(NAMES)])
    page = made["docs/len-segments.md"]
    assert all(f"platform-{name}" in page for name in NAMES)
    assert "| 多于 2 | 警告 |" in page
    assert cli.run(["rule", "len-segments"]) == 0
    assert capsys.readouterr().out == page


def test_a_limit_on_filled_templates_needs_the_length_of_a_variable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = find_pack("platform-aliyun")
    for one in source.glob("*.yaml"):
        text = one.read_text(encoding="utf-8").replace("    variable: 35\n", "", 1)
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    assert cli.run(["pack", "check", str(tmp_path)]) == 2
    assert "'segments-usual' needs 'variable'" in capsys.readouterr().err
