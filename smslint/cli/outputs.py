"""Where reports go: `-f text`, `-f json:report.json`, several in one run; those that leave the machine are masked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smslint.cli.console import emit
from smslint.cli.runner import logs_leave, on_github, project_root, write_summary
from smslint.errors import ConfigError, did_you_mean
from smslint.model import RunReport
from smslint.render import RENDERERS, View

_TEXT, _GITHUB, _SARIF, _CSV = "text", "github", "sarif", "csv"
_FOR_PEOPLE = (_TEXT, "concise")
# What others read: on servers, in mails, in comments.
_LEAVING = frozenset([_SARIF, _GITHUB, "gitlab", "junit", "checkstyle", "rdjson", "rdjsonl", "markdown", "html"])
MARK = "\ufeff"  # by which Excel knows UTF-8
_WORKBOOK = "xlsx"
_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write: the name of its format, and its file (None: standard output)."""

    format: str
    file: str | None
    masked: bool = False

    @property
    def is_for_people(self) -> bool:
        """Whether it is read on a terminal, in the terminal's encoding, rather than by a program."""
        return self.file is None and self.format in _FOR_PEOPLE

    @property
    def tells_rules(self) -> bool:
        """Whether it holds the pages of the rules."""
        return self.format == _SARIF

    @property
    def is_log(self) -> bool:
        """Whether it goes into a log that people read, so that others may stand beside it and errors be told."""
        return self.is_for_people or (self.file is None and self.format == _GITHUB)


def parse_outputs(specs: Sequence[str], redact: bool | None = None) -> tuple[Output, ...]:
    """The outputs that `--format` names; if it names none, `text`, with annotations where GitHub shows them.

    `redact` masks all of them or none; without it those are masked that leave the machine.
    """
    if not specs and on_github():
        return Output(_TEXT, None, redact is not False), Output(_GITHUB, None, redact is not False)
    outputs = tuple(_parse(spec, redact) for spec in specs or (_TEXT,))
    printed = [one for one in outputs if one.file is None]
    if len(printed) > 1 and not (len(printed) == 2 and all(one.is_log for one in printed)):
        raise ConfigError("only one format can go to standard output; give the others a file, as in json:report.json")
    return outputs


def write_outputs(run: RunReport, outputs: Sequence[Output], view: View) -> None:
    """Write every output; only a terminal gets colours and its own width."""
    view = replace(view, root=project_root(), folder=os.getcwd())
    plain = replace(view, color=False, width=View().width)
    masked = _masked(run) if any(one.masked for one in outputs) else run
    for one in outputs:
        _write_output(one, masked if one.masked else run, view if one.is_log else plain)


def _masked(run: RunReport) -> RunReport:
    from smslint.redact import redact

    return redact(run)


def _write_output(output: Output, run: RunReport, view: View) -> None:
    if output.format == _WORKBOOK:
        _write_bytes(output.file or "", _workbook(run, output.file or "", view.lang))
        return
    text = RENDERERS[output.format](run, view)
    if output.file is None:
        emit(text, exact=not output.is_for_people)
    else:
        write_file(output.file, MARK + text if output.format == _CSV else text)
    if output.format == _GITHUB:
        write_summary(run, view)


def _parse(spec: str, redact: bool | None) -> Output:
    name, _, file = spec.partition(":")
    known = (*RENDERERS, _WORKBOOK)
    if name not in known:
        raise ConfigError(f"unknown format '{name}'{did_you_mean(name, known)}; one of {', '.join(known)}")
    if name == _WORKBOOK and not file:
        raise ConfigError("a workbook goes into a file, as in xlsx:annotated.xlsx")
    if name == _WORKBOOK and redact:
        raise ConfigError("a workbook holds the drafts as they are; --redact masks the other formats")
    leaves = name in _LEAVING or (name in _FOR_PEOPLE and not file and logs_leave())
    return Output(name, file or None, leaves if redact is None else redact)


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


def write_file(file: str, text: str) -> None:
    """Write `text` as UTF-8; a ConfigError where that fails."""
    _write_bytes(file, text.encode("utf-8", "backslashreplace"))


def _write_bytes(file: str, data: bytes) -> None:
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror or error}") from error
