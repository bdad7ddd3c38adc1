"""The store of compiled packs: used only where it is the user's own, never stale, never needed."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import pytest

from smslint.linter import Linter
from smslint.store import content_of, key_of, stored

WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="no file modes on Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMSLINT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_was_made_is_read_back(folder: Path) -> None:
    made = []
    for _ in range(2):
        assert stored("k", lambda: made.append(1) or {"a": (1, 2)}) == {"a": (1, 2)}  # type: ignore[func-returns-value]
    assert made == [1]


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps(1)[:-1]])
def test_a_broken_file_is_made_anew(folder: Path, content: bytes) -> None:
    stored("k", lambda: 1)
    (folder / "k.bin").write_bytes(content)
    assert stored("k", lambda: 2) == 2
    assert stored("k", lambda: 3) == 2


@WINDOWS
def test_a_folder_that_others_can_write_to_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    assert stored("k", lambda: 1) == 1
    assert list(folder.iterdir()) == []


@WINDOWS
def test_a_file_that_others_can_write_to_is_not_read(folder: Path) -> None:
    stored("k", lambda: 1)
    (folder / "k.bin").chmod(0o666)
    assert stored("k", lambda: 2) == 2


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMSLINT_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert [stored("k", lambda one=one: one) for one in (1, 2)] == [1, 2]  # type: ignore[misc]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_made_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSLINT_CACHE", "/proc/nowhere")
    assert stored("k", lambda: 1) == 1


def test_old_files_go(folder: Path) -> None:
    for number in range(20):
        stored(str(number), lambda: 1)
    assert len(list(folder.iterdir())) <= 12


def test_keys_tell_contents_apart() -> None:
    assert key_of([b"a", b"b"]) != key_of([b"ab", b""])
    one = ("x" * 5, "x" * 5)
    other = ("x" * 5, "".join(["x"] * 5))
    assert content_of(one) == content_of(other)


def test_a_changed_pack_is_never_served_stale(folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: mine\nversion: '1'\n", encoding="utf-8")
    rule = (
        "rules: [{id: r, kind: forbid, category: legal, severity: error, title: t, message: m, advice: a,"
        " match: [WORD], bad: [x], good: [y]}]"
    )
    for word in ("上门", "登门", "上门"):
        (pack / "rules.yaml").write_text(rule.replace("WORD", word), encoding="utf-8")
        for _ in range(2):
            assert [one.span.of(f"将{word}。") for one in Linter([pack]).lint(f"将{word}。").findings] == [word]
