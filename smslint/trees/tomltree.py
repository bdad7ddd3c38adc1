"""TOML -> a tree; `tomllib` judges whether it is well formed, a scanner tells where everything stands."""

from __future__ import annotations

import re
from functools import partial

from smslint.trees.jsontree import scalar_leaf
from smslint.trees.node import Branch, Leaf, Node, TreeError
from smslint.trees.spelling import Speller, Spelling

_SPACE = re.compile(r"[ \t]*+")
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|'
    r"'''(?:[^']|'{1,2}(?!'))*+'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d[^\s,\]}#]*|[^\s,\]}#]+")
_SPECIAL = re.compile(r"\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|(\\[ \t]*\r?\n[ \t\r\n]*)|\\(.)|(\r\n)", re.DOTALL)
_RETURN = re.compile(r"\r\n")
_NAMED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


def toml_tree(text: str) -> Branch:
    """The tree of a TOML document; a TreeError where it is not well formed."""
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TreeError(_PLACE.sub("", str(error)), _offset(text, str(error))) from None
    except RecursionError:
        raise TreeError("nested too deeply", 0) from None
    return _Scanner(text).document()


def _offset(text: str, message: str) -> int:
    """Where an error of `tomllib` stands: it counts lines of a text without carriage returns."""
    found = _PLACE.search(message)
    if found is None:
        return len(text)
    start = 0
    for _ in range(int(found[1]) - 1):
        start = text.find("\n", start) + 1
    return min(start + int(found[2]) - 1, len(text))


class _Scanner:
    """Reads text that `tomllib` has accepted, and so looks for nothing but places."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def document(self) -> Branch:
        root = table = _Table(0)
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header(root)
            else:
                self._pair(table)
            self._skip(_BLANK)
        return root.branch

    def _header(self, root: _Table) -> _Table:
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        *path, (name, at) = self._key()
        self._at += 2 if many else 1
        table = root
        for one, place in path:
            table = table.inner(one, place)
        return table.appended(name, at) if many else table.inner(name, at)

    def _pair(self, table: _Table) -> None:
        *path, (name, at) = self._key()
        self._at += 1  # =
        self._skip(_SPACE)
        for one, place in path:
            table = table.inner(one, place)
        table.put(name, at, self._value())

    def _key(self) -> list[tuple[str, int]]:
        parts: list[tuple[str, int]] = []
        while True:
            self._skip(_SPACE)
            parts.append((self._key_part(), self._at))
            self._at = self._end_of_key
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _key_part(self) -> str:
        quoted = _STRING.match(self._text, self._at)
        if quoted:
            self._end_of_key = quoted.end()
            return _spell(self._text, self._at, quoted.end()).text
        bare = _BARE.match(self._text, self._at)
        self._end_of_key = bare.end() if bare else self._at + 1
        return bare[0] if bare else ""

    def _value(self) -> Node:
        opens = self._text[self._at]
        if opens == "[":
            return self._array()
        if opens == "{":
            return self._inline()
        if found := _STRING.match(self._text, self._at):
            return self._string(found.start(), found.end())
        scalar = _SCALAR.match(self._text, self._at)
        start, self._at = self._at, scalar.end() if scalar else self._at + 1
        return scalar_leaf(self._text[start : self._at], start)

    def _string(self, start: int, end: int) -> Leaf:
        self._at = end
        spell = partial(_spell, self._text, start, end)
        return Leaf(spell().text, start, True, spell)

    def _array(self) -> Branch:
        start, members = self._at, dict[str | int, Node]()
        self._at += 1
        self._skip(_BLANK)
        while not self._text.startswith("]", self._at):
            members[len(members)] = self._value()
            self._skip(_BLANK)
            if self._text.startswith(",", self._at):
                self._at += 1
                self._skip(_BLANK)
        self._at += 1
        return Branch(start, members, is_list=True)

    def _inline(self) -> Branch:
        table = _Table(self._at)
        self._at += 1
        self._skip(_BLANK)
        while not self._text.startswith("}", self._at):
            self._pair(table)
            self._skip(_BLANK)
            if self._text.startswith(",", self._at):
                self._at += 1
                self._skip(_BLANK)
        self._at += 1
        return table.branch

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self._text, self._at)
        self._at = found.end() if found else self._at


class _Table:
    """A table that later headers and dotted keys may still add to."""

    def __init__(self, at: int) -> None:
        self._members: dict[str | int, Node] = {}
        self._keys: dict[str, int] = {}
        self._tables: dict[str, _Table] = {}
        self._lists: dict[str, dict[str | int, Node]] = {}
        self.branch = Branch(at, self._members, self._keys)

    def put(self, name: str, at: int, node: Node) -> None:
        self._members[name], self._keys[name] = node, at

    def inner(self, name: str, at: int) -> _Table:
        """The table `name`, or the last one of the list of tables `name`."""
        if name not in self._tables:
            self._tables[name] = _Table(at)
            self.put(name, at, self._tables[name].branch)
        return self._tables[name]

    def appended(self, name: str, at: int) -> _Table:
        """A new table at the end of the list of tables `name`."""
        if name not in self._lists:
            self._lists[name] = {}
            self.put(name, at, Branch(at, self._lists[name], is_list=True))
        self._tables[name] = _Table(at)
        self._lists[name][len(self._lists[name])] = self._tables[name].branch
        return self._tables[name]


def _spell(text: str, start: int, end: int) -> Spelling:
    mark = text[start]
    quote = 3 if text.startswith(mark * 3, start) and end - start >= 6 else 1
    first, last = start + quote, end - quote
    if quote == 3:
        first += 2 if text.startswith("\r\n", first) else text.startswith("\n", first)
    speller = Speller()
    for found in (_SPECIAL if mark == '"' else _RETURN).finditer(text, first, last):
        speller.run(text, first, found.start())
        first = found.end()
        if mark == "'" or not found[3]:
            speller.add("\n" if mark == "'" else _meant(found), found.start(), found.end())
    speller.run(text, first, last)
    return speller.done(last)


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return "\n" if found[5] else _NAMED[found[4]]
