"""The endpoints: each reads a request, asks the engine, and answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from smslint import __version__
from smslint.document import rule_data
from smslint.errors import did_you_mean
from smslint.linter import DEFAULT_PACKS
from smslint.pack import Pack, find_pack, load_pack
from smslint.sources import Source
from smslint.web import answers, asked, files
from smslint.web.body import check_json_type, parse_json, read_body
from smslint.web.engine import Engine
from smslint.web.openapi import document
from smslint.web.problems import Problem, problem_data
from smslint.web.settings import Settings

_JSON, _NDJSON, _FILE = "application/json", "application/x-ndjson", "application/octet-stream"


class Routes:
    """The endpoints of one application."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings, self._limits, self._engine = settings, settings.limits, engine
        self._openapi = answers.to_json(document(settings.limits))

    async def health(self, request: Request) -> Response:
        """`GET /healthz`: the service is up, and with which packs it judges."""
        packs = await self._engine.run(lambda: self._engine.linter(self._settings.lang).packs)
        named = [{"id": one.id, "version": one.version, "sha256": one.sha256} for one in packs]
        return _json({"status": "ok", "version": __version__, "packs": named})

    async def openapi(self, request: Request) -> Response:
        """`GET /openapi.json`: the description of this service."""
        return Response(self._openapi, media_type=_JSON)

    async def lint(self, request: Request) -> Response:
        """`POST /v1/lint`: the report of one draft."""
        check_json_type(request)
        value = parse_json(await read_body(request, self._limits.lint_bytes, self._limits.read_seconds))
        one = asked.one_draft(value, self._limits, self._settings.lang)
        report = await self._engine.lint(one.drafts[0], one.lang)
        return Response(answers.one_json(report, self._engine.linter(one.lang).packs), media_type=_JSON)

    async def batch(self, request: Request) -> Response:
        """`POST /v1/lint/batch`: the reports of many drafts, whole or as a stream of lines."""
        check_json_type(request)
        data = await read_body(request, self._limits.batch_bytes, self._limits.read_seconds)
        many = await self._engine.run(lambda: asked.many_drafts(parse_json(data), self._limits, self._settings.lang))
        if _NDJSON in request.headers.get("accept", ""):
            return StreamingResponse(self._lines(many), media_type=_NDJSON)
        reports = [one async for chunk in self._engine.stream(many.drafts, many.lang) for one in chunk]
        packs = self._engine.linter(many.lang).packs
        return Response(await self._engine.run(lambda: answers.run_json(reports, packs)), media_type=_JSON)

    async def _lines(self, many: asked.Asked) -> AsyncIterator[bytes]:
        number = 0
        try:
            async for chunk in self._engine.stream(many.drafts, many.lang):
                yield b"".join(answers.line_json(one, at) for at, one in enumerate(chunk, number))
                number += len(chunk)
        except Problem as problem:  # the answer has begun: the last line tells
            yield answers.to_json({"error": problem_data(problem)}) + b"\n"

    async def rules(self, request: Request) -> Response:
        """`GET /v1/rules`: every rule, in brief."""
        return Response(await self._engine.run(self._rules), media_type=_JSON)

    def _rules(self) -> bytes:
        keys = ("id", "kind", "category", "severity", "forms", "title", "stage")
        found = [rule_data(rule, pack) for pack in self._packs() for rule in pack.rules.values()]
        return answers.to_json({"rules": [{key: one[key] for key in keys} for one in found]})

    async def rule(self, request: Request) -> Response:
        """`GET /v1/rules/{id}`: one rule with its examples, clauses and advice."""
        name = request.path_params["id"]
        return Response(await self._engine.run(lambda: self._rule(name)), media_type=_JSON)

    def _rule(self, name: str) -> bytes:
        for pack in self._packs():
            if name in pack.rules:
                return answers.to_json(rule_data(pack.rules[name], pack))
        known = [rule for pack in self._packs() for rule in pack.rules]
        raise Problem(404, "unknown-rule", f"no rule of this name{did_you_mean(name[:80], known)}")

    def _packs(self) -> list[Pack]:
        return [load_pack(find_pack(name)) for name in self._settings.packs or DEFAULT_PACKS]

    async def file_lint(self, request: Request) -> Response:
        """`POST /v1/files/lint`: a row for every draft of a file, streamed."""
        upload = await self._upload(request)
        source = await self._engine.run_file(lambda: files.open_upload(upload, self._limits))
        return StreamingResponse(self._rows(source, upload.lang), media_type=_NDJSON)

    async def _rows(self, source: Source, lang: str) -> AsyncIterator[bytes]:
        drafts = [record.draft for record in source.records]
        number = 0
        yield answers.to_json({"drafts": len(drafts), "errors": list(map(str, source.errors[:50]))}) + b"\n"
        try:
            async for chunk in self._engine.stream_file(drafts, lang):
                rows = (files.row_data(one, at) for at, one in enumerate(chunk, number))
                yield b"".join(answers.to_json(row) + b"\n" for row in rows)
                number += len(chunk)
        except Problem as problem:
            yield answers.to_json({"error": problem_data(problem)}) + b"\n"

    async def file_workbook(self, request: Request) -> Response:
        """`POST /v1/files/workbook`: the workbook with the findings in it."""
        upload = await self._upload(request)
        data = await self._engine.run_file(lambda: files.workbook(upload, self._engine, self._limits))
        end = ".xlsm" if upload.suffix == ".xlsm" else ".xlsx"
        return _download(data, files.WORKBOOK_TYPE, files.download_name(upload, end))

    async def file_report(self, request: Request) -> Response:
        """`POST /v1/files/report`: the report of a file as a page to hand on."""
        upload = await self._upload(request)
        data = await self._engine.run_file(lambda: files.report(upload, self._engine, self._limits))
        return _download(data, "text/html; charset=utf-8", files.download_name(upload, ".html"))

    async def _upload(self, request: Request) -> files.Upload:
        if request.headers.get("content-type", "") != _FILE:
            raise Problem(415, "not-a-file", f"send the file itself as the body, as {_FILE}")
        data = await read_body(request, self._limits.file_bytes, self._limits.read_seconds)
        return files.read_upload(request, data, self._settings.lang)


def _json(value: dict[str, object]) -> Response:
    return Response(answers.to_json(value), media_type=_JSON)


def _download(data: bytes, kind: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": disposition})
