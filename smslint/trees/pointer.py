"""Pointers into a tree, a small part of JSONPath (RFC 9535): `.name`, `['name']`, `[0]`, `[-1]`, `[*]`, `.*`, `..`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from smslint.errors import ConfigError
from smslint.trees.node import Branch, Leaf, Node

_STEP = re.compile(
    r"""(?P<deep>\.\.)?(?:(?<!\.)\.(?!\.)|(?<=\.\.)|(?=\[))
    (?:(?P<name>[\w-]+)|(?P<every>\*)|\[\s*(?:(?P<index>-?\d+)|(?P<all>\*)|'(?P<one>(?:[^'\\]|\\.)*)'
    |"(?P<two>(?:[^"\\]|\\.)*)")\s*\])""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: to the member of a name or an index, or to every one (None); `deep` ones look at any depth."""

    name: str | int | None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A node, how to point at it, and the branches above it, the outermost first."""

    pointer: str
    node: Node
    above: tuple[Branch, ...] = ()


def parse_pointer(pointer: str) -> tuple[Step, ...]:
    """The steps of a pointer; a ConfigError tells the character that is not understood."""
    text = pointer.strip()
    if not text.startswith("$"):
        raise ConfigError(f"pointer '{pointer}': must begin with $, as in $.templates[*].content")
    steps, at = [], 1
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise ConfigError(
                f"pointer '{pointer}': not understood from '{text[at : at + 12]}' on; known are .name, ['name'], [0], "
                "[*] and ..name"
            )
        steps.append(_step(found))
        at = found.end()
    return tuple(steps)


def _step(found: re.Match[str]) -> Step:
    deep = bool(found["deep"])
    if found["every"] or found["all"]:
        return Step(None, deep)
    if found["index"]:
        return Step(int(found["index"]), deep)
    quoted = found["one"] if found["one"] is not None else found["two"]
    return Step(found["name"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted), deep)


def select(root: Node, steps: Sequence[Step]) -> Iterator[Hit]:
    """What `steps` point at in `root`, in the order of the file, every node once."""
    hits: Iterable[Hit] = [Hit("$", root)]
    for step in steps:
        hits = list(_once(hit for one in hits for hit in _take(one, step)))
    yield from hits


def strings(root: Node) -> Iterator[Hit]:
    """Every string of the tree, in the order of the file."""
    return (hit for hit in _below(Hit("$", root)) if isinstance(hit.node, Leaf) and hit.node.is_string)


def _take(hit: Hit, step: Step) -> Iterator[Hit]:
    for one in _below(hit) if step.deep else (hit,):
        if isinstance(one.node, Branch):
            name = step.name
            if isinstance(name, int) and name < 0 and one.node.is_list:
                name += len(one.node.members)
            wanted = one.node.members if name is None else [name] if name in one.node.members else []
            yield from (_child(one, one.node, key) for key in wanted)


def _child(hit: Hit, branch: Branch, key: str | int) -> Hit:
    return Hit(hit.pointer + _written(key), branch.members[key], (*hit.above, branch))


def _below(hit: Hit) -> Iterator[Hit]:
    """The node and all below it, each once; an alias into itself ends there."""
    waiting, seen = [hit], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one.node) in seen:
            continue
        seen.add(id(one.node))
        yield one
        if isinstance(one.node, Branch):
            branch = one.node
            waiting.extend(_child(one, branch, key) for key in reversed(list(branch.members)))


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    seen: set[int] = set()
    for hit in hits:
        if id(hit.node) not in seen:
            seen.add(id(hit.node))
            yield hit


def _written(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _PLAIN.fullmatch(key):
        return f".{key}"
    return "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']"
