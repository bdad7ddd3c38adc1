"""What all tests share: golden files, and the option that writes them anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from smslint.linter import Linter
from smslint.pack import Pack, load_pack
from smslint.project import Project

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# A slow machine is no failure: no example has a deadline.
settings.register_profile("smslint", deadline=None)
settings.load_profile("smslint")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare an output with the golden file of a name, or write the file with --update-golden."""

    def check(name: str, output: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_bytes(output.encode())
        assert path.read_bytes().decode() == output, f"{name} differs; look at it and run pytest --update-golden"

    return check


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command line behave the same where the tests themselves are run by GitHub or GitLab."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


_PACKS: dict[str, Pack] = {}
_LINTERS: dict[object, Linter] = {}


@pytest.fixture
def shared_linters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all runs of the command line in a test session share their packs and linters, which take a while to make."""
    make = Project._make

    def cached(self: Project, key: object) -> Linter:
        if key not in _LINTERS:
            _LINTERS[key] = make(self, key)  # type: ignore[arg-type]
        return _LINTERS[key]

    def load(folder: str) -> Pack:
        if folder not in _PACKS:
            _PACKS[folder] = load_pack(folder)
        return _PACKS[folder]

    monkeypatch.setattr(Project, "_make", cached)
    monkeypatch.setattr("smslint.project.load_pack", load)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A Spark on this machine with two workers, which have this very Python and smslint."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    root = str(Path(__file__).parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()
