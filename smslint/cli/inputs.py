"""What is to be checked: files and folders, standard input, or the text of an option; one source at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from smslint.errors import ConfigError, InputError

if TYPE_CHECKING:
    from smslint.project import Project
    from smslint.sources import ReadOptions, Source

STDIN, TEXT, DASH = "<stdin>", "<text>", "-"


class Asked(NamedTuple):
    """What a call names: paths (`-` is standard input), or a text; only what has changed since a commit."""

    paths: Sequence[str]
    text: str | None = None
    stdin_name: str | None = None
    since: str | None = None

    @property
    def first(self) -> str | None:
        """The path whose settings are those of the whole run."""
        return self.paths[0] if self.paths and self.paths[0] != DASH else self.stdin_name


def files(asked: Asked, project: Project) -> list[str]:
    """The files to read, `-` among them for standard input; with `since` those that have changed."""
    from smslint.sources import expand

    if not asked.paths:
        raise ConfigError("nothing to check: name a file or a folder, - for standard input, or --text (see --help)")
    found = list(expand(asked.paths, project.walk(asked.paths)))
    if not found and not project.settings(asked.paths[0]).flag("force-exclude"):
        raise InputError(f"no file to check in {', '.join(asked.paths)}")
    return found


def from_text(text: str, reading: ReadOptions) -> Source:
    """The source of a draft given as it is."""
    from smslint.model import Draft
    from smslint.sources import Record, Source

    if not text.strip():
        raise InputError("--text: the draft is empty")
    draft = Draft(text, path=TEXT, line=1, form=reading.form, facts=reading.facts)
    return Source(TEXT, None, text, (Record(draft, range(len(text) + 1)),), ())
