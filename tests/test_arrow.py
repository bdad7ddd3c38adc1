"""Columns of messages: the schema of the results, rows that fail, facts and forms by column, files of columns."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from smslint import ConfigError, Draft, Form, InputError, Linter, Report  # noqa: E402
from smslint.arrow import lint_batch, lint_stream, results_schema  # noqa: E402
from smslint.render.jsonreport import record_data  # noqa: E402
from smslint.sources import ReadOptions, read_bytes  # noqa: E402
from smslint.sources.columns import BATCH  # noqa: E402

VAGUE = "【海岬银行】张先生，您的账单已逾期，欠款3,256.80元，否则后果自负。"
CLEAN = "您好，您的快递已到。"


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def rows(linter: Linter, more: dict[str, Any] | None = None, **columns: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lint_batch(
        pa.RecordBatch.from_pydict(columns), linter=linter, **more or {}
    ).to_pylist()
    return found


def test_the_results_are_those_of_the_linter(linter: Linter) -> None:
    (row,) = rows(linter, text=[VAGUE])
    report = linter.lint(VAGUE)
    told = record_data(report)
    assert (row["score"], row["grade"], row["worst"], row["error"]) == (report.score, report.grade, "error", None)
    for one, other in zip(row["findings"], told["findings"], strict=True):  # type: ignore[call-overload]
        span = (one.pop("start"), one.pop("end"))
        assert span == (other["span"]["start"], other["span"]["end"])
        assert one == {name: other[name] for name in one}
    for one, other in zip(row["fields"], told["fields"], strict=True):  # type: ignore[call-overload]
        assert (one.pop("start"), one.pop("end")) == (other["span"]["start"], other["span"]["end"])
        assert one == {name: other[name] for name in one}


def test_the_schema_is_the_same_whatever_the_rows(linter: Linter) -> None:
    for texts in ([VAGUE], [CLEAN], [None], []):
        batch = pa.RecordBatch.from_pydict({"text": pa.array(texts, pa.string())})
        found = lint_batch(batch, linter=linter)
        assert found.schema == results_schema()
        assert found.num_rows == len(texts)


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"text": [None]}, "the draft is empty"),
        ({"text": [" \n"]}, "the draft is empty"),
        ({"text": [CLEAN], "form": ["formel"]}, "unknown form 'formel' (did you mean 'formal'?)"),
        ({"text": [CLEAN], "overdue_days": ["many"]}, "fact 'overdue_days': 'many' is not a number"),
        ({"text": [CLEAN], "facts": ["{"]}, "the value of column 'facts' is not JSON"),
        ({"text": [CLEAN], "facts": ['{"colour": 1}']}, "unknown fact 'colour'"),
        ({"text": [CLEAN], "facts": ["[1]"]}, "'facts' must be an object, not list"),
    ],
)
def test_a_row_that_cannot_be_judged_has_an_error(linter: Linter, columns: dict[str, Any], error: str) -> None:
    good = {name: [*values, {"text": VAGUE}.get(name)] for name, values in columns.items()}
    bad, judged = rows(linter, **good)
    assert bad.pop("error").startswith(error)
    assert set(bad.values()) == {None}
    assert judged["error"] is None
    assert judged["findings"]


class _Failing(Linter):
    """A linter that cannot bear one text."""

    def lint(self, draft: Draft | str, **more: Any) -> Report:
        if isinstance(draft, Draft) and draft.text == CLEAN:
            raise RecursionError("too deep")
        return super().lint(draft, **more)

    def lint_many(self, drafts: Any) -> Iterator[Report]:
        return (self.lint(one) for one in drafts)


def test_a_row_on_which_the_linter_fails_has_an_error_and_the_others_are_judged() -> None:
    first, second, third = rows(_Failing(), text=[VAGUE, CLEAN, VAGUE])
    assert second["error"] == "cannot be judged: RecursionError: too deep"
    assert second["score"] is None
    assert first == third
    assert first["findings"]


def test_forms_come_from_their_column_or_hold_for_all(linter: Linter) -> None:
    by_column = rows(linter, text=[VAGUE] * 3, form=["formal", "催款通知", None])
    assert [len(one["findings"]) for one in by_column] == [
        len(linter.lint(VAGUE, form=form).findings) for form in ("formal", "formal", None)
    ]
    assert rows(linter, {"form": "kind"}, text=[VAGUE], kind=["formal"]) == by_column[:1]
    assert rows(linter, {"form": Form.FORMAL}, text=[VAGUE]) == by_column[:1]


def rules_in(row: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((one["rule"], one["severity"]) for one in row["findings"])


def rules_of(report: Report) -> list[tuple[str, str]]:
    return sorted((one.rule.id, str(one.severity)) for one in report.findings)


@pytest.mark.parametrize(
    "columns",
    [
        {"facts": [{"reports_credit": True, "litigation": {"court": None}}]},
        {"facts": ['{"reports_credit": true}']},
        {"facts": pa.array([[("reports_credit", "true")]], pa.map_(pa.string(), pa.string()))},
        {"reports_credit": [True]},
    ],
)
def test_facts_come_as_objects_json_maps_and_columns(linter: Linter, columns: dict[str, Any]) -> None:
    text = "【海岬银行】张先生，您已逾期，欠款3,256.80元，如仍未归还，我行将依法如实报送征信。"
    stated = linter.lint(text, facts={"reports_credit": True})
    (row,) = rows(linter, text=[text], **columns)
    assert rules_in(row) == rules_of(stated) != rules_of(linter.lint(text))
    (row,) = rows(linter, {"facts": {}}, text=[text], **columns)
    assert rules_in(row) == rules_of(linter.lint(text))


def test_facts_by_columns_of_any_name(linter: Linter) -> None:
    text = "【海岬银行】张先生，您已逾期，欠款3,256.80元，如仍未归还，我行将依法如实报送征信。"
    (row,) = rows(
        linter, {"facts": {"reports_credit": "sued", "overdue_days": "dpd"}}, text=[text], sued=[1], dpd=[9.0]
    )
    assert row["score"] == linter.lint(text, facts={"reports_credit": True, "overdue_days": 9}).score


def test_values_of_every_type_become_facts(linter: Linter) -> None:
    (row,) = rows(
        linter, text=[VAGUE], due_date=[dt.date(2026, 12, 5)], send_at=[dt.datetime(2026, 12, 6, 9)],
        total=[3256.8], overdue_days=[float("nan")], reports_credit=[None],
    )  # fmt: skip
    assert row["error"] is None


@pytest.mark.parametrize("kind", ["string", "large_string", "dictionary"])
def test_texts_of_every_encoding(linter: Linter, kind: str) -> None:
    types = {
        "string": pa.string(),
        "large_string": pa.large_string(),
        "dictionary": pa.dictionary(pa.int8(), pa.string()),
    }
    batch = pa.RecordBatch.from_arrays([pa.array([VAGUE]).cast(types[kind])], ["text"])
    assert lint_batch(batch, linter=linter).to_pylist() == rows(linter, text=[VAGUE])


def test_wrong_calls_are_told_with_a_suggestion(linter: Linter) -> None:
    with pytest.raises(ConfigError, match=r"no column 'text'.*did you mean 'texts'"):
        rows(linter, texts=[VAGUE])
    with pytest.raises(ConfigError, match="no column 'kind'"):
        rows(linter, {"form": "kind"}, text=[VAGUE])
    with pytest.raises(ConfigError, match="unknown fact 'overdue'"):
        rows(linter, {"facts": {"overdue": "text"}}, text=[VAGUE])
    with pytest.raises(InputError, match="column 'text' holds int and no text"):
        rows(linter, text=[1])
    with pytest.raises(ConfigError, match="column 'score' already"):
        lint_stream(pa.table({"text": [VAGUE], "score": [1]}), linter=linter)


def test_a_stream_is_read_as_it_is_asked_for(linter: Linter) -> None:
    asked: list[int] = []

    def batches() -> Iterator[Any]:
        for number in range(100):
            asked.append(number)
            yield pa.RecordBatch.from_pydict({"n": [number], "text": [VAGUE]})

    schema = pa.schema({"n": pa.int64(), "text": pa.string()})
    reader = lint_stream(pa.RecordBatchReader.from_batches(schema, batches()), linter=linter)
    assert reader.schema.names == ["n", "text", *results_schema().names]
    assert reader.read_next_batch().to_pylist()[0]["n"] == 0
    assert len(asked) < 5


def test_a_large_batch_comes_in_parts(linter: Linter) -> None:
    parts = list(
        lint_stream(pa.table({"text": [None] * (BATCH + 1)}).cast(pa.schema({"text": pa.string()})), linter=linter)
    )
    assert [one.num_rows for one in parts] == [BATCH, 1]


@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".arrows", ".feather"])
def test_files_of_columns_are_read_as_drafts(suffix: str) -> None:
    import pyarrow.parquet as pq

    table = pa.table({"编号": ["A", None, "C"], "短信内容": [VAGUE, "", CLEAN], "overdue_days": [3, 1, None]})
    out = io.BytesIO()
    if suffix == ".parquet":
        pq.write_table(table, out, row_group_size=2)
    else:
        new = pa.ipc.new_stream if suffix == ".arrows" else pa.ipc.new_file
        with new(out, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    source = read_bytes(out.getvalue(), f"log{suffix}", ReadOptions(form=Form.FORMAL))
    first, second = (one.draft for one in source.records)
    assert (first.text, first.label, first.line, first.pointer) == (VAGUE, "编号=A", 1, "短信内容:1")
    assert (first.form, first.facts) == (Form.FORMAL, {"overdue_days": 3})
    assert (second.line, second.facts) == (3, {})
    assert [str(one) for one in source.errors] == [f"log{suffix}:2: the draft is empty"]


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"ARROW1\0\0 and no more"])
def test_a_damaged_file_is_an_error(name: str, content: bytes) -> None:
    source = read_bytes(content, name, ReadOptions())
    assert not source.records
    assert str(source.errors[0]).startswith(f"{name}: not a readable ")


def test_a_file_without_a_column_of_texts_is_an_error(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"amount": [1], "name": ["x"]}), out)
    (error,) = read_bytes(out.getvalue(), "a.parquet", ReadOptions()).errors
    assert str(error).startswith("a.parquet: no column with the text")
