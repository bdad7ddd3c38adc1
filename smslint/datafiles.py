"""Where the shipped data folders (`rules`, `corpus`) are, in an installed package or in a checkout."""

from __future__ import annotations

from pathlib import Path

from smslint.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder of shipped data called `name`: in the package (a wheel) or beside it (a checkout)."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ConfigError(f"the data folder '{name}' is missing: neither {_PACKAGE / '_data'} nor {_PACKAGE.parent} has it")
