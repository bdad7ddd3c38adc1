"""Reports -> columns, a row each.

- `score` int32: 0 to 100; null where the row could not be judged
- `grade` string: A to E
- `worst` string: the highest severity among the findings (error, warning, info); null without any
- `findings` list<struct>: rule, category, severity, confidence, score (the points it takes), title, message, advice,
  match (the words), start and end (code points of the text), suppressed (the reason, of a finding judged before)
- `fields` list<struct>: kind, role, raw (the words), value (as in the JSON report), variable (the name of a template
  variable), start, end
- `error` string: why the row could not be judged; null where it was
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from smslint.errors import ConfigError
from smslint.failsafe import Judged
from smslint.model import Field, Finding, Report, Variable
from smslint.render.jsonreport import field_value
from smslint.sources.columns import import_arrow

if TYPE_CHECKING:
    import pyarrow as pa

_NAMES = ("score", "grade", "worst", "findings", "fields", "error")
_FINDING = {
    "rule": "string", "category": "string", "severity": "string", "confidence": "float64", "score": "float64",
    "title": "string", "message": "string", "advice": "string", "match": "string", "start": "int32", "end": "int32",
    "suppressed": "string",
}  # fmt: skip
_FIELD = {
    "kind": "string", "role": "string", "raw": "string", "value": "string", "variable": "string", "start": "int32",
    "end": "int32",
}  # fmt: skip
_Row = tuple[object, ...]


def results_schema() -> pa.Schema:
    """The schema of the results (see the head of this module)."""
    pa = import_arrow()
    finding, field = (
        pa.struct([(name, pa.type_for_alias(kind)) for name, kind in one.items()]) for one in (_FINDING, _FIELD)
    )
    text = pa.string()
    types = (pa.int32(), text, text, pa.list_(finding), pa.list_(field), text)
    return pa.schema(list(zip(_NAMES, types, strict=True)))


def results_of(judged: Sequence[Judged]) -> pa.RecordBatch:
    """The results of reports, in order."""
    pa = import_arrow()
    reports = [one if isinstance(one, Report) else None for one in judged]
    schema = results_schema()
    columns = [
        pa.array([one and one.score for one in reports], pa.int32()),
        pa.array([one and one.grade for one in reports], pa.string()),
        pa.array([one.worst and str(one.worst) if one else None for one in reports], pa.string()),
        _lists([None if one is None else _findings(one) for one in reports], schema.field("findings").type),
        _lists(
            [None if one is None else list(map(_field, one.fields)) for one in reports], schema.field("fields").type
        ),
        _array([one if isinstance(one, str) else None for one in judged], pa.string()),
    ]
    return pa.record_batch(columns, schema=schema)


def beside(batch: pa.RecordBatch, results: pa.RecordBatch) -> pa.RecordBatch:
    """The columns of `batch` with the results after them; a ConfigError where a name is taken."""
    import pyarrow as pa

    return pa.record_batch([*batch.columns, *results.columns], schema=joined_schema(batch.schema, results.schema))


def joined_schema(schema: pa.Schema, results: pa.Schema) -> pa.Schema:
    """The schema of columns with results after them; a ConfigError where a name is taken."""
    import pyarrow as pa

    check_names(schema.names)
    return pa.schema([*schema, *results], metadata=schema.metadata)


def check_names(names: Iterable[str]) -> None:
    """A ConfigError where a column is called as one of the results is."""
    taken = [name for name in names if name in _NAMES]
    if taken:
        raise ConfigError(f"there is a column '{taken[0]}' already, which the results need; rename or drop it first")


def _findings(report: Report) -> list[_Row]:
    """Findings in the order of the text, those judged before with the reason, as in the JSON report."""
    judged: list[tuple[Finding, str | None]] = [(one, None) for one in report.findings]
    if report.suppressed:
        judged += [(one.finding, one.reason) for one in report.suppressed]
    if len(judged) > 1:
        judged.sort(key=lambda pair: (pair[0].span.start, pair[0].span.end))
    return [_finding(one, reason, report.draft.text) for one, reason in judged]


def _finding(one: Finding, reason: str | None, text: str) -> _Row:
    rule, start, end = one.rule, one.span.start, one.span.end
    return (
        rule.id, rule.category, str(one.severity), one.confidence, one.score, rule.title, one.message, rule.advice,
        text[start:end], start, end, reason,
    )  # fmt: skip


def _field(one: Field) -> _Row:
    value = one.value
    variable = value.name if isinstance(value, Variable) else None
    written = value if isinstance(value, str) else field_value(value)
    if written is not None and not isinstance(written, str):
        written = str(written)
    role = None if one.role is None else str(one.role)
    return str(one.kind), role, one.raw, written, variable, one.span.start, one.span.end


def _lists(rows: Sequence[Sequence[_Row] | None], kind: Any) -> pa.Array:
    """A list of structs a row: all members of a kind are one array, of which every row has a stretch."""
    import pyarrow as pa

    members = list(kind.value_type)
    flat = list(chain.from_iterable(row or () for row in rows))
    values = zip(*flat, strict=True) if flat else ((),) * len(members)
    columns = [_array(list(one), member.type) for one, member in zip(values, members, strict=True)]
    ends = list(accumulate((len(row or ()) for row in rows), initial=0))
    offsets = [None if row is None else start for row, start in zip(rows, ends[:-1], strict=True)]
    structs = pa.StructArray.from_arrays(columns, fields=members)
    return pa.ListArray.from_arrays(pa.array([*offsets, ends[-1]], pa.int32()), structs, type=kind)


def _array(values: list[Any], kind: Any) -> pa.Array:
    """An array of values; half a character, which UTF-8 cannot write, becomes an escape."""
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([one and str(one).encode("utf-8", "backslashreplace").decode() for one in values], kind)
