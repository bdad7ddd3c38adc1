"""What is to be checked: files and folders, standard input, or the text of an option; one source at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smslint.errors import ConfigError, InputError

if TYPE_CHECKING:
    from smslint.config import Settings
    from smslint.project import Project
    from smslint.sources import ReadOptions, Source
    from smslint.sources.changes import Changes

STDIN, TEXT, DASH = "<stdin>", "<text>", "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call names: paths (`-` is standard input), or a text; only what has changed since a commit."""

    paths: Sequence[str]
    text: str | None = None
    stdin_name: str | None = None
    since: str | None = None


def files(asked: Asked, project: Project) -> list[str]:
    """The files to read, `-` among them for standard input; with `since` those that have changed."""
    from smslint.sources import expand

    if not asked.paths:
        raise ConfigError("nothing to check: name a file or a folder, - for standard input, or --text (see --help)")
    found = list(expand(asked.paths, project.walk(asked.paths)))
    if not found and not project.settings(asked.paths[0]).flag("force-exclude"):
        raise InputError(f"no file to check in {', '.join(asked.paths)}")
    return found


def sources(asked: Asked, found: Sequence[str], project: Project) -> Iterator[tuple[Source, Settings]]:
    """Every source, read when its turn has come, and its settings."""
    changes = _changes(asked)
    for path in found:
        if path == DASH:
            settings = project.settings(asked.stdin_name)
            yield _from_stdin(asked.stdin_name, project.options(settings)), settings
        elif changes is None or not os.path.isfile(path) or changes.has_changed(path):
            settings = project.settings(path)
            options = project.options(settings)
            source = _read(path, options)
            yield (changes.only_changed(source, options) if changes else source), settings


def from_text(text: str, reading: ReadOptions) -> Source:
    """The source of a draft given as it is."""
    from smslint.model import Draft
    from smslint.sources import Record, Source

    if not text.strip():
        raise InputError("--text: the draft is empty")
    draft = Draft(text, path=TEXT, line=1, form=reading.form, facts=reading.facts)
    return Source(TEXT, None, text, (Record(draft, range(len(text) + 1)),), ())


def _changes(asked: Asked) -> Changes | None:
    from smslint.sources.changes import Changes

    return Changes(asked.since) if asked.since is not None else None


def _read(path: str, reading: ReadOptions) -> Source:
    from smslint.sources import read_path

    return read_path(path, reading)


def _from_stdin(name: str | None, reading: ReadOptions) -> Source:
    from smslint.sources import read_bytes

    return read_bytes(sys.stdin.buffer.read(), name or STDIN, reading)
