"""Uploaded files: read into drafts, and given back as rows, as an annotated workbook, or as a report to hand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from starlette.requests import Request

from smslint import __version__
from smslint.linter import parse_form
from smslint.model import FileReport, Report, RunReport, Severity
from smslint.render import RENDERERS, View
from smslint.render.workbook import annotate, list_drafts
from smslint.sources import ReadOptions, Source, read_bytes
from smslint.web.asked import check_language, check_length
from smslint.web.engine import Engine
from smslint.web.problems import Problem
from smslint.web.settings import Limits

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SUFFIXES = (".txt", ".csv", ".tsv", ".jsonl", ".json", ".xlsx", ".xlsm")
_BOOKS = (".xlsx", ".xlsm")
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and how to read it."""

    name: str
    data: bytes
    options: ReadOptions
    lang: str

    @property
    def suffix(self) -> str:
        """The suffix of its name, in lower case."""
        return PurePosixPath(self.name).suffix.lower()


def read_upload(request: Request, data: bytes, lang: str) -> Upload:
    """What the query says of the body; a Problem for an unknown kind of file, form or language."""
    query = request.query_params
    name = query.get("name", "")[:_LONGEST_NAME].replace("\\", "/").rsplit("/", 1)[-1]
    upload = Upload(name, data, _options(query), check_language(query.get("lang", lang)))
    if upload.suffix not in _SUFFIXES:
        raise Problem(415, "unknown-file", f"name: a file name that ends in {', '.join(_SUFFIXES)} is needed")
    return upload


def _options(query: Mapping[str, str]) -> ReadOptions:
    try:
        form = parse_form(query.get("form"))
    except Exception as error:
        raise Problem(422, "invalid-request", f"form: {error}") from None
    return ReadOptions(query.get("column") or None, query.get("paragraphs") == "true", form)


def open_upload(upload: Upload, limits: Limits) -> Source:
    """The drafts of the file; a Problem where it holds none, or more or longer ones than allowed."""
    try:
        source = read_bytes(upload.data, upload.name, upload.options)
    except RecursionError:
        raise Problem(422, "unreadable-file", "the file nests too deep") from None
    if not source.records:
        told = "\n".join(map(str, source.errors[:5]))
        raise Problem(422, "no-column" if ": no column " in told else "unreadable-file", told)
    if len(source.records) > limits.rows:
        raise Problem(413, "too-many-drafts", f"{len(source.records)} drafts in the file, at most {limits.rows}")
    for record in source.records:
        check_length(record.draft.text, record.draft.pointer or f"line {record.draft.line}", limits)
    return source


def row_data(report: Report, number: int) -> dict[str, object]:
    """One draft of the file as a row of the page's table."""
    draft = report.draft
    return {
        "index": number, "id": draft.id, "line": draft.line, "pointer": draft.pointer, "text": draft.text,
        "form": report.form, "form_given": report.form_given, "score": report.score, "grade": report.grade,
        "facts": {name: _plain(value) for name, value in draft.facts.items()},
        "errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "titles": list(dict.fromkeys(one.rule.title for one in report.findings)),
    }  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def workbook(upload: Upload, engine: Engine, limits: Limits) -> bytes:
    """The annotated copy of an uploaded workbook; for other files a new workbook that lists their drafts."""
    run = _run(upload, engine, limits)
    if upload.suffix in _BOOKS:
        return annotate(upload.data, run.files[0], upload.lang, macros=upload.suffix == ".xlsm")
    return list_drafts(run, upload.lang)


def report(upload: Upload, engine: Engine, limits: Limits) -> bytes:
    """The report of an uploaded file as one page of HTML."""
    page = RENDERERS["html"](_run(upload, engine, limits), View(lang=upload.lang))
    return page.encode("utf-8", "replace")


def _run(upload: Upload, engine: Engine, limits: Limits) -> RunReport:
    source = open_upload(upload, limits)
    reports = tuple(engine.lint_all([record.draft for record in source.records], upload.lang))
    file = FileReport(upload.name, source.encoding, reports, tuple(map(str, source.errors)))
    return RunReport(__version__, engine.linter(upload.lang).packs, (file,))


def download_name(upload: Upload, end: str) -> str:
    """What the answer is to be called when saved: the uploaded name with `-smslint` and the new suffix."""
    return f"{PurePosixPath(upload.name).stem}-smslint{end}"
