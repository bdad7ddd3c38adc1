"""Word boundaries: the engines agree, the known traps are seen through, verdicts are right."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smslint.segment import Segmenter, Verdict
from smslint.segment.engines import Jieba, Rjieba, Shelf, jieba_dictionary

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "data" / "real_sms.txt"
OWN_WORDS = ["网贷哥", "保留诉讼权利", "征信黑户", "上门催收"]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="module")
def reference() -> Jieba:
    return Jieba(())


@cache
def _quick() -> Shelf:
    dictionary = jieba_dictionary()
    assert dictionary is not None
    return Shelf(dictionary)


@pytest.fixture(scope="module")
def quick() -> Shelf:
    return _quick()


TRAPS = [  # a text, a word that a substring search finds in it, and how it stands there
    ("我有一个大麻烦", "大麻", Verdict.STRADDLING),
    ("路口交通管制", "口交", Verdict.STRADDLING),
    ("他曝光率高", "曝光", Verdict.NESTED),
    ("请上门店办理", "上门", Verdict.STRADDLING),
    ("网上门店", "上门", Verdict.STRADDLING),
    ("我司法院系统", "法院", Verdict.NESTED),  # 司法院 is a word
    ("报名上门诊", "上门", Verdict.STRADDLING),
    ("解冻结束", "冻结", Verdict.STRADDLING),
    ("不起诉决定书", "起诉", Verdict.ALIGNED),  # a denial, not an edge of words
    ("一起诉说往事", "起诉", Verdict.STRADDLING),
    ("国家人民银行", "家人", Verdict.STRADDLING),
    ("大家人都到齐", "家人", Verdict.STRADDLING),
    ("办公安排", "公安", Verdict.STRADDLING),
    ("一审判决定", "判决", Verdict.STRADDLING),
    ("古老赖以生存", "老赖", Verdict.STRADDLING),
    ("传票据复印件", "传票", Verdict.STRADDLING),
    ("查封面信息", "查封", Verdict.STRADDLING),
    ("丢失信用卡", "失信", Verdict.STRADDLING),
    ("挂失信用卡", "失信", Verdict.STRADDLING),
    ("遗失信件", "失信", Verdict.STRADDLING),
    ("高通讯录音", "通讯录", Verdict.STRADDLING),
    ("人民法院", "法院", Verdict.NESTED),
    ("起诉书已寄出", "起诉", Verdict.NESTED),
    ("我们将起诉你", "起诉", Verdict.ALIGNED),
    ("上门催收人员", "上门催收", Verdict.ALIGNED),
]


@pytest.mark.parametrize(("text", "word", "verdict"), TRAPS)
def test_traps(segmenter: Segmenter, text: str, word: str, verdict: Verdict) -> None:
    start = text.index(word)
    assert segmenter.verdict(text, start, start + len(word)) is verdict


@pytest.mark.parametrize(("text", "_word", "_verdict"), TRAPS)
def test_traps_alike(segmenter: Segmenter, reference: Jieba, text: str, _word: str, _verdict: Verdict) -> None:
    assert segmenter.cut(text) == reference.cut(text)


def _messages() -> Iterator[str]:
    for path in sorted((ROOT / "corpus").glob("*.jsonl")):
        yield from (str(json.loads(line)["text"]) for line in path.read_text("utf-8").splitlines() if line)
    if REAL.exists():
        yield from REAL.read_text("utf-8").splitlines()


@pytest.mark.parametrize("words", [(), OWN_WORDS])
def test_both_engines_cut_alike(words: list[str]) -> None:
    fast, slow = Rjieba(words), Jieba(words)
    messages = list(_messages())
    if not messages:
        pytest.skip("no messages here")
    assert [text for text in messages if fast.cut(text) != slow.cut(text)] == []


def test_the_quick_engine_cuts_alike(quick: Shelf) -> None:
    fast, messages = Rjieba(()), list(_messages())
    if not messages:
        pytest.skip("no messages here")
    assert [text for text in messages if fast.cut(text) != quick.cut(text)] == []


_FULL = Rjieba(())
_ANY = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("一国人民法院上门a1.-\r\n　 ")))


@given(_ANY)
def test_the_quick_engine_cuts_any_text_alike(text: str) -> None:
    assert _quick().cut(text) == _FULL.cut(text)


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("我们将起诉你到法院上门店 abc12,。\ue000"))))
def test_words_are_the_text(text: str) -> None:
    assert "".join(SHARED.cut(text)) == text


SHARED = Segmenter()


@given(st.text(st.sampled_from("我们将起诉你到人民法院上门店ab1,"), min_size=1, max_size=20), st.data())
def test_verdict_by_definition(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    edges, at = {0}, 0
    for word in SHARED.cut(text):
        at += len(word)
        edges.add(at)
    aligned = start in edges and end in edges
    nested = not aligned and not any(start < edge < end for edge in edges)
    expected = Verdict.ALIGNED if aligned else Verdict.NESTED if nested else Verdict.STRADDLING
    assert SHARED.verdict(text, start, end) is expected


def test_lone_surrogates(segmenter: Segmenter) -> None:
    assert "".join(segmenter.cut("起诉\ud800法院")) == "起诉\ufffd法院"
    assert segmenter.verdict("起诉\ud800法院", 3, 5) is Verdict.ALIGNED
    assert not segmenter.is_word("\ud800\udc00")


def test_own_words() -> None:
    assert "网贷哥" not in Segmenter().cut("找网贷哥借钱")
    assert "网贷哥" in Segmenter(OWN_WORDS).cut("找网贷哥借钱")
    assert "网贷哥" not in Segmenter().cut("找网贷哥借钱")  # words of one are not seen by another


def test_is_word(segmenter: Segmenter, reference: Jieba, quick: Shelf) -> None:
    words = ["起诉", "法院", "律师涵", "起素", "法垸", "网上门", "中国人民银", "", "贷", "AT&T", "c#"]
    assert [segmenter.is_word(word) for word in words] == [True, True, False, *[False] * 6, True, True]
    assert [len(word) > 1 and quick.has_word(word) for word in words] == [segmenter.is_word(word) for word in words]
    assert [segmenter.is_word(word) for word in words] == [len(word) > 1 and reference.has_word(word) for word in words]


def test_nothing_is_loaded_before_use() -> None:
    assert Segmenter(OWN_WORDS)._engine is None


def test_falls_back_to_jieba(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    segmenter = Segmenter(["网贷哥"])
    assert segmenter.cut("找网贷哥起诉") == ["找", "网贷哥", "起诉"]
    assert isinstance(segmenter._engine, Jieba)
    assert capsys.readouterr() == ("", "")  # jieba likes to log


def test_threads_share_one_engine() -> None:
    segmenter = Segmenter(OWN_WORDS)
    engines: list[object] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        assert segmenter.verdict("请上门店办理", 1, 3) is Verdict.STRADDLING
        engines.append(segmenter._engine)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(engines) == 8
    assert len(set(map(id, engines))) == 1


def test_memory_of_clauses_is_bounded(segmenter: Segmenter) -> None:
    for number in range(5000):
        segmenter.verdict(f"欠款{number}元", 0, 2)
    assert segmenter._edges.cache_info().currsize <= 2048
