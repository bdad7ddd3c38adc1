"""`smslint schema`: the JSON Schemas of what smslint writes and reads."""

from __future__ import annotations

from typing import Annotated

import typer

from smslint.cli.console import emit
from smslint.cli.options import one_of

HELP = """输出 JSON Schema。

Print a JSON Schema: of the JSON report, or of the YAML files of a rule pack (for editors).

\b
  smslint schema report > report.schema.json
  smslint schema pack > pack.schema.json
"""
_FILES = {"report": ("smslint.render", "report.schema.json"), "pack": ("smslint.cli", "pack.schema.json")}


def schema(name: Annotated[str, typer.Argument(metavar="report|pack")] = "report") -> None:
    """Print a schema."""
    emit(read_schema(one_of("schema", name, _FILES)), exact=True)


def read_schema(name: str) -> str:
    """The text of a published schema."""
    from importlib import resources

    package, file = _FILES[name]
    return resources.files(package).joinpath(file).read_text(encoding="utf-8")
