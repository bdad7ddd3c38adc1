"""`smslint plan` as a user meets it: reports, exit codes, options, settings, what is said when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from smslint import __version__, cli
from smslint.cli.schema import plan_schema
from smslint.plan.render.heat import heat_of
from smslint.render import View

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

END = "，还款日12月5日，请通过手机银行还款，如已还款请忽略，详询95999。"
SENDS = f"""\
手机号,发送时间,短信内容,form,模板编号,渠道,机构,id,已退订
13800000001,2026-11-24 09:00,【海岬银行】张先生，您尾号1234的贷款本期应还1280.00元{END},reminder,R1,,海岬银行,p-1,
+86 138-0000-0001,2026-11-24 19:30,【海岬银行】张先生，您尾号1234的贷款本期应还1296.00元{END},reminder,R1,,海岬银行,p-2,
13800000002,2026-11-24 22:00:00,【海岬银行】李女士，您的贷款已逾期，后果自负。,formal,F1,,海岬银行,p-3,
13800000003,2026-11-26 10:00,【海岬银行】王先生，会员日立减20元，退订回T,none,M1,推广,海岬银行,,
13800000003,明天,【海岬银行】王先生，请还款。,soft,S1,,海岬银行,p-5,
"""
LOG = """\
手机号,发送时间,短信内容,form,id,机构,已退订
13800000001,2026-11-23 22:30,【海岬银行】张先生，请还款。,soft,l-1,海岬银行,
13800000003,2026-11-20 10:00,,,,,true
"""
PACK = """
rules:
  - id: vague
    kind: forbid
    category: threat
    severity: error
    confidence: 1
    title: {zh: 含糊威胁, en: Vague threat}
    message: {zh: "“{match}”没有说明后果", en: "'{match}' names no consequence"}
    advice: {zh: 写明后果, en: Name the consequence}
    match: [后果自负]
    bad: [不还款«后果自负»。]
    good: [请还款。]
  - id: polite
    kind: forbid
    category: form
    severity: info
    confidence: 1
    title: {zh: 称呼, en: Address}
    message: {zh: 称呼, en: address}
    advice: {zh: 无, en: none}
    match: [女士]
    bad: [女士]
    good: [请还款。]
"""
TINY = ("--isolated", "--pack", ".pack")  # so that goldens are those of plans and of no other pack
Run = Callable[..., "Result"]


class Result:
    """What a command line did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shared_linters: None
) -> Run:
    """Run a command line in a folder with a plan and a log."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMSLINT_SALT", "a secret of the tests")
    Path("plan.csv").write_text(SENDS, encoding="utf-8")
    Path("log.csv").write_text(LOG, encoding="utf-8")
    Path(".pack").mkdir()
    Path(".pack/pack.yaml").write_text('id: tiny\nversion: "1"\n', encoding="utf-8")
    Path(".pack/rules.yaml").write_text(PACK, encoding="utf-8")

    def call(*arguments: str) -> Result:
        code = cli.run(["plan", *arguments])
        written = capsys.readouterr()
        return Result(code, written.out, written.err)

    return call


def stable(text: str) -> str:
    """A report without what another version of a pack or of smslint would change."""
    import re

    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)
    return re.sub(r'("sha256": ")[0-9a-f]{64}', r"\1…", text).replace(__version__, "VERSION")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_report(lang: str, run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("plan.csv", "--log", "log.csv", "--lang", lang, *TINY)
    assert (result.code, result.err) == (2, "")
    golden(f"plan.{lang}.txt", result.out)


@pytest.mark.parametrize("name", ["json", "csv", "html"])
def test_reports_for_programs_and_pages(name: str, run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("plan.csv", "--log", "log.csv", "-f", name, *TINY)
    assert result.code == 2
    golden(f"plan.{name}", stable(result.out))


def test_the_json_report_is_as_its_schema_says(run: Run) -> None:
    schema = json.loads(plan_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    for arguments in (
        ["plan.csv", "--log", "log.csv"],
        ["--log", "log.csv"],
        ["plan.csv", "--no-lint", "--limit", "1"],
    ):
        data = json.loads(run(*arguments, "-f", "json").out)
        jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
        for place in ("summary", "policy", "tool"):
            assert set(data[place]) == set(schema["properties"][place]["required"])
        assert set(data) == set(schema["required"])


def test_the_page_loads_nothing_and_has_no_number_of_a_person(run: Run) -> None:
    page = run("plan.csv", "--log", "log.csv", "-f", "html").out
    assert "http" not in page.replace("http-equiv", "")
    assert "src=" not in page
    assert "13800000" not in page
    assert "default-src 'none'" in page


def test_exit_codes(run: Run) -> None:
    Path("good.csv").write_text("\n".join(SENDS.splitlines()[:2]) + "\n", encoding="utf-8")
    Path("late.csv").write_text("\n".join([SENDS.splitlines()[0], SENDS.splitlines()[3]]) + "\n", encoding="utf-8")
    assert run("good.csv").code == 0
    assert run("late.csv").code == 1
    assert run("late.csv", "--exit-zero").code == 0
    assert run("late.csv", "--fail-on", "never").code == 0
    assert run("late.csv", "--no-lint", "--ignore", "quiet-hours").code == 0
    assert run("late.csv", "--no-lint", "--ignore", "quiet-hours", "--fail-on", "warning").code == 1
    assert run("plan.csv", "--exit-zero").code == 2  # a row that could not be read


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "nothing to check: name a plan"),
        (["none.csv"], "none.csv: no such file"),
        (["plan.csv", "--policy", "daily-frequency.eror=4"], "did you mean 'error'?"),
        (["plan.csv", "--policy", "daily-frequency"], "is not RULE.NUMBER=VALUE"),
        (["plan.csv", "--zone", "Mars/Base"], "unknown time zone 'Mars/Base'"),
        (["plan.csv", "--map", "recipient"], "is not PART=COLUMN"),
        (["plan.csv", "--map", "recipient=手机"], "no column '手机' (did you mean '手机号'?)"),
        (["plan.csv", "-f", "htm"], "unknown format 'htm' (did you mean 'html'?)"),
        (["plan.csv", "-f", "json", "-f", "csv"], "only one format can go to standard output"),
        (["plan.csv", "--fail-on", "eror"], "unknown value 'eror'"),
        (["plan.csv", "--memory", "lots"], "DuckDB refuses memory_limit = lots"),
        (["plan.csv", "--temp", "nowhere"], "no folder 'nowhere' for temporary files"),
        (["plan.csv", "--ignore", "quiet-hour"], "did you mean 'quiet-hours'?"),
        (["plan.csv", "--salt-file", "none"], "cannot read none"),
    ],
)
def test_wrong_calls_are_told_in_a_line(arguments: list[str], told: str, run: Run) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


def test_several_reports_in_one_run_and_a_file_that_tells_its_format(run: Run) -> None:
    assert run("plan.csv", "-f", "json:a.json", "-f", "csv:a.csv", "-f", "html:a.html").out == ""
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["version"] == 1
    rows = list(csv.DictReader(io.StringIO(Path("a.csv").read_text(encoding="utf-8-sig"))))
    assert {"quiet-hours", "bad-row:time", "record-keeping"} <= {row["rule"] for row in rows}
    run("plan.csv", "-o", "b.json")
    assert Path("b.json").read_text(encoding="utf-8") == Path("a.json").read_text(encoding="utf-8")


def test_numbers_of_the_policy_by_option_and_by_settings(run: Run) -> None:
    def fired(*arguments: str) -> set[str]:
        data = json.loads(run("plan.csv", "--no-lint", "-f", "json", *arguments).out)
        return {one["rule"] for one in data["findings"]}

    assert {"daily-frequency", "min-interval", "duplicate-text", "quiet-hours"} <= fired()
    looser = [
        f"--policy={one}" for one in ("daily-frequency.warning=2", "min-interval.hours=10", "quiet-hours.start=22:01")
    ]
    assert fired(*looser) == {"duplicate-text", "escalation-order"}
    Path(".smslint.toml").write_text(
        'ignore = ["escalation-order"]\n[severities]\nquiet-hours = "info"\n'
        "[cadence]\ndaily-frequency = {warning = 2}\n"
        '[cadence.min-interval]\nhours = 10\n[plan]\nzone = "Asia/Tokyo"\ncolumns = {recipient = "手机号"}\n',
        encoding="utf-8",
    )
    assert fired() == {"duplicate-text", "quiet-hours"}
    data = json.loads(run("plan.csv", "--no-lint", "-f", "json").out)
    assert data["policy"]["zone"] == "Asia/Tokyo"
    assert {one["severity"] for one in data["findings"] if one["rule"] == "quiet-hours"} == {"info"}
    assert fired("--policy", "daily-frequency.warning=1") == {"duplicate-text", "quiet-hours", "daily-frequency"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("[cadence]\ndaily-frequency = {eror = 2}\n", ".smslint.toml:2:"),
        ("[cadence]\ndaily-frequency = 2\n", "must be a table of numbers"),
        ("[cadence.quiet-hours]\nstart = \"25:00\"\n", "expected a time of day"),
        ("[plan]\nzon = \"Asia/Tokyo\"\n", "did you mean 'zone'?"),
        ("[plan]\ncolumns = 3\n", "'columns' must be a table"),
    ],
)  # fmt: skip
def test_wrong_settings_are_told_with_their_place(settings: str, told: str, run: Run) -> None:
    Path(".smslint.toml").write_text(settings, encoding="utf-8")
    result = run("plan.csv")
    assert result.code == 2
    assert told in result.err
    assert ".smslint.toml:2" in result.err


def test_recipients_are_keys_unless_they_are_asked_for(run: Run) -> None:
    first, second = (run("plan.csv", "--no-lint", "-f", "json").out for _ in range(2))
    assert first == second  # one salt, one key
    assert "13800000" not in first
    Path("salt").write_text("another secret\n", encoding="utf-8")
    other = run("plan.csv", "--no-lint", "-f", "json", "--salt-file", "salt").out
    keys = [{one["recipient"] for one in json.loads(text)["findings"]} for text in (first, other)]
    assert not keys[0] & keys[1]
    shown = run("plan.csv", "--no-lint", "-f", "json", "--show-recipients").out
    assert {one["recipient"] for one in json.loads(shown)["findings"]} == {"13800000001", "13800000002"}


def test_what_is_missing_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run("plan.csv")
    assert result.code == 2
    assert "send plans need duckdb: pip install 'smslint[plan]'" in result.err
    monkeypatch.undo()


def test_missing_holidays_are_named(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from smslint.plan.holidays import holiday_name

    holiday_name.cache_clear()
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    result = run(str(tmp_path / "plan.csv"), "--policy", "holiday-send.holidays=statutory")
    assert (result.code, "pip install 'smslint[holidays]'" in result.err) == (2, True)
    holiday_name.cache_clear()


def test_holidays(run: Run) -> None:
    pytest.importorskip("chinese_calendar")
    Path("h.csv").write_text(
        "recipient,send_at,text,form,id\n1,2026-10-01 10:00,请还款,soft,a\n2,2026-10-10 10:00,请还款,soft,b\n"
        "3,2026-11-22 10:00,请还款,soft,c\n4,2031-10-01 10:00,请还款,soft,d\n", encoding="utf-8",
    )  # fmt: skip
    for which, wanted in (("statutory", ["a"]), ("rest", ["a", "c"]), ("off", [])):
        data = json.loads(run("h.csv", "--no-lint", "-f", "json", "--policy", f"holiday-send.holidays={which}").out)
        assert [one["id"] for one in data["findings"] if one["rule"] == "holiday-send"] == wanted
        assert bool(data["notices"]) == (which != "off")  # nobody knows the holidays of 2031


class TestHeat:
    def cells(self, days: int) -> Any:
        import datetime as dt

        from smslint.plan.report import Cell

        first = dt.date(2026, 12, 28)
        return [Cell(first + dt.timedelta(days=day), 9, day + 1, day % 2) for day in range(days)]

    def test_days_stand_one_below_the_other(self) -> None:
        from smslint.plan import read_policy

        heat = heat_of(self.cells(7), read_policy(), "zh")
        assert [row.name for row in heat.rows][:5] == [
            "12-28 周一",
            "12-29 周二",
            "12-30 周三",
            "12-31 周四",
            "01-01 周五",
        ]
        assert (heat.most, heat.rows[6].sends[9], heat.rows[5].flagged[9], heat.by_week) == (7, 7, 1, False)
        assert heat.quiet == frozenset([22, 23, *range(8)])

    def test_many_days_are_summed_up_by_weekday(self) -> None:
        from smslint.plan import read_policy

        heat = heat_of(self.cells(70), read_policy(), "en")
        assert (len(heat.rows), heat.by_week, heat.rows[0].name) == (7, True, "Mon")
        assert sum(row.sends[9] for row in heat.rows) == sum(range(1, 71))


def test_a_narrow_terminal_gets_a_narrow_map(run: Run) -> None:
    from smslint.plan import check_plan
    from smslint.plan.render import PLAN_RENDERERS
    from smslint.text import cell_width

    report = check_plan("plan.csv")
    for width in (60, 80, 120):
        text = PLAN_RENDERERS["text"](report, View(width=width))
        (line,) = (one for one in text.splitlines() if one.startswith("  11-26"))
        assert cell_width(line) <= width
        assert line.count("·") == (23 if width < 100 else 46)


def test_an_interrupted_run_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    from smslint.plan import Options, check_plan

    def interrupt(stage: str, share: float) -> None:
        raise KeyboardInterrupt

    (tmp_path / "scratch").mkdir()
    with pytest.raises(KeyboardInterrupt):
        check_plan("plan.csv", options=Options(scratch=str(tmp_path / "scratch")), progress=interrupt)
    assert not list((tmp_path / "scratch").iterdir())


def test_a_terminal_gets_colours_and_others_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("plan.csv").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in run("plan.csv").out
    assert "\x1b[" not in run("plan.csv", "--no-color").out
    assert View().color is False
