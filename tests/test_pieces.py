"""Large files in pieces: the same records at the same places as read whole, wherever the cuts fall."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smslint.errors import InputError
from smslint.sources import ReadOptions, pieces, read_bytes, types
from smslint.text import Span

PLAIN = ReadOptions()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 1)


def in_pieces(data: bytes, path: str, options: ReadOptions = PLAIN, size: int = 16) -> list[pieces.Piece] | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "SIZE", size)
        patch.setattr(pieces, "LARGE", 1)
        found = pieces.pieces(io.BytesIO(data), path, options)
        return None if found is None else list(found)


def told(source: types.Source) -> list[object]:
    """Everything about the records and errors but offsets: lines and columns of the first and last character."""
    found: list[object] = [(str(error), error.line, error.column) for error in source.errors]
    for one in source.records:
        place = one.place(Span(0, len(one.draft.text)))
        found.append((one.draft, place.of(source.text), len(place)))
    return found


def same(data: bytes, path: str, options: ReadOptions = PLAIN, size: int = 16) -> None:
    whole = read_bytes(data, path, options)
    if str(whole.errors[:1]).count("there is no draft in it"):
        return  # told by whoever has seen all pieces
    cut = in_pieces(data, path, options, size)
    assert cut is not None
    sources = [pieces.read_piece(one, path, options) for one in cut]
    parts = [one for source in sources for one in told(source)]
    assert sorted(map(str, parts)) == sorted(map(str, told(whole)))
    assert [one.draft for source in sources for one in source.records] == [one.draft for one in whole.records]
    assert {one.encoding for one in cut} <= {whole.encoding}


LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \n"])


@given(
    st.lists(st.tuples(st.sampled_from(["甲乙丙", "a", " ", "", "欠款3,256元"]), LINE_ENDS), min_size=1),
    st.integers(3, 40),
)
def test_lines(lines: list[tuple[str, str]], size: int) -> None:
    data = "".join(text + end for text, end in lines).encode()
    if data.strip():
        same(data, "a.txt", size=size)
        same(data, "a.txt", ReadOptions(paragraphs=True), size=size)


RECORDS = st.sampled_from(
    ['{"text": "甲"}', '"乙\\n丙"', "{", '{"id": 1}', '{"text": "", "id": 3}', " ", '{"text":"长长长长长长长长长"}']
)


@given(st.lists(st.tuples(RECORDS, LINE_ENDS), min_size=1), st.integers(3, 60))
def test_json_lines(lines: list[tuple[str, str]], size: int) -> None:
    data = "".join(text + end for text, end in lines).encode()
    if data.strip():
        same(data, "a.jsonl", size=size)


CELLS = st.sampled_from(["甲", "", '"乙"', '"丙,丁"', '"戊\n己"', '"庚""辛"', '壬"癸', '"子" ', "  "])


@settings(max_examples=300)
@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["\n", "\r\n", "\r"])), min_size=1), st.integers(40, 90))
def test_tables(rows: list[tuple[str, str, str]], size: int) -> None:
    same(("id,text\n" + "".join(f"{a},{b}{end}" for a, b, end in rows)).encode(), "a.csv", size=size)


@pytest.mark.parametrize("bad", ['1,"甲"x', '"1"x,乙', '1,"甲\n'])
def test_a_badly_quoted_row_costs_no_other(bad: str) -> None:
    data = f'id,text\n1,甲\n{bad}\n2,"乙"\n3,"丙"\n4,丁\n'.encode()
    for size in range(20, 60):
        same(data, "a.csv", size=size)


def test_a_quote_that_is_never_closed_swallows_no_more_than_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_LONGEST", 200)
    data = ('id,text\n1,甲\n2,"乙\n' + "3,丙\n" * 500).encode()
    cut = in_pieces(data, "a.csv", size=64)
    assert cut is not None
    sources = [pieces.read_piece(one, "a.csv", PLAIN) for one in cut]
    assert [one.draft.text for source in sources for one in source.records] == ["甲", *["丙"] * 500]
    assert [str(error) for source in sources for error in source.errors] == [
        "a.csv:3:3: a quoted cell is not closed, or text follows its closing quote"
    ]


def test_the_first_row_goes_with_every_piece_and_lines_count_on() -> None:
    data = "编号\t短信内容\r\n" + "".join(f"{n}\t短信{n}\r\n" for n in range(50))
    cut = in_pieces(data.encode("utf-8-sig"), "a.tsv", size=64)
    assert cut is not None
    assert len(cut) > 5
    assert all(one.text.startswith("编号\t短信内容\r\n") for one in cut)
    records = [one.draft for piece in cut for one in pieces.read_piece(piece, "a.tsv", PLAIN).records]
    assert [(one.id, one.text, one.line) for one in records] == [(str(n), f"短信{n}", n + 2) for n in range(50)]
    assert sum(one.size for one in cut) == len(data.encode("utf-8-sig"))
    assert {one.encoding for one in cut} == {"utf-8-sig"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.txt", "短信\n# smslint: ignore-file[ALL] 旧\n".encode()),
        ("a.txt", "短信一\n短信二\n".encode("gb18030")),
        ("a.jsonl", '"短信"\n'.encode("utf-16")),
        ("a.jsonl", '"短信"\n'.encode() + b"\xff\n"),
        ("a.jsonl", b'"\0"\n'),
        ("a.csv", "编号,金额\n1,2\n".encode()),
        ("a.csv", b'"text\n1\n'),
        ("a.yaml", "- 短信\n".encode()),
        ("a.json", '["短信"]'.encode()),
    ],
)
def test_some_files_are_needed_whole(path: str, data: bytes) -> None:
    assert in_pieces(data, path) is None


def test_small_files_are_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps("短信").encode() + b"\n"
    monkeypatch.setattr(pieces, "LARGE", len(data) + 1)
    assert pieces.pieces(io.BytesIO(data), "a.jsonl", PLAIN) is None
    monkeypatch.setattr(pieces, "LARGE", len(data))
    assert pieces.pieces(io.BytesIO(data), "a.jsonl", PLAIN) is not None


def test_errors_tell_the_line_in_the_file() -> None:
    data = '"短信"\n'.encode() * 40 + b"{]\n"
    cut = in_pieces(data, "a.jsonl", size=50)
    assert cut is not None
    (error,) = [one for piece in cut for one in pieces.read_piece(piece, "a.jsonl", PLAIN).errors]
    assert isinstance(error, InputError)
    assert str(error).startswith("a.jsonl:41:2: not valid JSON")
