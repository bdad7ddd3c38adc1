"""Configuration: nearest file, extension, overrides, choice of rules, and every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from smslint import cli
from smslint.config import Configs, Named, Setting, Settings, choose, given
from smslint.config.keys import KEYS
from smslint.config.read import read_config
from smslint.config.settings import DEFAULTS
from smslint.errors import ConfigError
from smslint.model import Form
from smslint.project import Project
from smslint.sources import ReadOptions

RULES = (
    Named("insult", "threat", "p"), Named("shame", "threat", "p"), Named("hurry", "form", "p"),
    Named("length", "platform", "q"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def settings(path: str | None = None, command_line: Mapping[str, Setting] | None = None, **more: object) -> Settings:
    return Configs(command_line or {}, **more).settings(path)  # type: ignore[arg-type]


def on(found: Settings) -> list[str]:
    return [name for name, one in choose(found, RULES).items() if one.on]


class TestFinding:
    def test_the_nearest_file_counts_alone(self) -> None:
        write(".smslint.toml", 'lang = "en"\nform = "soft"\n')
        write("a/pyproject.toml", '[project]\nname = "x"\n')
        write("a/b/pyproject.toml", '[tool.smslint]\nform = "formal"\n')
        assert settings("x.txt").text("form") == settings("a/x.txt").text("form") == "soft"
        found = settings("a/b/c/x.txt")
        assert (found.text("form"), found.text("lang")) == ("formal", "zh")
        assert (str(found.values["form"].where), str(found.values["lang"].where)) == ("a/b/pyproject.toml:2", "default")
        assert settings("a").text("form") == "soft"
        write("a/b/.smslint.toml", 'form = "none"\n')
        assert settings("a/b/x.txt").text("form") == "none"

    def test_named_and_isolated(self) -> None:
        write(".smslint.toml", 'form = "soft"\n')
        write("other/our.toml", 'form = "none"\n')
        assert settings("x.txt", isolated=True).text("form") == "auto"
        assert settings("x.txt", config="other/our.toml").text("form") == "none"
        with pytest.raises(ConfigError, match=r"^gone.toml: cannot be read: No such file"):
            settings("x.txt", config="gone.toml")
        write("pyproject.toml", '[project]\nname = "smslint"\n')
        with pytest.raises(ConfigError, match="no table"):
            settings("x.txt", config="pyproject.toml")

    def test_the_command_line_outweighs_all(self) -> None:
        write(".smslint.toml", 'form = "soft"\nextend-exclude = ["a"]\n[[overrides]]\nfiles = ["*"]\nform = "none"\n')
        found = settings("x.txt", {"form": given("formal"), "extend-exclude": given(["b"])})
        assert (found.text("form"), found.texts("extend-exclude")) == ("formal", ("a", "b"))
        assert str(found.values["form"].where) == "command line"


class TestExtend:
    def test_what_is_extended_comes_first(self) -> None:
        write("shared/base.toml", 'form = "soft"\nlang = "en"\npacks = ["./ours"]\n[facts]\nagency = "甲"\ntotal = 5\n'
              '[[overrides]]\nfiles = ["*.md"]\nform = "none"\n')  # fmt: skip
        write(".smslint.toml", 'extend = "shared/base.toml"\nform = "formal"\nfacts.agency = "乙"\n')
        found = settings("a.md")
        assert (found.text("form"), found.text("lang")) == ("formal", "en")
        assert {name: (str(one.value), str(one.where)) for name, one in found.table("facts").items()} == {
            "agency": ("乙", ".smslint.toml:3"), "total": ("5", "shared/base.toml:6"),
        }  # fmt: skip
        assert found.texts("packs") == (str(Path("shared/ours").absolute()),)

    @pytest.mark.parametrize(("base", "message"), [("gone.toml", "no file 'gone.toml'"), ("b.toml", "extends itself")])
    def test_what_cannot_be_extended(self, base: str, message: str) -> None:
        write("b.toml", 'extend = ".smslint.toml"\n')
        write(".smslint.toml", f'\nextend = "{base}"\n')
        with pytest.raises(ConfigError, match=message) as caught:
            settings()
        assert str(caught.value).startswith(("b.toml:1:10: ", ".smslint.toml:2:10: "))


class TestOverrides:
    def test_globs_are_relative_to_their_file_and_the_last_wins(self) -> None:
        write(
            "t/.smslint.toml",
            """
form = "soft"
[severities]
hurry = "info"
[[overrides]]
files = ["formal/**", "*.csv"]
form = "formal"
column = "内容"
facts = { litigation = { filed = true } }
severities = { hurry = "error" }
[[overrides]]
files = ["formal/a.yaml"]
form = "none"
""",
        )
        paths = ("t/x.yaml", "t/formal/b.yaml", "t/d/x.csv", "t/formal/a.yaml")
        assert [settings(one).text("form") for one in paths] == ["soft", "formal", "formal", "none"]
        found = settings("t/formal/a.yaml")
        assert (found.facts, found.text("column")) == ({"litigation.filed": True}, "内容")
        assert choose(found, RULES)["hurry"].severity == "error"
        assert choose(settings("t/x.yaml"), RULES)["hurry"].severity == "info"
        assert settings().facts == {}


class TestChoice:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "insult shame hurry length"),
            ('select = ["threat"]', "insult shame"),
            ('select = ["threat", "length"]\nignore = ["shame"]', "insult length"),
            ('ignore = ["threat"]\nextend-select = ["shame"]', "shame hurry length"),
            ('select = ["insult"]\nignore = ["threat"]', "insult"),
            ('select = ["p"]\nignore = ["p"]', ""),
            ('ignore = ["ALL"]\nextend-select = ["q"]', "length"),
            ("select = []", ""),
            ('severities = {threat = "off", shame = "info"}', "shame hurry length"),
            ('per-file-ignores = {"*.txt" = ["threat"], "*.csv" = ["ALL"]}', "hurry length"),
            ('select = ["shame"]\nper-file-ignores = {"x.txt" = ["threat"]}', ""),
        ],
    )
    def test_as_ruff_spells_it(self, text: str, expected: str) -> None:
        write(".smslint.toml", text)
        assert " ".join(on(settings("x.txt"))) == expected

    def test_layers(self) -> None:
        write("base.toml", 'select = ["threat"]\nignore = ["shame"]\n')
        write(".smslint.toml", 'extend = "base.toml"\nextend-select = ["hurry"]\n')
        assert on(settings("x.txt")) == ["insult", "hurry"]
        assert on(settings("x.txt", {"ignore": given(["insult"])})) == ["hurry"]
        assert on(settings("x.txt", {"select": given(["shame"])})) == ["shame"]
        choices = choose(settings("x.txt"), RULES)
        assert {name: str(one.where) for name, one in choices.items()} == {
            "insult": "base.toml:1", "shame": "base.toml:2", "hurry": ".smslint.toml:2", "length": "base.toml:1",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('colunm = "x"', "1:1: unknown key 'colunm' (did you mean 'column'?)"),
        ("\n[fcts]\na = 1", "2:2: unknown key 'fcts' (did you mean 'facts'?)"),
        ('[facts]\nagencie = "x"', "2:11: unknown fact 'agencie' (did you mean 'agency'?)"),
        (
            "facts = {litigation = {fild = true}}",
            "1:31: unknown fact 'litigation.fild' (did you mean 'litigation.filed'?)",
        ),
        ('[facts]\ntotal = "many"', "2:9: fact 'total': 'many' is not a number"),
        ("facts = 1", "1:9: 'facts' must be a table"),
        (
            'form = "fomal"',
            "1:8: unknown form 'fomal' (did you mean 'formal'?); one of reminder, soft, formal, none, auto",
        ),
        ('fail-on = "errors"', "1:11: unknown level 'errors' (did you mean 'error'?)"),
        ("min-score = 101", "1:13: expected a whole number from 0 to 100, not '101'"),
        ('max-warnings = "3"', "1:16: expected a whole number from 0 on, not text"),
        ("paragraphs = 1", "1:14: expected true or false, not '1'"),
        ("select = [1]", "1:11: expected text, not '1'"),
        ("select = {}", "1:10: expected a list of texts, not a table"),
        ('column = ""', "1:10: expected text, not nothing"),
        ("placeholders = ['a', '(b']", "1:22: missing ), unterminated subpattern"),
        ("placeholders = ['x*']", "1:17: the placeholder 'x*' matches nothing at all"),
        ('pointer = "a.b"', "1:11: pointer 'a.b': must begin with $"),
        ('severities = {x = "warn"}', "1:19: unknown severity 'warn'"),
        ("[markdown]\nfence = []", "2:1: unknown key of markdown 'fence' (did you mean 'fences'?)"),
        ("[overrides]", "1:2: 'overrides' must be a list of tables"),
        ('[[overrides]]\nform = "soft"', "1:3: an override needs 'files'"),
        ('[[overrides]]\nfiles = "*"\nlang = "en"', "3:1: 'lang' cannot differ from file to file"),
        ('[[overrides]]\nfiles = "*"\nfrom = "soft"', "3:1: unknown key of an override 'from' (did you mean 'form'?)"),
        ("a = ", "1:5: not valid TOML: Invalid value"),
        ("form = 'soft'\nform = 'soft'", "2:14: not valid TOML: Cannot overwrite a value"),
    ],
)
def test_every_fault_has_its_place(text: str, message: str) -> None:
    write(".smslint.toml", text)
    with pytest.raises(ConfigError) as caught:
        settings("x.txt")
    assert str(caught.value).startswith(f".smslint.toml:{message}")


class TestProject:
    def test_options_for_reading(self) -> None:
        write(".smslint.toml", 'form = "soft"\ncolumn = "c"\npointer = "$.a"\nparagraphs = true\nfacts.agency = "x"\n'
              'markdown = {fences = ["", "SMS"], tables = false}\n')  # fmt: skip
        project = Project(Configs({}))
        assert project.options(project.settings("x.txt")) == ReadOptions(
            "c", True, Form.SOFT, {"agency": "x"}, "$.a", ("", "sms"), False
        )
        assert Project(Configs({}, isolated=True)).options(settings(isolated=True)) == ReadOptions()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                'ignore = [\n "insult", "insutl"]',
                "2:12: unknown rule, category or pack 'insutl' (did you mean 'insult'?)",
            ),
            ('per-file-ignores = {"no/such.txt" = ["threats"]}', "1:38: unknown rule, category or pack 'threats'"),
            ('[[overrides]]\nfiles = "no.txt"\nseverities = {insutl = "info"}', "3:24: unknown rule, category or pack"),
            (
                'packs = ["cn-collection", "cn-colection"]',
                "1:27: no pack 'cn-colection' (did you mean 'cn-collection'?)",
            ),
            ('platform = "aliyum"', "1:12: unknown platform 'aliyum'"),
        ],
    )
    def test_names_that_are_none(self, text: str, message: str) -> None:
        write(".smslint.toml", text)
        project = Project(Configs({}))
        with pytest.raises(ConfigError) as caught:
            project.linter(project.settings("x.txt"))
        assert str(caught.value).startswith(f".smslint.toml:{message}")

    def test_a_category_without_rules_is_known(self) -> None:
        write(".smslint.toml", 'ignore = ["cadence", "disguise"]\n')
        assert Project(Configs({})).settings("x.txt").texts("ignore") == ("cadence", "disguise")

    def test_files_judged_alike_share_a_linter(self) -> None:
        write(".smslint.toml", 'select = ["insult"]\nplaceholders = ["@@"]\n[[overrides]]\nfiles = ["b*"]\n'
              'severities = {insult = "info"}\n')  # fmt: skip
        project = Project(Configs({}))
        first, second, other = (project.linter(project.settings(one)) for one in ("a.txt", "c.txt", "b.txt"))
        assert first is second
        assert list(first.rules) == list(other.rules) == ["insult"]
        assert first.rules["insult"].severity != other.rules["insult"].severity == "info"
        assert [one.id for one in project.stamps] == ["cn-collection"]


class TestCommands:
    def test_show(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("t/.smslint.toml", 'ignore = ["insult"]\nform = "soft"\n[severities]\nthreat-violence = "info"\n')
        assert cli.run(["config", "show", "t/x.txt"]) == 0
        out = re.sub(" +", " ", capsys.readouterr().out)
        for line in ('# t/x.txt: t/.smslint.toml', 'form = "soft" # t/.smslint.toml:2', 'lang = "zh" # default',
                     "insult: off # t/.smslint.toml:1", "threat-violence: info # t/.smslint.toml:4"):  # fmt: skip
            assert line in out
        assert all(f"\n{key} = " in out for key in DEFAULTS)

    def test_init_writes_what_can_be_read_and_never_overwrites(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.run(["init"]) == 0
        written = Path(".smslint.toml").read_text(encoding="utf-8")
        assert read_config(".smslint.toml").values["packs"].texts() == ("cn-collection",)
        assert cli.run(["init"]) == 2
        assert "nothing was written" in capsys.readouterr().err
        bare = re.sub(r"(?m)^# (?=[\w-]+ = |\[|\")", "", written).replace('extend = "../', '# extend = "../')
        write(".smslint.toml", bare)
        keys = {*read_config(".smslint.toml").values, "extend", "facts", "severities"}
        assert set(KEYS) <= keys
        write("sub/pyproject.toml", "[tool.smslint]\n")
        assert cli.run(["init", "sub"]) == 2
        assert not Path("sub/.smslint.toml").exists()
