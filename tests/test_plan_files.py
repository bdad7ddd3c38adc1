"""Plans and logs in every kind of file: the same sends out of each, and every row that is none told with its number."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from smslint.errors import ConfigError, InputError
from smslint.linter import Linter
from smslint.model import Form
from smslint.plan import Options, PlanReport, Send, check_plan

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")
openpyxl = pytest.importorskip("openpyxl")

TEXT = "【海岬银行】张先生，您尾号1234的贷款应还{}元"
ROWS: list[dict[str, Any]] = [
    {
        "recipient": "13800000001",
        "send_at": "2026-11-24T09:00:00+08:00",
        "text": TEXT.format(12),
        "form": "soft",
        "id": "a",
    },
    {
        "recipient": "+86 138-0000-0001",
        "send_at": "2026-11-24 12:00:00",
        "text": TEXT.format(13),
        "form": "soft",
        "id": "b",
    },
    {
        "recipient": "13800000002",
        "send_at": "2026-11-24T14:00:00Z",
        "text": TEXT.format(14),
        "form": "催款通知",
        "id": "c",
    },
    {"recipient": "13800000003", "send_at": "2026-11-24 10:00", "text": TEXT.format(15), "form": "formal", "id": "d"},
]
WANTED = {
    "b": {"daily-frequency", "min-interval", "duplicate-text"}, "c": {"quiet-hours", "escalation-order"},
    "d": {"escalation-order"},
}  # fmt: skip
PLAIN = Options(lint=False, suggest=False)


@cache
def linter() -> Linter:
    return Linter()


def check(plan: Any, **given: Any) -> PlanReport:
    """`check_plan` with a linter that all tests share."""
    return check_plan(plan, linter=linter(), **given)


def found(report: PlanReport) -> dict[str, set[str]]:
    """The checks that find fault, by id."""
    faults: dict[str, set[str]] = {}
    for one in report.findings:
        faults.setdefault(one.id, set()).add(one.rule.id)
    return faults


def problems(report: PlanReport) -> list[tuple[int, str]]:
    return [(one.row, one.problem) for one in report.bad_rows]


def csv_text(mark: str = ",", end: str = "\n") -> str:
    lines = [mark.join(ROWS[0]), *(mark.join(f'"{value}"' for value in row.values()) for row in ROWS)]
    return end.join(lines) + end


def write_csv(path: Path) -> None:
    path.write_text(csv_text(), encoding="utf-8")


def write_tsv(path: Path) -> None:
    path.write_text(csv_text("\t", "\r\n"), encoding="utf-8-sig")


def write_gb18030(path: Path) -> None:
    path.write_bytes(csv_text(";").encode("gb18030"))


def write_utf16(path: Path) -> None:
    path.write_bytes(csv_text().encode("utf-16"))


def write_jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")


def write_parquet(path: Path) -> None:
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(ROWS), path)


def write_timed_parquet(path: Path) -> None:
    """With times as times: of the zone of the house where they have none of their own."""
    from pyarrow import parquet

    times = [dt.datetime(2026, 11, 24, *clock) for clock in ((9, 0), (12, 0), (22, 0), (10, 0))]
    numbers = [13800000001, 13800000001, 13800000002, 13800000003]
    table = (
        pa.Table.from_pylist(ROWS)
        .set_column(1, "send_at", pa.array(times))
        .set_column(0, "recipient", pa.array(numbers))
    )
    parquet.write_table(table, path)


def write_zoned_parquet(path: Path) -> None:
    from pyarrow import parquet

    times = [dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC) for hour in (1, 4, 14, 2)]
    table = pa.Table.from_pylist(ROWS).set_column(1, "send_at", pa.array(times, pa.timestamp("ms", "UTC")))
    parquet.write_table(table, path)


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["十一月发送计划"])
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append(list(row.values()))
    sheet["A3"], sheet["B3"] = 13800000001, dt.datetime(2026, 11, 24, 9, 0)
    book.save(path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.csv", write_csv), ("a.tsv", write_tsv), ("gb.csv", write_gb18030), ("u16.csv", write_utf16),
        ("a.jsonl", write_jsonl), ("a.parquet", write_parquet), ("t.parquet", write_timed_parquet),
        ("z.parquet", write_zoned_parquet), ("a.xlsx", write_xlsx),
    ],
)  # fmt: skip
def test_the_same_sends_out_of_every_file(name: str, write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path / name)
    report = check(tmp_path / name, options=PLAIN)
    assert (found(report), problems(report), report.sends) == (WANTED, [], 4)
    first = {".jsonl": 1, ".parquet": 1, ".xlsx": 3}.get(Path(name).suffix, 2)
    (one,) = (one for one in report.findings if one.id == "d")
    assert one.row == first + 3
    assert one.at.isoformat() == "2026-11-24T10:00:00+08:00"


def test_rows_and_tables_of_a_program() -> None:
    assert found(check(ROWS, options=PLAIN)) == WANTED
    assert found(check(iter(ROWS), options=PLAIN)) == WANTED
    assert found(check(pa.Table.from_pylist(ROWS), options=PLAIN)) == WANTED
    at = dt.datetime(2026, 11, 24, 22, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    sends = [
        Send("1", at, Form.SOFT, "请还款", id="x"),
        Send("1", at - dt.timedelta(days=1), event=True, facts={"opted_out": True}),
    ]
    assert found(check(sends[:1], log=sends[1:], options=PLAIN)) == {"x": {"quiet-hours", "contact-after-stop"}}


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_data_frames(kind: str) -> None:
    frames = pytest.importorskip(kind)
    assert found(check(frames.DataFrame(ROWS), options=PLAIN)) == WANTED


HEAD = "recipient,send_at,text,form,id,opted_out,zone\n"
BAD = HEAD + (
    "13800000001,2026-11-24 10:00,x,soft,a,,\n"
    "13800000001,,x,soft,b,,\n"
    "13800000001,tomorrow,x,soft,c,,\n"
    "13800000001,2026-11-24,x,soft,d,,\n"
    "13800000001,2026-11-24 10:00,,soft,e,,\n"
    ",2026-11-24 10:00,x,soft,f,,\n"
    "13800000001,2026-11-24 10:00,x,sofft,g,,\n"
    "13800000001,2026-11-24 10:00,x,soft,h,maybe,\n"
    "13800000001,2026-11-24 10:00,x,soft,i,,Mars/Base\n"
    "13800000001,2026-11-24 10:00 Nowhere/Here,x,soft,j,,\n"
    "13800000001,1926-11-24 10:00,x,soft,k,,\n"
    '13800000001,2026-11-24 10:00,"x\ny",soft,l,,Asia/Tokyo\n'
    "13800000001,2026-11-24 10:00,x,soft,m,,,too,many\n"
    "13800000001,2026-11-24 10:00,too few\n"
    "13800000001,2026-11-24 22:00,x,soft,n,,\n"
)
BAD_ROWS = [
    (3, "no-time"), (4, "time"), (5, "date-only"), (6, "text"), (7, "recipient"), (8, "form"), (9, "opted_out"),
    (10, "zone"), (11, "zone"), (12, "years"), (14, "unreadable"), (15, "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize("blank", [False, True])
def test_bad_rows_are_told_with_their_numbers_and_the_rest_is_checked(blank: bool, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(BAD + ("\n13800000002,2026-11-24 23:00,x,soft,o,,\n" if blank else ""), encoding="utf-8")
    report = check(path, options=PLAIN)
    assert problems(report) == BAD_ROWS
    assert [(one.row, one.id) for one in report.findings if one.rule.id == "quiet-hours"] == [
        (16, "n"), *([(18, "o")] if blank else []),
    ]  # fmt: skip
    told = {one.row: one.message for one in report.bad_rows}
    assert told[4] == "看不懂发送时间“tomorrow”"
    assert told[10] == "没有时区“Mars/Base”"
    assert told[9] == "opted_out 的值“maybe”既不是 true 也不是 false"
    assert (report.sends, report.bad) == (3 + blank, 12)


def test_lines_of_jsonl_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {
        "recipient": 13800000001,
        "send_at": "2026-11-24 22:30",
        "text": "x",
        "form": "soft",
        "facts": {"settled": True},
    }
    path.write_text(
        "\n".join([json.dumps(good), "", "not json", "[1]", json.dumps({"recipient": "1"}), json.dumps(good)])
    )
    report = check(path, options=PLAIN)
    assert problems(report) == [(3, "unreadable"), (4, "unreadable"), (5, "no-time")]
    assert [(one.row, one.rule.id) for one in report.findings if one.severity == "error"] == [
        (1, "quiet-hours"), (1, "contact-after-stop"), (6, "quiet-hours"), (6, "contact-after-stop"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_line_that_is_no_text_is_told_and_shifts_no_number(kind: str, tmp_path: Path) -> None:
    row = {"recipient": "13800000001", "send_at": "2026-11-24 22:30", "text": "【海岬银行】请还款x", "form": "soft"}
    lines = [
        json.dumps(row, ensure_ascii=False).encode() if kind == "jsonl" else ",".join(row.values()).encode()
        for _ in range(5)
    ]
    lines[2] = lines[2].replace(b"x", b"\xff\xfe")
    head = [",".join(row).encode()] if kind == "csv" else []
    (tmp_path / f"a.{kind}").write_bytes(b"\n".join([*head, *lines]) + b"\n")
    report = check(tmp_path / f"a.{kind}", options=PLAIN)
    first = len(head) + 1
    assert problems(report) == [(first + 2, "unreadable")]
    assert {one.row for one in report.findings} == {first, first + 1, first + 3, first + 4}


def test_a_log_may_hold_facts_without_a_message(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "recipient,send_at,text,disputed,已退订\n13800000001,2026-11-01 09:00,,true,\n1,2026-11-01 09:00,,,\n"
        "13800000001,2026-11-02 09:00,,false,是\n", encoding="utf-8",
    )  # fmt: skip
    report = check(ROWS[:1], log=tmp_path / "log.csv", options=PLAIN)
    assert problems(report) == [(3, "text")]
    (one,) = (one for one in report.findings if one.rule.id == "contact-after-stop")
    assert "已拒收（2026-11-02 09:00的记录）" in one.message
    assert [(each.row, Path(each.source).name) for each in one.earlier] == [(4, "log.csv")]
    assert [(file.rows, file.events) for file in report.files] == [(3, 2), (1, 0)]


def test_columns_with_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户手机,时刻,短信内容\n13800000001,2026-11-24 22:00,请还款\n", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"no column for 'recipient'.*there is 客户手机, 时刻, 短信内容.*--map recipient=COLUMN"
    ):
        check(path, options=PLAIN)
    names = {"recipient": "客户手机", "send_at": "时刻"}
    assert check(path, options=Options(lint=False, columns=names)).sends == 1
    for wrong, told in (
        ({"recipient": "客户手机号"}, "did you mean '客户手机'?"),
        ({"recipent": "x"}, "did you mean 'recipient'?"),
    ):
        with pytest.raises(ConfigError) as error:
            check(path, options=Options(columns=wrong))
        assert told in str(error.value)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_columns_of_any_name_are_no_trouble(kind: str, tmp_path: Path) -> None:
    from pyarrow import parquet

    odd = dict.fromkeys(
        ["rn", "src", "row", "line", "moment", "event", "problem", "select", "a b", 'we"ird', "it's", "$.x", "a.b"], "1"
    )
    rows = [{**odd, **row} for row in ROWS]
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        parquet.write_table(pa.Table.from_pylist(rows), path)
    assert found(check(path, options=PLAIN)) == WANTED


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.parquet", b"PAR1 no", "not a readable Parquet file"), ("a.csv", b"", "the file is empty"),
        ("a.xlsx", b"PK no", "not an Excel workbook"), ("a.csv", b"\0\1\2\3\0", "binary file"),
        ("a.csv", b"a,a\n1,2\n", "two columns are called 'a'"),
        ("a.jsonl", b"a\nb\n", "no line at its beginning is a JSON object"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_at_all(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=told):
        check(tmp_path / name)


def test_unknown_types_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        check(tmp_path / "none.csv")
    with pytest.raises(ConfigError, match=r"not a type that plans are read from.*\.parquet"):
        check(tmp_path / "plan.doc")
    with pytest.raises(ConfigError, match="nothing to check"):
        check(())


class TestTemplates:
    def test_variables_come_from_columns_and_from_json(self) -> None:
        rows = [
            {"template": "【甲】${name}，应还{amount}元", "name": "张先生", "amount": "12.50", "variables": None},
            {
                "template": "【甲】${name}，应还{amount}元",
                "name": "李女士",
                "amount": None,
                "variables": '{"Amount": 8}',
            },
            {"template": "【甲】{1}，应还{2}元", "name": None, "amount": None, "variables": '["王先生", 9]'},
            {"template": "【甲】${name}，应还{amount}元", "name": "赵先生", "amount": None, "variables": None},
        ]
        fixed = {"recipient": "13800000001", "form": "soft"}
        sends = [
            {**fixed, **row, "send_at": f"2026-11-2{number} 10:00", "id": str(number)}
            for number, row in enumerate(rows)
        ]
        report = check(sends)
        assert problems(report) == [(4, "variables")]
        assert report.bad_rows[0].message == "模板变量没有值：amount"
        assert report.linted == 3
        quoted = {one.match for one in report.findings}
        assert not any("$" in one or "{" in one for one in quoted)

    def test_findings_of_one_template_are_told_once_with_their_number(self) -> None:
        rows = [
            {
                "recipient": f"1380000000{number}", "send_at": "2026-11-24 10:00", "form": "soft", "id": str(number),
                "text": f"【海岬银行】张先生，应还{number}0元，后果自负", "template_id": "OD-1",
            }
            for number in range(1, 6)
        ]  # fmt: skip
        report = check(rows)
        (one,) = (one for one in report.findings if one.rule.id == "threat-vague-consequence")
        assert (one.row, one.id, one.count, one.match) == (1, "1", 5, "后果自负")
        assert sum(each.count for each in report.counts if each.rule.id == "threat-vague-consequence") == 5
        assert [(group.name, group.sends) for group in report.templates] == [("OD-1", 5)]

    def test_facts_of_a_row_are_used_for_its_text(self) -> None:
        text = "【海岬银行】张先生，您的贷款案件法院已立案，案号（2026）沪0115民初1234号"
        fixed = {"recipient": "1", "send_at": "2026-11-24 10:00", "text": text, "form": "formal"}
        true = {"litigation.filed": "true", "litigation.case_no": "（2026）沪0115民初1234号", "litigation.court": "甲"}
        without, proven = check([fixed]), check([{**fixed, **true}])
        assert "litigation-claim" in {one.rule.id for one in without.findings}
        assert "litigation-claim" not in {one.rule.id for one in proven.findings}
        broken = check([{**fixed, "facts": {"litigation.case": 1}}])
        assert "facts-unreadable" in {one.rule.id for one in broken.findings}


def test_forms_that_are_not_given_are_told_from_the_text() -> None:
    text = "【海岬银行】张先生，您尾号1234的贷款已逾期35天，依据《借款合同》请于3日内偿还欠款1,280.00元，逾期将依法起诉"
    fixed = {"recipient": "1", "text": text}
    report = check([{**fixed, "send_at": "2026-11-24 22:00"}], options=PLAIN)
    assert {"quiet-hours", "escalation-order"} <= {one.rule.id for one in report.findings}


def test_keys_of_recipients() -> None:
    keys = [
        {one.recipient for one in check(ROWS, options=Options(lint=False, salt=salt)).findings}
        for salt in (b"s", b"s", None)
    ]
    assert keys[0] == keys[1] != keys[2]
    assert all(len(one) == 16 for one in keys[0])
    open_ = check(ROWS, options=Options(lint=False, reveal=True))
    assert {one.recipient for one in open_.findings} == {"13800000001", "13800000002", "13800000003"}


def test_a_log_alone_is_judged_and_nothing_suggested(tmp_path: Path) -> None:
    write_csv(tmp_path / "log.csv")
    report = check((), log=[tmp_path / "log.csv"])
    assert (report.sends, report.linted, report.suggestions) == (4, 0, ())
    assert {one.rule.id for one in report.findings} == {
        "daily-frequency",
        "min-interval",
        "duplicate-text",
        "quiet-hours",
        "escalation-order",
    }
    assert check((), log=tmp_path / "log.csv", options=Options(lint_log=True)).linted == 4


def test_the_limit_lists_the_worst_and_counts_all() -> None:
    rows = [
        {**ROWS[0], "recipient": str(number), "send_at": f"2026-11-24 {8 + number % 15:02d}:00", "id": str(number)}
        for number in range(60)
    ]
    whole, part = check(rows, options=PLAIN), check(rows, options=Options(lint=False, limit=3))
    assert [one.severity for one in part.findings] == ["error"] * 3
    assert part.counts == whole.counts
    assert (whole.unlisted, part.unlisted) == (0, len(whole.findings) - 3)
