"""Which rules are on: `select`, `extend-select` and `ignore` as ruff has them, over ids, categories, packs and ALL.

Within a layer the more particular name wins (an id over its category over its pack over ALL), and of equals `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from smslint.config.file import Config
from smslint.config.settings import Layer, Settings
from smslint.config.values import DEFAULT, Setting, Where

ALL = "ALL"
_SEVERITIES = "severities."


class Named(NamedTuple):
    """What a rule may be called by: its id, its category, its pack."""

    id: str
    category: str
    pack: str

    @property
    def names(self) -> tuple[str, ...]:
        """From the least particular name to the most."""
        return ALL, self.pack, self.category, self.id


class Choice(NamedTuple):
    """Whether a rule is on, its severity where that is set, and where that was said."""

    on: bool
    where: Where
    severity: str | None = None
    severity_where: Where = DEFAULT


def choose(settings: Settings, rules: Iterable[Named]) -> Mapping[str, Choice]:
    """The choice for every rule, by id."""
    return {rule.id: _choice(settings, rule) for rule in rules}


def _choice(settings: Settings, rule: Named) -> Choice:
    on, where = False, DEFAULT
    for layer in settings.layers:
        if layer.select is not None:
            on, where = False, layer.select.where
        on, where = _decided(layer, rule, on, where)
    for one in settings.per_file_ignores:
        if one.value in rule.names:
            on, where = False, one.where
    given = _severity(settings, rule)
    if given is not None and given.value == "off":
        return Choice(False, given.where)
    return Choice(on, where, *((str(given.value), given.where) if given else ()))


def _decided(layer: Layer, rule: Named, on: bool, where: Where) -> tuple[bool, Where]:
    for name in rule.names:
        for setting in (layer.select, layer.extend):
            if found := _named(setting, name):
                on, where = True, found.where
        if found := _named(layer.ignore, name):
            on, where = False, found.where
    return on, where


def _named(setting: Setting | None, name: str) -> Setting | None:
    return next((one for one in setting.items() if one.value == name), None) if setting else None


def _severity(settings: Settings, rule: Named) -> Setting | None:
    found = (settings.values.get(_SEVERITIES + name) for name in reversed(rule.names))
    return next((one for one in found if one is not None), None)


def names_in(values: Mapping[str, Setting]) -> Iterator[Setting]:
    """Every name of a rule, a category or a pack in settings that are flat by dotted key."""
    for key in ("select", "extend-select", "ignore"):
        yield from values[key].items() if key in values else ()
    for key, setting in values.items():
        if key.startswith(_SEVERITIES):
            yield Setting(key.removeprefix(_SEVERITIES), setting.where)


def names_of(config: Config | None) -> Iterator[Setting]:
    """The same over a configuration and all it extends, what holds for some files only included."""
    for one in config.chain() if config else ():
        yield from names_in(one.values)
        for override in one.overrides:
            yield from names_in(override.values)
        for ignored in one.per_file_ignores.values():
            yield from ignored.items()
