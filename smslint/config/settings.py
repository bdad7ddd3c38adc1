"""The settings of one file: defaults, then what is extended, the nearest file, its overrides, the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from smslint.config.file import Config
from smslint.config.globs import matches
from smslint.config.values import DEFAULT, Setting, given, joined, plain

DEFAULTS: Mapping[str, Setting] = MappingProxyType({
    key: given(value, DEFAULT)
    for key, value in {
        "packs": ("cn-collection",),
        "platform": None,
        "lang": "zh",
        "form": "auto",
        "select": ("ALL",),
        "extend-select": (),
        "ignore": (),
        "fail-on": "error",
        "min-score": None,
        "max-warnings": None,
        "column": None,
        "pointer": None,
        "paragraphs": False,
        "placeholders": (),
        "include": (),
        "exclude": ("node_modules/", "site-packages/", "venv/", "__pycache__/"),
        "extend-exclude": (),
        "force-exclude": False,
        "respect-gitignore": True,
        "markdown.fences": ("", "text", "txt", "plain", "plaintext", "sms", "短信", "文案", "话术"),
        "markdown.tables": True,
    }.items()
})  # fmt: skip
_ADDED = ("extend-exclude",)  # every layer adds to these
_CHOICE = ("select", "extend-select", "ignore")


class Layer(NamedTuple):
    """What one place says of the choice of rules."""

    select: Setting | None
    extend: Setting | None
    ignore: Setting | None


class Settings(NamedTuple):
    """Every setting for one file, flat by dotted key, and the choice of rules layer by layer."""

    values: Mapping[str, Setting]
    layers: tuple[Layer, ...]
    per_file_ignores: tuple[Setting, ...] = ()
    config: str | None = None

    def text(self, key: str) -> str | None:
        """A setting that is text."""
        value = self.values[key].value
        return None if value is None else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A setting that is a list."""
        return self.values[key].texts()

    def flag(self, key: str) -> bool:
        """A setting that is true or false."""
        return bool(self.values[key].value)

    def number(self, key: str) -> int | None:
        """A setting that is a number, if it is set."""
        value = self.values[key].value
        return value if isinstance(value, int) else None

    def table(self, name: str) -> dict[str, Setting]:
        """The entries of a table, such as `facts`."""
        start = f"{name}."
        return {key.removeprefix(start): one for key, one in self.values.items() if key.startswith(start)}

    @property
    def facts(self) -> dict[str, object]:
        """The facts, flat."""
        return {name: one.value for name, one in self.table("facts").items()}


def resolve(config: Config | None, path: str | None, command_line: Mapping[str, Setting]) -> Settings:
    """The settings of the file `path` (None: of no file in particular)."""
    chain = config.chain() if config else ()
    layers = [DEFAULTS, *_layers(chain, path), command_line]
    values: dict[str, Setting] = {}
    for layer in layers:
        added = {key: joined([values.get(key), layer[key]]) for key in _ADDED if key in layer}
        values |= {**layer, **added}
    values.pop("extend", None)
    ignores = _ignores(chain, path) if path is not None else ()
    choice = tuple(Layer(*map(layer.get, _CHOICE)) for layer in layers if any(key in layer for key in _CHOICE))
    return Settings(values, choice, tuple(ignores), config.path if config else None)


def _layers(chain: Iterable[Config], path: str | None) -> Iterator[Mapping[str, Setting]]:
    for config in chain:
        yield config.values
        for override in config.overrides:
            if path is not None and matches(override.files.items(), path):
                yield override.values


def _ignores(chain: Iterable[Config], path: str) -> Iterator[Setting]:
    for config in chain:
        for glob, names in config.per_file_ignores.items():
            if matches([Setting(glob, names.where)], path):
                yield from names.items()


def shown(setting: Setting) -> str:
    """A value as a configuration file has it."""
    return _toml(plain(setting))


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "(not set)"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
