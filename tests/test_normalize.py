"""Folding and the way back, separators inside words."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from smslint.model import Variable, VariableType
from smslint.normalize import VARIABLE_CHARS, NormalText, compact, fold_term, normalize
from smslint.normalize.chars import fold_char
from smslint.normalize.script import is_mostly_traditional, traditional_hint
from smslint.text import Span

ENCLOSED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⓪⓿❶❷➀➊⓵")  # how they fold depends on what stands beside them
WILD = st.one_of(
    st.characters(),  # all of Unicode
    st.characters(categories=["Cs", "Cf", "Mn", "Co"]),  # surrogates, hidden characters, marks, private use
    st.sampled_from("起诉訴㈱½…ﬀ⾏⻋爲İΣ😀👨\u200d\u200b\ufeff\u0301\r\n\t\u3000 &;#xX，。：！１２Ａｂ【】*.-①⑩㈠"),
    st.sampled_from(["\r\n", "&amp;", "&#x8d77;", "&nbsp;", "&zwnj;", "&notanentity;", "&#99999999;", "&amp;lt;"]),
)
TEXTS = st.lists(WILD, max_size=40).map("".join)

FOLDS = [
    # width, punctuation, spaces
    ("ＡＢＣ１２３", "abc123"),
    ("３，２５６．８０元", "3,256.80元"),
    ("，：！（）；？．％￥", ",:!();?.%¥"),
    ("。、【】「」“”《》…—", "。、【】「」“”《》…—"),
    ("a\u3000b\u00a0c\td\u2009e", "a b c d e"),
    ("一\r\n二\r三\n四\u2028五", "一\n二\n三\n四\n五"),
    ("400－123–4567", "400-123-4567"),
    ("～〜｜／", "~~|/"),
    ("｡｢｣､", "。「」、"),
    ("⋯", "…"),
    # compatibility forms, numbers and letters in frames
    ("㈱½㎡℃№", "(株)1/2m2°cno"),
    ("①⑨⑤⑤", "1955"),
    ("⑴⑵⒈", "121."),
    ("❶❷➂⓿", "1230"),
    ("⑩⑳", "1020"),
    ("ⓐⒷ⒞🅐🅰🄰𝐀𝒶𝟗", "abcaaaaa9"),
    ("🇶🇶", "qq"),
    ("1\ufe0f\u20e32\ufe0f\u20e3", "12"),
    ("٣४", "34"),
    ("㊀㊎🈲", "一金禁"),
    ("Ⅳⅻ", "ivxii"),
    # script
    ("起訴徵信強制執行還款", "起诉征信强制执行还款"),
    ("爲為裡裏啓啟衆眾羣綫線", "为为里里启启众众群线线"),
    ("徴応発対権", "征应发对权"),
    ("㛰㳒", "婚法"),
    ("⾏⻋⾔⻔", "行车言门"),
    ("\uf900\uf92d", "岂来"),
    # case, marks, letters that look Latin
    ("APP İ ẞ", "app i ß"),
    ("qǐsù lǜshī é ﬀ", "qisu lushi e ff"),
    ("Q\u0332Q\u0336", "qq"),
    ("АРР ВОХ", "app box"),
    ("がギ한", "がギ한"),
    # hidden characters and entities
    ("起\u200b诉\ufeff书\u00ad了\u2060吗\u3164", "起诉书了吗"),
    ("\u202e起\u200e诉\ufe0f", "起诉"),
    ("&nbsp;&#x8d77;&#35785;&amp;&lt;&zwnj;", " 起诉&<"),
    ("AT&T &nosuchentity; &amp;lt;", "at&t &nosuchentity; &lt;"),
    # what cannot be told
    ("a\ud800b\udfffc", "a\ufffdb\ufffdc"),
    ("\ue000\uf8ff\U000f0000", "\ufffd\ufffd\ufffd"),
    # lists
    ("①3月5日前②95555", "(1)3月5日前(2)95555"),
    ("①还款②致电", "1还款2致电"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_fold(text: str, folded: str) -> None:
    assert normalize(text).text == folded
    assert fold_term(text) == folded


PLAIN = [
    "【安禾银行】尊敬的张先生:您的个人贷款本期应还款3,256.80元,还款日为12月5日。",
    "请致电400-666-1234、95555;退订回t(免费)!app,100%,¥30.5/月",
    "一二三四五六七八九十百千万亿两零〇壹贰叁元角分整",
    "“引文”「引文」《合同》…—·[a]{b}<c>$d#e@f_g^h~i|j=k+l*m'n\"o`p\\q",
    string.ascii_lowercase + string.digits,
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_folds_to_itself(text: str) -> None:
    normal = normalize(text)
    assert normal.text == text
    assert normal.origin == range(len(text))


def test_every_fold_is_folded() -> None:
    wrong = [hex(code) for code in range(0x32000) if (once := fold_char(chr(code))) != "".join(map(fold_char, once))]
    assert not wrong


def test_every_character_has_its_origin() -> None:
    normals = (normalize(chr(code)) for code in range(0x32000))
    assert all(len(one.text) == len(one.origin) == len(one.ends) for one in normals)


def test_common_simplified_characters_stay() -> None:
    kept = "征信欠款还后干只了里着余复向台面发系历才板采范丰谷姜困朴曲舍松云折致制种准咨"
    assert fold_term(kept) == kept


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("我起\u200b诉\u200b你", "起诉", "起\u200b诉"),  # hidden within: in; hidden after: out
        ("\ufeff起诉", "起诉", "起诉"),
        ("&#x8d77;诉", "起诉", "&#x8d77;诉"),
        ("a\r\nb", "\n", "\r\n"),
        ("某㈱公司", "株", "㈱"),
        ("尾号①3", "(1)", "①"),
        ("e\u0301x", "ex", "e\u0301x"),
    ],
)
def test_way_back(text: str, stretch: str, source: str) -> None:
    normal = normalize(text)
    start = normal.text.index(stretch)
    assert normal.to_source(start, start + len(stretch)).of(text) == source


def test_empty_spans() -> None:
    normal = normalize("a\u200bb\u200b")
    assert [normal.to_source(index, index) for index in range(3)] == [Span(0, 0), Span(2, 2), Span(4, 4)]
    assert normalize("").to_source(0, 0) == Span(0, 0)


def test_variables_become_one_character() -> None:
    text = "尊敬的${name}：应还｛1｝元"
    name = Variable("name", Span(3, 10), "dollar-brace", VariableType.NAME)
    amount = Variable("1", Span(13, 16), "brace", VariableType.AMOUNT)
    normal = normalize(text, (name, amount))
    assert normal.text == "尊敬的\ue002:应还\ue000元"
    assert normal.to_source(3, 4) == name.span
    assert normal.to_source(7, 9).of(text) == "｛1｝元"
    assert normal.from_source(amount.span) == (7, 8)
    assert list(VARIABLE_CHARS.values()) == ["\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"]


@given(TEXTS)
@example("1①2")
def test_spans_are_exact(text: str) -> None:
    """In range and monotone; the source of a folded stretch folds to text that holds it, and to just it where no
    character that folds to several is cut. (Enclosed numerals fold by what stands beside them, so they are left out.)
    """
    normal = normalize(text)
    assert len(normal.origin) == len(normal.ends) == len(normal.text)
    assert all(one <= two for one, two in zip(normal.origin, normal.origin[1:], strict=False))
    assert all(start < end <= len(text) for start, end in zip(normal.origin, normal.ends, strict=True))
    assume(ENCLOSED.isdisjoint(text))
    for start in range(len(normal.text)):
        for end in range(start + 1, min(start + 5, len(normal.text)) + 1):
            again = normalize(normal.to_source(start, end).of(text)).text
            assert normal.text[start:end] in again
            if not _cuts(normal, start) and not _cuts(normal, end):
                assert normal.text[start:end] == again


def _cuts(normal: NormalText, index: int) -> bool:
    return 0 < index < len(normal.text) and normal.origin[index - 1] == normal.origin[index]


@given(TEXTS)
def test_folded_text_is_plain(text: str) -> None:
    folded = normalize(text).text
    folded.encode("utf-8")  # no surrogate is left, which native code could not take
    assert not any(0xE000 <= ord(char) <= 0xF8FF for char in folded)
    assume("&" not in folded and ENCLOSED.isdisjoint(text))
    assert normalize(folded).text == folded


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=4))
def test_variables_anywhere(text: str, places: list[tuple[int, int]]) -> None:
    variables, last = [], 0
    for start, length in sorted(places):
        if last <= start and start + length <= len(text):
            variables.append(Variable("x", Span(start, start + length), "brace"))
            last = start + length
    normal = normalize(text, variables)
    at = [index for index, char in enumerate(normal.text) if char == "\ue005"]
    assert [normal.to_source(index, index + 1) for index in at] == [one.span for one in variables]
    assert [normal.from_source(one.span) for one in variables] == [(index, index + 1) for index in at]


@given(TEXTS)
def test_from_source_inverts(text: str) -> None:
    normal = normalize(text)
    for index in range(len(normal.text)):
        start, end = normal.from_source(normal.to_source(index, index + 1))
        assert start <= index < end
        assert normal.origin[start] == normal.origin[end - 1] == normal.origin[index]


PIECES = ["【安禾银行】应还款3,256.80元。", "起\u200b诉😀", "&amp;&", "①3", "起*诉 ", "*", "{", "e\u0301"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_folds_in_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    compact(normalize(text))


# --- separators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("我们将起*诉你", "我们将起诉你"),
        ("起 诉", "起诉"),
        ("起　诉", "起诉"),
        ("起.诉", "起诉"),
        ("起😀诉", "起诉"),
        ("起...诉", "起诉"),
        ("催·款·通·知", "催款通知"),
        ("后.果.自.负.", "后果自负."),
        ("法🔸务🔸部", "法务部"),
        ("拉⊙横⊙幅", "拉横幅"),
        ("申^请^保^全", "申请保全"),
        ("网→贷曝❌光上/门", "网贷曝光上门"),
        ("囗逾囗期", "囗逾期"),
        ("不+要+脸行-踪", "不要脸行踪"),
    ],
)
def test_separators_inside_words_go(text: str, squeezed: str) -> None:
    normal = compact(normalize(text))
    assert normal is not None
    assert normal.text == squeezed


@pytest.mark.parametrize(
    "text",
    [
        "请尽快还款,起,诉。起。诉、起:诉;起!诉?起\n诉",
        "应还 3,256.80 元,请于 2026-12-05 前",
        "电话 400-666-1234,95555 转 1",
        "三.五 二〇二六-十二-五 五 六月",
        "APP 下载 WX-yh T+1",
        "起****诉",  # four in a row are no separator
        "尊敬的{1} 元",
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert compact(normalize(text)) is None


def test_separated_match_is_marked_and_spans_its_source() -> None:
    text = "我们将起 * 诉你，起诉书"
    normal = compact(normalize(text))
    assert normal is not None
    first, second = normal.text.index("起诉"), normal.text.rindex("起诉")
    assert normal.to_source(first, first + 2).of(text) == "起 * 诉"
    assert normal.skipped(first, first + 2)
    assert not normal.skipped(first + 1, first + 3)
    assert not normal.skipped(second, second + 2)


def test_hidden_characters_count_as_skipped() -> None:
    normal = normalize("立\u200b案，立案")
    assert normal.skipped(0, 2)
    assert not normal.skipped(3, 5)
    assert not normalize("立案").skipped(0, 2)


SPLIT_WORDS = st.sampled_from("起诉法院五月12.5ａxＹ *·.-_…😀→，。\n【】&\u200b㈱")
MARKED = st.lists(st.one_of(SPLIT_WORDS, WILD), max_size=40).map("".join)


@given(MARKED)
def test_compact_only_drops_separators(text: str) -> None:
    normal = normalize(text)
    squeezed = compact(normal) or normal
    assert [char for char in squeezed.text if char.isalnum()] == [char for char in normal.text if _stays(char)]
    assert [char for char in squeezed.text if char in ENDS] == [char for char in normal.text if char in ENDS]
    places = [(squeezed.to_source(index, index + 1), char) for index, char in enumerate(squeezed.text)]
    known = {(normal.to_source(index, index + 1), char) for index, char in enumerate(normal.text)}
    assert set(places) <= known
    assert places == sorted(places, key=lambda place: place[0].start)


ENDS = frozenset(",。;:!?、\n")


def _stays(char: str) -> bool:
    return char.isalnum() and char != "囗"


# --- script --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hints", "mostly"),
    [
        ("请尽快还款,否则凍结账户", "凍", False),
        ("請儘速繳款，否則凍結帳戶", "請儘繳則凍結帳戶", True),
        ("本周上⻔走一趟", "⻔", False),
        ("请尽快还款", "", False),
        ("您好 OK", "", False),
    ],
)
def test_script(text: str, hints: str, mostly: bool) -> None:
    assert "".join(text[index] for index in traditional_hint(text)) == hints
    assert is_mostly_traditional(text) is mostly
