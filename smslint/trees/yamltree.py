"""YAML -> trees, one a document, from the parser's events: without recursion, aliases as the values they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from smslint.patterns import compiled
from smslint.trees.node import Builder, Leaf, Node, TreeError
from smslint.trees.yamlspelling import spell_scalar

if TYPE_CHECKING:
    import yaml

_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_PLAIN_OTHER = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|[-+]?[\d.][\d_.,:eE+-]*|0[xo][\da-fA-F]+|\d{4}-\d\d?-\d\d?.*)?", re.IGNORECASE
)
_PROPERTIES = re.compile(r"(?:[&!]\S*|\s+|#[^\r\n\x85\u2028\u2029]*)*+")
_NOTHING = ("~", "null")
_TOO_DEEP = "nested too deeply"
_DEEPEST = 1000


def yaml_trees(text: str) -> Iterator[Node]:
    """The trees of the documents of `text`; a TreeError where it is not well formed, after those that are."""
    import yaml

    if bad := compiled(_FORBIDDEN).search(text):
        raise TreeError(f"the character U+{ord(bad[0]):04X} is not allowed", bad.start())
    builder, anchors = Builder(), dict[str, Node]()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            _take(event, text, builder, anchors)
            if isinstance(event, yaml.DocumentEndEvent):
                anchors.clear()
                yield from builder.roots
                builder.roots.clear()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TreeError(_said(error), min(mark.index, len(text)) if mark else 0) from None


def _said(error: yaml.MarkedYAMLError) -> str:
    """What is wrong; some builds of the parser have a limit of their own to how deep things nest."""
    problem = error.problem or "not well formed"
    return _TOO_DEEP if "nesting depth" in problem else problem


def _take(event: yaml.Event, text: str, builder: Builder, anchors: dict[str, Node]) -> None:
    import yaml

    at = event.start_mark.index if event.start_mark else 0
    if isinstance(event, yaml.ScalarEvent):
        builder.add(_named(_leaf(event, text), event.anchor, anchors))
    elif isinstance(event, yaml.CollectionStartEvent):
        if builder.depth >= _DEEPEST:
            raise TreeError(_TOO_DEEP, at)
        _named(builder.open(at, is_list=isinstance(event, yaml.SequenceStartEvent)), event.anchor, anchors)
    elif isinstance(event, yaml.CollectionEndEvent):
        builder.close()
    elif isinstance(event, yaml.AliasEvent):
        if event.anchor not in anchors:
            raise TreeError(f"no anchor '{event.anchor}'", at)
        builder.add(anchors[event.anchor])


def _named(node: Node, anchor: str | None, anchors: dict[str, Node]) -> Node:
    if anchor:
        anchors[anchor] = node
    return node


def _leaf(event: yaml.ScalarEvent, text: str) -> Leaf:
    assert event.start_mark
    assert event.end_mark
    start, end = event.start_mark.index, event.end_mark.index
    if event.anchor or event.tag:
        found = _PROPERTIES.match(text, start, end)
        start = found.end() if found else start
    plain = not event.style and bool(_PLAIN_OTHER.fullmatch(event.value)) and event.tag in (None, "")
    value = "" if plain and event.value.lower() in _NOTHING else event.value
    return Leaf(value, start, not plain, partial(spell_scalar, text, start, end, event.style or "", value))
