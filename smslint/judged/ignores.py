"""The ignore file: suppressions by content for formats that have no comments (CSV, JSON, Excel).

[[ignore]]
path = "templates/od.csv"
rule = "fake-deadline"
fingerprint = "0123456789abcdef"
reason = "the date of the contract; legal, June"
expires = 2027-06-30
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smslint.errors import ConfigError, did_you_mean
from smslint.judged.directives import parse_date
from smslint.judged.types import Notice
from smslint.text import LineIndex
from smslint.trees import Branch, Leaf, Node, TreeError, toml_tree

Entry = tuple[str, str, str]  # path, rule, fingerprint
NAME = ".smslint-ignore.toml"
_NEEDED = ("path", "rule", "fingerprint", "reason")
_KEYS = (*_NEEDED, "expires")
_LIST = "ignore"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One entry: what it is about, why, until when, and its line."""

    key: Entry
    reason: str
    expires: dt.date | None
    line: int


def read_ignores(path: str) -> tuple[Ignore, ...]:
    """The entries of the file `path`; a ConfigError tells the place of what is wrong."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        root = toml_tree(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    except TreeError as error:
        line, column = LineIndex(text).position(error.at)
        raise ConfigError(f"{path}:{line}:{column}: not valid TOML: {error.message}") from error
    return tuple(_File(path, LineIndex(text)).entries(root))


def written(entry: Entry, reason: str, expires: str | None) -> str:
    """An entry as it stands in the file; JSON's strings are strings of TOML too."""
    values = zip(_NEEDED, (*entry, reason), strict=True)
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values]
    return "".join([f"\n[[{_LIST}]]\n", *lines, *([f"expires = {expires}\n"] if expires else [])])


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    index: LineIndex

    def fail(self, at: int, message: str) -> ConfigError:
        line, column = self.index.position(at)
        return ConfigError(f"{self.path}:{line}:{column}: {message}")

    def entries(self, root: Branch) -> Iterator[Ignore]:
        for name, at in root.keys.items():
            if name != _LIST:
                raise self.fail(at, f"unknown key '{name}'; entries are written [[{_LIST}]]")
        entries = root.members.get(_LIST)
        if isinstance(entries, Leaf) or (entries is not None and not entries.is_list):
            raise self.fail(entries.at, f"entries are written [[{_LIST}]]")
        for node in entries.members.values() if entries else ():
            yield self._entry(node)

    def _entry(self, node: Node) -> Ignore:
        if isinstance(node, Leaf):
            raise self.fail(node.at, f"entries are written [[{_LIST}]]")
        for name, at in node.keys.items():
            if name not in _KEYS:
                raise self.fail(at, f"unknown key '{name}'{did_you_mean(name, _KEYS)}")
        path, rule, mark, reason = (self._text(node, name) for name in _NEEDED)
        return Ignore((path, rule, mark), reason, self._date(node), self.index.position(node.at)[0])

    def _text(self, node: Branch, name: str) -> str:
        value = node.members.get(name)
        if not isinstance(value, Leaf) or not value.is_string or not value.text.strip():
            raise self.fail(node.at if value is None else value.at, f"an entry needs '{name}', a text")
        return value.text.strip()

    def _date(self, node: Branch) -> dt.date | None:
        value = node.members.get("expires")
        if value is None:
            return None
        date = parse_date(value.text) if isinstance(value, Leaf) else None
        if date is None:
            raise self.fail(value.at, "'expires' must be a date: YYYY-MM-DD")
        return date


class Ignores:
    """The entries that hold today, and what has become of them in a run."""

    def __init__(self, path: str, entries: Sequence[Ignore], today: dt.date) -> None:
        self._path, self._entries = path, entries
        self._expired = {one.key for one in entries if one.expires and one.expires < today}
        self._reasons = {one.key: one.reason for one in entries if one.key not in self._expired}
        self._used: set[Entry] = set()
        self.paths = frozenset(one.key[0] for one in entries)

    def reason(self, key: Entry) -> str | None:
        """Why a finding is not to be reported; None if it is."""
        if key in self._reasons:
            self._used.add(key)
        return self._reasons.get(key)

    def notices(self, path: str) -> Iterator[Notice]:
        """What is to be tidied of the entries about `path`, asked once all findings of that file have been."""
        for one in self._entries:
            if one.key[0] == path and one.key in self._expired:
                yield Notice(self._path, one.line, 1, f"this entry for {path} expired on {one.expires}")
            elif one.key[0] == path and one.key not in self._used:
                yield Notice(self._path, one.line, 1, f"unused entry: no such finding of '{one.key[1]}' in {path}")
