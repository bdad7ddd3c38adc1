"""What a CI runner tells and takes: which formats it reads, where the project begins, and the summary of a step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from smslint.cli.console import complain
from smslint.model import RunReport
from smslint.render import View

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_MOST = 1024 * 1024  # bytes that GitHub takes as the summary of a step


def on_github(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this is a step of a GitHub workflow."""
    return environment.get("GITHUB_ACTIONS") == "true"


def logs_leave(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether what is printed goes into a log that a server keeps."""
    return on_github(environment) or environment.get("GITLAB_CI") == "true"


def project_root(environment: Mapping[str, str] = os.environ) -> str:
    """The folder that paths in reports start from: the runner's checkout, else that of git, else this one."""
    here = Path.cwd()
    for name in _ROOTS:
        root = environment.get(name)
        if root and here.is_relative_to(root):
            return os.path.normpath(root)
    return str(next((one for one in (here, *here.parents) if (one / ".git").exists()), here))


def write_summary(run: RunReport, view: View, environment: Mapping[str, str] = os.environ) -> None:
    """Add the report to the summary of the step, as much of it as there is room; without one, nothing."""
    from smslint.render.markdown import fitting_markdown

    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("ab") as summary:
            room = _MOST - summary.tell() - 1
            summary.write(fitting_markdown(run, view, room).encode("utf-8", "backslashreplace"))
    except OSError as error:  # a report elsewhere is worth more than the summary
        complain(f"cannot write {path}: {error.strerror or error}")
