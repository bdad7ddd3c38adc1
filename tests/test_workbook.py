"""Excel in and out: drafts found in a workbook, and the workbook given back with nothing of it lost."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

pytest.importorskip("openpyxl", reason="needs smslint[excel]")

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from smslint.cli import run
from smslint.linter import Linter
from smslint.model import FileReport, Form, RunReport
from smslint.render.workbook import annotate, list_drafts
from smslint.sources import ReadOptions, Source, read_bytes

BAD = "【海岬银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，我们将联系您的家人。"
GOOD = (
    "【海岬银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，如有疑问请致电4006661234。"
)
Sheet = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def book(fill: Sheet) -> bytes:
    found = Workbook()
    fill(found)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def read(data: bytes, **options: object) -> Source:
    return read_bytes(data, "drafts.xlsx", ReadOptions(**options))  # type: ignore[arg-type]


def rows(*values: list[object]) -> bytes:
    def fill(found: Workbook) -> None:
        for one in values:
            found.worksheets[0].append(one)

    return book(fill)


def texts(source: Source) -> list[str]:
    return [record.draft.text for record in source.records]


def annotated(data: bytes, linter: Linter, lang: str = "zh") -> bytes:
    source = read(data)
    reports = tuple(linter.lint(record.draft) for record in source.records)
    return annotate(data, FileReport(source.path, None, reports), lang)


class TestReading:
    @pytest.mark.parametrize("name", ["短信内容", "模板内容", "content", " TEXT ", "文案"])
    def test_the_column_is_found_by_its_header(self, name: str) -> None:
        source = read(rows(["编号", name], [1, BAD], [2, GOOD]))
        assert texts(source) == [BAD, GOOD]
        assert [(one.draft.id, one.draft.line, one.draft.pointer) for one in source.records] == [
            ("1", 2, "Sheet!B2"), ("2", 3, "Sheet!B3"),
        ]  # fmt: skip

    def test_a_title_and_notes_above_the_header(self) -> None:
        def fill(found: Workbook) -> None:
            sheet = found.worksheets[0]
            sheet["A1"] = "短信模板清单"
            sheet.merge_cells("A1:C1")
            sheet["B4"], sheet["B5"], sheet["B8"] = "短信内容", BAD, GOOD

        source = read(book(fill))
        assert [one.draft.pointer for one in source.records] == ["Sheet!B5", "Sheet!B8"]

    def test_form_and_facts_of_columns(self) -> None:
        head = ["短信内容", "短信类型", "overdue_days", "litigation.filed", "due_date"]
        source = read(rows(head, [BAD, "催款通知", 35, "是", datetime(2026, 10, 20)], [GOOD, None, 3.0, None, None]))
        first, second = (record.draft for record in source.records)
        assert (first.form, first.facts["overdue_days"], first.facts["litigation.filed"]) == (Form.FORMAL, 35, True)
        assert first.facts["due_date"] == date(2026, 10, 20)
        assert (second.form, dict(second.facts)) == (None, {"overdue_days": 3})

    def test_a_column_by_name_or_letter(self) -> None:
        data = rows(["甲", "话术二"], ["x", BAD])
        assert texts(read(data, column="话术二")) == [BAD]
        assert texts(read(data, column="B")) == ["话术二", BAD]
        assert "no column '丙'" in str(read(data, column="丙").errors[0])

    def test_computed_values_of_formulas(self) -> None:
        data = rows(["短信内容"], ['="【海岬银行】"&"x"'], [BAD])
        source = read(data)
        assert texts(source) == [BAD]
        assert "Sheet!A2: a formula without a computed value" in str(source.errors[0])
        assert texts(read(_computed(data, "【海岬银行】x"))) == ["【海岬银行】x", BAD]

    def test_hidden_sheets_are_left_out(self) -> None:
        def fill(found: Workbook) -> None:
            found.worksheets[0].append(["内容"])
            found.worksheets[0].append([BAD])
            for title, state in (("旧版", "hidden"), ("更旧", "veryHidden"), ("第 2 页", "visible")):
                sheet = found.create_sheet(title)
                sheet.append(["内容"])
                sheet.append([title])
                sheet.sheet_state = state  # type: ignore[assignment]
            found.create_sheet("说明").append(["没有短信"])

        source = read(book(fill))
        assert texts(source) == [BAD, "第 2 页"]
        assert source.records[1].draft.pointer == "'第 2 页'!A2"

    def test_merged_cells_count_once(self) -> None:
        def fill(found: Workbook) -> None:
            sheet = found.worksheets[0]
            for row in (["短信内容", "x"], [BAD, 1], [None, 2], [GOOD, 3]):
                sheet.append(row)
            sheet.merge_cells("A2:A3")

        assert texts(read(book(fill))) == [BAD, GOOD]

    @pytest.mark.parametrize("data", [b"", b"PK\3\4junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
    def test_what_is_no_workbook(self, data: bytes) -> None:
        assert "not an Excel workbook" in str(read(data).errors[0])

    def test_an_archive_of_something_else_and_a_bomb(self) -> None:
        other, bomb = io.BytesIO(), io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("a.txt", "x")
        assert "an archive of something else" in str(read(other.getvalue()).errors[0])
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "")
            with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as big:
                for _ in range(601):
                    big.write(bytes(1024 * 1024))
        assert "unpacks to more than" in str(read(bomb.getvalue()).errors[0])

    def test_no_column_says_which_there_are(self) -> None:
        assert "there is 甲, 乙; name one with --column" in str(read(rows(["甲", "乙"], ["x", "y"])).errors[0])


def _computed(data: bytes, value: str) -> bytes:
    """`data` with a computed value beside its first formula, as Excel writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, _, after = content.partition(b"</f><v")
                rest = after.partition(b"</c>")[2]
                head, _, tail = before.rpartition(b'<c r="A2"')
                formula = tail.partition(b"<f>")[2]
                content = head + b'<c r="A2" t="str"><f>' + formula + f"</f><v>{value}</v></c>".encode() + rest
            new.writestr(name, content)
    return out.getvalue()


def styled(found: Workbook) -> None:
    """A sheet with all that must survive."""
    sheet = found.worksheets[0]
    sheet.title = "模板 清单"
    sheet["A1"] = "短信模板清单"
    sheet.merge_cells("A1:C1")
    sheet.append(["编号", "短信内容", "备注"])
    sheet.append([1, BAD, "=LEN(B3)"])
    sheet.append([2, GOOD, 0.25])
    sheet.append([3, CellRichText("【海岬银行】", TextBlock(InlineFont(b=True), "请还款"), "，后果自负"), None])
    sheet["B3"].font = Font(name="宋体", bold=True, color="FF0000")
    sheet["B3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["B3"].border = Border(left=Side("thin"))
    sheet["B3"].alignment = Alignment(wrap_text=True, indent=1)
    sheet["C4"].number_format = "0.0%"
    sheet["B4"].comment = Comment("已审核", "李")
    sheet.column_dimensions["B"].width = 44
    sheet.row_dimensions[3].height = 60
    sheet.freeze_panes = "A3"
    hidden = found.create_sheet("旧版")
    hidden.append(["短信内容"])
    hidden.append([BAD])
    hidden.sheet_state = "hidden"


def looks(data: bytes) -> dict[str, object]:
    """Every cell of a workbook: value and style."""
    found = load_workbook(io.BytesIO(data), rich_text=True)
    return {
        f"{sheet.title}!{cell.coordinate}": (
            str(cell.value), cell.data_type, cell.font.name, cell.font.b, cell.font.color and cell.font.color.rgb,
            cell.fill.fgColor.rgb, cell.border.left.style, cell.alignment.wrap_text, cell.alignment.indent,
            cell.number_format,
        )
        for sheet in found for row in sheet.iter_rows() for cell in row
    }  # fmt: skip


class TestAnnotating:
    def test_every_original_cell_is_as_it_was(self, linter: Linter) -> None:
        before = book(styled)
        after = annotated(before, linter)
        kept = looks(after)
        assert {place: kept[place] for place in looks(before)} == looks(before)
        old, new = load_workbook(io.BytesIO(before)), load_workbook(io.BytesIO(after))
        for sheet in old:
            copy = new[sheet.title]
            assert copy.merged_cells.ranges == sheet.merged_cells.ranges
            assert (copy.sheet_state, copy.freeze_panes) == (sheet.sheet_state, sheet.freeze_panes)
            assert copy.row_dimensions[3].height == sheet.row_dimensions[3].height
        assert new["模板 清单"].column_dimensions["B"].width == 44

    def test_rich_text_keeps_its_runs(self, linter: Linter) -> None:
        found = load_workbook(io.BytesIO(annotated(book(styled), linter)), rich_text=True)
        assert isinstance(found["模板 清单"]["B5"].value, CellRichText)

    def test_comments_and_columns(self, linter: Linter) -> None:
        sheet = load_workbook(io.BytesIO(annotated(book(styled), linter)))["模板 清单"]
        assert [cell.value for cell in sheet[2]][3:] == [
            f"smslint {name}" for name in ("得分", "等级", "短信类型", "错误", "警告", "问题", "改法")
        ]
        assert "联系您的家人" in sheet["B3"].comment.text
        assert sheet["D3"].value == linter.lint(BAD).score
        assert "联系您的家人" in sheet["I3"].value
        assert load_workbook(io.BytesIO(annotated(book(styled), linter)))["旧版"].max_column == 1

    def test_the_comment_of_somebody_else_stays(self, linter: Linter) -> None:
        sheet = load_workbook(io.BytesIO(annotated(book(styled), linter)))["模板 清单"]
        assert (sheet["B4"].comment.text, sheet["B4"].comment.author) == ("已审核", "李")
        assert sheet["D4"].value == linter.lint(GOOD).score

    def test_again_changes_nothing(self, linter: Linter) -> None:
        once = annotated(book(styled), linter)
        assert looks(annotated(once, linter)) == looks(once)

    def test_english(self, linter: Linter) -> None:
        sheet = load_workbook(io.BytesIO(annotated(book(styled), linter, "en")))["模板 清单"]
        assert sheet["D2"].value == "smslint score"

    def test_a_draft_is_never_a_formula_and_never_breaks_the_file(self, linter: Linter) -> None:
        drafts = ('=HYPERLINK("http://x")', "@SUM(1)", "a\0\x0b\ud83d\ufffe", "催" * 40_000)
        reports = tuple(linter.lint(text) for text in drafts)
        data = list_drafts(RunReport("1", (), (FileReport("=x.txt", None, reports),)))
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert [(cell.value, cell.data_type) for cell in sheet["D"][1:3]] == [(text, "s") for text in drafts[:2]]
        assert sheet["A2"].data_type == "s"
        assert "\ufffd" in sheet["D4"].value


class TestCommandLine:
    def test_an_annotated_copy(self, tmp_path: Path) -> None:
        source, target = tmp_path / "drafts.xlsx", tmp_path / "out.xlsx"
        source.write_bytes(book(styled))
        before = source.read_bytes()
        assert run(["check", str(source), "-f", f"xlsx:{target}"]) == 1
        assert load_workbook(target)["模板 清单"]["D2"].value == "smslint 得分"
        assert source.read_bytes() == before

    def test_other_files_become_a_list(self, tmp_path: Path) -> None:
        source, target = tmp_path / "drafts.txt", tmp_path / "out.xlsx"
        source.write_text(f"{BAD}\n{GOOD}\n", encoding="utf-8")
        run(["check", str(source), "-f", f"xlsx:{target}", "--fail-on", "never"])
        assert [cell.value for cell in load_workbook(target).worksheets[0]["D"]] == ["短信内容", BAD, GOOD]

    def test_places_in_the_text_report(
        self, tmp_path: Path, linter: Linter, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "drafts.xlsx"
        source.write_bytes(rows(["x"], ["短信内容"], [BAD]))
        run(["check", str(source), "--no-color"])
        column = min(one.span.start for one in linter.lint(BAD).findings if one.span) + 1
        assert f"{source}:3:{column}" in capsys.readouterr().out

    @pytest.mark.parametrize("output", ["xlsx", "xlsx:{source}"])
    def test_never_onto_the_screen_or_the_source(
        self, tmp_path: Path, output: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "drafts.xlsx"
        source.write_bytes(book(styled))
        before = source.read_bytes()
        assert run(["check", str(source), "-f", output.format(source=source)]) == 2
        assert source.read_bytes() == before


def test_libreoffice_opens_the_annotated_workbook(tmp_path: Path, linter: Linter) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "annotated.xlsx"
    source.write_bytes(annotated(book(styled), linter))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "annotated.pdf").read_bytes().startswith(b"%PDF")
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    again = [*command[:3], "--convert-to", utf8, "--outdir", str(tmp_path), str(source)]
    subprocess.run(again, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "annotated.csv").read_text(encoding="utf-8")
    assert BAD in text
    assert str(len(BAD)) in text  # the formula was computed


def test_many_rows(linter: Linter) -> None:
    count = 3_000
    data = rows(["编号", "短信内容"], *([number, f"{GOOD}{number}"] for number in range(count)))
    source = read(data)
    assert len(source.records) == count
    report = linter.lint(source.records[0].draft)
    reports = tuple(type(report)(**{**_parts(report), "draft": one.draft}) for one in source.records)
    after = io.BytesIO(annotate(data, FileReport("drafts.xlsx", None, reports)))
    sheet = load_workbook(after, read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows()) == count + 1


def _parts(report: object) -> dict[str, object]:
    return {name: getattr(report, name) for name in report.__slots__}  # type: ignore[attr-defined]
