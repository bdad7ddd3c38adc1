"""`smslint schema`: the JSON Schemas of what smslint writes and reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from smslint.cli.console import emit
from smslint.cli.options import one_of

HELP = """输出 JSON Schema。

Print a JSON Schema: of the JSON report, of that of a send plan, or of the YAML files of a rule pack (for editors).

\b
  smslint schema report > report.schema.json
  smslint schema plan > plan.schema.json
  smslint schema pack > pack.schema.json
"""


def schema(name: Annotated[str, typer.Argument(metavar="report|plan|pack")] = "report") -> None:
    """Print a schema."""
    emit(SCHEMAS[one_of("schema", name, SCHEMAS)](), exact=True)


def report_schema() -> str:
    """The published schema of the JSON report."""
    from importlib import resources

    return resources.files("smslint.render").joinpath("report.schema.json").read_text(encoding="utf-8")


def plan_schema() -> str:
    """The published schema of the JSON report of a send plan."""
    from importlib import resources

    return resources.files("smslint.plan.render").joinpath("plan.schema.json").read_text(encoding="utf-8")


def pack_schema() -> str:
    """The schema of the YAML files of a rule pack."""
    import json

    from smslint.pack.jsonschema import pack_schema

    return json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


SCHEMAS: Mapping[str, Callable[[], str]] = {"report": report_schema, "plan": plan_schema, "pack": pack_schema}
