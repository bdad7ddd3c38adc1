"""Properties, gettext catalogues and Markdown: drafts at the right characters, and every kind of odd file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smslint.model import Form
from smslint.sources import ReadOptions, Source, read_bytes
from smslint.text import LineIndex, Span

DRAFT = "【甲银行】您的账单已逾期，后果自负。"
FAULT = "后果自负"


def read(data: str | bytes, suffix: str, **options: object) -> Source:
    content = data.encode() if isinstance(data, str) else data
    return read_bytes(content, f"drafts{suffix}", ReadOptions(**options))  # type: ignore[arg-type]


def texts(source: Source) -> list[str]:
    return [record.draft.text for record in source.records]


def labels(source: Source) -> list[str | None]:
    return [record.draft.label for record in source.records]


def written(source: Source, words: str = FAULT) -> list[tuple[str, int, int]]:
    """What stands in the file where each draft says `words`, and at which line and column."""
    found = []
    for record in source.records:
        start = record.draft.text.index(words)
        span = record.place(Span(start, start + len(words)))
        found.append((span.of(source.text), *LineIndex(source.text).position(span.start)))
    return found


class TestProperties:
    def test_keys_separators_escapes_and_continued_lines(self) -> None:
        source = read(
            "# 注释：您的账单已逾期，后果自负\n! x\n\n"
            f"a.b={DRAFT}\n  c\\ d : {DRAFT}\r\ne 您的账单已逾期，后果\\\n\t  自负\n"
            "f=\\u60a8\\u7684\\u8d26\\u5355\\u5df2\\ud83d\\ude00\\t后\\u679c自负\\\\\n"
            f"g\\\n  h=您的账单已逾期，\\\n  {FAULT}\\\n  好",
            ".properties",
        )
        assert labels(source) == ["a.b", "c d", "e", "f", "gh"]
        assert written(source) == [
            (FAULT, 4, 18), (FAULT, 5, 23), ("后果\\\n\t  自负", 6, 11), ("后\\u679c自负", 8, 47), (FAULT, 11, 3),
        ]  # fmt: skip
        assert texts(source)[3] == "您的账单已😀\t后果自负\\"

    def test_short_values_other_keys_and_a_bad_escape(self) -> None:
        file = f"name=逾期提醒\nempty=\n=\nlast\nok={DRAFT}\nbad=您的账单\\u12x4已逾期\n"
        source = read(file, ".properties")
        assert texts(source) == [DRAFT]
        assert [str(one) for one in source.errors] == [
            "drafts.properties:6:5: bad: \\u is not followed by four hex digits"
        ]
        assert texts(read(f"a={DRAFT}1\nb={DRAFT}", ".properties", column="b")) == [DRAFT]


class TestPo:
    def test_strings_over_several_lines(self) -> None:
        source = read(
            'msgid ""\nmsgstr ""\n"Language: 中文，简体，中国大陆\\n"\n\n'
            f'# 注释\n#: a.c:1\nmsgctxt "sms"\nmsgid "overdue"\nmsgstr ""\n"您的账单\\"已逾期\\n"\n"{FAULT}"\n'
            f'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "{DRAFT}"\nmsgstr[1] "您的账单已逾期，后果"  \n  "自负"\n'
            f'#~ msgid "c"\n#~ msgstr "{DRAFT}"\nmsgid "{DRAFT}"\nmsgstr ""\nmsgid "{DRAFT}1"\nmsgstr "{DRAFT}1"\n',
            ".po",
        )
        assert source.errors == ()
        assert labels(source) == ["msgctxt=sms", "msgid=a", "msgid=a", None, None]
        assert written(source) == [
            (FAULT, 11, 2), (FAULT, 15, 25), ('后果"  \n  "自负', 16, 20), (FAULT, 20, 21), (FAULT, 23, 22),
        ]  # fmt: skip

    def test_an_odd_line_does_not_hide_the_others(self) -> None:
        source = read(f'"stray"\nmsgid "a"\nmsgstr "x\nmsgid "b"\nmsgstr "{DRAFT}"\n', ".po")
        assert texts(source) == [DRAFT]
        assert [str(one)[:15] for one in source.errors] == ["drafts.po:1:1: ", "drafts.po:3:1: "]


class TestMarkdown:
    def test_fenced_blocks(self) -> None:
        source = read(
            f"# {DRAFT}\n{DRAFT}\n\n```\n{DRAFT}\n```\n~~~ SMS id=1\n您的账单已逾期，\r\n{FAULT}\n```\n~~~~\n"
            f"1. ```text\n   您的账单已逾期\n   {FAULT}\n   ```\n> ```\n> 您的账单已逾期\n> {FAULT}\n> ```\n"
            f"```python\nx = '{DRAFT}'\n```\n```\n短\n```\n```\n您的账单已逾期，\n{FAULT}",
            ".md",
        )
        assert texts(source) == [
            DRAFT, f"您的账单已逾期，\n{FAULT}\n```", f"您的账单已逾期\n{FAULT}", f"您的账单已逾期\n{FAULT}",
            f"您的账单已逾期，\n{FAULT}",
        ]  # fmt: skip
        assert written(source) == [(FAULT, 5, 14), (FAULT, 9, 1), (FAULT, 14, 4), (FAULT, 18, 3), (FAULT, 28, 1)]

    def test_which_blocks_is_for_the_config_to_say(self) -> None:
        file = f"```\n{DRAFT}1\n```\n```python\n{DRAFT}2\n```\n"
        assert texts(read(file, ".md", fences=("python",))) == [f"{DRAFT}2"]
        assert texts(read(file, ".markdown", fences=("*",))) == [f"{DRAFT}1", f"{DRAFT}2"]
        assert texts(read(file, ".md", fences=())) == []

    def test_cells_of_tables(self) -> None:
        source = read(
            "| 模板编号 | 短信内容 | 类型 |\n|---|:-:|---|\n"
            f"| A-1 | 您\\|的账单已逾期<br/>{FAULT} | x |\n|A-2|{DRAFT}|\n|A-3|\n"
            f"\nx | text | form\n--|--|--\nB | {DRAFT} | 催款\n| | 短信 |\nC | {DRAFT} | fromal\n"
            f"\n| 说明 |\n|---|\n| {DRAFT} |\n",
            ".md",
        )
        assert texts(source) == [f"您|的账单已逾期\n{FAULT}", DRAFT, DRAFT, "短信"]
        assert labels(source) == ["模板编号=A-1", "模板编号=A-2", None, None]
        assert written(Source("", None, source.text, source.records[:3], ())) == [
            (FAULT, 3, 23), (FAULT, 4, 19), (FAULT, 9, 18),
        ]  # fmt: skip
        assert source.records[2].draft.form is Form.FORMAL
        assert [str(one)[:34] for one in source.errors] == ["drafts.md:11:5: unknown form 'froma"[:34]]
        assert texts(read(source.text, ".md", tables=False)) == []
        assert texts(read(source.text, ".md", column="说明")) == [DRAFT]


@given(st.lists(st.sampled_from([*'催款a1 =:#!|\\"`~>-\n\r\t[]', "\r\n", "```\n", "msgid ", "msgstr ", "|---|\n",
                                 "| text |\n",
                                 "您的账单已逾期后果"]), max_size=25).map("".join))  # fmt: skip
def test_nothing_crashes_and_every_character_is_in_its_place(text: str) -> None:
    for suffix in (".properties", ".po", ".md", ".yaml", ".toml", ".json"):
        source = read(text, suffix)
        for record in source.records:
            for number, char in enumerate(record.draft.text):
                spelt = record.place(Span(number, number + 1)).of(source.text)
                assert char.isspace() or char in "|\t" or spelt == char or spelt.startswith("\\")
