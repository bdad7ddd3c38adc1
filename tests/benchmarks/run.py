"""How fast the linter is, stage by stage, against others and over sizes; one command prints all.

    python tests/benchmarks/run.py [FILE OR FOLDER ...]

Takes messages of 70–110 characters from the files named, or from the corpus that ships. Times are of the processor, the
best of some rounds; ratios carry over from machine to machine, absolute numbers do not.
"""

from __future__ import annotations

import platform
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import jieba
from messages import LONGEST, SHORTEST, messages, traffic
from rivals import bare_scan, keyword_filter, shelf
from timing import STARTS, per_item, resident, wall

from smslint import Linter, fields
from smslint.datafiles import data_dir
from smslint.message import build_message
from smslint.model import Draft

TEMPLATES, SENT = 40, 20_000
LENGTHS = (20, 70, 200, 500, 1000, 2000)
PACK_SIZES = (100, 1000, 10_000)
DRAFT = "【海岬银行】张先生，您尾号1234的信用卡本期应还3,256.80元，还款日12月5日。请通过海岬银行APP还款，详询95333。"
PACK = """\
id: sizes
version: '1'
"""
RULE = """\
concepts:
  word: [{words}]
rules:
  - {{id: r, kind: forbid, category: legal, severity: error, title: t, message: m, advice: a, match: ["{{word}}"],
     bad: [{first}], good: [好]}}
"""


def table(title: str, rows: Mapping[str, float], base: float) -> None:
    """Print microseconds, messages a second and the ratio to `jieba.lcut`."""
    print(f"\n{title}\n{'':44}{'µs/message':>12}{'messages/s':>12}{'× jieba.lcut':>14}")
    for name, micros in rows.items():
        print(f"{name:44}{micros:12.1f}{1e6 / micros:12,.0f}{base / micros:14.2f}")


def stages(linter: Linter, texts: Sequence[str]) -> dict[str, float]:
    """What each step takes, each by itself over all messages."""
    scanner, segmenter = linter.scanner, linter._segmenter
    built = {text: build_message(Draft(text), segmenter) for text in texts}
    hits = {text: scanner.scan(message) for text, message in built.items()}
    contexts = {text: linter.inspect(text)[0] for text in texts}
    return {
        "fold (variables, folding, map)": per_item(lambda text: build_message(Draft(text), segmenter), texts),
        "scan (words, disguise, what may fire)": per_item(lambda text: scanner.scan(built[text]), texts),
        "fields": per_item(lambda text: fields.extract(built[text], hits[text].cues), texts),
        "rules and findings, words looked up before": per_item(lambda text: scanner.judge(contexts[text]), texts),
    }


def sent(linter: Linter, texts: Sequence[str]) -> list[float]:
    """Microseconds a message of traffic, quarter by quarter: the more was sent, the more templates are known."""
    size = len(texts) // 4
    times = []
    for start in range(0, size * 4, size):
        started = time.process_time()
        for _ in linter.lint_many(texts[start : start + size]):
            pass
        times.append((time.process_time() - started) / size * 1e6)
    return times


def lengths(linter: Linter, texts: Sequence[str]) -> None:
    """Print the time a character over messages of growing length."""
    print(f"\nlength, messages run together\n{'characters':>12}{'µs/message':>12}{'µs/character':>14}")
    whole = "".join(texts)
    for length in LENGTHS:
        cut = [whole[start : start + length] for start in range(0, min(len(whole) - length, 40 * length), length)]
        micros = per_item(linter.lint, cut, rounds=3)
        print(f"{length:12}{micros:12.1f}{micros / length:14.2f}")


def pack_sizes(texts: Sequence[str]) -> None:
    """Print the time a message with packs of growing size whose words the messages do not hold."""
    chance = random.Random(3)
    print(f"\nsize of the pack\n{'terms':>12}{'µs/message':>12}")
    for size in PACK_SIZES:
        words = {"".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(size)}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "pack.yaml").write_text(PACK, encoding="utf-8")
            rule = RULE.format(words=", ".join(words), first=next(iter(words)))
            (Path(folder) / "rules.yaml").write_text(rule, encoding="utf-8")
            linter = Linter([folder], remember=0)
        print(f"{size:12}{per_item(linter.lint, texts, rounds=3):12.1f}")


def by_hits(linter: Linter, texts: Sequence[str]) -> None:
    """Print the time a message by the number of its findings."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        count = len(linter.lint(text).findings)
        groups.setdefault(
            "0–2" if count < 3 else "3–5" if count < 6 else "6–8" if count < 9 else "9 or more", []
        ).append(text)
    print(f"\nfindings\n{'':>12}{'messages':>12}{'µs/message':>12}")
    for name in sorted(groups):
        print(f"{name:>12}{len(groups[name]):12}{per_item(linter.lint, groups[name], rounds=3):12.1f}")


def starts() -> None:
    """Print how long processes take, and what they hold."""
    commands: dict[str, tuple[str, ...]] = {
        "python -c pass": ("-c", "pass"),
        "smslint --help": ("-m", "smslint", "--help"),
        "smslint check --text, one draft": ("-m", "smslint", "check", "--fail-on", "never", "--text", DRAFT),
    }
    print(f"\nprocess start to end, {STARTS} times\n{'':44}{'least ms':>12}{'median ms':>12}")
    for name, command in commands.items():
        least, median = wall(*command)
        print(f"{name:44}{least:12.0f}{median:12.0f}")
    if Path("/proc/self/status").exists():
        used = "from smslint import Linter; Linter().lint('【海岬银行】您的贷款将于12月5日到期，我行将起诉您。')"
        print(f"\nmemory, MB\n{'python':44}{resident('pass'):12.0f}")
        print(f"{'a linter that has judged a message':44}{resident(used):12.0f}")


def main() -> None:
    """Print all tables."""
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    texts = messages(sys.argv[1:] or [str(data_dir("corpus"))])
    linter = Linter(remember=0)
    lexicon = linter.scanner.lexicon
    words = [word for vocabulary in (lexicon.words, lexicon.late) for word in vocabulary.automaton.words]
    shelved, names = shelf(words)
    base = per_item(jieba.lcut, texts, rounds=3)
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(linter.rules)} rules, {len(words):,} words")
    print(f"{len(texts)} messages of {SHORTEST}–{LONGEST} characters")
    rows: dict[str, float] = {
        "jieba.lcut": base,
        "bare Aho-Corasick scan, all words": per_item(bare_scan(words), texts),
        "keyword filter, 300 words": per_item(keyword_filter(words[:: len(words) // 300]), texts),
    }
    if shelved is not None:
        rows[f"off the shelf: jieba, {', '.join(names)}"] = per_item(shelved, texts[:50], rounds=2)
    table("others", rows, base)
    rows = {**stages(linter, texts), "whole (Linter.lint, nothing remembered)": per_item(linter.lint, texts)}
    table("each message new", rows, base)
    many = sent(Linter(), traffic(texts, TEMPLATES, SENT))
    title = f"traffic: {SENT:,} messages of {TEMPLATES} templates, names, sums and account numbers new in each"
    table(title, {f"Linter.lint_many, quarter {number}": micros for number, micros in enumerate(many, 1)}, base)
    lengths(linter, texts)
    pack_sizes(texts[:300])
    by_hits(linter, texts[:600])
    starts()


if __name__ == "__main__":
    main()
