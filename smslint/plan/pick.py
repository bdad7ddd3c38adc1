"""The row of a file -> the row that is checked, as SQL: recipients spelled alike, times as instants, facts as booleans.

A row that cannot be used keeps its number and says why in `problem`; it is listed and takes part in nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smslint.facts import FACT_FALSE, FACT_TRUE
from smslint.model import Form
from smslint.plan.columns import CADENCE_FACTS, Columns
from smslint.plan.keys import MOBILE, PHONE_MARKS, WIDE
from smslint.plan.model import FORM_CODES, STOPS
from smslint.plan.moments import BAD_TIME, DATE_ONLY, EARLIEST, LATEST, OUT_OF_RANGE, UNKNOWN_ZONE
from smslint.plan.offsets import DAY, offset_at, offset_on_wall
from smslint.plan.readers import Table
from smslint.plan.session import quoted, text_literal
from smslint.sources.fields import FORM_WORDS

MARKETING_CHANNELS = ("marketing", "promotion", "promotional", "推广", "营销", "会员营销", "推广短信", "营销短信")
MARKETING_TEXT = "退订|拒收请回复|回复?[A-Za-z]{1,2}(取消|拒收)"
_TIME = r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?"
_FLOATS = ("DOUBLE", "FLOAT", "REAL", "DECIMAL")

SENDS = f"""CREATE TABLE sends (
    src UTINYINT, row BIGINT, recipient VARCHAR, moment BIGINT, day INTEGER, clock BIGINT, zone VARCHAR, form TINYINT,
    marketing BOOLEAN, event BOOLEAN, creditor VARCHAR, text_key BIGINT, has_id BOOLEAN,
    {", ".join(f"{name} BOOLEAN" for name in CADENCE_FACTS)}, problem VARCHAR, value VARCHAR)"""
TEXTS = "CREATE TABLE texts (src UTINYINT, row BIGINT, id VARCHAR, label VARCHAR, text VARCHAR, facts VARCHAR)"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its number among all, its table and columns, and the zones that its rows name."""

    number: int
    table: Table
    columns: Columns
    is_log: bool
    zone: str
    zones: Sequence[str]
    keyed: bool = True  # whether texts are compared
    infers: bool = True  # whether forms that are not given are told from the text


def insert_sends(source: Source) -> str:
    """The statement that puts the rows of `source` into `sends`."""
    return f"INSERT INTO sends {_sends(source)}"


def insert_texts(source: Source) -> str:
    """The statement that keeps what a plan's rows say, for the linter."""
    own, label = source.columns.get("id"), source.columns.get("label") or source.columns.get("template")
    return f"""INSERT INTO texts SELECT {source.number}, rn_, {_value(source, own)}, {_value(source, label)},
        {_text(source)}, {_facts_json(source)} FROM ({source.table.query}) WHERE {_readable(source)}"""


def _sends(source: Source) -> str:
    facts = ", ".join(f"{_boolean(name)} AS {name}" for name in CADENCE_FACTS)
    stated = " OR ".join(f"{name} IS NOT NULL" for name in STOPS)
    marketing = f"marketing OR (form = 0 AND regexp_matches(text, {text_literal(MARKETING_TEXT)}))"
    event = f"text IS NULL AND ({stated})" if source.is_log else "false"
    return f"""
    SELECT {source.number} AS src, rn_, recipient, moment, CAST(wall // {DAY} AS INTEGER), wall % {DAY}, own_zone,
        CASE WHEN event THEN 0 ELSE form END, NOT event AND coalesce({marketing}, false),
        event, coalesce(creditor, ''), {_key(source)}, has_id, {", ".join(CADENCE_FACTS)}, problem,
        CASE problem {_told()} END
    FROM (SELECT *, moment + {offset_at(source.zones, "zone", "moment")} AS wall, {_problem(source)} AS problem
    FROM (SELECT *, {event} AS event, {_form(source)} AS form
    FROM (SELECT *, {_instant(source)} AS moment, {facts}
    FROM ({_picked(source)}))))"""


def _picked(source: Source) -> str:
    """The parts of every row as texts, empty ones as NULL."""
    named = {"send_at": "send_at", "form_text": "form", "creditor": "creditor", "own_zone": "zone"}
    parts = {name: _value(source, source.columns.get(part)) for name, part in named.items()}
    parts["text"] = _text(source)
    parts["recipient"] = _recipient(_value(source, source.columns.get("recipient")))
    parts["has_id"] = f"{_value(source, source.columns.get('id'))} IS NOT NULL"
    parts["marketing"] = _marketing(_value(source, source.columns.get("channel")))
    parts |= {f"fact_{name}": _fact(source, name) for name in CADENCE_FACTS}
    parts["zone"] = f"coalesce({parts['own_zone']}, {text_literal(source.zone)})"
    listed = ", ".join(f"{expression} AS {name}" for name, expression in parts.items())
    return f"""SELECT rn_, {_raw_time(source)} AS raw_time, {_readable(source)} AS readable, {listed}
        FROM ({source.table.query})"""


def _readable(source: Source) -> str:
    return f"NOT ({source.table.broken})" if source.table.broken else "true"


def _value(source: Source, column: str | None) -> str:
    if column is None:
        return "NULL::VARCHAR"
    name, kind = quoted(column), source.table.columns[column].upper()
    written = f"CAST({name} AS VARCHAR)"
    if kind.startswith(_FLOATS):
        written = f"CASE WHEN {name} = trunc({name}) THEN CAST(CAST({name} AS HUGEINT) AS VARCHAR) ELSE {written} END"
    return f"nullif(trim({written}, ' \t\r\n'), '')"


def _recipient(value: str) -> str:
    narrow = f"translate({value}, {text_literal(WIDE[0])}, {text_literal(WIDE[1])})"
    bare = f"regexp_replace({narrow}, {text_literal(PHONE_MARKS)}, '', 'g')"
    return f"CASE WHEN regexp_full_match({bare}, {text_literal(MOBILE)}) THEN right({bare}, 11) ELSE {narrow} END"


def _raw_time(source: Source) -> str:
    """The time where the file has it as a time: an instant or what a clock shows, in microseconds; else NULL."""
    column = source.columns.parts["send_at"]
    kind = source.table.columns[column].upper()
    return f"epoch_us({quoted(column)})" if kind.startswith("TIMESTAMP") else "NULL::BIGINT"


def _instant(source: Source) -> str:
    """Microseconds since 1970, or the negative number that says what is wrong; NULL where there is no time."""
    kind = source.table.columns[source.columns.parts["send_at"]].upper()
    known = f"coalesce(list_contains({_zones(source)}, zone), false)"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return _ranged("raw_time")
    if kind.startswith("TIMESTAMP"):
        on_wall = f"raw_time - {offset_on_wall(source.zones, 'zone', 'raw_time')}"
        return f"CASE WHEN {known} THEN {_ranged(on_wall)} ELSE {UNKNOWN_ZONE} END"
    wall = "epoch_us(TRY_CAST(substr(send_at, 1, 19) AS TIMESTAMP))"
    offset = "substr(send_at, 20)"
    minutes = "(CAST(substr(send_at, 21, 2) AS BIGINT) * 60 + CAST(substr(send_at, 24, 2) AS BIGINT))"
    at = f"""CASE WHEN {offset} = '' THEN {wall} - {offset_on_wall(source.zones, "zone", wall)}
        WHEN {offset} = 'Z' THEN {wall}
        WHEN substr(send_at, 20, 1) = '-' THEN {wall} + {minutes} * 60000000 ELSE {wall} - {minutes} * 60000000 END"""
    return f"""CASE WHEN send_at IS NULL THEN NULL WHEN NOT {known} THEN {UNKNOWN_ZONE}
        WHEN regexp_full_match(send_at, {text_literal(_TIME)}) THEN coalesce({_ranged(at)}, {BAD_TIME})
        ELSE instant(send_at, zone) END"""


def zones_query(source: Source) -> str:
    """The query for the names of zones in the rows of `source`."""
    return f"SELECT DISTINCT {_value(source, source.columns.get('zone'))} FROM ({source.table.query})"


def _zones(source: Source) -> str:
    return f"[{', '.join(text_literal(one) for one in source.zones)}]"


def _ranged(instant: str) -> str:
    return f"""(CASE WHEN {instant} BETWEEN {EARLIEST} AND {LATEST - 1} THEN {instant}
        WHEN {instant} IS NOT NULL THEN {OUT_OF_RANGE} END)"""


def _text(source: Source) -> str:
    own, template = _value(source, source.columns.get("text")), source.columns.get("template")
    if template is None:
        return own
    return f"coalesce({own}, rendered({_value(source, template)}, {_variables(source)}))"


def _variables(source: Source) -> str:
    """What a template may be filled with, as JSON: every other column, and what the column of variables holds."""
    names = dict.fromkeys((*source.columns.others, *source.columns.facts.values(), *source.columns.parts.values()))
    packed = ", ".join(f"{text_literal(name)}, {_value(source, name)}" for name in names)
    held = _value(source, source.columns.get("variables"))
    return f"json_array(json_object({packed}), {held})"


def _fact(source: Source, name: str) -> str:
    own = _value(source, source.columns.facts.get(name))
    held = source.columns.get("facts")
    if held is None:
        return own
    written = _value(source, held)
    return f"coalesce({own}, CASE WHEN json_valid({written}) THEN json_extract_string({written}, '$.{name}') END)"


def _facts_json(source: Source) -> str:
    """Every fact of a row as JSON: those in columns of their own before those in the column of facts."""
    held = _value(source, source.columns.get("facts"))
    packed = ", ".join(
        f"{text_literal(name)}, {_value(source, column)}" for name, column in source.columns.facts.items()
    )
    return f"CAST(json_array({held}, json_object({packed})) AS VARCHAR)"


def _boolean(name: str) -> str:
    word = f"lower(fact_{name})"
    return f"CASE WHEN {word} IN {_words(FACT_TRUE)} THEN true WHEN {word} IN {_words(FACT_FALSE)} THEN false END"


def _words(words: Sequence[str]) -> str:
    return f"({', '.join(text_literal(one) for one in words)})"


def _form(source: Source) -> str:
    """The code of the form: as given, else as the text is read; of a row without text, that of a soft notice."""
    branches = " ".join(f"WHEN {text_literal(word)} THEN {FORM_CODES[form]}" for word, form in _form_words())
    unknown = "inferred(text)" if source.infers else str(FORM_CODES[Form.SOFT])
    return f"""CASE WHEN form_text IS NULL OR lower(form_text) = 'auto'
        THEN CASE WHEN text IS NULL THEN {FORM_CODES[Form.SOFT]} ELSE {unknown} END
        ELSE CASE lower(form_text) {branches} ELSE -1 END END"""


def _form_words() -> Iterator[tuple[str, Form]]:
    yield from ((str(form), form) for form in Form)
    yield from FORM_WORDS.items()


def _marketing(channel: str) -> str:
    return f"coalesce(lower({channel}) IN {_words(MARKETING_CHANNELS)}, false)"


def _key(source: Source) -> str:
    return (
        "CASE WHEN text IS NOT NULL AND NOT event AND problem IS NULL THEN text_key(text) END"
        if source.keyed
        else "NULL::BIGINT"
    )


PROBLEMS = ("unreadable", "recipient", "no-time", "time", "zone", "date-only", "years", "text", "variables", "form",
            *CADENCE_FACTS)  # fmt: skip
"""Why a row cannot be used; the names of facts stand for values that are neither true nor false."""


def _problem(source: Source) -> str:
    needs_text = (
        "text IS NULL AND NOT event" if source.columns.get("text") or source.columns.get("template") else "false"
    )
    tests = {"unreadable": "NOT readable", "recipient": "recipient IS NULL", "no-time": "moment IS NULL",
             "time": f"moment = {BAD_TIME}", "zone": f"moment = {UNKNOWN_ZONE}", "date-only": f"moment = {DATE_ONLY}",
             "years": f"moment = {OUT_OF_RANGE}", "text": needs_text, "variables": "starts_with(text, chr(1))",
             "form": "form = -1"}  # fmt: skip
    tests |= {name: f"fact_{name} IS NOT NULL AND {name} IS NULL" for name in CADENCE_FACTS}
    return f"CASE {' '.join(f'WHEN {test} THEN {text_literal(name)}' for name, test in tests.items())} END"


def _told() -> str:
    """The value that is wrong, by problem."""
    values = {"unreadable": "'json'", "time": "send_at", "zone": "coalesce(own_zone, send_at)",
              "date-only": "send_at", "years": "send_at",
              "form": "form_text", "variables": "substr(text, 2)"}  # fmt: skip
    values |= {name: f"fact_{name}" for name in CADENCE_FACTS}
    return " ".join(f"WHEN {text_literal(name)} THEN {value}" for name, value in values.items())
