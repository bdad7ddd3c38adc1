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

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from smslint.errors import ConfigError
from smslint.failsafe import Judged
from smslint.model import Field, Finding, Report, Variable
from smslint.render.jsonreport import field_value
from smslint.sources.columns import import_arrow

if TYPE_CHECKING:
    import pyarrow as pa

_Told = tuple[Finding, str | None, str]
_NAMES = ("score", "grade", "worst", "findings", "fields", "error")
_FINDING: Mapping[str, tuple[str, Callable[[_Told], object]]] = {
    "rule": ("string", lambda one: one[0].rule.id),
    "category": ("string", lambda one: one[0].rule.category),
    "severity": ("string", lambda one: str(one[0].severity)),
    "confidence": ("float64", lambda one: one[0].confidence),
    "score": ("float64", lambda one: one[0].score),
    "title": ("string", lambda one: one[0].rule.title),
    "message": ("string", lambda one: one[0].message),
    "advice": ("string", lambda one: one[0].rule.advice),
    "match": ("string", lambda one: one[0].span.of(one[2])),
    "start": ("int32", lambda one: one[0].span.start),
    "end": ("int32", lambda one: one[0].span.end),
    "suppressed": ("string", lambda one: one[1]),
}
_FIELD: Mapping[str, tuple[str, Callable[[Field], object]]] = {
    "kind": ("string", lambda one: str(one.kind)),
    "role": ("string", lambda one: None if one.role is None else str(one.role)),
    "raw": ("string", lambda one: one.raw),
    "value": ("string", lambda one: _value(one)),
    "variable": ("string", lambda one: one.value.name if isinstance(one.value, Variable) else None),
    "start": ("int32", lambda one: one.span.start),
    "end": ("int32", lambda one: one.span.end),
}


def results_schema() -> pa.Schema:
    """The schema of the results (see the head of this module)."""
    pa = import_arrow()
    finding, field = (
        pa.struct([(name, pa.type_for_alias(kind)) for name, (kind, _) in one.items()]) for one in (_FINDING, _FIELD)
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
        _lists([None if one is None else _told(one) for one in reports], _FINDING, schema.field("findings").type),
        _lists([None if one is None else one.fields for one in reports], _FIELD, schema.field("fields").type),
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


def _told(report: Report) -> list[_Told]:
    """Findings in the order of the text, those judged before with the reason, as in the JSON report."""
    text = report.draft.text
    judged: list[_Told] = [(one, None, text) for one in report.findings]
    if report.suppressed:
        judged += [(one.finding, one.reason, text) for one in report.suppressed]
    judged.sort(key=lambda one: one[0].span)
    return judged


def _value(field: Field) -> str | None:
    value = field_value(field.value)
    return None if value is None else str(value)


def _lists(
    rows: Sequence[Sequence[Any] | None], members: Mapping[str, tuple[str, Callable[[Any], object]]], kind: Any
) -> pa.Array:
    import pyarrow as pa

    flat = list(chain.from_iterable(row or () for row in rows))
    columns = [_array(list(map(take, flat)), pa.type_for_alias(name)) for name, take in members.values()]
    values = pa.StructArray.from_arrays(columns, fields=list(kind.value_type))
    ends = list(accumulate((len(row or ()) for row in rows), initial=0))
    offsets = [None if row is None else start for row, start in zip(rows, ends[:-1], strict=True)]
    return pa.ListArray.from_arrays(pa.array([*offsets, ends[-1]], pa.int32()), values, type=kind)


def _array(values: list[Any], kind: Any) -> pa.Array:
    """An array of values; half a character, which UTF-8 cannot write, becomes an escape."""
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([one and str(one).encode("utf-8", "backslashreplace").decode() for one in values], kind)
