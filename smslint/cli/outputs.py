"""Where reports go: `-f text`, `-f json:report.json`, several in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smslint.cli.console import emit
from smslint.errors import ConfigError, did_you_mean
from smslint.model import RunReport
from smslint.render import RENDERERS, View

_FOR_PEOPLE = ("text",)


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write: the name of its format, and its file (None: standard output)."""

    format: str
    file: str | None

    @property
    def is_for_people(self) -> bool:
        """Whether it is read on a terminal, in the terminal's encoding, rather than by a program."""
        return self.file is None and self.format in _FOR_PEOPLE


def parse_outputs(specs: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that `--format` names; `text` on standard output if it names none."""
    outputs = tuple(_parse(spec) for spec in specs or ("text",))
    if sum(one.file is None for one in outputs) > 1:
        raise ConfigError("only one format can go to standard output; give the others a file, as in json:report.json")
    return outputs


def write_outputs(run: RunReport, outputs: Sequence[Output], view: View) -> None:
    """Write every output; only a terminal gets colours and its own width."""
    plain = replace(view, color=False, width=View().width)
    for one in outputs:
        if one.file is None:
            emit(RENDERERS[one.format](run, view), exact=not one.is_for_people)
        else:
            _write(one.file, RENDERERS[one.format](run, plain))


def _parse(spec: str) -> Output:
    name, _, file = spec.partition(":")
    if name not in RENDERERS:
        raise ConfigError(f"unknown format '{name}'{did_you_mean(name, RENDERERS)}; one of {', '.join(RENDERERS)}")
    return Output(name, file or None)


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
