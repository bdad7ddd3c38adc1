"""`smslint pack`: check, test and list rule packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli.console import CLEAN, FINDINGS, complain, emit
from smslint.cli.options import LANGUAGES, Lang, one_of
from smslint.errors import SmslintError

if TYPE_CHECKING:
    from smslint.pack import Pack

_CHECK_HELP = """检查规则包有没有错误。

Check rule packs: spelling, names that do not exist, words that can never match, missing examples. Every fault is told
with file, line and column.

\b
  smslint pack check rules/cn-collection my-pack/
  smslint pack check my-pack/threats.yaml      规则包中的文件 / a file stands for its pack
"""
_TEST_HELP = """运行规则包自带的例子。

Run the examples that every rule carries: each `bad` text must be hit where it is marked, each `good` one left alone.

\b
  smslint pack test my-pack/
  smslint pack test cn-collection --rule threat-violence
"""
_LIST_HELP = """列出随附的规则包，或一个规则包的全部规则，以及评分公式。

List the packs that ship with smslint, or the rules of one pack, and how they are scored.

\b
  smslint pack list
  smslint pack list cn-collection --lang en
"""
_DOCS_HELP = """生成规则文档：每条规则一页，另有目录。

Write the documentation of packs: one page a rule, and an index.

\b
  smslint pack docs rules/
"""
_SCHEMA_HELP = """输出规则包 YAML 文件的 JSON Schema，供编辑器使用。

Print the JSON Schema of a pack's YAML files, for editors.
"""
_FORMULA = """
扣分 = 权重 × 置信度；一条规则最多扣其最重问题权重的 {cap} 倍；得分 = 100 − 各规则扣分之和，最低 0
points = weight × confidence; a rule takes at most {cap} × the weight of its worst finding; score = 100 − all of them
weights: {weights}    grades: {grades}
"""

Folders = Annotated[list[str], typer.Argument(metavar="PACK...", help="名称或文件夹 / names or folders")]

app = typer.Typer(
    help="检查、测试、列出规则包 / check, test and list rule packs",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("check", help=_CHECK_HELP)
def check_packs(packs: Folders) -> None:
    """Check that packs load and compile."""
    raise typer.Exit(_each(list(dict.fromkeys(map(_pack_of, packs))), _check))


@app.command("test", help=_TEST_HELP)
def run_tests(
    packs: Folders,
    rules: Annotated[list[str] | None, typer.Option("--rule", metavar="ID", help="只测此规则 / this rule only")] = None,
) -> None:
    """Run the examples of packs."""
    raise typer.Exit(_each(packs, lambda name: _test(name, rules or ())))


@app.command("list", help=_LIST_HELP)
def list_rules(
    name: Annotated[str | None, typer.Argument(metavar="[PACK]", help="名称或文件夹 / name or folder")] = None,
    lang: Lang = "zh",
) -> None:
    """List packs, or the rules of one."""
    one_of("--lang", lang, LANGUAGES)
    emit("\n".join(_rules(_load(name), lang) if name else _packs(lang)) + "\n" + _formula())


@app.command("docs", help=_DOCS_HELP)
def write_docs(
    folder: Annotated[Path, typer.Argument(help="写到此文件夹 / write below this folder")],
    packs: Annotated[list[str] | None, typer.Option("--pack", metavar="PACK", help="规则包 / rule pack")] = None,
) -> None:
    """Write the index and one page a rule."""
    from smslint.datafiles import data_dir
    from smslint.document import pages

    names = packs or sorted(head.parent.name for head in data_dir("rules").glob("*/pack.yaml"))
    for name, text in pages([_load(one) for one in names]).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    emit(f"{folder}: {sum(len(_load(one).rules) for one in names)} rules\n")


@app.command("schema", help=_SCHEMA_HELP)
def print_schema() -> None:
    """Print the schema of a pack."""
    from smslint.cli.schema import pack_schema

    emit(pack_schema(), exact=True)


def _pack_of(name: str) -> str:
    """The folder of the pack that a file belongs to; anything but a file as it is."""
    path = Path(name)
    if not path.is_file():
        return name
    return str(next((one for one in path.parents if (one / "pack.yaml").is_file()), path.parent))


def _load(name: str) -> Pack:
    from smslint.pack import find_pack, load_pack

    return load_pack(find_pack(name))


def _each(names: Sequence[str], work: Callable[[str], int]) -> int:
    """The worst exit code of `work` over `names`; a faulty pack does not keep the others from their turn."""

    def guarded(name: str) -> int:
        try:
            return work(name)
        except SmslintError as error:
            return complain(str(error))

    return max([guarded(name) for name in names])


def _check(name: str) -> int:
    from smslint.linter import Linter

    pack = _load(name)
    Linter([pack])  # compiles the patterns, which finds the faults that loading cannot
    emit(f"{name}: {len(pack.rules)} rules, {len(pack.concepts)} concepts, {len(pack.frames)} frames: ok\n")
    return CLEAN


def _test(name: str, rules: Sequence[str]) -> int:
    from smslint.testing import run_examples

    pack = _load(name)
    for rule in rules:
        one_of(f"--rule of {name}", rule, pack.rules)
    failures = run_examples(pack, rules)
    chosen = [rule for rule in pack.rules.values() if not rules or rule.id in rules]
    examples = sum(len(rule.bad) + len(rule.good) for rule in chosen)
    emit("".join(f"{one}\n" for one in failures))
    emit(f"{name}: {len(chosen)} rules, {examples} examples, {len(failures)} failures\n")
    return FINDINGS if failures else CLEAN


def _packs(lang: str) -> Iterator[str]:
    from smslint.datafiles import data_dir

    for head in sorted(data_dir("rules").glob("*/pack.yaml")):
        pack = _load(head.parent.name)
        yield f"{pack.stamp.id} {pack.stamp.version}  {len(pack.rules)} rules  {pack.title.get(lang, '')}"


def _rules(pack: Pack, lang: str) -> Iterator[str]:
    from smslint.score import WEIGHTS

    yield f"{pack.stamp.id} {pack.stamp.version} sha256:{pack.stamp.sha256[:16]}"
    for rule in pack.rules.values():
        points = WEIGHTS[rule.severity] * rule.confidence
        yield f"  {rule.id:<32} {rule.category:<12} {rule.severity:<8} −{points:<5g} {rule.title[lang]}"


def _formula() -> str:
    from smslint.score import CAP, GRADES, WEIGHTS

    weights = ", ".join(f"{severity} {weight}" for severity, weight in WEIGHTS.items())
    grades = ", ".join(f"{letter} ≥ {least}" for least, letter in GRADES)
    return _FORMULA.format(weights=weights, cap=CAP, grades=grades)
