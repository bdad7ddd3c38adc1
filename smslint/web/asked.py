"""JSON bodies -> what is asked of the linter, every key and value checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smslint.errors import SmslintError, did_you_mean
from smslint.facts import flatten_facts
from smslint.linter import parse_form
from smslint.model import Draft
from smslint.pack.types import LANGUAGES
from smslint.web.problems import Problem
from smslint.web.settings import Limits

_DRAFT_KEYS = ("text", "id", "form", "facts")
_ONE_KEYS = (*_DRAFT_KEYS, "lang")
_BATCH_KEYS = ("drafts", "form", "facts", "lang")
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Drafts to be linted and the language of the answer."""

    drafts: tuple[Draft, ...]
    lang: str


def one_draft(value: object, limits: Limits, lang: str) -> Asked:
    """What `POST /v1/lint` asks; a Problem where it is wrong."""
    body = _object(value, _ONE_KEYS, "")
    return Asked((_draft(body, "", {}, limits),), _language(body, lang))


def many_drafts(value: object, limits: Limits, lang: str) -> Asked:
    """What `POST /v1/lint/batch` asks; a Problem that names the draft where it is wrong."""
    body = _object(value, _BATCH_KEYS, "")
    drafts = body.get("drafts")
    if not isinstance(drafts, list) or not drafts:
        raise _wrong("drafts", "a list with at least one draft is needed")
    if len(drafts) > limits.drafts:
        raise Problem(413, "too-many-drafts", f"at most {limits.drafts} drafts in one request")
    shared = {key: body[key] for key in ("form", "facts") if key in body}
    return Asked(tuple(_any_draft(one, number, shared, limits) for number, one in enumerate(drafts)),
                 _language(body, lang))  # fmt: skip


def _any_draft(value: object, number: int, shared: Mapping[str, object], limits: Limits) -> Draft:
    where = f"drafts[{number}]"
    body = {"text": value} if isinstance(value, str) else _object(value, _DRAFT_KEYS, where)
    return _draft(body, f"{where}.", shared, limits)


def _draft(body: Mapping[str, object], where: str, shared: Mapping[str, object], limits: Limits) -> Draft:
    text = _text(body.get("text"), f"{where}text", limits)
    form = body.get("form", shared.get("form"))
    facts = {**_facts(shared.get("facts"), "facts", limits), **_facts(body.get("facts"), f"{where}facts", limits)}
    try:
        named = _optional(form, f"{where}form") or _optional(facts.get("form"), f"{where}facts.form")
        return Draft(text, _id(body.get("id"), f"{where}id"), form=parse_form(named), facts=facts)
    except SmslintError as error:
        raise _wrong(f"{where}form", str(error)) from None


def _object(value: object, keys: Sequence[str], where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(where or "body", "a JSON object is needed")
    for key in value:
        if key not in keys:
            known = f"{did_you_mean(key, keys)}; known are {', '.join(keys)}"
            raise _wrong(where or "body", f"unknown key {key[:40]!r}{known}")
    return value


def _text(value: object, where: str, limits: Limits) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "a string is needed")
    check_length(value, where, limits)
    return value


def check_length(text: str, where: str, limits: Limits) -> None:
    """A Problem if `text` is longer than a draft may be."""
    if len(text) > limits.characters:
        raise Problem(422, "draft-too-long", f"{where}: {len(text)} characters, at most {limits.characters}")


def _facts(value: object, where: str, limits: Limits) -> dict[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(where, "a JSON object is needed")
    if len(value) > limits.fields:
        raise _wrong(where, f"at most {limits.fields} facts")
    try:
        return flatten_facts(value)
    except (SmslintError, ValueError, OverflowError) as error:
        raise _wrong(where, str(error)) from None


def _optional(value: object, where: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong(where, "a string is needed")
    return value


def _id(value: object, where: str) -> str | None:
    found = _optional(value, where)
    if found is not None and len(found) > _LONGEST_ID:
        raise _wrong(where, f"at most {_LONGEST_ID} characters")
    return found


def _language(body: Mapping[str, object], default: str) -> str:
    return check_language(body.get("lang", default))


def check_language(value: object) -> str:
    """`value` if it is a language that reports are written in, else a Problem."""
    if not isinstance(value, str) or value not in LANGUAGES:
        raise _wrong("lang", f"one of {', '.join(LANGUAGES)} is needed")
    return value


def _wrong(where: str, what: str) -> Problem:
    return Problem(422, "invalid-request", f"{where}: {what}")
