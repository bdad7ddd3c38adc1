"""Where reports go: `-f text`, `-f json:report.json`, several in one run; those that leave the machine are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from smslint.cli.bench import Writing
from smslint.cli.linting import Run
from smslint.cli.runner import logs_leave, on_github, write_summary
from smslint.cli.sinks import Sink, StreamSink, WholeSink
from smslint.cli.targets import Target
from smslint.errors import ConfigError, did_you_mean
from smslint.model import RunReport
from smslint.render import RENDERERS, View
from smslint.render.streams import STREAMED, stream

if TYPE_CHECKING:
    from smslint.project import Project

_TEXT, _GITHUB, _SARIF, _CSV, _JSON = "text", "github", "sarif", "csv", "json"
_FOR_PEOPLE = (_TEXT, "concise")
# What others read: on servers, in mails, in comments.
_LEAVING = frozenset([_SARIF, _GITHUB, "gitlab", "junit", "checkstyle", "rdjson", "rdjsonl", "markdown", "html"])
MARK = "\ufeff"  # by which Excel knows UTF-8
_WORKBOOK = "xlsx"
_COLUMNS = ("parquet", "arrow")
_MASKLESS = (_WORKBOOK, *_COLUMNS)
_WORKBOOKS = (".xlsx", ".xlsm")


class Output(NamedTuple):
    """One report to write: the name of its format, and its file (None: standard output)."""

    format: str
    file: str | None
    masked: bool = False

    @property
    def is_for_people(self) -> bool:
        """Whether it is read on a terminal, in the terminal's encoding, rather than by a program."""
        return self.file is None and self.format in _FOR_PEOPLE

    @property
    def is_streamed(self) -> bool:
        """Whether it is written as the run goes on, so that no report needs to be kept for it."""
        return self.format in STREAMED

    @property
    def is_columns(self) -> bool:
        """Whether it is a file of columns."""
        return self.format in _COLUMNS

    @property
    def is_whole(self) -> bool:
        """Whether every report has to be kept for it."""
        return not self.is_streamed and not self.is_columns

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


def writings(outputs: Sequence[Output], view: View) -> tuple[Writing, ...]:
    """What is to be written as the run goes on; only a terminal gets colours and its own width."""
    return tuple(Writing(one.format, one.masked, _view(one, view)) for one in outputs if one.is_streamed)


def sinks(outputs: Sequence[Output], view: View, done: Run, key: str | None) -> Iterator[Sink]:
    """A sink for every output; a ConfigError for a file that cannot be written to; `key` as for `ColumnSink`."""
    number = 0
    for one in outputs:
        if one.is_columns:
            yield _column_sink(one, key)
            continue
        target = None if one.format == _WORKBOOK else Target(one.file, exact=not one.is_for_people)
        if one.is_streamed and target is not None:
            yield _stream_sink(one, target, number, _view(one, view))
            number += 1
        else:
            yield WholeSink(target, done.kept, _view(one, view), _writer(one, done.project))


def _view(output: Output, view: View) -> View:
    return view if output.is_log else view._replace(color=False, width=View().width)


def _column_sink(output: Output, key: str | None) -> Sink:
    from smslint.sources.columns import import_arrow

    import_arrow()
    from smslint.cli.columnsink import ColumnSink

    return ColumnSink(output.file or "", output.format, key)


def _stream_sink(output: Output, target: Target, number: int, view: View) -> Sink:
    if output.format == _JSON:
        from smslint.cli.jsonsink import JsonSink

        return JsonSink(target, number, masked=output.masked)
    mark = MARK if output.format == _CSV and output.file else ""
    return StreamSink(target, output.format, number, view, mark + stream(output.format).head)


def _writer(output: Output, project: Project) -> Callable[[RunReport, View, Target | None], None]:
    def write(run: RunReport, view: View, target: Target | None) -> None:
        if output.masked:
            run = _masked(run)
        if output.tells_rules:
            from smslint.document import rule_helps

            view = view._replace(rules=rule_helps(project.packs, view.lang))
        if target is None:
            _write_workbook(output.file or "", run, view.lang)
        else:
            target.write(RENDERERS[output.format](run, view))
        if output.format == _GITHUB:
            write_summary(run, view)

    return write


def _masked(run: RunReport) -> RunReport:
    from smslint.redact import redact

    return redact(run)


def _parse(spec: str, redact: bool | None) -> Output:
    name, _, file = spec.partition(":")
    known = (*RENDERERS, *_MASKLESS)
    if name not in known:
        raise ConfigError(f"unknown format '{name}'{did_you_mean(name, known)}; one of {', '.join(known)}")
    if name == _WORKBOOK and not file:
        raise ConfigError("a workbook goes into a file, as in xlsx:annotated.xlsx")
    if name in _COLUMNS and not file:
        raise ConfigError(f"columns go into a file, as in {name}:findings.{name}")
    if name in _MASKLESS and redact:
        what = "a workbook holds" if name == _WORKBOOK else "columns hold"
        raise ConfigError(f"{what} the drafts as they are; --redact masks the other formats")
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
    target = Target(file)
    target.write(text)
    target.close()


def _write_workbook(file: str, run: RunReport, lang: str) -> None:
    data = _workbook(run, file, lang)
    target = Target(file)
    target.write_bytes(data)
    target.close()
