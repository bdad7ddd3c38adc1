"""Reports of plans -> text for people and for programs: pure functions from a report to a string, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from smslint.plan.report import PlanReport
from smslint.render import View

PlanRenderer = Callable[[PlanReport, View], str]


def _late(module: str, name: str) -> PlanRenderer:
    """The renderer of a module that is loaded only when a report asks for it."""

    def render(report: PlanReport, view: View) -> str:
        renderer: PlanRenderer = getattr(import_module(f"smslint.plan.render.{module}"), name)
        return renderer(report, view)

    return render


PLAN_RENDERERS: Mapping[str, PlanRenderer] = MappingProxyType({
    "text": _late("text", "render_text"),
    "json": _late("jsonreport", "render_json"),
    "csv": _late("csvreport", "render_csv"),
    "html": _late("htmlreport", "render_html"),
})  # fmt: skip
