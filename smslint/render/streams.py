"""The formats that can be written while a run goes on: what opens them, what a part of a file adds, what ends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from smslint.model import FileReport, Tally
from smslint.render.view import View

Part = Callable[[FileReport, View], str]
_HOMES: Mapping[str, str] = MappingProxyType({
    "text": "textreport", "concise": "concise", "json": "jsonreport", "jsonl": "jsonreport", "csv": "csvreport",
    "rdjsonl": "rdjson",
})  # fmt: skip
STREAMED = tuple(_HOMES)


def _nothing(part: FileReport | Tally, view: View) -> str:
    return ""


class Stream(NamedTuple):
    """How a format is written: a `part` for each file or piece of one, `alone` where the run has only one draft."""

    part: Part
    end: Callable[[Tally, View], str] = _nothing
    head: str = ""
    alone: Part = _nothing


def stream(name: str) -> Stream:
    """The stream of one of the formats `STREAMED`, whose module is loaded only now."""
    found: Stream = getattr(import_module(f"smslint.render.{_HOMES[name]}"), name.upper())
    return found
