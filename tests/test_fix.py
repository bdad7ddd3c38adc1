"""Fixes in the files: at the right characters, spelled as the file spells, and done once for all."""

from __future__ import annotations

import codecs
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smslint import Linter, cli
from smslint.mend import Plan, mend
from smslint.mend.edited import Edited
from smslint.mend.tidy import tidy
from smslint.model import Draft, Edit
from smslint.template import find_variables
from smslint.text import Span

BAD = "【海岬银行】【海岬银行】张先生，您尾号１２３４的贷款本\u200b期应还３，２５６．８０元，请于１２月５日前还款。"
GOOD = "【海岬银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前还款。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_linters: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def tidied(text: str) -> str:
    return Edited.of(text).apply(tidy(text, find_variables(text))).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BAD, GOOD),
        ("[海岬银行]您好", "【海岬银行】您好"),
        ("［海岬银行］您好", "【海岬银行】您好"),
        ("【海岬消金]您好", "【海岬消金】您好"),
        ("【海岬银行】您好【海岬银行】", "【海岬银行】您好"),
        ("【海岬银行】您好 【海岬银行】\n", "【海岬银行】您好\n"),
        ("ＡＰＰ还款，０．５％", "APP还款，0.5％"),
        ("您尾号１２３４，５００元", "您尾号1234，500元"),
        ("本金１２，３４５．６７元", "本金12,345.67元"),
        ("张\ufeff先\u00ad生\x00", "张先生"),
    ],
)
def test_what_is_put_right(before: str, after: str) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "[还款提醒]您好",
        "[银行名称]您好",
        "【海岬银行】【还款提醒】您好",
        "【${sign}】【${sign}】您好",
        "尊敬的｛ｎａｍｅ｝先生，请于ＸＸ月ＸＸ日前还款",
        "👨\u200d👩\u200d👧 全家福",
        "第一行\n第二行\t",
        "“引号”……——《书名》",
        "您尾号1234，500元",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert tidied(text) == text


@given(st.text(alphabet="【】[]海岬银行１2Ａb\u200b，．,. \n$｛{x}｝Ｘ👨", max_size=30))
@settings(max_examples=200, deadline=None)
def test_tidying_ends_and_keeps_variables(text: str) -> None:
    once = tidied(tidied(tidied(text)))
    assert tidied(once) == once or len(tidied(once)) < len(once)
    kept = tidied(text)
    assert all(one.span.of(text) in kept for one in find_variables(text))


_WANTED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.text("XY", max_size=2)), max_size=4)


@given(st.text(alphabet="abc", max_size=8), _WANTED)
def test_edits_of_edits_are_edits_of_the_source(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edited = Edited.of(text)
    for start, length, new in wanted:
        start = min(start, len(edited.text))
        edited = edited.apply([Edit(Span(start, min(start + length, len(edited.text))), new)])
    assert Edited.of(text).apply(edited.edits()).text == edited.text


FILES = {  # Ⓦ is the draft, Ⓔ the same in escapes, Ⓐ its first characters and Ⓑ the rest
    "a.txt": "# 说明\r\nⓌ\r\n",
    "a.csv": 'id;text\n1;"Ⓦ""是"";"\n',
    "a.json": '{"a": ["Ⓔ"]}',
    "b.json": '["Ⓦ\\"\\/"]',
    "a.jsonl": '{"text":"Ⓦ"}\n{"text":"无"}\n',
    "a.yaml": "a: Ⓦ # 甲\nb: 'Ⓦit''s'\nc: \"Ⓔ\"\n",
    "b.yaml": "a: >-\n  Ⓐ\n  Ⓑ\n",
    "c.yaml": "a: &x Ⓦ\nb: *x\n",
    "a.toml": 'a = """\nⓌ"""\nb = \'Ⓦ\'\n',
    "a.properties": "a=Ⓔ\n",
    "a.po": 'msgid "a"\nmsgstr ""\n"Ⓐ"\n"Ⓑ"\n',
    "a.md": "| 内容 |\n|---|\n| Ⓦ\\|x |\n\n> ```\n> Ⓦ\n> ```\n",
}


def filled(name: str, text: str, cut: int) -> str:
    """The content of a file with `text` in it, where it takes two lines cut at `cut`."""
    said = {"Ⓦ": text, "Ⓔ": json.dumps(text)[1:-1], "Ⓐ": text[:cut], "Ⓑ": text[cut:]}
    return "".join(said.get(char, char) for char in FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_every_format_keeps_its_spelling(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = filled(name, BAD, 18), filled(name, GOOD, 12)
    (folder / name).write_bytes(before.encode())
    assert cli.run(["fix", name]) == 0
    said = (folder / name).read_bytes().decode()
    assert said == after
    assert "left as they are" not in capsys.readouterr().err
    assert cli.run(["fix", name]) == 0
    assert (folder / name).read_bytes().decode() == said
    assert capsys.readouterr().out == ""


_ENCODINGS = [("gb18030", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE),
              ("utf-16-be", codecs.BOM_UTF16_BE)]  # fmt: skip


@pytest.mark.parametrize(("encoding", "mark"), _ENCODINGS)
def test_the_encoding_and_the_line_ends_stay(encoding: str, mark: bytes, folder: Path) -> None:
    lines = "这一行没有问题。\r\n{}\r平安是福，万事如意！\n"
    (folder / "a.txt").write_bytes(mark + lines.format(BAD).encode(encoding))
    assert cli.run(["fix", "a.txt"]) == 0
    assert (folder / "a.txt").read_bytes() == mark + lines.format(GOOD).encode(encoding)


def test_a_diff_shows_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = f"甲\n{BAD}\n乙"
    (folder / "a.txt").write_text(content, encoding="utf-8")
    assert cli.run(["fix", "a.txt", "--diff"]) == 1
    diff = capsys.readouterr().out
    assert (folder / "a.txt").read_text(encoding="utf-8") == content
    subprocess.run(["git", "apply", "-"], input=diff.encode(), check=True, cwd=folder)
    assert (folder / "a.txt").read_text(encoding="utf-8") == content.replace(BAD, GOOD)
    assert cli.run(["fix", "a.txt", "--diff"]) == 0
    assert capsys.readouterr().out == ""


def test_one_broken_file_hides_no_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.json").write_text('["模板内容', encoding="utf-8")
    (folder / "b.txt").write_text(BAD, encoding="utf-8")
    assert cli.run(["fix", "."]) == 2
    assert "a.json:1" in capsys.readouterr().err
    assert (folder / "b.txt").read_text(encoding="utf-8") == GOOD


def test_standard_input_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["fix", "-"]) == 2
    assert "files or folders" in capsys.readouterr().err


TEMPLATES = [
    "【海岬银行】${name}，您的贷款已逾期，请于${date}前还款${amount}元，否则后果自负。",
    "【海岬银行】张先生，您的贷款已逾期，再不还款就上门找你家人，让你身败名裂。",
    "【鹿鸣小贷】{1}，你这老赖，欠款{2}元今天必须还，不然起*诉！！！",
    "【海岬银行】尊敬的客户，账单明细见t.cn/A6xbZk9e，本期应还1280元，微信cy_6688。",
    "[海岬银行]张先生，贷款１２８０元请处理，回电13900217765。",
    "您的欠款即将移交法务部，冻结名下银行卡，列入失信名单，后果严重。",
]


@pytest.mark.parametrize("text", TEMPLATES)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing_and_no_error_is_new(text: str, unsafe: bool, linter: Linter) -> None:
    plan = Plan(linter, unsafe=unsafe)
    once = Edited.of(text).apply(mend(Draft(text), plan)).text
    assert mend(Draft(once), plan) == ()
    before, after = ([one.rule.id for one in linter.lint(each).findings if one.severity == "error"]
                     for each in (text, once))  # fmt: skip
    assert not set(after) - set(before)
    assert len(after) <= len(before)
    assert [one.span.of(once) for one in find_variables(once)] == [one.span.of(text) for one in find_variables(text)]


class TestUnsafe:
    """`--unsafe`: the wording that rules propose."""

    def test_rewords_in_the_file(self, folder: Path) -> None:
        text = f"a: '{TEMPLATES[0]}'  # 甲\n"
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        assert cli.run(["fix", "a.yaml"]) == 0
        assert (folder / "a.yaml").read_text(encoding="utf-8") == text
        assert cli.run(["fix", "a.yaml", "--unsafe", "--select", "threat-vague-consequence"]) == 0
        said = (folder / "a.yaml").read_text(encoding="utf-8")
        assert "后果自负" not in said
        assert said.startswith("a: '【海岬银行】${name}，")
        assert said.endswith("'  # 甲\n")

    def test_leaves_what_somebody_judged(self, folder: Path) -> None:
        text = f"a: '{TEMPLATES[0]}'  # smslint: ignore[ALL] 已审\n"
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        assert cli.run(["fix", "a.yaml", "--unsafe"]) == 0
        assert (folder / "a.yaml").read_text(encoding="utf-8") == text


def test_a_fix_that_would_bring_a_new_error_is_left_out() -> None:
    class Strict(Linter):
        """Finds an error in every text without a hidden character."""

        def lint(self, draft, *, form=None, facts=None):  # type: ignore[no-untyped-def]
            text = "【海岬银行】你这老赖" if "\u200b" not in draft.text else "【海岬银行】您好"
            return super().lint(Draft(text), form="formal", facts=facts)

    text = "Ａ\u200b座"
    assert Edited.of(text).apply(mend(Draft(text), Plan(Strict()))).text == "A\u200b座"


def test_a_workbook_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append([BAD])
    book.save(folder / "a.xlsx")
    before = (folder / "a.xlsx").read_bytes()
    assert cli.run(["fix", "a.xlsx"]) == 0
    assert "workbooks are not edited" in capsys.readouterr().err
    assert (folder / "a.xlsx").read_bytes() == before
