"""JSON -> a tree, without recursion, so that no depth of nesting does harm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

from smslint.trees.node import Builder, Leaf, Node, TreeError
from smslint.trees.spelling import Speller, Spelling

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*+")|([{\[])|([}\]])|([^\s{}\[\],:"]+)', re.DOTALL)
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


def json_tree(text: str) -> Node:
    """The tree of one JSON document; a TreeError where it is not well formed."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise TreeError(error.msg, error.pos) from None
    except RecursionError:
        raise TreeError("nested too deeply", 0) from None
    except ValueError as error:  # a number of thousands of digits
        raise TreeError(str(error), 0) from None
    return _scan(text)


def _scan(text: str) -> Node:
    builder = Builder()
    for found in _TOKEN.finditer(text):
        if found[1]:
            builder.add(string_leaf(text, *found.span()))
        elif found[2]:
            builder.open(found.start(), is_list=found[2] == "[")
        elif found[3]:
            builder.close()
        else:
            builder.add(scalar_leaf(found[4], found.start()))
    return builder.roots[0]


def string_leaf(text: str, start: int, end: int) -> Leaf:
    """The string that stands at `text[start:end]`, quotes included."""
    written = text[start:end]
    value = json.loads(written) if "\\" in written else written[1:-1]
    return Leaf(value, start, True, partial(_spell, text, start + 1, end - 1))


def scalar_leaf(written: str, at: int) -> Leaf:
    """A number, a truth value or nothing, as it is written; `null` is empty."""
    return Leaf("" if written == "null" else written, at, False, _unspelt(written, at))


def _unspelt(written: str, at: int) -> Callable[[], Spelling]:
    return lambda: Spelling(written, range(at, at + len(written) + 1))


def _spell(text: str, start: int, end: int) -> Spelling:
    speller = Speller()
    for first, last, char in _units(text, start, end):
        if char:
            speller.add(char, first, last)
        else:
            speller.run(text, first, last)
    return speller.done(end)


def _units(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Runs of plain characters (with no text of their own) and escapes (with the character they mean)."""
    at = start
    for found in _UNIT.finditer(text, start, end):
        yield at, found.start(), ""
        yield found.start(), found.end(), json.loads(f'"{found[0]}"')
        at = found.end()
    yield at, end, ""
