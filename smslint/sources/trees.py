"""YAML, TOML and JSON of any shape -> drafts: the strings that a pointer or a key names, else every Chinese one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.fields import FACTS_NAME, FORM_NAMES, TREE_ID_NAMES, find_name, id_name, parse_facts, parse_form
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex
from smslint.trees import Branch, Hit, Leaf, Node, Spelling, TreeError, parse_pointer, select, strings
from smslint.trees import toml_tree as _toml_tree
from smslint.trees import yaml_trees as _yaml_trees
from smslint.trees.pointer import Step

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ESCAPED = re.compile(r"\\[uU][\da-fA-F]{4}")
_LEAST = 8  # characters from which a Chinese string may be a message
_LONGEST_ID = 80


def read_yaml(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a YAML file, of all its documents."""
    yield from read_trees(_yaml_trees, "YAML", text, path, options)


def read_toml(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a TOML file."""
    yield from read_trees(lambda text: [_toml_tree(text)], "TOML", text, path, options)


def may_be_draft(text: str) -> bool:
    """Whether a string that nobody pointed at may be a message: it holds Chinese and at least 8 characters."""
    return len(text.strip()) >= _LEAST and bool(_HAN.search(text))


def may_hold_drafts(text: str) -> bool:
    """Whether a file with this text may hold any such string, escaped or not."""
    return bool(_HAN.search(text) or _ESCAPED.search(text))


def read_trees(
    parse: Callable[[str], Iterable[Node]], kind: str, text: str, path: str, options: ReadOptions
) -> Iterator[Item]:
    """The drafts of the documents that `parse` finds in `text`; a fault ends the reading, drafts before it stay."""
    named = options.pointer or options.column
    if not named and not may_hold_drafts(text):
        return
    index, found = LineIndex(text), False
    try:
        for root in parse(text):
            for hit in _chosen(root, options):
                found = True
                yield _item(hit, index, path, options)
    except TreeError as error:
        yield InputError(f"not valid {kind}: {error.message}", path, *index.position(error.at))
        return
    if named and not found and text.strip():
        yield InputError(f"nothing stands at {options.pointer or f'the key {options.column!r}'}", path)


def _chosen(root: Node, options: ReadOptions) -> Iterator[Hit]:
    if options.pointer:
        return select(root, parse_pointer(options.pointer))
    if options.column:
        return select(root, [Step(options.column, deep=True)])
    return (hit for hit in strings(root) if isinstance(hit.node, Leaf) and may_be_draft(hit.node.text))


def _item(hit: Hit, index: LineIndex, path: str, options: ReadOptions) -> Item:
    node = hit.node
    place = index.position(node.at)
    if isinstance(node, Branch) or not node.is_string:
        return InputError(f"{hit.pointer} must be a string, not {_kind(node)}", path, *place)
    if not node.text.strip():
        return InputError("the draft is empty", path, *place)
    try:
        return _record(hit, node.spell(), index, path, options)
    except TreeError as error:
        return InputError(error.message, path, *index.position(error.at))
    except InputError as error:
        return InputError(error.message, path, *place)


def _record(hit: Hit, spelling: Spelling, index: LineIndex, path: str, options: ReadOptions) -> Record:
    siblings = hit.above[-1].members if hit.above and not hit.above[-1].is_list else {}
    form = parse_form(_text(siblings, FORM_NAMES)) or options.form
    facts = {**options.facts, **parse_facts(_plain(siblings[FACTS_NAME]) if FACTS_NAME in siblings else None)}
    name, value = _identity(hit.above, hit.node)
    line, _ = index.position(spelling.origin[0])
    draft = Draft(spelling.text, value, path, line, hit.pointer, form, facts, id_name(name))
    return Record(draft, spelling.origin, spelling.ends)


def _identity(above: Sequence[Branch], text: Node) -> tuple[str | None, str | None]:
    """The name and the value of the id of a draft: of the nearest mapping around it that has one."""
    for branch in reversed(above):
        for wanted in () if branch.is_list else TREE_ID_NAMES:
            name = find_name(_names(branch.members), [wanted])
            node = branch.members[name] if name else None
            if isinstance(node, Leaf) and node is not text and 0 < len(node.text) <= _LONGEST_ID:
                return name, node.text
    return None, None


def _names(members: Mapping[str | int, Node]) -> Iterator[str]:
    return (name for name in members if isinstance(name, str))


def _text(members: Mapping[str | int, Node], names: Iterable[str]) -> str | None:
    name = find_name(_names(members), names)
    node = members[name] if name else None
    return node.text if isinstance(node, Leaf) else None


def _plain(node: Node) -> object:
    if isinstance(node, Leaf):
        return node.text if node.is_string else node.text or None
    if node.is_list:
        return tuple(_plain(one) for one in node.members.values())
    return {str(name): _plain(one) for name, one in node.members.items()}


def _kind(node: Node) -> str:
    if isinstance(node, Leaf):
        return f"'{node.text}'" if node.text else "nothing"
    return "a list" if node.is_list else "a mapping"
