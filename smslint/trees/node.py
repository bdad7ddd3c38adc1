"""The nodes of a tree: strings and other scalars, lists and mappings, each with the place where it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smslint.trees.spelling import Spelling


class TreeError(Exception):
    """The text is not well formed at the offset `at`."""

    def __init__(self, message: str, at: int) -> None:
        self.message, self.at = message, at
        super().__init__(message)


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A scalar: its value as text, whether it is a string, and how it is spelt (worked out when asked for)."""

    text: str
    at: int
    is_string: bool
    spell: Callable[[], Spelling]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A mapping or a list (its keys are then 0, 1, 2 …) and the offsets of a mapping's keys."""

    at: int
    members: Mapping[str | int, Node]
    keys: Mapping[str, int] = field(default_factory=dict)
    is_list: bool = False


Node = Leaf | Branch


class Builder:
    """Puts a tree together from what a scanner meets, in order; in a mapping, every other scalar is a key."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._open: list[_Open] = []

    @property
    def depth(self) -> int:
        """How many lists and mappings are open."""
        return len(self._open)

    def open(self, at: int, *, is_list: bool) -> Branch:
        """A list or a mapping opens; gives its node, which fills until it closes."""
        members: dict[str | int, Node] = {}
        keys: dict[str, int] = {}
        branch = Branch(at, members, keys, is_list)
        self._open.append(_Open(branch, members, keys))
        return branch

    def close(self) -> Branch:
        """The list or mapping opened last closes."""
        branch = self._open.pop().branch
        self.add(branch)
        return branch

    def add(self, node: Node) -> None:
        """A value, or a key of the mapping that is open."""
        if not self._open:
            self.roots.append(node)
        else:
            self._open[-1].add(node)


@dataclass(slots=True)
class _Open:
    branch: Branch
    members: dict[str | int, Node]
    keys: dict[str, int]
    key: str | None = None

    def add(self, node: Node) -> None:
        if self.branch.is_list:
            self.members[len(self.members)] = node
        elif self.key is None:
            self.key = node.text if isinstance(node, Leaf) else ""
            self.keys[self.key] = node.at
        else:
            self.members[self.key] = node
            self.key = None
