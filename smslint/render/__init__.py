"""Reports -> text for people and for programs: pure functions from a run to a string, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from smslint.model import RunReport
from smslint.render.view import FileText, RuleHelp, View

Renderer = Callable[[RunReport, View], str]


def _late(module: str, name: str | None = None) -> Renderer:
    """The renderer of a module that is loaded only when a report asks for it."""
    name = name or f"render_{module.removesuffix('report')}"

    def render(run: RunReport, view: View) -> str:
        renderer: Renderer = getattr(import_module(f"smslint.render.{module}"), name)
        return renderer(run, view)

    return render


render_text, render_json = _late("textreport"), _late("jsonreport")
RENDERERS: Mapping[str, Renderer] = MappingProxyType({
    "text": render_text,
    "concise": _late("concise"),
    "json": render_json,
    "jsonl": _late("jsonreport", "render_jsonl"),
    "sarif": _late("sarif"),
    "github": _late("github"),
    "gitlab": _late("gitlab"),
    "junit": _late("junit"),
    "checkstyle": _late("checkstyle"),
    "rdjson": _late("rdjson"),
    "rdjsonl": _late("rdjson", "render_rdjsonl"),
    "markdown": _late("markdown"),
    "html": _late("htmlreport"),
    "csv": _late("csvreport"),
})  # fmt: skip

__all__ = ["RENDERERS", "FileText", "Renderer", "RuleHelp", "View", "render_json", "render_text"]
