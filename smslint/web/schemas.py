"""The schemas of requests and of the smaller answers, for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from smslint.model import Form
from smslint.pack.types import LANGUAGES
from smslint.web.settings import Limits

_STRING: Mapping[str, object] = {"type": "string"}
_FORM: Mapping[str, object] = {"enum": [*Form, "auto"], "description": "The form; `auto` infers it."}
_LANG: Mapping[str, object] = {"enum": list(LANGUAGES), "description": "The language of reasons and advice."}


def ref(name: str) -> dict[str, object]:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


REPORT_REF = ref("Report")


def request_schemas(limits: Limits, facts: Sequence[str]) -> dict[str, object]:
    """The schemas of what is sent."""
    text = {"type": "string", "maxLength": limits.characters, "description": "The draft, a template or a message."}
    draft = {"text": text, "id": {"type": ["string", "null"], "maxLength": 200}, "form": _FORM, "facts": ref("Facts")}
    return {
        "Facts": _facts(facts),
        "LintRequest": _object({**draft, "lang": _LANG}, ["text"], _EXAMPLE),
        "DraftRequest": _object(draft, ["text"]),
        "BatchRequest": _object({
            "drafts": {"type": "array", "minItems": 1, "maxItems": limits.drafts,
                       "items": {"anyOf": [text, ref("DraftRequest")]}},
            "form": _FORM, "facts": ref("Facts"), "lang": _LANG,
        }, ["drafts"], {"drafts": [_EXAMPLE["text"]]}),
    }  # fmt: skip


_EXAMPLE: Mapping[str, object] = {
    "text": "【某某银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，"
    "如有疑问请致电4006661234。",
    "form": "auto",
    "facts": {"reports_credit": True},
}


def _facts(names: Sequence[str]) -> dict[str, object]:
    return {
        "type": "object",
        "description": "What the sender knows and the text cannot prove, by dotted name or nested.",
        "propertyNames": {"enum": sorted({*names, *(name.split(".")[0] for name in names)})},
    }


def _object(
    properties: Mapping[str, object], required: Sequence[str], example: Mapping[str, object] | None = None
) -> dict[str, object]:
    found: dict[str, object] = {
        "type": "object", "required": list(required), "properties": dict(properties), "additionalProperties": False,
    }  # fmt: skip
    return {**found, "example": dict(example)} if example else found


_LIST_OF_OBJECTS: Mapping[str, object] = {"type": "array", "items": {"type": "object"}}
ANSWERS: Mapping[str, object] = MappingProxyType({
    "Rules": {"type": "object", "required": ["rules"], "properties": {"rules": _LIST_OF_OBJECTS}},
    "Health": {"type": "object", "required": ["status", "version", "packs"],
               "properties": {"status": {"const": "ok"}, "version": _STRING, "packs": _LIST_OF_OBJECTS}},
    "Problem": {"type": "object", "required": ["type", "title", "status", "code", "detail"],
                "properties": {"type": _STRING, "title": _STRING, "status": {"type": "integer"},
                               "code": _STRING, "detail": _STRING}},
})  # fmt: skip
