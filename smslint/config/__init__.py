"""Settings of a project: `.smslint.toml` or `[tool.smslint]` of pyproject.toml, the nearest one for every file."""

from smslint.config.file import Config, Override
from smslint.config.find import Configs
from smslint.config.select import ALL, Choice, Named, choose, names_in, names_of
from smslint.config.settings import Settings, resolve
from smslint.config.values import COMMAND_LINE, DEFAULT, Setting, Where, given

__all__ = [
    "ALL", "COMMAND_LINE", "DEFAULT", "Choice", "Config", "Configs", "Named", "Override", "Setting", "Settings",
    "Where", "choose", "given", "names_in", "names_of", "resolve",
]  # fmt: skip
