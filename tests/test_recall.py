"""What is remembered of messages changes no report: what a sender fills in is told from what he wrote."""

from __future__ import annotations

import ast
import importlib
import json
import random
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import smslint
from smslint import Draft, Linter
from smslint.datafiles import data_dir
from smslint.pack.regexes import Finder
from smslint.recall.outline import _TOLD, _TOLD_TOGETHER, blotted_name, name_in, outline_of, shape_of

PLAIN = Linter(remember=0)
REMINDER = (
    "【海岬银行】{name}{title}，您尾号{tail}的贷款本期应还{sum}元，请于12月5日前通过手机银行还款，"
    "明细可在手机银行查看，如有疑问请致电95999，如已还款请忽略。"
)
# Names that are none, that make words with what stands beside them, or that code looks for.
NAMES = (
    "于丽 于是 关于 王小明 万成 何刚 张刚毅 卢刚秀 冯涛 袁光 孙文 全红 时间"
    " 王 张 李 孙 黄 于 何 方 万 全 金 王伟 冯子 赵艳 李明 陈建国 周志超 欧阳 司徒 诸葛明 朱諾"
    " 张律师 郑老赖 马上 高额 刘法官 徐起诉 曾经 安全 温馨 白条"
).split()
SUMS = ["3,256.80", "1,280.00", "9,611.00", "96110.00", "12,378.00", "110.00", "502.00", "0.00", "500", "80,000.15"]
TAILS = ["1234", "0000", "0912", "9611", "1102", "0905", "1621"]


def drafts(template: str, count: int, chance: random.Random) -> list[str]:
    return [
        template.format(name=chance.choice(NAMES), title=chance.choice(["先生", "女士"]), sum=chance.choice(SUMS),
                        tail=chance.choice(TAILS))
        for _ in range(count)
    ]  # fmt: skip


def templates() -> list[str]:
    """Messages of the corpus with what a sender fills in left out."""
    found: dict[str, None] = {}
    for line in (Path(data_dir("corpus")) / "dev.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        if "{" in text or "}" in text:
            continue
        text = re.sub("(?<=】)((?:尊敬的|亲爱的)?)[\u4e00-\u9fff]{1,3}(?:先生|女士)", r"\1{name}{title}", text)
        text = re.sub("(?<=尾号)[0-9]{4}(?![0-9])", "{tail}", text)
        found[re.sub(r"(?<![0-9,.])[0-9][0-9,]*(?:\.[0-9]+)?(?=元)", "{sum}", text)] = None
    return [one for one in found if "{sum}" in one or "{name}" in one]


@pytest.mark.parametrize("part", range(4))
def test_reports_are_the_same_with_and_without_memory(part: int) -> None:
    chance, linter = random.Random(part), Linter()
    for template in [REMINDER, *chance.sample(templates(), 40)]:
        for text in drafts(template, 12, chance):
            assert linter.lint(text) == PLAIN.lint(text), text


def test_words_that_a_name_makes_are_found() -> None:
    linter = Linter()
    texts = [REMINDER.format(name=name, title="先生", sum="1,280.00", tail=tail)
             for name, tail in (("王伟", "1234"), ("李强", "9876"), ("周刚", "5555"), ("王八", "1234"))]  # fmt: skip
    found = [[one.rule.id for one in linter.lint(text).findings] for text in texts]
    assert found == [[one.rule.id for one in PLAIN.lint(text).findings] for text in texts]


def test_fields_are_those_of_each_message() -> None:
    linter = Linter()
    for name, total, tail in (("王伟", "1,280.00", "1234"), ("李强", "2,460.50", "9876"), ("周刚", "3,333.33", "5555")):
        report = linter.lint(REMINDER.format(name=name, title="先生", sum=total, tail=tail))
        raw = {str(field.kind): field.raw for field in report.fields}
        assert (raw["recipient"], raw["amount"], raw["account_ref"]) == (f"{name}先生", f"{total}元", f"尾号{tail}")


def test_sums_that_contradict_one_another_are_seen() -> None:
    template = "【海岬银行】王先生，您的贷款应还{}元（本金{}元、利息{}元），请于12月5日前通过手机银行还款，详询95999。"
    sums = [("1,100.00", "1,000.00", "100.00"), ("2,300.00", "2,000.00", "300.00"), ("3,300.00", "3,000.00", "300.00"),
            ("4,500.00", "4,000.00", "100.00")]  # fmt: skip
    linter = Linter()
    found = [[one.rule.id for one in linter.lint(template.format(*one), form="formal").findings] for one in sums]
    assert ["amount-sum-mismatch" in one for one in found] == [False, False, False, True]


def test_a_template_is_soon_known(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = Linter()
    texts = [
        REMINDER.format(name=name, title="先生", sum=total, tail=tail)
        for name, total, tail in (
            ("王晓", "1,280.00", "1234"),
            ("陈波", "2,460.50", "9876"),
            ("周宇", "3,333.33", "5555"),
        )
    ]
    for text in texts[:2]:
        linter.lint(text)
    monkeypatch.setattr(linter._scanner, "judge", None)  # nothing is judged any more
    assert linter.lint(texts[2]) == PLAIN.lint(texts[2])


FILLED = {
    "what a finding quotes": (
        "【海岬银行】{name}先生，您的贷款欠{sum}元，外聘收车队费用{other}元也得您出，请于12月5日前还款，详询95999。",
        [("王晓", "1,280.00", "4,024"), ("陈波", "2,460.50", "2,935"), ("周宇", "3,333.33", "1,111")],
    ),
    "sums that contradict one another": (
        "【海岬银行】{name}先生，您的贷款应还{sum}元，请于12月5日前还款。应还{other}元，详询95999。",
        [("王晓", "1,280.00", "4,024"), ("陈波", "2,460.50", "2,935"), ("周宇", "3,333.33", "1,111")],
    ),
    "a placeholder": (
        "【海岬银行】{name}先生，您的贷款应还{sum}元，手续费{other}元，请于12月5日前还款，详询95xxx。",
        [("王晓", "1,280.00", "40.24"), ("陈波", "2,460.50", "29.35"), ("周宇", "3,333.33", "11.11")],
    ),
    "a name with a character that is looked for": (
        "【海岬银行】{name}先生，您的贷款应还{sum}元，手续费{other}元，请于12月5日前还款，详询95999。",
        [("于晓", "1,280.00", "40.24"), ("于波", "2,460.50", "29.35"), ("于宇", "3,333.33", "11.11")],
    ),
}


@pytest.mark.parametrize("what", FILLED)
def test_what_is_known_of_a_template(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template, fillings = FILLED[what]
    linter = Linter()
    texts = [template.format(name=name, sum=total, other=other) for name, total, other in fillings]
    assert [linter.lint(text) for text in texts[:2]] == [PLAIN.lint(text) for text in texts[:2]]
    monkeypatch.setattr(linter._scanner, "judge", None)  # nothing is judged any more
    assert linter.lint(texts[2]) == PLAIN.lint(texts[2])


def test_odd_messages_of_a_known_template_are_known_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    template = (
        "【泉山银行】{}先生，您8月扣款8,320.96元未成功。如因法院冻结该卡，请来电95372，以免误扣违约金，刚才已通知。"
    )
    linter = Linter()
    names = ["曾超", "许芳", "周宇", "冯刚", "卢刚", "何刚"]
    assert [linter.lint(template.format(name)) for name in names] == [
        PLAIN.lint(template.format(name)) for name in names
    ]
    monkeypatch.setattr(linter._scanner, "judge", None)
    for name in ("吕芳", "吕刚"):
        assert linter.lint(template.format(name)) == PLAIN.lint(template.format(name))


def test_a_template_whose_every_name_is_told_apart_is_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    template = (
        "【鼎言律所】{}女士，委托人瑞祥消金要求您就欠款35,901元在7月6日前还款。您有权委托律师、申请核对账目或提出分期。"
    )
    linter = Linter()
    names = ["袁敏", "李静", "王丽", "赵敏", "孙静", "周丽", "郑静", "王敏", "王静", "袁丽"]
    assert [linter.lint(template.format(name)) for name in names] == [
        PLAIN.lint(template.format(name)) for name in names
    ]
    monkeypatch.setattr(linter._scanner, "judge", None)
    assert linter.lint(template.format("王娟")) == PLAIN.lint(template.format("王娟"))


def test_a_pattern_past_its_time_changes_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*given: object) -> None:
        raise TimeoutError

    linter = Linter()
    texts = [REMINDER.format(name=name, title="先生", sum="1,280.00", tail="1234") for name in ("王晓", "陈波", "周宇")]
    monkeypatch.setattr("smslint.recall.proof.terms_of", late)
    assert [linter.lint(text) for text in texts] == [PLAIN.lint(text) for text in texts]
    monkeypatch.undo()
    linter.lint(texts[0])
    monkeypatch.setattr("smslint.recall.proof.Terms.oddity", late)
    assert linter.lint(texts[1]) == PLAIN.lint(texts[1])


def test_placeholders_of_a_project_may_tell_digits_apart() -> None:
    patterns = [re.compile(r"尾号(0000)")]
    linter, plain = Linter(placeholders=patterns), Linter(placeholders=patterns, remember=0)
    texts = [REMINDER.format(name="王晓", title="先生", sum="1,280.00", tail=tail) for tail in ("1234", "5678", "0000")]
    assert [linter.lint(text) for text in texts] == [plain.lint(text) for text in texts]


def test_the_draft_form_and_facts_of_each_message_count() -> None:
    linter = Linter()
    text = REMINDER.format(name="王", title="先生", sum="1,280.00", tail="1234") + "逾期将报送征信。"
    drafts = [
        Draft(text, id="a"),
        Draft(text, id="b", form=smslint.Form.FORMAL),
        Draft(text, facts={"reports_credit": True}),
        Draft(text, facts={"creditor": "海岬银行"}),
    ]
    for _ in range(3):
        for draft in drafts:
            assert linter.lint(draft) == PLAIN.lint(draft)


def test_memory_is_bounded() -> None:
    linter = Linter(remember=8)
    for number in range(40):
        linter.lint(f"第{'一' * number}号通知")
    assert linter._memory is not None
    assert len(linter._memory._known) <= 8
    assert len(linter._memory._outlines) <= 8


def test_threads_share_one_memory() -> None:
    chance, linter = random.Random(1), Linter(remember=64)
    texts = [text for template in [REMINDER, *templates()[:20]] for text in drafts(template, 8, chance)]
    chance.shuffle(texts)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(linter.lint, texts)) == [PLAIN.lint(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("【海岬银行】王先生，您好", "王"),
        ("【海岬银行】尊敬的王晓明女士，您好", "王晓明"),
        ("【海岬银行】您好，王先生", ""),
        ("王先生，您好", ""),
    ],
)
def test_names(text: str, name: str) -> None:
    start, end = name_in(text)
    assert text[start:end] == name


@pytest.mark.parametrize(
    ("name", "blotted"),
    [
        ("王晓明", "\0\0\0"),
        ("王小明", "\0小\0"),  # 小 is looked for by itself
        ("于丽", "于\0"),
        ("张律师", ""),
        ("王警告", ""),
        ("王諾", ""),  # folds to another
        ("这是", ""),
    ],
)
def test_what_of_a_name_is_left_blank(name: str, blotted: str) -> None:
    assert blotted_name(name) == blotted


def test_texts_of_one_outline_differ_only_in_what_is_filled_in() -> None:
    one, other = (REMINDER.format(name=name, title="先生", sum=total, tail=tail)
                  for name, total, tail in (("王", "1,280.00", "1234"), ("李", "9,999.99", "0000")))  # fmt: skip
    shapes = [shape_of(text) for text in (one, other)]
    assert shapes[0] == shapes[1] is not None
    assert shapes[0] != shape_of(one.replace("您", "你"))
    outline = outline_of(one, name_in(one))
    assert [one[start:end] for start, end in outline.filled] == ["王", "1,280.00", "1234"]
    assert [one[start:end] for start, end in outline.others] == ["12", "5", "95999"]


@pytest.mark.parametrize(
    ("pattern", "reads_digits", "is_opaque", "literals"),
    [
        (r"\d{2,3}元", False, False, "元"),
        (r"[0-9]+\.[0-9]{2}", False, False, ""),
        (r"1[3-9]\d{9}", True, False, ""),
        (r"[\u4e00-\u9fff]{2}路", False, False, "一路\u9fff"),
        (r"[一-三]楼", False, True, "一三楼"),
        (r"\u5143", False, False, "元"),
    ],
)
def test_what_a_pattern_tells_apart(pattern: str, reads_digits: bool, is_opaque: bool, literals: str) -> None:
    finder = Finder(pattern, "x.yaml")
    assert (finder.reads_digits, finder.is_opaque) == (reads_digits, is_opaque)
    assert finder.literals == frozenset(literals)


# --- the characters that code looks for by themselves

SOURCE = Path(smslint.__file__).parent
WORDS_OF_PACKS = {"names.py", "cues.py", "form_cues.py"}  # looked for as the words of packs are
HARMLESS = frozenset("国建平")  # 民国 before a date, 建行卡, the width of a character; 平 behind a placeholder
SETS = ("frozenset", "set", "fromkeys", "maketrans", "zip", "enumerate")
parser = importlib.import_module("re._parser")


def sources() -> Iterator[ast.Module]:
    for folder in ("fields", "scan", "template", "normalize"):
        for path in sorted((SOURCE / folder).glob("*.py")):
            if path.name not in WORDS_OF_PACKS:
                yield ast.parse(path.read_text("utf-8"))
    for name in ("message.py", "linter.py", "segment/segmenter.py"):
        yield ast.parse((SOURCE / name).read_text("utf-8"))


def strings(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The strings of a module that are no docstrings, and whether each is a set of characters."""
    sets: set[int] = set()
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sets.update(map(id, node.comparators))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SETS:
            sets.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value, id(node) in sets and " " not in node.value


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def alone(tokens: Iterable[tuple[object, object]]) -> Iterator[str]:
    """The characters of a parsed pattern that stand for themselves alone: of classes, or with none beside them."""
    row = [(str(name), value) for name, value in tokens]
    for place, (name, value) in enumerate(row):
        if name in ("LITERAL", "NOT_LITERAL"):
            beside = [row[at] for at in (place - 1, place + 1) if 0 <= at < len(row)]
            if not any(other == "LITERAL" and is_han(chr(code)) for other, code in beside):
                yield chr(value)
        elif name == "IN":
            for part, code in value:
                if str(part) == "LITERAL":
                    yield chr(code)
                elif str(part) == "RANGE" and is_han(chr(code[0])) and not (code[0] <= 0x4E00 and code[1] >= 0x9FA5):
                    yield from map(chr, range(code[0], code[1] + 1))
        elif name.endswith("REPEAT"):
            yield from alone(value[2])
        elif name == "SUBPATTERN":
            yield from alone(value[3])
        elif name == "BRANCH":
            for branch in value[1]:
                yield from alone(branch)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from alone(value[1])
        elif name == "ATOMIC_GROUP":
            yield from alone(value)


def told_alone(text: str, is_set: bool) -> set[str]:
    if is_set:
        return set(text)
    try:
        return set(alone(parser.parse(text)))
    except re.error:  # a piece of a pattern
        return set(text)


def test_the_characters_that_code_looks_for_are_in_no_plain_name() -> None:
    told = {char for tree in sources() for text, is_set in strings(tree) for char in told_alone(text, is_set)}
    assert {char for char in told if is_han(char)} - _TOLD - HARMLESS == set()


def test_the_pairs_that_code_looks_for_with_a_blank_are_words_of_packs_or_listed() -> None:
    lexicon = PLAIN.scanner.lexicon
    words = {*lexicon.words.automaton.words, *lexicon.late.automaton.words}
    pairs = {
        text[at : at + 2]
        for tree in sources()
        for text, _ in strings(tree)
        for at in range(len(text) - 1)
        if all(map(is_han, text[at : at + 2])) and not _TOLD.issuperset(text[at : at + 2])
    }
    assert pairs - words - _TOLD_TOGETHER == set()
