"""Where rules and corpus are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from smslint import datafiles
from smslint.datafiles import data_dir
from smslint.errors import ConfigError


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package folder in the place of the real one."""
    folder = tmp_path / "smslint"
    folder.mkdir()
    monkeypatch.setattr(datafiles, "_PACKAGE", folder)
    return folder


def test_the_real_ones() -> None:
    assert (data_dir("rules") / "cn-collection").is_dir()
    assert data_dir("corpus").is_dir()


def test_beside_the_package(package: Path) -> None:
    (package.parent / "rules").mkdir()
    assert data_dir("rules") == package.parent / "rules"


def test_inside_the_package_comes_first(package: Path) -> None:
    (package.parent / "rules").mkdir()
    (package / "_data" / "rules").mkdir(parents=True)
    assert data_dir("rules") == package / "_data" / "rules"


def test_missing(package: Path) -> None:
    (package.parent / "rules").write_text("a file, not a folder")
    with pytest.raises(ConfigError, match="data folder 'rules' is missing"):
        data_dir("rules")
