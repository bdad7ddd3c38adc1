"""YAML read with the place of every value, so that a wrong pack is an error that points into its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from smslint.errors import PackError, did_you_mean
from smslint.pack.mark import Mark

_SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:null": lambda text: None,
}
_MAX_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML value: a scalar, a list of nodes, or a mapping of text keys to nodes, and where it stands."""

    value: object
    mark: Mark
    keys: dict[str, Mark] | None = None

    def fail(self, message: str) -> NoReturn:
        """Raise a PackError that points at this value."""
        self.mark.fail(message)

    def mapping(self, known: Iterable[str] | None = None, what: str = "key") -> dict[str, Node]:
        """The value as a mapping; a key that is not in `known` is an error with a suggestion."""
        if not isinstance(self.value, dict):
            self.fail(f"expected a mapping, not {_name(self.value)}")
        if known is not None:
            self._check_keys(list(known), what)
        return self.value

    def _check_keys(self, known: list[str], what: str) -> None:
        for key, mark in (self.keys or {}).items():
            if key not in known:
                mark.fail(f"unknown {what} '{key}'{did_you_mean(key, known)}")

    def sequence(self) -> list[Node]:
        """The value as a list; a single value counts as a list of one."""
        return self.value if isinstance(self.value, list) else [self]

    def plain(self) -> object:
        """The value without the places of its members."""
        if isinstance(self.value, dict):
            return {name: one.plain() for name, one in self.value.items()}
        return [one.plain() for one in self.value] if isinstance(self.value, list) else self.value

    def text(self) -> str:
        """The value as text; numbers are taken as written."""
        if isinstance(self.value, str) and self.value:
            return self.value
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return str(self.value)
        self.fail(f"expected text, not {_name(self.value)}")

    def strings(self) -> tuple[str, ...]:
        """The value as a tuple of texts."""
        return tuple(item.text() for item in self.sequence())

    def number(self) -> float:
        """The value as a number."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return self.value
        self.fail(f"expected a number, not {_name(self.value)}")

    def flag(self) -> bool:
        """The value as true or false."""
        if isinstance(self.value, bool):
            return self.value
        self.fail(f"expected true or false, not {_name(self.value)}")

    def choice(self, known: Iterable[str], what: str) -> str:
        """The value as one of `known`; anything else is an error with a suggestion."""
        text, options = self.text(), list(known)
        if text not in options:
            self.fail(f"unknown {what} '{text}'{did_you_mean(text, options)}; one of {', '.join(options)}")
        return text


def read_yaml(path: Path) -> Node:
    """The one document of a YAML file; every fault is a PackError with line and column."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = path.read_text(encoding="utf-8-sig")
        if len(text) > _MAX_BYTES:
            raise PackError("the file is too large for a rule pack", str(path))
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise PackError(
            f"not valid YAML: {error.problem}",
            str(path),
            mark.line + 1 if mark else None,
            mark.column + 1 if mark else None,
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"not valid YAML: {error}", str(path)) from error
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", str(path)) from error
    if root is None:
        raise PackError("the file is empty", str(path), 1, 1)
    return _convert(root, str(path), set())


def _convert(node: object, path: str, seen: set[int]) -> Node:
    import yaml

    assert isinstance(node, yaml.Node)
    mark = Mark(path, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return Node(_scalar(node.tag, node.value), mark)
    if id(node) in seen:  # an alias to a collection: the way to make a small file explode
        mark.fail("YAML aliases are not allowed in a rule pack")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, path, seen) for item in node.value], mark)
    return _mapping(node.value, path, mark, seen)


def _mapping(pairs: Iterable[tuple[object, object]], path: str, mark: Mark, seen: set[int]) -> Node:
    values: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    for key_node, value_node in pairs:
        key = _convert(key_node, path, seen)
        name = str(key.value).lower() if isinstance(key.value, bool) else key.text()
        if name in values:
            key.fail(f"duplicate key '{name}'")
        values[name], keys[name] = _convert(value_node, path, seen), key.mark
    return Node(values, mark, keys)


def _scalar(tag: str, text: str) -> object:
    try:
        return _SCALARS[tag](text) if tag in _SCALARS else text
    except ValueError:
        return text


def _name(value: object) -> str:
    return {dict: "a mapping", list: "a list", type(None): "nothing", bool: "true or false"}.get(
        type(value), f"'{value}'"
    )
