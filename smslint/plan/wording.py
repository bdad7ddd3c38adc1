"""What the messages of a plan say, linted: every text once for each form and set of facts, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from smslint.errors import InputError
from smslint.facts import flatten_facts
from smslint.model import NO_FACTS, Draft, Form
from smslint.plan.model import FORM_CODES
from smslint.plan.session import Progress, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smslint.linter import Linter

_CHUNK = 5_000
_FORMS = {code: form for form, code in FORM_CODES.items()}
_COLUMNS = ("text_id", "rule", "severity", "message", "match", "begins", "ends")


def lint_texts(session: Session, linter: Linter, progress: Progress) -> int:
    """Lint every distinct text of `texts` into the table `wording`; gives how many there are.

    `spoken` says which row has which text. A text whose facts cannot be read has a row with the rule NULL.
    """
    session.connection.execute("""CREATE TABLE spoken AS
        SELECT t.src, t.row, t.text, t.facts, s.form, hash(t.text, s.form, t.facts) AS text_id
        FROM texts t JOIN sends s USING (src, row) WHERE s.problem IS NULL""")
    session.connection.execute("""CREATE TABLE wording (text_id UBIGINT, rule VARCHAR, severity VARCHAR,
        message VARCHAR, match VARCHAR, begins INTEGER, ends INTEGER)""")
    total = int(str(session.one("SELECT count(DISTINCT text_id) FROM spoken")[0]))
    reader = session.connection.cursor().execute(
        "SELECT text_id, any_value(text), any_value(form), any_value(facts) FROM spoken GROUP BY text_id"
    )
    done = 0
    while chunk := reader.fetchmany(_CHUNK):
        _insert(session, list(_linted(chunk, linter)))
        done += len(chunk)
        progress("wording", done / total)
    return total


def _linted(rows: Sequence[tuple[Any, ...]], linter: Linter) -> Iterator[tuple[Any, ...]]:
    drafts: list[Draft] = []
    for text_id, text, form, facts in rows:
        try:
            drafts.append(Draft(text, str(text_id), form=_FORMS[form], facts=read_facts(facts)))
        except InputError as error:
            yield text_id, None, "error", error.message, "", 0, 0
    for report in linter.lint_many(drafts):
        text = report.draft.text
        for one in report.findings:
            place = (one.span.of(text), one.span.start, one.span.end)
            yield int(report.draft.id or 0), one.rule.id, str(one.severity), one.message, *place


def read_facts(written: str) -> Mapping[str, object]:
    """The facts of a row: a JSON list of its column of facts (JSON or nothing) and of its columns that are facts."""
    held, columns = json.loads(written)
    try:
        inner = json.loads(held) if held else {}
    except ValueError:
        raise InputError(f"facts are not JSON: {held[:40]}") from None
    if not isinstance(inner, dict):
        raise InputError("'facts' must be an object")
    stated = {**inner, **{name: value for name, value in columns.items() if value is not None}}
    return flatten_facts(stated) if stated else NO_FACTS


def _insert(session: Session, found: list[tuple[Any, ...]]) -> None:
    if not found:
        return
    import pyarrow as pa

    kinds = (pa.uint64(), pa.string(), pa.string(), pa.string(), pa.string(), pa.int32(), pa.int32())
    arrays = [pa.array(column, kind) for column, kind in zip(zip(*found, strict=True), kinds, strict=True)]
    session.connection.from_arrow(pa.Table.from_arrays(arrays, list(_COLUMNS))).insert_into("wording")


def form_of(code: int) -> Form:
    """The form that a table of sends has as `code`."""
    return _FORMS[code]
