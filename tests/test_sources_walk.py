"""Folders walked: known types, globs, what git ignores, and what is named outright."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint.sources import Walk, expand


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.txt", "keep/c.po", "keep/deep/d.md", "out/e.csv", "out/f.csv", ".hid/g.txt", "h.docx",
                 "~$i.xlsx"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def names(root: Path, *paths: Path, walk: Walk | None = None) -> list[str]:
    return [Path(one).relative_to(root).as_posix() for one in expand(map(str, paths or (root,)), walk)]


def test_known_types_in_order_each_once(tree: Path) -> None:
    assert names(tree) == ["a.yaml", "b.txt", "keep/c.po", "keep/deep/d.md", "out/e.csv", "out/f.csv"]
    assert names(tree, tree / "out/f.csv", tree / "out", tree / "out/../b.txt") == [
        "out/f.csv",
        "out/e.csv",
        "out/../b.txt",
    ]


def test_included_and_excluded(tree: Path) -> None:
    walk = Walk(lambda path: not path.endswith(".txt"), lambda path: path.endswith(("out/", "deep/")))
    assert names(tree, walk=walk) == ["a.yaml", "keep/c.po"]
    assert names(tree, tree / "out/e.csv", tree / "b.txt", walk=walk) == ["out/e.csv", "b.txt"]
    forced = Walk(walk.included, walk.excluded, force=True)
    assert names(tree, tree / "out/e.csv", tree / "b.txt", walk=forced) == ["b.txt"]


def test_what_git_ignores_is_left_out(tree: Path) -> None:
    (tree / ".git/info").mkdir(parents=True)
    (tree / ".git/info/exclude").write_text("b.txt\n")
    (tree / ".gitignore").write_text("*.csv\n!f.csv\n/keep/deep/\n")
    (tree / "keep/.gitignore").write_text("*.po\n")
    assert names(tree) == ["a.yaml", "out/f.csv"]
    assert names(tree, tree / "out") == ["out/f.csv"]
    assert names(tree, tree / "out/e.csv") == ["out/e.csv"]
    assert len(names(tree, walk=Walk(gitignore=False))) == 6
    (tree / "out/.gitignore").write_text("!e.csv\n")
    assert names(tree, tree / "out") == ["out/e.csv", "out/f.csv"]


def test_a_folder_that_leads_back_is_not_followed(tree: Path) -> None:
    (tree / "keep/loop").symlink_to(tree)
    (tree / "link.txt").symlink_to(tree / "b.txt")
    assert names(tree)[:3] == ["a.yaml", "b.txt", "link.txt"]
    assert len(names(tree)) == 7
