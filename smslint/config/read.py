"""A configuration file -> Config, with everything it extends; every fault is a ConfigError with line and column."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smslint.config.file import NAMES, Config, Override, bytes_of, may_have_settings, shown
from smslint.config.keys import KEYS, fact, number_of, severity, text, texts
from smslint.config.values import Setting, Where
from smslint.errors import ConfigError, did_you_mean
from smslint.text import LineIndex
from smslint.trees import Branch, Node, TreeError, toml_tree

_TABLES = ("facts", "severities", "per-file-ignores", "markdown", "cadence", "plan", "overrides")
_PLAIN = tuple(key for key in KEYS if "." not in key)
_PLAN = ("zone", "columns")
_MARKDOWN = tuple(key.split(".")[1] for key in KEYS if key.startswith("markdown."))


def read_config(path: str) -> Config:
    """The settings in the file `path`, which is TOML; in a pyproject.toml, those of its table `tool.smslint`."""
    return _read(path, ())


def has_settings(path: str) -> bool:
    """Whether `path` is there and states settings: a pyproject.toml only does with a table `tool.smslint`."""
    return may_have_settings(path) and (os.path.basename(path) != NAMES[1] or _root(path)[0] is not None)


def _root(path: str) -> tuple[Branch | None, str]:
    try:
        text = bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown(path)}: not valid UTF-8") from error
    try:
        root: Node | None = toml_tree(text)
    except TreeError as error:
        line, column = LineIndex(text).position(error.at)
        raise ConfigError(f"{shown(path)}:{line}:{column}: not valid TOML: {error.message}") from error
    for name in ("tool", "smslint") if os.path.basename(path) == NAMES[1] else ():
        root = root.members.get(name) if isinstance(root, Branch) else None
    return (root if isinstance(root, Branch) else None), text


def _read(path: str, chain: tuple[str, ...]) -> Config:
    root, text = _root(path)
    if root is None:
        raise ConfigError(f"{shown(path)}: no table [tool.smslint]")
    file = _File(path, LineIndex(text))
    file.check(root, (*_PLAIN, *_TABLES), "key")
    values = file.values(root)
    return Config(shown(path), values, file.per_file_ignores(root), file.overrides(root), _base(path, values, chain))


def _base(path: str, values: Mapping[str, Setting], chain: tuple[str, ...]) -> Config | None:
    if "extend" not in values:
        return None
    setting = values["extend"]
    base = os.path.normpath(os.path.join(os.path.dirname(path), os.path.expanduser(str(setting.value))))
    seen = (*chain, os.path.abspath(path))
    if os.path.abspath(base) in seen:
        setting.where.fail(f"'{setting.value}' extends itself")
    if not os.path.isfile(base):
        setting.where.fail(f"no file '{setting.value}'")
    return _read(base, seen)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    index: LineIndex

    def mark(self, at: int) -> Where:
        """The place of an offset."""
        return Where(shown(self.path), *self.index.position(at), os.path.dirname(os.path.abspath(self.path)))

    def check(self, table: Branch, known: Iterable[str], what: str) -> None:
        """A ConfigError for the first key of `table` that is not known."""
        names = list(known)
        for name, at in table.keys.items():
            if name not in names:
                self.mark(at).fail(f"unknown {what} '{name}'{did_you_mean(name, names)}")

    def values(self, table: Branch) -> dict[str, Setting]:
        """The plain keys, the facts, the severities and the options of Markdown, flat."""
        found = {key: KEYS[key].read(table.members[key], self.mark) for key in _PLAIN if key in table.members}
        for name, node in self.table(table, "facts").items():
            found |= {f"facts.{key}": setting for key, setting in fact(name, node, self.mark).items()}
        for name, node in self.table(table, "severities").items():
            found[f"severities.{name}"] = severity(node, self.mark)
        for name, node in self.table(table, "markdown", _MARKDOWN).items():
            found[f"markdown.{name}"] = KEYS[f"markdown.{name}"].read(node, self.mark)
        return {**found, **self.sends(table)}

    def sends(self, table: Branch) -> dict[str, Setting]:
        """What holds for sends, flat: `cadence.RULE.NUMBER`, `plan.zone`, `plan.columns.PART`."""
        found: dict[str, Setting] = {}
        for rule, node in self.table(table, "cadence").items():
            if not isinstance(node, Branch) or node.is_list:
                self.mark(node.at).fail(f"'{rule}' must be a table of numbers, as in {rule} = {{warning = 1}}")
            for name, one in node.members.items():
                found[f"cadence.{rule}.{name}"] = number_of(one, self.mark)
        for name, node in self.table(table, "plan", _PLAN).items():
            if name == "zone":
                found["plan.zone"] = text(node, self.mark)
                continue
            if not isinstance(node, Branch) or node.is_list:
                self.mark(node.at).fail("'columns' must be a table, as in columns = {recipient = \"手机号\"}")
            found |= {f"plan.columns.{part}": text(one, self.mark) for part, one in node.members.items()}
        return found

    def table(self, table: Branch, name: str, known: Iterable[str] | None = None) -> dict[str, Node]:
        """The members of the table `name`; none where there is no such table."""
        node = table.members.get(name)
        if node is None:
            return {}
        if not isinstance(node, Branch) or node.is_list:
            self.mark(node.at).fail(f"'{name}' must be a table")
        if known is not None:
            self.check(node, known, f"key of {name}")
        return {str(key): one for key, one in node.members.items()}

    def per_file_ignores(self, root: Branch) -> dict[str, Setting]:
        """What is ignored, by glob."""
        return {glob: texts(node, self.mark) for glob, node in self.table(root, "per-file-ignores").items()}

    def overrides(self, root: Branch) -> tuple[Override, ...]:
        """The tables [[overrides]], in order."""
        node = root.members.get("overrides")
        if node is None:
            return ()
        if not isinstance(node, Branch) or not node.is_list:
            self.mark(node.at).fail("'overrides' must be a list of tables: [[overrides]]")
        return tuple(self._override(one) for one in node.members.values())

    def _override(self, node: Node) -> Override:
        if not isinstance(node, Branch) or "files" not in node.members:
            self.mark(node.at).fail("an override needs 'files', the globs that it holds for")
        by_file = [key for key in _PLAIN if KEYS[key].by_file]
        for key, at in node.keys.items():
            if key in (*_PLAIN, "per-file-ignores", "overrides") and key not in by_file:
                self.mark(at).fail(f"'{key}' cannot differ from file to file; write it outside of [[overrides]]")
        self.check(node, ("files", *by_file, "facts", "severities", "markdown"), "key of an override")
        return Override(texts(node.members["files"], self.mark), self.values(node))
