"""The files of the page: nothing from elsewhere, nothing inline, every word in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="needs smslint[web]")

from smslint.web.app import STATIC

PAGES = sorted(STATIC.glob("*.html"))
FILES = sorted(path for path in STATIC.iterdir() if path.suffix in (".html", ".js", ".css", ".svg"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"'`)]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert "@import" not in text
    assert "innerHTML" not in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def words(lang: str) -> dict[str, str]:
    text = (STATIC / "i18n.js").read_text(encoding="utf-8")
    block = re.search(rf"const {lang} = \{{(.*?)\n\}};", text, re.S)
    assert block
    return dict(re.findall(r'(\w+): "((?:[^"\\]|\\.)*)"', block[1]))


def test_every_word_is_there_in_both_languages() -> None:
    chinese, english = words("ZH"), words("EN")
    assert set(chinese) == set(english)


def test_every_word_asked_for_is_there() -> None:
    known = set(words("ZH"))
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'data-[tlp]="(\w+)"', page))
    for path in STATIC.glob("*.js"):
        asked |= set(re.findall(r'\bt\("(\w+)"', path.read_text(encoding="utf-8")))
    assert asked <= known


def test_the_page_is_chinese_as_it_comes() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    chinese = words("ZH")
    for key, text in re.findall(r'data-t="(\w+)">([^<]+)<', page):
        assert chinese[key] == text, key
