"""A project: what its configuration makes of every file — how to read it, and the linter that judges it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from smslint.config import Choice, Configs, Named, Setting, Settings, choose, names_in, names_of
from smslint.config.globs import matches
from smslint.config.select import ALL
from smslint.datafiles import data_dir
from smslint.errors import PackError, did_you_mean
from smslint.facts import flatten_facts
from smslint.linter import Linter
from smslint.model import Form, PackStamp, Severity
from smslint.pack import Pack, find_pack, load_pack
from smslint.pack.adjust import adjust
from smslint.pack.types import CATEGORIES
from smslint.sources import ReadOptions, Walk

_PLATFORM = "platform-"


class _Key(NamedTuple):
    """What tells one linter from another."""

    packs: tuple[str, ...]
    off: frozenset[str]
    severities: tuple[tuple[str, str], ...]
    placeholders: tuple[str, ...]
    lang: str


class Project:
    """The settings, the reading and the linter of every file; a linter is made once for all files it judges alike."""

    def __init__(self, configs: Configs, lang: str | None = None) -> None:
        self._configs = configs
        self._lang = lang
        self._packs: dict[str, Pack] = {}
        self._linters: dict[_Key, Linter] = {}
        self._checked: set[str | None] = set()

    def __reduce__(self) -> tuple[type[Project], tuple[Configs, str | None]]:
        """Sent to another process, it leaves behind what can be made again."""
        return Project, (self._configs, self._lang)

    def settings(self, path: str | None = None) -> Settings:
        """The settings of a file; every name of a rule in its configuration is known to be one."""
        settings = self._configs.settings(path)
        if settings.config not in self._checked:
            self._checked.add(settings.config)
            self._check_names(settings, path)
        return settings

    def linter(self, settings: Settings) -> Linter:
        """The linter for files with these settings."""
        packs = tuple(self._find(one) for one in self._wanted(settings))
        choices = choose(settings, _named(map(self._load, packs)))
        key = _Key(
            packs,
            frozenset(name for name, one in choices.items() if not one.on),
            tuple(sorted((name, one.severity) for name, one in choices.items() if one.severity and one.on)),
            settings.texts("placeholders"),
            self._lang or settings.text("lang") or "zh",
        )
        if key not in self._linters:
            self._linters[key] = self._make(key)
        return self._linters[key]

    def _make(self, key: _Key) -> Linter:
        severities = {name: Severity(one) for name, one in key.severities}
        packs = [adjust(self._load(one), key.off, severities) for one in key.packs]
        return Linter(packs, lang=key.lang, placeholders=[re.compile(one) for one in key.placeholders])

    @property
    def stamps(self) -> tuple[PackStamp, ...]:
        """The packs of all linters made so far."""
        return tuple(dict.fromkeys(stamp for linter in self._linters.values() for stamp in linter.packs))

    @property
    def pack_of_rule(self) -> Mapping[str, str]:
        """The pack of every rule that has been loaded."""
        return {rule: pack.stamp.id for pack in self._packs.values() for rule in pack.categories}

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that have been loaded."""
        return tuple(self._packs.values())

    def whole_names(self, settings: Settings) -> set[str]:
        """The rules, categories and packs of which nothing is off under these settings."""
        choices = self.choices(settings)
        rules = list(_named(self._load(self._find(one)) for one in self._wanted(settings)))
        off = {name for rule in rules if not choices[rule.id].on for name in rule.names}
        return {name for rule in rules for name in rule.names} - off

    def every_name(self) -> set[str]:
        """What any rule of any pack may be called, of packs that are not in use too."""
        folders = [str(find_pack(name)) for name in _shipped()]
        others = [load_pack(one) for one in folders if one not in self._packs]
        rules = _named((*self._packs.values(), *others))
        return {ALL, *CATEGORIES} | {name for rule in rules for name in rule.names}

    def choices(self, settings: Settings) -> Mapping[str, Choice]:
        """For every rule of the packs whether it is on, by id."""
        return choose(settings, _named(self._load(self._find(one)) for one in self._wanted(settings)))

    def options(self, settings: Settings) -> ReadOptions:
        """How to read files with these settings."""
        form = settings.text("form")
        facts = settings.facts
        if platform := settings.text("platform"):
            facts = {**flatten_facts({"platform": platform}), **facts}
        return ReadOptions(
            settings.text("column"),
            settings.flag("paragraphs"),
            None if form in (None, "auto") else Form(form or ""),
            facts,
            settings.text("pointer"),
            tuple(one.lower() for one in settings.texts("markdown.fences")),
            settings.flag("markdown.tables"),
        )

    def walk(self, paths: Iterable[str]) -> Walk:
        """What a walk over `paths` leaves out."""
        first = self._configs.settings(next(iter(paths), None))
        return Walk(self._included, self._excluded, first.flag("respect-gitignore"), first.flag("force-exclude"))

    def _included(self, path: str) -> bool:
        globs = self._configs.settings(path).values["include"].items()
        return not globs or matches(globs, path)

    def _excluded(self, path: str) -> bool:
        values = self._configs.settings(path).values
        return matches((*values["exclude"].items(), *values["extend-exclude"].items()), path)

    def _wanted(self, settings: Settings) -> tuple[Setting, ...]:
        """The packs, that of the gateway included, each once."""
        platform = settings.values["platform"]
        wanted = list(settings.values["packs"].items())
        if platform.value is not None:
            _check_platform(platform)
            wanted.append(Setting(f"{_PLATFORM}{platform.value}", platform.where))
        return tuple({one.value: one for one in wanted}.values())

    def _find(self, pack: Setting) -> str:
        try:
            return str(find_pack(str(pack.value)))
        except PackError as error:
            pack.where.fail(error.message)

    def _load(self, folder: str) -> Pack:
        if folder not in self._packs:
            self._packs[folder] = load_pack(folder)
        return self._packs[folder]

    def _check_names(self, settings: Settings, path: str | None) -> None:
        """Every name of a rule must be one, in some pack; packs that this file does not use count too."""
        config = self._configs.config(path)
        names = [*names_of(config), *names_in(self._configs.command_line)]
        known = self._names(self._wanted(settings))
        if any(one.value not in known for one in names):
            others = [one.values for file in (config.chain() if config else ()) for one in file.overrides]
            known |= self._names(
                pack for values in others for pack in (values["packs"].items() if "packs" in values else ())
            )
            known |= self._names(Setting(name, settings.values["packs"].where) for name in _shipped())
        for one in names:
            if one.value not in known:
                one.where.fail(f"unknown rule, category or pack '{one.value}'{did_you_mean(str(one.value), known)}")

    def _names(self, packs: Iterable[Setting]) -> set[str]:
        rules = _named(self._load(self._find(one)) for one in packs)
        return {ALL, *CATEGORIES} | {name for rule in rules for name in rule.names}


def _named(packs: Iterable[Pack]) -> Iterator[Named]:
    return (Named(*one, pack.stamp.id) for pack in packs for one in pack.categories.items())


def _shipped() -> list[str]:
    return sorted(one.parent.name for one in data_dir("rules").glob("*/pack.yaml"))


def _check_platform(platform: Setting) -> None:
    known = [one.removeprefix(_PLATFORM) for one in _shipped() if one.startswith(_PLATFORM)]
    if platform.value not in known:
        near = did_you_mean(str(platform.value), known)
        platform.where.fail(f"unknown platform '{platform.value}'{near}; known are {', '.join(known) or 'none'}")
