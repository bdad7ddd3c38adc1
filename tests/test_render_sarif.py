"""SARIF: the places in the file, the hashes of lines as CodeQL has them, and Microsoft's own validator."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_run import ESCAPED, PLAIN, VISIT, found, report, whole_run, whole_view

from smslint.model import FileReport, RunReport
from smslint.render import RENDERERS, FileText, View
from smslint.render.linehash import line_hashes
from smslint.render.place import rooted, uri

VALIDATOR = shutil.which("sarif-multitool")
REQUIRED = os.environ.get("SMSLINT_REQUIRE_SARIF") == "1"  # in CI a missing validator is a failure
TEXTS = {"sms/模板 目录/a,b%.txt": PLAIN, "sms/t.json": ESCAPED}


def log(run: RunReport | None = None, view: View | None = None) -> Any:
    (one,) = json.loads(RENDERERS["sarif"](run or whole_run(), view or whole_view()))["runs"]
    return one


@pytest.mark.skipif(VALIDATOR is None and not REQUIRED, reason="npm's @microsoft/sarif-multitool is not installed")
@pytest.mark.parametrize("run", [whole_run(), RunReport("0.1.0", (), ())], ids=["whole", "empty"])
def test_the_validator_of_microsoft_has_no_objection(run: RunReport, tmp_path: Path) -> None:
    assert VALIDATOR
    (tmp_path / "report.sarif").write_text(RENDERERS["sarif"](run, whole_view()), encoding="utf-8")
    # Its launcher goes through a shell, so that the semicolon needs quotes of its own.
    command = [VALIDATOR, "validate", "--rule-kind", "'Sarif;Ghas'", "--output", "told.sarif", "report.sarif"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "told.sarif").read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    assert [one for one in told if one.get("level") == "error"] == []


def cut(text: str, region: dict[str, int]) -> str:
    """The characters of a file in a region with code-point columns."""
    starts = [0, *(one.end() for one in re.finditer("\r\n|\r|\n", text))]
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return text[start : starts[region["endLine"] - 1] + region["endColumn"] - 1]


class TestPlaces:
    def test_are_those_of_the_file(self) -> None:
        seen = []
        for one in log()["results"]:
            place = one["locations"][0]["physicalLocation"]
            text = TEXTS.get(unquote(place["artifactLocation"]["uri"]))
            if text:
                seen.append(cut(text, place["region"]))
        assert seen == ["后果自负", "上门", "上门", "", "先生\\n\\u540e果"]

    def test_fixes_and_related_places_too(self) -> None:
        first, *_ = log()["results"]
        fixes = [one["artifactChanges"][0]["replacements"] for one in first["fixes"]]
        cuts = [[cut(PLAIN, one["deletedRegion"]) for one in each] for each in fixes]
        assert cuts == [["后果自负"], ["【甲】", "上门"]]
        assert [one.get("insertedContent", {}).get("text") for one in fixes[0]] == ["按合同计收罚息"]
        (related,) = first["relatedLocations"]
        assert cut(PLAIN, related["physicalLocation"]["region"]) == "上门"
        assert first["message"]["text"].endswith(f"]({related['id']})")

    def test_a_cell_of_a_workbook_is_a_row(self) -> None:
        (one, *_) = [each for each in log()["results"] if "book" in json.dumps(each)]
        location = one["locations"][0]
        assert location["logicalLocations"] == [{"fullyQualifiedName": "Sheet1!B5"}]
        assert location["physicalLocation"]["region"] == {
            "startLine": 5, "startColumn": 4, "endLine": 5, "endColumn": 8, "snippet": {"text": "后果自负"},
        }  # fmt: skip

    def test_no_fix_where_the_file_spells_the_draft_its_own_way(self) -> None:
        (one,) = [each for each in log()["results"] if "t.json" in json.dumps(each)]
        assert "fixes" not in one


class TestLog:
    def test_says_its_column_unit_and_nothing_of_this_machine(self) -> None:
        assert log()["columnKind"] == "unicodeCodePoints"
        assert "/repo" not in json.dumps(log())

    def test_rules_come_with_help(self) -> None:
        rules = log()["tool"]["driver"]["rules"]
        for one in rules:
            assert {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"} <= set(one)
            assert one["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert [one["helpUri"] for one in rules if "helpUri" in one] == [
            "https://rules.example/threat-vague-consequence"
        ]
        for one in log()["results"]:
            assert rules[one["ruleIndex"]]["id"] == one["ruleId"]

    def test_tells_what_could_not_be_read(self) -> None:
        (invocation,) = log()["invocations"]
        assert not invocation["executionSuccessful"]
        (told,) = invocation["toolExecutionNotifications"]
        assert told["message"]["text"].startswith("not valid JSON")

    def test_brackets_of_a_draft_are_no_links(self) -> None:
        message = log()["results"][2]["message"]["text"]
        assert r"\[a](1) {1}" in message

    def test_of_too_many_findings_the_worst(self) -> None:
        text = "一" * 13_000 + "上门"
        infos = [found(text, "一")] * 25_000
        one = report(text, *infos, found(text, "上门", VISIT), line=1)
        run = RunReport("0", (), (FileReport("a.txt", None, (one,)),))
        results = log(run, View())["results"]
        assert len(results) == 25_000
        assert results[-1]["ruleId"] == "visit-claim"


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "seen", "written"),
        [
            ("a.txt", "sms/a.txt", "sms/a.txt"),
            ("./x/../a.txt", "sms/a.txt", "sms/a.txt"),
            ("../中 文#?%.txt", "中 文#?%.txt", "%E4%B8%AD%20%E6%96%87%23%3F%25.txt"),
            ("/repo/b:c.txt", "b:c.txt", "b%3Ac.txt"),
            ("/repository/a.txt", "/repository/a.txt", "file:///repository/a.txt"),
            ("../../a.txt", "/a.txt", "file:///a.txt"),
            ("<stdin>", "<stdin>", "%3Cstdin%3E"),
            ("bad\udcff.txt", "sms/bad\udcff.txt", "sms/bad%FF.txt"),
        ],
    )
    def test_start_at_the_root(self, path: str, seen: str, written: str) -> None:
        assert rooted(path, whole_view()) == seen
        assert uri(seen) == written


def rolling(text: str) -> dict[int, str]:
    """The algorithm as CodeQL's action has it, character by character."""
    modulus, size = 1 << 64, 100
    first = pow(37, size, modulus)
    window, lines, counts, out = [0] * size, [-1] * size, {}, {}  # type: ignore[var-annotated]
    state = {"hash": 0, "index": 0, "line": 0, "start": True, "cr": False}

    def output() -> None:
        value = f"{state['hash']:x}"
        counts[value] = counts.get(value, 0) + 1
        out[lines[state["index"]]] = f"{value}:{counts[value]}"
        lines[state["index"]] = -1

    def update(unit: int) -> None:
        begin = window[state["index"]]
        window[state["index"]] = unit
        state["hash"] = (37 * state["hash"] + unit - first * begin) % modulus
        state["index"] = (state["index"] + 1) % size

    def process(unit: int) -> None:
        if unit in (9, 32) or (state["cr"] and unit == 10):
            state["cr"] = False
            return
        state["cr"] = unit == 13
        unit = 10 if unit == 13 else unit
        if lines[state["index"]] != -1:
            output()
        if state["start"]:
            state["start"] = False
            state["line"] += 1
            lines[state["index"]] = state["line"]
        state["start"] = unit == 10
        update(unit)

    data = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(data), 2):
        process(data[at] | data[at + 1] << 8)
    process(65535)
    for _ in range(size):
        if lines[state["index"]] != -1:
            output()
        update(0)
    return out


class TestLineHashes:
    def test_known_values(self) -> None:
        assert line_hashes("", {1}) == {1: "c129715d7a2bc9a3:1"}
        assert line_hashes(" a\nb\n  \t\tc\n d", {1, 2, 3, 4}) == {
            1: "271789c17abda88f:1", 2: "54703d4cd895b18:1", 3: "180aee12dab6264:1", 4: "a23a3dc5e078b07b:1",
        }  # fmt: skip

    @given(st.text(st.sampled_from("a好𠮷\u010a\u0a00 \t\r\n"), max_size=400))
    def test_are_those_of_codeql(self, text: str) -> None:
        expected = rolling(text)
        assert line_hashes(text, set(expected)) == expected

    def test_equal_lines_are_counted(self) -> None:
        hashes = line_hashes("x\n" * 300, {1, 2, 150})
        assert hashes[1].split(":")[0] == hashes[150].split(":")[0]
        assert hashes[150].endswith(":150")

    def test_count_the_byte_order_mark(self) -> None:
        one = report("上门", found("上门", "上门", VISIT), line=1)
        view = View(files={"a.txt": FileText("上门\n", (range(3),))})
        run = RunReport("0", (), (FileReport("a.txt", "utf-8-sig", (one,)),))
        prints = log(run, view)["results"][0]["partialFingerprints"]
        assert prints["primaryLocationLineHash"] == rolling("\ufeff上门\n")[1]
        assert re.fullmatch("[0-9a-f]{16}:1", prints["smslintFingerprint/v1"])
