"""Files -> drafts: formats, positions, encodings, and every kind of bad input."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.model import Form
from smslint.sources import ReadOptions, Source, expand, read_bytes, read_path
from smslint.text import LineIndex

DRAFT = "【某某银行】张先生，您的账单已逾期，请尽快还款。"
LONG = "请您于十月五日前通过手机银行还款。"


def read(data: str | bytes, suffix: str = ".txt", **options: object) -> Source:
    content = data.encode() if isinstance(data, str) else data
    return read_bytes(content, f"drafts{suffix}", ReadOptions(**options))  # type: ignore[arg-type]


def texts(source: Source) -> list[str]:
    return [record.draft.text for record in source.records]


def errors(source: Source) -> list[str]:
    return [str(error) for error in source.errors]


def places(source: Source) -> list[tuple[int, int]]:
    index = LineIndex(source.text)
    return [index.position(record.origin[0]) for record in source.records]


class TestText:
    def test_one_draft_a_line_as_it_stands(self) -> None:
        source = read(f"{DRAFT}\r\n\r\n  {LONG} \n\u3000\nx\ry")
        assert texts(source) == [DRAFT, f"  {LONG} ", "x", "y"]
        assert [record.draft.line for record in source.records] == [1, 3, 5, 6]
        assert source.errors == ()

    def test_only_line_ends_end_a_line(self) -> None:
        assert texts(read("a\u2028b\x0bc\x85d\n")) == ["a\u2028b\x0bc\x85d"]

    def test_paragraphs(self) -> None:
        source = read("一\r\n二\r\n\r\n \n三\n四", paragraphs=True)
        assert texts(source) == ["一\r\n二", "三\n四"]
        assert places(source) == [(1, 1), (5, 1)]

    def test_form_and_facts_of_the_options(self) -> None:
        source = read(DRAFT, form=Form.SOFT, facts={"agency": "某公司"})
        assert (source.records[0].draft.form, source.records[0].draft.facts) == (Form.SOFT, {"agency": "某公司"})

    def test_a_line_of_a_megabyte(self) -> None:
        source = read("催" * 350_000 + "\n" + DRAFT)
        assert [len(text) for text in texts(source)] == [350_000, len(DRAFT)]


class TestTable:
    @pytest.mark.parametrize("name", ["text", "Content", "短信内容", "模板内容", " 内容 ", "message", "短信"])
    def test_usual_names_are_found(self, name: str) -> None:
        assert texts(read(f"n,{name}\n1,{DRAFT}\n", ".csv")) == [DRAFT]

    def test_named_column(self) -> None:
        assert texts(read(f"text,老文案\nx,{DRAFT}\n", ".csv", column="老文案")) == [DRAFT]

    def test_quotes_commas_line_ends_and_places(self) -> None:
        source = read('id,text\r\nA-1,"他说""快还""，\r\n否则…"\r\n,\r\nA-2,好\r\n', ".csv")
        assert texts(source) == ['他说"快还"，\r\n否则…', "好"]
        assert [record.draft.id for record in source.records] == ["A-1", "A-2"]
        assert places(source) == [(2, 6), (5, 5)]
        first = source.records[0]
        assert [source.text[first.origin[at]] for at in range(4)] == ["他", "说", '"', "快"]
        assert source.text[first.origin[len(first.draft.text)] :].startswith('"\r\n')

    def test_semicolons_and_tabs(self) -> None:
        assert texts(read(f"id;text\n1;{DRAFT},a\n", ".csv")) == [f"{DRAFT},a"]
        assert texts(read(f"id\ttext\n1\t{DRAFT},a\n", ".tsv")) == [f"{DRAFT},a"]

    def test_form_and_facts_columns(self) -> None:
        head = "text,form,facts,litigation.filed,facts.overdue_days\n"
        source = read(head + 'a,催款通知,"{""agency"": ""乙""}",是,35\nb,auto,,,\n', ".csv", form=Form.SOFT)
        first, second = (record.draft for record in source.records)
        assert (first.form, first.facts) == (
            Form.FORMAL, {"agency": "乙", "litigation.filed": True, "overdue_days": 35},
        )  # fmt: skip
        assert (second.form, second.facts) == (Form.SOFT, {})

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("a,fromal,,", "drafts.csv:2: unknown form 'fromal' (did you mean 'formal'?); one of"),
            ("a,,{x,", "drafts.csv:2: the cell of column 'facts' is not JSON"),
            ('a,,"{""agencie"": 1}",', "drafts.csv:2: unknown fact 'agencie' (did you mean 'agency'?)"),
            ("a,,,soon", "drafts.csv:2: fact 'overdue_days': 'soon' is not a number"),
            (" ,formal,,", "drafts.csv:2:1: the draft is empty"),
            ('"a,,,', "drafts.csv:2:1: a quoted cell is not closed"),
        ],
    )
    def test_a_bad_row_does_not_hide_the_others(self, row: str, message: str) -> None:
        source = read(f'text,form,facts,overdue_days\n{row}\n"好",,,\n', ".csv")
        assert [error[: len(message)] for error in errors(source)] == [message]
        assert texts(source) == ["好"]

    def test_too_few_cells(self) -> None:
        assert errors(read("id,text\n1\n2,a\n", ".csv")) == ["drafts.csv:2:1: the row has too few cells: no text"]

    def test_no_such_column(self) -> None:
        assert errors(read("id,文字\n1,a\n", ".csv")) == [
            "drafts.csv:1: no column with the text (such as text, content, 短信内容); there is id, 文字; "
            "name one with --column"
        ]
        assert errors(read("id,contents\n1,a\n", ".csv", column="content")) == [
            "drafts.csv:1: no column 'content' (did you mean 'contents'?); there is id, contents"
        ]


class TestJson:
    def test_records_and_bare_strings(self) -> None:
        lines = [{"id": 7, "text": "甲", "form": "soft", "facts": {"litigation": {"filed": True}}}, "乙"]
        source = read("\n\n".join(json.dumps(one, ensure_ascii=False) for one in lines), ".jsonl")
        first, second = (record.draft for record in source.records)
        assert (first.id, first.text, first.form, first.facts) == ("7", "甲", Form.SOFT, {"litigation.filed": True})
        assert (second.id, second.text, second.line, second.pointer) == (None, "乙", 3, None)

    def test_a_bad_line_does_not_hide_the_others(self) -> None:
        lines = ['{"text": "甲"}', '{"text": "乙",}', '{"txt": "丙"}', "[1]", '{"text": 5}', '{"text": " "}', '"丁"']
        source = read("\n".join(lines), ".jsonl")
        assert texts(source) == ["甲", "丁"]
        assert [error.split(":", 1)[1][:13] for error in errors(source)] == [
            "2:14: not val", "3:1: no key w", "4:1: a record", "5:10: 'text' ", "6:10: the dra",
        ]  # fmt: skip

    @pytest.mark.parametrize("bad", ['{"text": ' + "[" * 100_000, "1" * 5000, "{\x01}", '{"text": "\\x"}'])
    def test_bad_json_is_an_error(self, bad: str) -> None:
        source = read(f'{bad}\n"甲"', ".jsonl")
        assert (texts(source), len(source.errors)) == (["甲"], 1)

    @pytest.mark.parametrize("depth", range(900, 1000, 3))
    def test_nesting_near_the_limit_never_crashes(self, depth: int) -> None:
        source = read('{"x": ' + "[" * depth + "]" * depth + ', "text": "甲"}', ".jsonl")
        assert len(source.records) + len(source.errors) == 1

    def test_unknown_form_and_fact(self) -> None:
        lines = ['{"text": "甲", "form": "x"}', '{"text": "甲", "facts": {"a": 1}}', '{"text": "甲", "facts": 1}']
        assert [error.split(": ")[1] for error in errors(read("\n".join(lines), ".jsonl"))] == [
            "unknown form 'x'; one of reminder, soft, formal, none, auto",
            "unknown fact 'a'",
            "'facts' must be an object, not int",
        ]

    def test_a_document(self) -> None:
        source = read('[\n  {"text": "甲"},\n  {"id": "b", "短信内容": "乙"}\n]', ".json")
        assert [(record.draft.id, record.draft.line, record.draft.pointer) for record in source.records] == [
            (None, 2, "$[0].text"), ("b", 3, "$[1].短信内容"),
        ]  # fmt: skip
        assert texts(read('{"text": "甲"}', ".json")) == ["甲"]
        assert errors(read('[{"text": "甲"}', ".json")) == ["drafts.json:1:15: not valid JSON: Expecting ',' delimiter"]

    def test_origin_through_escapes(self) -> None:
        source = read('{"a": {"b": [1, "}"]}, "text": "\\u8fd8\\n\\ud83d\\ude00款\\"", "text2": "x"}', ".jsonl")
        (record,) = source.records
        assert record.draft.text == '还\n😀款"'
        assert [source.text[at : at + 2] for at in record.origin] == ["\\u", "\\n", "\\u", "款\\", '\\"', '",']

    @given(st.text(st.characters(exclude_characters="\r\n"), min_size=1), st.booleans())
    def test_every_character_is_found_in_the_file(self, text: str, escaped: bool) -> None:
        written = json.dumps({"text": f"催{text}"}, ensure_ascii=escaped)
        if "\0" in written or any("\ud800" <= char <= "\udfff" for char in written):
            return
        source = read(written, ".jsonl")
        (record,) = source.records
        spelt = [source.text[start:end] for start, end in itertools.pairwise(record.origin)]
        assert "".join(json.loads(f'"{one}"') for one in spelt) == f"催{text}"


@given(st.lists(st.text(st.sampled_from('催款,"\n\r;a '), min_size=1).filter(str.strip), min_size=1))
def test_csv_cells_round_trip_with_places(cells: list[str]) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    source = read("text,n\n" + "".join(f"{cell},1\n" for cell in quoted), ".csv")
    assert texts(source) == cells
    for record in source.records:
        assert "".join(source.text[at] for at in record.origin[: len(record.draft.text)]) == record.draft.text


class TestEncoding:
    @pytest.mark.parametrize(
        ("codec", "mark", "name"),
        [
            ("utf-8", b"", "utf-8"),
            ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
            ("gb18030", b"", "gb18030"),
            ("utf-16-le", b"\xff\xfe", "utf-16-le"),
            ("utf-16-be", b"\xfe\xff", "utf-16-be"),
            ("utf-16-le", b"", "utf-16-le"),
            ("utf-16-be", b"", "utf-16-be"),
        ],
    )
    def test_known_encodings(self, codec: str, mark: bytes, name: str) -> None:
        source = read(mark + f"{DRAFT}\n{LONG}👍\n".encode(codec))
        assert (source.encoding, texts(source)) == (name, [DRAFT, f"{LONG}👍"])

    def test_traditional_text_in_gb18030(self) -> None:
        text = "親愛的客戶，您的貸款已經逾期，請於月底前處理繳費，詳情請洽客服專線。"
        assert texts(read(text.encode("gb18030"))) == [text]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "drafts.txt: binary file (it holds NUL bytes)"),
            (f"{DRAFT}\n{LONG}\n".encode()[:-2], "drafts.txt:2:17: not valid UTF-8: byte 0xe3 at offset "),
            (DRAFT.encode() + b"\xff" + LONG.encode(), "drafts.txt:1:25: not valid UTF-8: byte 0xff at offset 72"),
            ("Müller Straße für Größe".encode("latin-1"), "drafts.txt: unknown encoding"),
            ("您好，貴戶本期水費已逾期，若再逾期將終止供水。".encode("big5"), "drafts.txt: unknown encoding"),
            (b"\xff\xfe\x00", "drafts.txt: not valid UTF-16-LE from byte 0 on"),
            (b"\xff\xfea\0\0\0", "drafts.txt: binary file"),
            ("a".encode("utf-32"), "drafts.txt: UTF-32 is not supported"),
            (b"", "drafts.txt: there is no draft in it"),
            (b"\n \n", "drafts.txt: there is no draft in it"),
        ],
    )
    def test_anything_else_is_an_error(self, data: bytes, message: str) -> None:
        source = read(data)
        assert (source.records, [error[: len(message)] for error in errors(source)]) == ((), [message])

    @given(st.binary())
    def test_no_bytes_crash_a_reader(self, data: bytes) -> None:
        for suffix in (".txt", ".csv", ".tsv", ".jsonl", ".json"):
            read(data, suffix)


class TestFiles:
    def test_missing_unreadable_and_unknown(self, tmp_path: Path) -> None:
        (tmp_path / "a.docx").write_bytes(b"PK")
        expected = {"b.txt": "No such file", ".": "Is a directory", "a.docx": "type '.docx'", "\0": "null byte"}
        for path, message in expected.items():
            (error,) = read_path(str(tmp_path / path), ReadOptions()).errors
            assert message in str(error)

    def test_a_name_without_suffix_is_text(self, tmp_path: Path) -> None:
        (tmp_path / "drafts").write_text(DRAFT, encoding="utf-8")
        assert texts(read_path(str(tmp_path / "drafts"), ReadOptions())) == [DRAFT]

    def test_folders_are_walked(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a.csv", "c.md", ".hidden.txt", "package.json", "sub/d.JSONL", ".git/e.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        found = list(expand([str(tmp_path / "b.txt"), str(tmp_path), str(tmp_path / "sub/../a.csv")]))
        assert [Path(path).relative_to(tmp_path).as_posix() for path in found] == [
            "b.txt", "a.csv", "c.md", "package.json", "sub/d.JSONL",
        ]  # fmt: skip
