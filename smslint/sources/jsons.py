"""JSON Lines and JSON -> drafts: objects with `text` and, if need be, `id`, `form` and `facts`; or bare strings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smslint.errors import InputError
from smslint.model import Draft
from smslint.sources.fields import (
    FACTS_NAME,
    FORM_NAMES,
    ID_NAMES,
    find_name,
    find_text_name,
    id_name,
    missing_text,
    parse_facts,
    parse_form,
)
from smslint.sources.jsonmap import items, members, skip_space, string_origin
from smslint.sources.trees import may_hold_drafts, read_trees
from smslint.sources.types import Item, ReadOptions, Record
from smslint.text import LineIndex
from smslint.trees import json_tree

_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class _Place:
    """One JSON value: the text of the file, where the value opens, and how to name it."""

    text: str
    index: LineIndex
    path: str
    at: int
    pointer: str | None = None

    def error(self, message: str, at: int | None = None) -> InputError:
        return InputError(message, self.path, *self.index.position(self.at if at is None else at))


def read_jsonl(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of a text with one JSON value a line."""
    index = LineIndex(text)
    for found in _LINE.finditer(text):
        if found[0].strip():
            place = _Place(text, index, path, skip_space(text, found.start()))
            yield from _guarded(_line(found[0], found.start(), place, options), place)


def read_json(text: str, path: str, options: ReadOptions) -> Iterator[Item]:
    """The drafts of one JSON document: an array of records, one record, or else the strings of any other document."""
    place = _Place(text, LineIndex(text), path, skip_space(text, 0), "$")
    if text.strip():
        yield from _guarded(_document(text, place, options), place)


def _guarded(found: Iterator[Item], place: _Place) -> Iterator[Item]:
    try:
        yield from found
    except RecursionError:
        yield place.error("not valid JSON: nested too deeply")


def _line(written: str, start: int, place: _Place, options: ReadOptions) -> Iterator[Item]:
    value = _parse(written, start, place)
    yield value if isinstance(value, InputError) else _record(value, place, options)


def _document(text: str, place: _Place, options: ReadOptions) -> Iterator[Item]:
    value = _parse(text, 0, place)
    if isinstance(value, InputError):
        if options.pointer or options.column or may_hold_drafts(text):
            yield value
    elif options.pointer or not _is_recorded(value, options):
        yield from read_trees(lambda text: [json_tree(text)], "JSON", text, place.path, options)
    elif isinstance(value, list):
        for number, (one, at) in enumerate(zip(value, items(text, place.at), strict=True)):
            yield _record(one, _Place(text, place.index, place.path, at, f"$[{number}]"), options)
    else:
        yield _record(value, place, options)


def _is_recorded(value: object, options: ReadOptions) -> bool:
    """Whether a document is a record or a list of them, rather than a file of any other make."""
    if isinstance(value, list):
        return any(isinstance(one, str) or (isinstance(one, dict) and _is_recorded(one, options)) for one in value)
    if not isinstance(value, dict):
        return True
    name = find_text_name(value, options.column)
    nested = any(isinstance(one, dict | list) for key, one in value.items() if key != FACTS_NAME)
    return name is not None and not nested


def _parse(written: str, start: int, place: _Place) -> object:
    try:
        return json.loads(written)
    except json.JSONDecodeError as error:
        return place.error(f"not valid JSON: {error.msg}", start + error.pos)
    except ValueError as error:  # a number of thousands of digits
        return place.error(f"not valid JSON: {error}")


def _record(value: object, place: _Place, options: ReadOptions) -> Item:
    if isinstance(value, str):
        return _draft(value, {}, place, options)
    if not isinstance(value, dict):
        return place.error(f"a record is an object or a string, not {type(value).__name__}")
    name = find_text_name(value, options.column)
    if name is None:
        return place.error(missing_text(value, options.column, "key"))
    at = members(place.text, place.at)[name]
    pointer = f"{place.pointer}.{name}" if place.pointer else None
    inner = _Place(place.text, place.index, place.path, at, pointer)
    if not isinstance(value[name], str):
        return inner.error(f"'{name}' must be a string, not {type(value[name]).__name__}")
    return _draft(value[name], value, inner, options)


def _draft(text: str, values: Mapping[str, object], place: _Place, options: ReadOptions) -> Item:
    if not text.strip():
        return place.error("the draft is empty")
    try:
        form = parse_form(_value(values, FORM_NAMES)) or options.form
        facts = {**options.facts, **parse_facts(values.get(FACTS_NAME))}
    except InputError as error:
        return place.error(error.message)
    name = find_name(values, ID_NAMES)
    value = None if name is None or values[name] is None else str(values[name])
    line, _ = place.index.position(place.at)
    draft = Draft(text, value, place.path, line, place.pointer, form, facts, id_name(name) if value else None)
    return Record(draft, string_origin(place.text, place.at))


def _value(values: Mapping[str, object], names: tuple[str, ...]) -> object:
    name = find_name(values, names)
    return None if name is None else values[name]
