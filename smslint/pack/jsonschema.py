"""The JSON Schema of a pack's YAML files, for editors: completion, spelling and shape while one writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smslint.facts import DERIVED, FACT_NAMES
from smslint.model import FieldKind, Form, Severity
from smslint.pack.cadence import CADENCE_CHECKS
from smslint.pack.rules import COMMON_KEYS, KEYS, MEASURES, STAGES
from smslint.pack.types import CATEGORIES, CHECKS, KINDS, LANGUAGES, MODALITIES, WITHIN
from smslint.pack.vocabulary import BASIS_STATUS, SIDES

Schema = dict[str, object]
_TEXT: Schema = {"type": "string", "minLength": 1}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": {"type": ["string", "number"]}}]}
_ANY: Schema = {}


def pack_schema() -> Schema:
    """The schema of every YAML file of a pack, `pack.yaml` included (JSON Schema, draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "smslint rule pack",
        "anyOf": [_head(), _sections()],
    }


def _object(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _map(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _enum(values: Iterable[str]) -> Schema:
    return {"enum": [str(value) for value in values]}


def _many(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "array", "items": value}]}


def _words() -> Schema:
    return {"anyOf": [_TEXT, _object(dict.fromkeys(LANGUAGES, _TEXT), ["zh"])]}


def _head() -> Schema:
    override: Schema = {
        "anyOf": [
            {"enum": [*(str(one) for one in Severity), "off", False]},
            _object(
                {
                    "severity": _enum(Severity),
                    "confidence": {"type": "number"},
                    "options": {"type": "object"},
                    "over": {"type": "object", "propertyNames": _enum(Severity)},
                }
            ),
        ]
    }
    return _object(
        {
            "id": _TEXT,
            "version": {"type": ["string", "number"]},
            "title": _words(),
            "requires_smslint": _TEXT,
            "license": _TEXT,
            "extends": _many(_TEXT),
            "overrides": _map(override),
            "changelog": _ANY,
        },
        ["id", "version"],
    )


def _sections() -> Schema:
    return _object(
        {
            "words": _TEXTS,
            "concepts": _map(_concept()),
            "frames": _map(_frame()),
            "modalities": {**_map(_frame()), "propertyNames": _enum(MODALITIES)},
            "basis": _map(
                _object(
                    {"instrument": _TEXT, "article": _TEXT, "status": _enum(BASIS_STATUS)}, ["instrument", "status"]
                )
            ),
            "rules": {"type": "array", "items": {"oneOf": [_rule(kind) for kind in KINDS]}},
        }
    )


def _concept() -> Schema:
    regex = _object({"pattern": _TEXT, "keywords": _TEXTS, "digits": {"type": "integer"}}, ["pattern"])
    flag: Schema = {"type": "boolean"}
    whole = _object(
        {
            "terms": _TEXTS,
            "anywhere": _TEXTS,
            "of": _TEXTS,
            "not_in": _TEXTS,
            "regex": _many(regex),
            "common": flag,
            "disguise": {"enum": [True, False, "homophones"]},
            "extend": flag,
        }
    )
    return {"anyOf": [{"type": "array", "items": {"type": ["string", "number"]}}, whole]}


def _frame() -> Schema:
    cue = _object(
        {
            "terms": _TEXTS,
            "concepts": _TEXTS,
            "side": _enum(SIDES),
            "within": _enum(WITHIN),
            "reach": {"type": "integer", "minimum": 0},
            "not_after": _TEXTS,
            "not_before": _TEXTS,
        }
    )
    return _object({"cues": _many(cue), "not_in": _TEXTS, "not_after": _TEXTS, "not_before": _TEXTS}, ["cues"])


def _patterns() -> Schema:
    entry = _object(
        {
            "pattern": _TEXT,
            "gap": {"type": "integer"},
            "within": _enum(WITHIN),
            "severity": _enum(Severity),
            "at_most": _enum(Severity),
            "verdict": _enum(Severity),
            "beside": _TEXTS,
            "forms": _many(_enum(Form)),
        },
        ["pattern"],
    )
    return _many({"anyOf": [_TEXT, entry]})


def _unless() -> Schema:
    whole = _object(
        {
            "frames": _TEXTS,
            "phrases": _patterns(),
            "fields": _many(_enum(FieldKind)),
            "facts": _TEXTS,
            "within": _enum(WITHIN),
            "gap": {"type": "integer"},
        }
    )
    return {"anyOf": [_TEXTS, whole]}


def _verdict() -> Schema:
    word = _enum((*Severity, "ok"))
    return {"anyOf": [word, _object({"severity": word, **dict.fromkeys(Form, word), "ok_if": _TEXTS})]}


def _example() -> Schema:
    facts: Schema = {"type": "object", "examples": [list(FACT_NAMES), list(DERIVED)]}
    return {
        "anyOf": [
            _TEXT,
            _object({"text": _TEXT, "form": _enum(Form), "facts": facts, "severity": _enum(Severity)}, ["text"]),
        ]
    }


def _rewrite() -> Schema:
    text: Schema = {"type": ["string", "null"]}
    return {"anyOf": [text, _object({"text": text, "forms": _many(_enum(Form))}, ["text"])]}


def _rule(kind: str) -> Schema:
    known: Mapping[str, Schema] = {
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "kind": {"const": kind},
        "category": _enum(CATEGORIES),
        "severity": _enum(Severity),
        "confidence": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "title": _words(),
        "message": _words(),
        "advice": _words(),
        "basis": _TEXTS,
        "forms": _many(_enum(Form)),
        "yields_to": _TEXTS,
        "escalate": _object(
            {"to": _enum(Severity), "beside": _TEXTS, "alone": _enum(("ok", "same"))}, ["to", "beside"]
        ),
        "rewrite": _many(_rewrite()),
        "bad": _many(_example()),
        "good": _many(_example()),
        "stage": _enum(STAGES),
        "match": _patterns(),
        "beside": _patterns(),
        "at": _patterns(),
        "gap": {"type": "integer", "minimum": 0},
        "within": _enum(WITHIN),
        "unless": _unless(),
        "lower": _TEXTS,
        "where": _enum(("any", "body", "signature")),
        "when": _TEXTS,
        "check": _enum(CADENCE_CHECKS if kind == "cadence" else CHECKS),
        "options": {"type": "object"},
        "modality": {**_map(_verdict()), "propertyNames": _enum(MODALITIES)},
        "default": _enum(MODALITIES),
        "fields": _many(_enum(FieldKind)),
        "phrases": _patterns(),
        "severity_by_form": {**_map(_enum(Severity)), "propertyNames": _enum(Form)},
        "strict": _many(_enum(Form)),
        "place": _TEXT,
        "insert": _words(),
        "measure": _enum(MEASURES),
        "variable": {"type": "integer", "minimum": 1},
        "over": {**_map({"type": "number"}), "propertyNames": _enum(Severity)},
    }
    keys = (*COMMON_KEYS, *KEYS[kind])
    needed = ("id", "kind", "category", "severity", "title", "message", "advice", "bad", "good")
    return _object({key: known[key] for key in keys}, needed)
