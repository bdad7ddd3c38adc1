"""The OpenAPI document of the service, the frozen schema of the report in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from smslint import __version__
from smslint.facts import FACT_NAMES
from smslint.model import Form
from smslint.pack.types import LANGUAGES
from smslint.web import schemas
from smslint.web.problems import MEDIA_TYPE
from smslint.web.settings import Limits

_JSON, _NDJSON, _FILE = "application/json", "application/x-ndjson", "application/octet-stream"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEEDED: Mapping[str, object] = {"required": True}
_NAME = r"^[^/\\]+\.(txt|csv|tsv|jsonl|json|xlsx|xlsm)$"
_REFUSALS: Mapping[int, str] = {
    400: "The body is not UTF-8, not JSON, or was cut short.",
    401: "The access token is missing or wrong.",
    403: "The call comes from another site.",
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    408: "The body did not arrive in time.",
    413: "Too many bytes, too many drafts, or too much work.",
    415: "The body is declared as something else.",
    421: "The service does not answer under this host name.",
    422: "The body does not say what it should; `detail` names the place.",
    503: "Too many requests at once; try again after `Retry-After` seconds.",
}
_READ = (401, 403, 404, 405, 413, 421, 503)
_SEND = (*_READ, 400, 408, 415, 422)


def document(limits: Limits) -> dict[str, object]:
    """The whole document, with the numbers of `limits` in it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "smslint", "version": __version__, "description": _about(limits)},
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in ("drafts", "files", "rules", "service")],
        "paths": _paths(limits),
        "components": {
            "schemas": _schemas(limits),
            "responses": {str(status): _refusal(text) for status, text in _REFUSALS.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _about(limits: Limits) -> str:
    return (
        "Checks Chinese payment-reminder and collection SMS. 检查还款提醒、催收短信。\n\n"
        "Nothing of a message is kept or logged. Offsets of a `span` are code points; `utf16_*` and `byte_*` stand "
        "beside them. Errors are problem documents (RFC 9457) with a stable `code`.\n\n"
        f"Limits: {limits.characters} characters a draft, {limits.drafts} drafts and {_mib(limits.batch_bytes)} a "
        f"batch, {limits.rows} drafts and {_mib(limits.file_bytes)} a file, {limits.read_seconds:g} s to send a body, "
        f"{limits.work_seconds:g} s of work, {limits.requests} requests at once."
    )


def _mib(size: int) -> str:
    return f"{size // 1024 // 1024} MiB"


def _paths(limits: Limits) -> dict[str, object]:
    return {
        "/v1/lint": {"post": _operation("lint", "drafts", "Check one draft", _SEND, schemas.REPORT_REF, "LintRequest")},
        "/v1/lint/batch": {"post": _batch()},
        "/v1/rules": {"get": _operation("rules", "rules", "Every rule, in brief", _READ, schemas.ref("Rules"))},
        "/v1/rules/{id}": {"get": _rule()},
        "/v1/files/lint": {"post": _file("fileLint", "Check every draft of a file", _NDJSON)},
        "/v1/files/workbook": {"post": _file("fileWorkbook", "The workbook with the findings in it", _BOOK)},
        "/v1/files/report": {"post": _file("fileReport", "The report of a file as a page", "text/html")},
        "/healthz": {"get": _operation("health", "service", "Whether the service is up", (403, 421, 405, 413),
                                       schemas.ref("Health"))},
    }  # fmt: skip


def _operation(
    name: str, tag: str, title: str, refusals: Sequence[int], answer: Mapping[str, object], body: str | None = None
) -> dict[str, object]:
    found: dict[str, object] = {
        "operationId": name, "tags": [tag], "summary": title,
        "responses": {"200": _answer(title, {_JSON: {"schema": answer}}), **_refused(refusals)},
    }  # fmt: skip
    if body:
        found["requestBody"] = {"required": True, "content": {_JSON: {"schema": schemas.ref(body)}}}
    return found


def _batch() -> dict[str, object]:
    found = _operation("lintBatch", "drafts", "Check many drafts", _SEND, schemas.REPORT_REF, "BatchRequest")
    content = {_JSON: {"schema": schemas.REPORT_REF}, _NDJSON: {"schema": {"type": "string"}}}
    found["description"] = (
        "With `Accept: application/x-ndjson` one record a line as it is done, each with its `index`; "
        'should the work be cut short, the last line is `{"error": problem}`.'
    )
    found["responses"] = {"200": _answer("Check many drafts", content), **_refused(_SEND)}
    return found


def _rule() -> dict[str, object]:
    found = _operation("rule", "rules", "One rule with its examples, clauses and advice", _READ, {"type": "object"})
    schema = {"type": "string", "pattern": "^[a-z0-9-]+$"}
    found["parameters"] = [
        {"name": "id", "in": "path", "required": True, "schema": schema, "example": "amount-missing"}
    ]
    return found


def _file(name: str, title: str, kind: str) -> dict[str, object]:
    schema: dict[str, object] = {"type": "string"}
    if kind == _BOOK:
        schema["contentMediaType"] = kind
    return {
        "operationId": name, "tags": ["files"], "summary": title,
        "parameters": [
            {**_query("name", {"type": "string", "pattern": _NAME}, "Its suffix tells how it is read."), **_NEEDED},
            _query("column", {"type": "string"}, "The header of the column that holds the drafts."),
            _query("paragraphs", {"enum": ["true", "false"]}, "In plain text, blank lines separate drafts."),
            _query("form", {"enum": [*Form, "auto"]}, "The form of drafts that state none."),
            _query("lang", {"enum": list(LANGUAGES)}, "The language of the answer."),
        ],
        "requestBody": {"required": True, "content": {_FILE: {"schema": {"type": "string", "format": "binary"}}}},
        "responses": {"200": _answer(title, {kind: {"schema": schema}}), **_refused(_SEND)},
    }  # fmt: skip


def _query(name: str, schema: Mapping[str, object], text: str) -> dict[str, object]:
    return {"name": name, "in": "query", "schema": schema, "description": text}


def _answer(text: str, content: Mapping[str, object]) -> dict[str, object]:
    return {"description": text, "content": content}


def _refused(statuses: Sequence[int]) -> dict[str, object]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(set(statuses))}


def _refusal(text: str) -> dict[str, object]:
    return _answer(text, {MEDIA_TYPE: {"schema": schemas.ref("Problem")}})


def _schemas(limits: Limits) -> dict[str, object]:
    return {**schemas.request_schemas(limits, FACT_NAMES), **schemas.ANSWERS, **_report_schemas()}


def _report_schemas() -> dict[str, object]:
    """The schema of the JSON report, its definitions moved to where OpenAPI has them."""
    import smslint.render

    text = (Path(smslint.render.__file__).parent / "report.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text.replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, object] = schema.pop("$defs")
    schema.pop("$schema")
    return {"Report": schema, **definitions}
