"""Strings in YAML, JSON and TOML: every character found in the file, whatever quotes, folds or escapes it."""

from __future__ import annotations

import json
import tomllib

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from smslint.errors import ConfigError
from smslint.model import Form
from smslint.sources import ReadOptions, Record, Source, read_bytes
from smslint.text import LineIndex, Span
from smslint.trees import (
    Branch,
    Leaf,
    Node,
    TreeError,
    json_tree,
    parse_pointer,
    select,
    strings,
    toml_tree,
    yaml_trees,
)

DRAFT = "【甲银行】您的账单已逾期，后果自负。"
FAULT = "后果自负"


def read(data: str | bytes, suffix: str, **options: object) -> Source:
    content = data.encode() if isinstance(data, str) else data
    return read_bytes(content, f"drafts{suffix}", ReadOptions(**options))  # type: ignore[arg-type]


def texts(source: Source) -> list[str]:
    return [record.draft.text for record in source.records]


def written(source: Source, record: Record, words: str = FAULT) -> str:
    """What stands in the file where the draft says `words`."""
    start = record.draft.text.index(words)
    return record.place(Span(start, start + len(words))).of(source.text)


def place(source: Source, record: Record, words: str = FAULT) -> tuple[int, int]:
    start = record.draft.text.index(words)
    return LineIndex(source.text).position(record.origin[start])


@pytest.mark.parametrize(
    ("suffix", "file", "spelt", "where"),
    [
        (".yaml", f"a:\n  - content: {DRAFT}\n", FAULT, (2, 27)),
        (".yaml", f"a: '甲''乙' \nb: '您的账单''已''逾期，\n  {FAULT}。'\n", FAULT, (3, 3)),
        (".yaml", f'x: "您的账单\\t已\\u903e期，\\\n   {FAULT}。"\n', FAULT, (2, 4)),
        (".yaml", 'x: "您的账单已逾期，后\\u679c\\u81EA负。"\n', "后\\u679c\\u81EA负", (1, 13)),
        (".yaml", 'x: "您的账单已逾期，后果\n\n  自负。"\n', None, (1, 13)),
        (".yaml", f"x: >-\n  您的账单已逾期，\n  请还款。\n\n   {FAULT}\n", FAULT, (5, 4)),
        (".yaml", f"x: |2+ # c\n    您的账单已逾期，\n\n  {FAULT}\n\nz: 1\n", FAULT, (4, 3)),
        (".yml", f"x: &a !!str 您的账单已逾期\n  {FAULT}  # c\ny: *a\n", FAULT, (2, 3)),
        (".yaml", f"---\nx: 您的账单已逾期{FAULT}\n...\n---\n- [{{k: 好}}, 好]\n", FAULT, (2, 11)),
        (".yaml", f"\ufeffx: 您的账单已逾期{FAULT}\r\n", FAULT, (1, 11)),
        (".json", '{"a": {"b": ["您的\\n账单\\ud83d\\ude00已逾期，后果\\u81ea负"]}}', "后果\\u81ea负", (1, 37)),
        (".toml", f'[[t]]\nid = "x"\ncontent = "您的账单已逾期{FAULT}"\n', FAULT, (3, 19)),
        (".toml", f"a.b = '''\n您的账单\\已逾期\r\n{FAULT}'''\n", FAULT, (3, 1)),
        (".toml", 'x = [ 1, # c\n { y = """\\\n   您的账单已逾期，后果\\\n\n   自负。""" } ]',
         "后果\\\n\n   自负", (3, 12)),
        (".toml", 'x = "您的账单已逾期，后\\u679c自负"\ny = 1979-05-27 07:32:00\n', "后\\u679c自负", (1, 14)),
    ],
)  # fmt: skip
def test_the_characters_in_the_file(suffix: str, file: str, spelt: str | None, where: tuple[int, int]) -> None:
    source = read(file, suffix)
    (record,) = source.records
    words = FAULT if FAULT in record.draft.text else "后果\n自负"
    assert source.errors == ()
    assert written(source, record, words) == (spelt or "后果\n\n  自负")
    assert place(source, record, words) == where


def test_a_span_ends_with_its_last_character_and_not_where_the_next_one_begins() -> None:
    source = read(f'x: "您的账单，{FAULT}\\\n     好"', ".yaml")
    assert written(source, source.records[0]) == FAULT


class TestRecords:
    def test_the_id_of_the_nearest_mapping_that_has_one(self) -> None:
        source = read(
            f"templates:\n  - tpl: OD-03\n    content:\n      zh: {DRAFT}\n  - id: 7\n    content: {DRAFT}\n", ".yaml"
        )
        assert [(one.draft.label, one.draft.pointer, one.draft.line) for one in source.records] == [
            ("tpl=OD-03", "$.templates[0].content.zh", 4), ("7", "$.templates[1].content", 6),
        ]  # fmt: skip

    def test_form_and_facts_beside_the_text(self) -> None:
        source = read(
            "- form: 催款通知\n  facts: {litigation: {filed: yes}, agency: 乙, opted_out: null}\n"
            f"  content: {DRAFT}\n"
            f"- form: fromal\n  content: {DRAFT}\n- content: {DRAFT}\n",
            ".yaml",
            form=Form.SOFT,
        )
        first, second = (one.draft for one in source.records)
        assert (first.form, first.facts) == (Form.FORMAL, {"litigation.filed": True, "agency": "乙"})
        assert second.form is Form.SOFT
        assert [str(one)[:39] for one in source.errors] == ["drafts.yaml:5:12: unknown form 'fromal'"]

    def test_strings_that_nobody_pointed_at_are_chinese_and_long_enough(self) -> None:
        file = f"a: 逾期提醒\nb: long but not Chinese\nc: {DRAFT}\n12345678: 一二三四五六七八\n"
        assert texts(read(file, ".yaml")) == [DRAFT, "一二三四五六七八"]

    def test_a_pointer_chooses(self) -> None:
        file = f"note: {DRAFT}\ntemplates:\n  - content: 短\n  - content: [1]\n  - content: ''\n  - content: 5\n"
        source = read(file, ".yaml", pointer="$.templates[*].content")
        assert texts(source) == ["短"]
        assert [str(one) for one in source.errors] == [
            "drafts.yaml:4:14: $.templates[1].content must be a string, not a list",
            "drafts.yaml:5:14: the draft is empty",
            "drafts.yaml:6:14: $.templates[3].content must be a string, not '5'",
        ]
        assert [str(one) for one in read(file, ".yaml", pointer="$.x").errors] == ["drafts.yaml: nothing stands at $.x"]
        assert texts(read(file, ".yaml", column="note")) == [DRAFT]
        assert texts(read(json.dumps({"a": [{"b": "短"}]}), ".json", pointer="$.a[0].b")) == ["短"]

    def test_json_of_records_is_read_as_records(self) -> None:
        assert texts(read(json.dumps([{"text": "短", "note": DRAFT}]), ".json")) == ["短"]
        nested = {"message": "ok", "templates": [{"content": DRAFT}, {"content": DRAFT}]}
        assert texts(read(json.dumps(nested), ".json")) == [DRAFT, DRAFT]

    @pytest.mark.parametrize("suffix", [".yaml", ".json", ".toml"])
    def test_a_file_without_chinese_is_nobodys_business(self, suffix: str) -> None:
        for content in ("{{ .Values.x }}", "// c\n{}", "a = [", ""):
            source = read(content, suffix)
            assert (source.records, source.errors) == ((), ())

    @pytest.mark.parametrize(
        ("suffix", "content", "message"),
        [
            (".yaml", f"a: {DRAFT}\nb: 'x\n", "3:1: not valid YAML: found unexpected end of stream"),
            (".yaml", f"a: {DRAFT}\x01", "1:22: not valid YAML: the character U+0001 is not allowed"),
            (".yaml", f"a: {DRAFT}\nb: *none\n", "2:4: not valid YAML: no anchor 'none'"),
            (".yaml", f"a: {DRAFT}\nb: {'[' * 5000}\n", "2:1003: not valid YAML: nested too deeply"),
            (".toml", f'a = "{DRAFT}"\nb = x\n', "2:5: not valid TOML: Invalid value"),
            (".toml", f'a = "{DRAFT}"\r\na = 1\r\n', "2:6: not valid TOML: Cannot overwrite a value"),
            (".json", f'{{"a": "{DRAFT}",}}', "1:28: not valid JSON: Expecting property name"),
            (".json", '{"a": ' + "[" * 100_000 + DRAFT, "1:1: not valid JSON: nested too deeply"),
        ],
    )
    def test_what_is_not_well_formed(self, suffix: str, content: str, message: str) -> None:
        (error,) = read(content, suffix).errors
        assert str(error).startswith(f"drafts{suffix}:{message}")

    def test_documents_before_a_fault_are_read(self) -> None:
        source = read(f"a: {DRAFT}\n---\n'", ".yaml")
        assert (texts(source), len(source.errors)) == ([DRAFT], 1)

    def test_a_laughing_billion_is_read_once(self) -> None:
        lines = [f"a0: &a0 {DRAFT}", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
        assert texts(read("\n".join(lines), ".yaml")) == [DRAFT]
        assert texts(read("&a [*a, {x: *a}]\n", ".yaml")) == []


class TestPointer:
    TREE = json_tree('{"a": [{"b": "1", "c d": {"b": "2"}}, {"b": "3"}], "模板": "4"}')

    @pytest.mark.parametrize(
        ("pointer", "found"),
        [
            ("$.a[*].b", ["1", "3"]),
            ("$..b", ["1", "2", "3"]),
            ("$.a[-1].b", ["3"]),
            ("$.a[0]['c d'].*", ["2"]),
            ('$["a"][0]["c d"].b', ["2"]),
            ("$.模板", ["4"]),
            ("$.a[5].b", []),
            ("$..[0].b", ["1"]),
        ],
    )
    def test_steps(self, pointer: str, found: list[str]) -> None:
        hits = list(select(self.TREE, parse_pointer(pointer)))
        assert [one.node.text for one in hits if isinstance(one.node, Leaf)] == found
        for hit in hits:
            assert [one.node for one in select(self.TREE, parse_pointer(hit.pointer))] == [hit.node]

    @pytest.mark.parametrize("pointer", ["a.b", "$x", "$.", "$.a[", "$...a", "$.a[?(@.b)]", "$[1:2]", ""])
    def test_what_is_not_understood_is_an_error(self, pointer: str) -> None:
        with pytest.raises(ConfigError, match="pointer"):
            parse_pointer(pointer)


def check_spelling(text: str, root: Node) -> None:
    """Every string is spelt as its value, its characters in order and apart."""
    for hit in strings(root):
        assert isinstance(hit.node, Leaf)
        spelling = hit.node.spell()
        starts = list(spelling.origin)
        ends = starts[1:] if spelling.ends is None else list(spelling.ends)
        assert (spelling.text, len(starts), len(ends)) == (hit.node.text, len(starts), len(starts) - 1)
        assert all(start < end for start, end in zip(starts, ends, strict=False))
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=True))
        for char, start, end in zip(spelling.text, starts, ends, strict=False):
            assert char.isspace() or text[start:end] in (char, "''") or text[start] == "\\"


PIECES = st.lists(
    st.sampled_from(
        [*"催款 \t\n'\"\\#:-,[]{}&|>%@1😀\r\x85\u2028", "\r\n", "  ", "\n\n", "\\n", "\\u4e00", "\\\n  ", "''"]
    ),
    max_size=14,
).map("".join)
FRAMES = st.sampled_from(["", "k: ", "- ", "- a: x\n  k: ", "k: &x ", "k: !!str "])
STYLES = st.sampled_from(["", "'", '"', "|\n ", ">\n  ", "|-\n ", ">+\n  ", "|2-\n   ", ">1\n  "])


@given(FRAMES, STYLES, PIECES, st.sampled_from(["", "\n", "\nz: 1\n", " # c\n"]))
@example("k: ", "|2+\n", "", "")
@example("k: &x ", "", "#,\u2028b", "")
def test_yaml_is_spelt_as_the_scanner_reads_it(frame: str, style: str, body: str, after: str) -> None:
    if len(style) > 1:
        head, _, indent = style.partition("\n")
        body = head + "\n" + "".join(indent + line for line in body.splitlines(True))
    text = frame + (body if len(style) != 1 else style + body + style) + after
    try:
        list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return
    for root in yaml_trees(text):
        check_spelling(text, root)


def plain(node: Node) -> object:
    if isinstance(node, Branch):
        values = {name: plain(one) for name, one in node.members.items()}
        return list(values.values()) if node.is_list else values
    return node.text if node.is_string else None


def only_strings(value: object) -> object:
    if isinstance(value, dict):
        return {name: only_strings(one) for name, one in value.items()}
    if isinstance(value, list):
        return [only_strings(one) for one in value]
    return value if isinstance(value, str) else None


TOML_PIECES = st.lists(
    st.sampled_from([*"催 \t'\"\\#=-,[]{}a1.\n", "\r\n", '"""', "'''", "\\u4e00", "\\\n  ", "a = ", "[a]\n", "[[b]]\n",
                     "[a.c]\n", "b.x = 1\n", '"k k" = "v"\n',
                     "d = 1979-05-27 07:32:00\n", "y = {p = 'q', r.s = \"t\"}\n",
                     'z = ["一", {u = "v"}, # c\n 3]\n']),
    max_size=10,
).map("".join)  # fmt: skip


@given(TOML_PIECES, st.sampled_from(["", "'", '"', "'''", '"""']))
def test_toml_is_read_as_tomllib_reads_it(body: str, quote: str) -> None:
    text = f"t = {quote}{body}{quote}\n" if quote else body
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TreeError) as caught:
            toml_tree(text)
        assert 0 <= caught.value.at <= len(text)
        return
    root = toml_tree(text)
    assert plain(root) == only_strings(wanted)
    check_spelling(text, root)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_json_is_read_as_json_reads_it(value: object, escaped: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=escaped, indent=indent)
    root = json_tree(text)
    assert plain(root) == only_strings(value)
    check_spelling(text, root)
