"""How slow the slowest messages are: processor time a character, as a multiple of the median over ordinary messages.

    python tests/benchmarks/worst.py [--seconds 60] [FILE ...]

The messages: those of the corpus and of the files named; the shapes below, which are made to be slow; words of
every concept, repeated; and a random search by hypothesis that breeds the slowest mixtures of those.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import time
from collections.abc import Iterable, Iterator

from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st

from smslint import Linter
from smslint.datafiles import data_dir
from smslint.pack import Pack, find_pack, load_pack
from smslint.sources import ReadOptions, expand, read_path

SHOWN, ENOUGH = 15, 50.0  # how many of the slowest to print, and the multiple that no message is to exceed
MOST = 2_500  # ordinary messages, evenly taken
LONG = 2_000  # characters of the messages that are made
FORMS = (None, "formal")
PIECES = (
    "0", "1", "138", "¥", "元", "3,", ".", "，", "。", "！", " ", "\u200b", "*", "-", "/", ":", "【",
    "】", "（", "）", "“", "”", "${", "}", "{1}", "#", "您", "我", "请", "的", "不", "将", "已", "如", "若",
    "月", "日", "年",
    "起", "诉", "起诉", "法院", "上门", "催收", "不会", "保留", "征信", "公安", "还款", "逾期", "欠款", "本金",
    "利息", "尾号", "客服", "电话", "单位", "家人", "后果自负",
    "q", "qi", "su", "q i s u", "𠮷", "⑨", "零", "壹佰",
    "http://a.cn/", "@", "\n", "a", "讠", "斥",
)  # fmt: skip
Timed = tuple[float, str, str]


def shapes() -> Iterator[tuple[str, str]]:
    """Texts that trip engines: long runs, deep nesting, cues without end, near misses of every kind."""
    yield "10,000 digits", "1" * 10_000
    yield "10,000 different digits", "".join(str(one * 7 % 10) for one in range(10_000))
    yield "10,000 Chinese digits", "一二三四五六七八九" * 1_111
    yield "10,000 digits in threes", "123," * 2_500
    yield "10,000 digits and a unit", "1" * 10_000 + "元"
    yield "5,000 amounts", "3,256.80元" * 1_000
    yield "5,000 dates", "12月5日" * 1_000
    yield "5,000 telephones", "13812345678" * 400
    yield "5,000 separators", "，" * 5_000
    yield "5,000 full stops", "。" * 5_000
    yield "5,000 spaces", "您" + " " * 5_000 + "好"
    yield "5,000 hidden characters", "起" + "\u200b" * 5_000 + "诉"
    yield "5,000 asterisks", "起" + "*" * 5_000 + "诉"
    yield "5,000 disguises", "起*诉" * 1_600
    yield "5,000 spelled out", "qi诉" * 1_600
    yield "5,000 letters", "qisu" * 1_250
    yield "5,000 brackets nested", "【" * 2_500 + "】" * 2_500
    yield "5,000 brackets open", "【" * 5_000
    yield "5,000 parentheses nested", "（" * 2_500 + "）" * 2_500
    yield "5,000 quotes", "“" * 2_500 + "”" * 2_500
    yield "5,000 placeholders open", "${" * 2_500
    yield "5,000 placeholders", "${a}" * 1_250
    yield "5,000 hashes", "#" * 5_000
    yield "one clause, all cues", "".join(PIECES[34:60]) * 60
    yield "all cues, many clauses", "，".join(PIECES[34:60]) * 40
    yield "denials", "我们不会起诉" * 800
    yield "conditions", "如未还款，将起诉" * 600
    yield "claims far apart", "我们将" + "的" * 4_000 + "上门"
    yield "signatures", "【海岬银行】" * 800
    yield "links", "https://a.example/" * 300
    yield "accents", "e\u0301" * 2_500
    yield "emoji", "👩\u200d👩\u200d👧" * 1_000


def words(packs: Iterable[Pack], most: int = 3) -> list[str]:
    """Some words of every concept that the packs know."""
    return sorted({term.text for pack in packs for one in pack.concepts.values() for term in one.terms[:most]})


def cost(linter: Linter, text: str, form: str | None, rounds: int = 3) -> float:
    """Microseconds of processor time a character, the least of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        linter.lint(text, form=form)
        best = min(best, time.process_time() - started)
    return best / len(text) * 1e6


def slowest(linter: Linter, named: Iterable[tuple[str, str]], rounds: int = 3) -> list[Timed]:
    """The costs of texts, the greatest first; the dearer of the forms counts."""
    found = [(max(cost(linter, text, form, rounds) for form in FORMS), name, text) for name, text in named]
    return sorted(found, reverse=True)


def bred(linter: Linter, pool: list[str], seconds: float, seed: int) -> list[Timed]:
    """The slowest mixtures that hypothesis finds in so many seconds."""
    found: list[Timed] = []
    ends = time.monotonic() + seconds
    parts = st.lists(st.tuples(st.sampled_from(pool), st.integers(1, 60)), min_size=1, max_size=30)

    @settings(
        max_examples=1_000_000, deadline=None, database=None, phases=[Phase.generate, Phase.target],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(parts, st.integers(1, 30))
    def search(mix: list[tuple[str, int]], times: int) -> None:
        if time.monotonic() > ends:
            raise TimeoutError
        text = ("".join(word * number for word, number in mix) * times)[:LONG]
        if len(text) >= 100 and text.strip():
            spent = cost(linter, text, "formal", 1)
            found.append((spent, "bred", text))
            target(spent)

    random.seed(seed)
    with contextlib.suppress(TimeoutError, BaseExceptionGroup):
        search()
    return slowest(linter, [(name, text) for _, name, text in sorted(found, reverse=True)[:SHOWN]])


def show(title: str, rows: list[Timed], median: float) -> None:
    """A table of the slowest."""
    worst = rows[0][0] / median if rows else 0.0
    print(f"\n{title}: {len(rows)} messages, the slowest at {worst:.1f} × the median a character")
    for spent, name, text in rows[:SHOWN]:
        mark = "!" if spent > ENOUGH * median else " "
        print(f" {mark}{spent / median:8.1f} ×  {len(text):6} characters  {name}: {text[:40]!r}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="The slowest messages.")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0, help="of the random search")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    linter = Linter(remember=0)  # which would tell how fast it remembers
    sources = [read_path(path, ReadOptions()) for path in expand([str(data_dir("corpus")), *asked.files])]
    texts = [(source.path, record.draft.text) for source in sources for record in source.records]
    texts = texts[:: max(1, len(texts) // MOST)]
    ordinary = slowest(linter, texts)
    median = statistics.median(spent for spent, _, _ in ordinary)
    print(f"{len(texts)} ordinary messages: {median:.2f} µs a character in the median")
    show("ordinary", ordinary, median)
    show("made", slowest(linter, shapes()), median)
    known = words([load_pack(find_pack("cn-collection"))])
    show("a word repeated", slowest(linter, ((one, (one * LONG)[:LONG]) for one in known), 1), median)
    show("bred", bred(linter, [*PIECES, *known], asked.seconds, asked.seed), median)


if __name__ == "__main__":
    main()
