"""A row of a data frame -> the row that is checked: what `smslint.plan.pick` says in SQL of files, in Python.

Recipients are spelled alike, times are instants, facts booleans. A row that cannot be used says why in `problem`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from smslint.facts import FACT_FALSE, FACT_TRUE
from smslint.model import Form
from smslint.plan.columns import CADENCE_FACTS, Columns
from smslint.plan.filling import MISSING, filled_from_json
from smslint.plan.holidays import holiday_name
from smslint.plan.keys import canonical_recipient, text_key
from smslint.plan.model import FORM_CODES, STOPS
from smslint.plan.moments import (
    BAD_TIME,
    DATE_ONLY,
    OUT_OF_RANGE,
    UNKNOWN_ZONE,
    at_of,
    in_range,
    instant,
    microseconds_of,
)
from smslint.plan.pick import MARKETING_CHANNELS, MARKETING_TEXT
from smslint.plan.policy import Policy
from smslint.plan.zones import is_zone, zone_of
from smslint.sources.fields import FORM_WORDS
from smslint.spark.recipe import Recipe, linter_of

if TYPE_CHECKING:
    import pyarrow as pa

SEND_COLUMNS: Mapping[str, str] = {
    "src": "int32", "row": "int64", "recipient": "string", "moment": "int64", "day": "int32", "clock": "int64",
    "zone": "string", "form": "int32", "marketing": "bool", "event": "bool", "creditor": "string",
    "text_key": "int64", "id": "string", "holiday": "string",
    **dict.fromkeys(CADENCE_FACTS, "bool"), "problem": "string", "value": "string",
}  # fmt: skip
"""The columns of a row that is checked, with their types in Arrow."""
_TIME_PROBLEMS = {BAD_TIME: "time", UNKNOWN_ZONE: "zone", DATE_ONLY: "date-only", OUT_OF_RANGE: "years"}
_FORMS = {**{str(form): FORM_CODES[form] for form in Form}, **{word: FORM_CODES[it] for word, it in FORM_WORDS.items()}}
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_REMEMBERED = 100_000  # texts
_marketing_text = re.compile(MARKETING_TEXT)


@dataclass(frozen=True, slots=True)
class Source:
    """A data frame: its place (0 for the log), which column holds what, and how its rows are read."""

    number: int
    columns: Columns
    is_log: bool
    policy: Policy
    row: str | None = None  # the column with the number of the row; by default they have none


def picked(source: Source, batch: pa.RecordBatch, numbers: Sequence[int], made: Recipe) -> list[pa.Array]:
    """The rows of `batch` as the columns SEND_COLUMNS; the linter of `made` tells forms that are not given.

    `numbers` are those of the rows, unless `source.row` names the column that has them.
    """
    import pyarrow as pa

    read = _Reader(source, made)
    names = dict.fromkeys(_used(source))
    if source.row is not None:
        numbers = batch.column(source.row).to_pylist()
    cells = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
    rows = [read.row(dict(zip(names, row, strict=True)), number) for row, number in zip(cells, numbers, strict=True)]
    return [pa.array([row.get(name) for row in rows], pa.type_for_alias(kind)) for name, kind in SEND_COLUMNS.items()]


def _used(source: Source) -> Iterable[str]:
    columns = source.columns
    yield from columns.parts.values()
    yield from columns.facts.values()
    if columns.get("template"):
        yield from columns.others


class _Reader:
    """Reads row after row of one source."""

    def __init__(self, source: Source, made: Recipe) -> None:
        self._source, self._made = source, made

    def row(self, cells: Mapping[str, object], number: int) -> dict[str, Any]:
        """One row, by column."""
        get = self._source.columns.get
        part = {name: _written(cells[column]) for name in _PARTS if (column := get(name)) is not None}
        facts, bad = self._facts(part, cells)
        text = self._text(part, cells)
        event = self._source.is_log and text is None and any(facts.get(name) is not None for name in STOPS)
        zone = part.get("zone") or self._source.policy.zone
        moment = _moment(cells.get(get("send_at") or ""), part.get("send_at"), zone)
        form = self._form(part.get("form"), text)
        head = {"src": self._source.number, "row": number, "id": part.get("id"), "zone": part.get("zone")}
        problem, value = self._problem(part, text, event, moment, form, bad)
        if problem is not None:  # takes part in nothing: an event of nobody's
            nobody = f"\0{self._source.number}-{number}"  # each another, so that they spread over the workers
            return {**head, "recipient": nobody, "form": 0, "marketing": False, "event": True, "creditor": "",
                    "moment": 0, "day": 0, "clock": 0, "problem": problem, "value": value}  # fmt: skip
        assert moment is not None
        return {
            **head, **facts, **self._clock(moment, zone), "recipient": canonical_recipient(part["recipient"] or ""),
            "moment": moment, "form": 0 if event else form, "event": event, "creditor": part.get("creditor") or "",
            "marketing": not event and _is_marketing(part.get("channel"), form, text),
            "text_key": self._key(text) if text is not None and not event else None,
        }  # fmt: skip

    def _clock(self, moment: int, zone: str) -> dict[str, object]:
        here, policy = at_of(moment, zone), self._source.policy
        clock = ((here.hour * 60 + here.minute) * 60 + here.second) * 1_000_000 + here.microsecond
        holiday = holiday_name(here.date(), policy.holidays) if policy.on("holiday-send") else ""
        return {"day": here.toordinal() - _EPOCH_DAY, "clock": clock, "holiday": holiday or None}

    def _key(self, text: str) -> int | None:
        return _text_key(text) if self._source.policy.on("duplicate-text") else None

    def _text(self, part: Mapping[str, str | None], cells: Mapping[str, object]) -> str | None:
        text, template = part.get("text"), part.get("template")
        if text is not None or template is None:
            return text
        columns = {name: _written(value) for name, value in cells.items()}
        return filled_from_json(template, json.dumps([columns, part.get("variables")]))

    def _facts(
        self, part: Mapping[str, str | None], cells: Mapping[str, object]
    ) -> tuple[dict[str, bool | None], dict[str, str]]:
        """The facts that the checks read, and of those that are neither true nor false what they say."""
        held, columns = _held(part.get("facts")), self._source.columns.facts
        found: dict[str, bool | None] = {}
        bad: dict[str, str] = {}
        for name in CADENCE_FACTS:
            stated = _written(cells[columns[name]]) if name in columns else None
            stated = held.get(name) if stated is None else stated
            if stated is not None:
                word = stated.lower()
                found[name] = word in FACT_TRUE if word in FACT_TRUE or word in FACT_FALSE else None
                if found[name] is None:
                    bad[name] = stated
        return found, bad

    def _form(self, written: str | None, text: str | None) -> int:
        if written is not None and written.lower() != "auto":
            return _FORMS.get(written.lower(), -1)
        return FORM_CODES[Form.SOFT] if text is None else _inferred(text, self._made)

    def _problem(
        self, part: Mapping[str, str | None], text: str | None, event: bool, moment: int | None, form: int,
        bad: Mapping[str, str],
    ) -> tuple[str | None, str | None]:  # fmt: skip
        get = self._source.columns.get
        if part.get("recipient") is None:
            return "recipient", None
        if moment is None:
            return "no-time", None
        if moment < 0:
            problem = _TIME_PROBLEMS[moment]
            return problem, (part.get("zone") if problem == "zone" else None) or part.get("send_at")
        if text is None and not event and (get("text") or get("template")):
            return "text", None
        if text is not None and text.startswith(MISSING):
            return "variables", text.removeprefix(MISSING)
        if form == -1:
            return "form", part.get("form")
        return next(iter(bad.items()), (None, None))


_PARTS = ("recipient", "send_at", "zone", "text", "template", "variables", "form", "channel", "creditor", "id", "facts")


def _written(value: object) -> str | None:
    """The value of a cell as a text, without spaces around it; None for nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal) and _is_whole(value):
        return str(int(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip(" \t\r\n") or None


def _is_whole(value: float | Decimal) -> bool:
    return value.is_integer() if isinstance(value, float) else value.is_finite() and value == int(value)


def _moment(raw: object, written: str | None, zone: str) -> int | None:
    if written is None:
        return None
    if not is_zone(zone):
        return UNKNOWN_ZONE
    if not isinstance(raw, dt.datetime):
        return instant(written, zone)
    moment = microseconds_of(raw if raw.tzinfo else raw.replace(tzinfo=zone_of(zone)))
    return moment if in_range(moment) else OUT_OF_RANGE


def _held(facts: str | None) -> dict[str, str]:
    """The facts in a column of JSON; none where it is none."""
    try:
        held = json.loads(facts) if facts else {}
    except ValueError:
        return {}
    values = held.items() if isinstance(held, dict) else ()
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for name, value in values
        if value is not None
    }


def _is_marketing(channel: str | None, form: int, text: str | None) -> bool:
    if channel is not None and channel.lower() in MARKETING_CHANNELS:
        return True
    return form == FORM_CODES[Form.NONE] and text is not None and bool(_marketing_text.search(text))


@lru_cache(_REMEMBERED)
def _text_key(text: str) -> int:
    return text_key(text)


@lru_cache(_REMEMBERED)
def _inferred(text: str, made: Recipe) -> int:
    return FORM_CODES[linter_of(made).lint(text).form]
