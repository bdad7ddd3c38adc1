"""Every key of a configuration file: how its value is read and checked, and whether it may differ by file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from smslint.config.values import Setting, Where
from smslint.errors import ConfigError, InputError, did_you_mean
from smslint.facts import flatten_facts
from smslint.model import Form, Severity
from smslint.trees import Branch, Leaf, Node, parse_pointer

Mark = Callable[[int], Where]
"""An offset in the configuration file -> the place."""
Reader = Callable[[Node, Mark], Setting]

LEVELS = ("error", "warning", "info", "never")
LANGUAGES = ("zh", "en")
_INTEGER = re.compile(r"\+?\d+")


@dataclass(frozen=True, slots=True)
class Key:
    """How a value is read; `by_file` if [[overrides]] may set it for some files."""

    read: Reader
    by_file: bool = False


def _kind(node: Node) -> str:
    if isinstance(node, Branch):
        return "a list" if node.is_list else "a table"
    return "text" if node.is_string else f"'{node.text}'"


def text(node: Node, mark: Mark) -> Setting:
    """A string that is not empty."""
    if isinstance(node, Branch) or not node.is_string or not node.text.strip():
        mark(node.at).fail(
            f"expected text, not {'nothing' if isinstance(node, Leaf) and not node.text else _kind(node)}"
        )
    return Setting(node.text, mark(node.at))


def texts(node: Node, mark: Mark) -> Setting:
    """A list of strings; a string alone counts as a list of one."""
    if isinstance(node, Leaf):
        return Setting((text(node, mark),), mark(node.at))
    if not node.is_list:
        mark(node.at).fail("expected a list of texts, not a table")
    return Setting(tuple(text(one, mark) for one in node.members.values()), mark(node.at))


def _words(node: Node, mark: Mark) -> Setting:
    """A list of words, of which one may be empty."""
    members = node.members.values() if isinstance(node, Branch) and node.is_list else (node,)
    return Setting(tuple(_word(one, mark) for one in members), mark(node.at))


def _word(node: Node, mark: Mark) -> Setting:
    return (
        Setting("", mark(node.at)) if isinstance(node, Leaf) and node.is_string and not node.text else text(node, mark)
    )


def _flag(node: Node, mark: Mark) -> Setting:
    if isinstance(node, Branch) or node.is_string or node.text not in ("true", "false"):
        mark(node.at).fail(f"expected true or false, not {_kind(node)}")
    return Setting(node.text == "true", mark(node.at))


def _whole(least: int, most: int | None = None) -> Reader:
    def read(node: Node, mark: Mark) -> Setting:
        written = node.text.replace("_", "") if isinstance(node, Leaf) and not node.is_string else ""
        number = int(written) if _INTEGER.fullmatch(written) else -1
        if number < least or (most is not None and number > most):
            span = f"from {least} on" if most is None else f"from {least} to {most}"
            mark(node.at).fail(f"expected a whole number {span}, not {_kind(node)}")
        return Setting(number, mark(node.at))

    return read


def _one_of(what: str, known: Sequence[str]) -> Reader:
    def read(node: Node, mark: Mark) -> Setting:
        setting = text(node, mark)
        if setting.value not in known:
            near = did_you_mean(str(setting.value), known)
            setting.where.fail(f"unknown {what} '{setting.value}'{near}; one of {', '.join(known)}")
        return setting

    return read


def _checked(read: Reader, check: Callable[[str], object]) -> Reader:
    """`read`, and then `check` for every text; what it raises is told with its place."""

    def run(node: Node, mark: Mark) -> Setting:
        setting = read(node, mark)
        for one in setting.items() or (setting,):
            try:
                check(str(one.value))
            except (ConfigError, re.error) as error:
                one.where.fail(str(error))
        return setting

    return run


def _placeholder(pattern: str) -> None:
    if re.compile(pattern).match(""):
        raise ConfigError(f"the placeholder '{pattern}' matches nothing at all, and so would stand everywhere")


def _packs(node: Node, mark: Mark) -> Setting:
    """Packs by id or by folder; a folder is relative to the configuration file."""
    found = texts(node, mark)
    return Setting(
        tuple(Setting(_beside(str(one.value), one.where.folder), one.where) for one in found.items()), found.where
    )


def _beside(name: str, folder: str) -> str:
    path = os.path.join(folder, os.path.expanduser(name))
    is_path = name.startswith((".", "/", "~")) or os.path.isfile(os.path.join(path, "pack.yaml"))
    return os.path.normpath(path) if is_path else name


KEYS: Mapping[str, Key] = MappingProxyType({
    "extend": Key(text),
    "packs": Key(_packs, by_file=True),
    "platform": Key(text, by_file=True),
    "lang": Key(_one_of("language", LANGUAGES)),
    "form": Key(_one_of("form", (*Form, "auto")), by_file=True),
    "select": Key(texts, by_file=True),
    "extend-select": Key(texts, by_file=True),
    "ignore": Key(texts, by_file=True),
    "fail-on": Key(_one_of("level", LEVELS), by_file=True),
    "min-score": Key(_whole(0, 100), by_file=True),
    "max-warnings": Key(_whole(0)),
    "column": Key(text, by_file=True),
    "pointer": Key(_checked(text, parse_pointer), by_file=True),
    "paragraphs": Key(_flag, by_file=True),
    "placeholders": Key(_checked(texts, _placeholder), by_file=True),
    "include": Key(texts),
    "exclude": Key(texts),
    "extend-exclude": Key(texts),
    "force-exclude": Key(_flag),
    "respect-gitignore": Key(_flag),
    "markdown.fences": Key(_words, by_file=True),
    "markdown.tables": Key(_flag, by_file=True),
})  # fmt: skip
severity: Reader = _one_of("severity", (*Severity, "off"))


def number_of(node: Node, mark: Mark) -> Setting:
    """A number, a time of day or a word as it is written; what it may be, the rule says."""
    if isinstance(node, Branch):
        mark(node.at).fail(f"expected a number or text, not {_kind(node)}")
    return Setting(node.text, mark(node.at))


def fact(name: str, node: Node, mark: Mark) -> dict[str, Setting]:
    """The facts that a value of the table `facts` states, flat by dotted name."""
    if isinstance(node, Branch) and not node.is_list:
        inner = (fact(f"{name}.{key}", one, mark) for key, one in node.members.items())
        return {key: setting for one in inner for key, setting in one.items()}
    value = texts(node, mark).texts() if isinstance(node, Branch) else node.text
    try:
        return {key: Setting(one, mark(node.at)) for key, one in flatten_facts({name: value}).items()}
    except InputError as error:
        mark(node.at).fail(error.message)
