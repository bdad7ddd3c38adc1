"""Reports -> text for people and for programs: pure functions from a run to a string, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smslint.model import RunReport
from smslint.render.jsonreport import render_json
from smslint.render.textreport import render_text
from smslint.render.view import FileText, View

Renderer = Callable[[RunReport, View], str]

RENDERERS: Mapping[str, Renderer] = MappingProxyType({"text": render_text, "json": render_json})

__all__ = ["RENDERERS", "FileText", "Renderer", "View", "render_json", "render_text"]
