"""Files of sends -> one table of sends, in a database of its own; and the texts of a plan, for the linter."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smslint.errors import ConfigError, InputError
from smslint.plan.columns import CADENCE_FACTS, find_columns
from smslint.plan.holidays import holiday_name
from smslint.plan.model import STOPS
from smslint.plan.pick import SENDS, TEXTS, Source, insert_sends, insert_texts, zones_query
from smslint.plan.policy import Policy
from smslint.plan.queries import flags_query
from smslint.plan.readers import open_table
from smslint.plan.session import Progress, Session, text_literal
from smslint.plan.windows import Shape
from smslint.plan.zones import is_zone

BUCKET = 500_000  # rows whose windows are computed at a time: what bounds the memory that is needed
_SLICES = 256


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and whether it is a log of what went out or the plan itself."""

    path: str
    is_log: bool


def load(session: Session, files: Sequence[File], mapped: Mapping[str, str], policy: Policy, progress: Progress, *,
         logs: bool = False) -> tuple[Source, ...]:  # fmt: skip
    """Read `files`, logs first, into the table `sends`; into `texts` what plans say, and with `logs` what logs say."""
    session.connection.execute(SENDS)
    session.connection.execute(TEXTS)
    ordered = sorted(files, key=lambda one: not one.is_log)
    sources = []
    for number, file in enumerate(ordered):
        source = _source(session, number, file, mapped, policy)
        _insert(session, source, progress, texts=logs or not file.is_log)
        sources.append(source)
    return tuple(sources)


def _source(session: Session, number: int, file: File, mapped: Mapping[str, str], policy: Policy) -> Source:
    table = open_table(file.path, session.connection, session.scratch)
    here = {part: column for part, column in mapped.items() if column in table.columns or not file.is_log}
    columns = find_columns(table.columns, here, file.path, is_log=file.is_log)
    source = Source(number, table, columns, file.is_log, policy.zone, (policy.zone,), keyed=policy.on("duplicate-text"))
    return dataclasses.replace(source, zones=_zones(session, source)) if columns.get("zone") else source


def _zones(session: Session, source: Source) -> tuple[str, ...]:
    """The zones that the rows name and that are some, that of the policy first."""
    named = [str(name) for (name,) in session.rows(zones_query(source)) if name is not None]
    return tuple(dict.fromkeys([source.zone, *(name for name in sorted(named) if is_zone(name))]))


def _insert(session: Session, source: Source, progress: Progress, *, texts: bool) -> None:
    path = source.table.path
    try:
        session.run(insert_sends(source), progress, path)
        if texts:
            session.run(insert_texts(source), progress, path)
    except (ConfigError, InputError):
        raise
    except Exception as error:
        raise InputError(f"cannot be read as a table: {str(error).splitlines()[0]}", path) from error
    _mark_unreadable(session, source)


def _mark_unreadable(session: Session, source: Source) -> None:
    """Enter the rows that are no rows, and give those behind them the numbers that they have in the file."""
    found = source.table.unreadable()
    if not found:
        return
    session.connection.execute("CREATE OR REPLACE TEMP TABLE lost (number BIGINT, place BIGINT, why VARCHAR)")
    lost = [(number, place, why) for place, (number, why) in enumerate(found, 1)]
    session.connection.executemany("INSERT INTO lost VALUES (?, ?, ?)", lost)
    if source.table.renumbers:
        for table in ("sends", "texts"):
            session.connection.execute(f"""UPDATE {table} SET row = row +
                (SELECT count(*) FROM lost WHERE number - place < {table}.row) WHERE src = {source.number}""")
    facts = ", ".join("NULL" for _ in CADENCE_FACTS)
    session.connection.execute(f"""INSERT INTO sends SELECT {source.number}, number, NULL, NULL, NULL, NULL, NULL, 0,
        false, false, '', NULL, false, {facts}, 'unreadable', why FROM lost""")


def find_flags(session: Session, policy: Policy, progress: Progress) -> None:
    """Run the checks over `sends`, as many recipients at a time as memory allows, into the table `flagged`."""
    _holidays(session, policy)
    rows = int(str(session.one("SELECT count(*) FROM sends WHERE problem IS NULL")[0]))
    parts = min(_SLICES, max(1, -(-rows // BUCKET)))
    shape = _shape(session)
    edges = [_SLICES * part // parts for part in range(parts + 1)]
    for part in range(parts):
        within = f"hash(recipient) % {_SLICES} BETWEEN {edges[part]} AND {edges[part + 1] - 1}" if parts > 1 else "true"
        table = f"""(SELECT s.*, h.holiday FROM sends s LEFT JOIN holidays h USING (day)
            WHERE problem IS NULL AND {within})"""
        verb = "CREATE TABLE flagged AS" if part == 0 else "INSERT INTO flagged"
        session.run(
            f"{verb} {flags_query(policy, table, shape)}", progress, "checks", (part / parts, (part + 1) / parts)
        )


def _shape(session: Session) -> Shape:
    anyone = ", ".join(f"coalesce(bool_or({name}), false)" for name in STOPS)
    creditors, *stops = session.one(f"SELECT coalesce(bool_or(creditor <> ''), false), {anyone} FROM sends")
    return Shape(bool(creditors), tuple(name for name, there in zip(STOPS, stops, strict=True) if there))


def _holidays(session: Session, policy: Policy) -> None:
    session.connection.execute("CREATE TABLE holidays (day INTEGER, holiday VARCHAR)")
    if policy.holidays == "off" or not policy.on("holiday-send"):
        return
    import datetime as dt

    first = dt.date(1970, 1, 1)
    days = [int(str(day)) for (day,) in session.rows("SELECT DISTINCT day FROM sends WHERE day IS NOT NULL")]
    named = [(day, holiday_name(first + dt.timedelta(days=day), policy.holidays)) for day in days]
    values = ", ".join(f"({day}, {text_literal(name)})" for day, name in named if name)
    if values:
        session.connection.execute(f"INSERT INTO holidays VALUES {values}")
