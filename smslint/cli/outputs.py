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
_WORKBOOK = "xlsx"
_WORKBOOKS = (".xlsx", ".xlsm")


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
        if one.format == _WORKBOOK:
            _write_bytes(one.file or "", _workbook(run, one.file or "", view.lang))
        elif one.file is None:
            emit(RENDERERS[one.format](run, view), exact=not one.is_for_people)
        else:
            _write(one.file, RENDERERS[one.format](run, plain))


def _parse(spec: str) -> Output:
    name, _, file = spec.partition(":")
    known = (*RENDERERS, _WORKBOOK)
    if name not in known:
        raise ConfigError(f"unknown format '{name}'{did_you_mean(name, known)}; one of {', '.join(known)}")
    if name == _WORKBOOK and not file:
        raise ConfigError("a workbook goes into a file, as in xlsx:annotated.xlsx")
    return Output(name, file or None)


def _workbook(run: RunReport, target: str, lang: str) -> bytes:
    """The annotated copy of the one workbook that was checked, or a new workbook of all drafts."""
    from smslint.render.workbook import annotate, list_drafts

    sources = [Path(file.path) for file in run.files]
    try:
        if len(sources) != 1 or sources[0].suffix.lower() not in _WORKBOOKS or not sources[0].is_file():
            return list_drafts(run, lang)
        if Path(target).exists() and sources[0].samefile(target):
            raise ConfigError(f"{target} is the workbook that is checked; give the copy another name")
        macros = sources[0].suffix.lower() == ".xlsm"
        return annotate(sources[0].read_bytes(), run.files[0], lang, macros=macros)
    except ImportError:
        raise ConfigError("Excel output needs openpyxl: pip install 'smslint[excel]'") from None


def _write(file: str, text: str) -> None:
    _write_bytes(file, text.encode("utf-8", "backslashreplace"))


def _write_bytes(file: str, data: bytes) -> None:
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
