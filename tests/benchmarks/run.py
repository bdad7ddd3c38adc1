"""How fast the linter is, as ratios to `jieba.lcut` over the same messages in the same run, and how fast it starts.

    python tests/benchmarks/run.py [FILE OR FOLDER ...]

Takes messages of 70–110 characters from the files named, or from the corpus that ships; ratios carry over from machine
to machine, absolute numbers do not.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from smslint import Linter
from smslint.datafiles import data_dir
from smslint.sources import ReadOptions, expand, read_path

SHORTEST, LONGEST, MOST = 70, 110, 2000
ROUNDS, STARTS = 5, 15
DRAFT = "【海岬银行】张先生，您尾号1234的信用卡本期应还3,256.80元，还款日12月5日。请通过海岬银行APP还款，详询95333。"


def messages(paths: Sequence[str]) -> list[str]:
    """The texts of the right length, at most so many, evenly taken."""
    sources = [read_path(path, ReadOptions()) for path in expand(paths)]
    texts = [record.draft.text for source in sources for record in source.records]
    fitting = [text for text in dict.fromkeys(texts) if SHORTEST <= len(text) <= LONGEST]
    if not fitting:
        raise SystemExit(f"no message of {SHORTEST}–{LONGEST} characters in {', '.join(paths)}")
    return fitting[:: max(1, len(fitting) // MOST)]


def per_message(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds a message: the best of some rounds, the first of which warms up."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            work(text)
        rounds.append(time.perf_counter() - started)
    return min(rounds) / len(texts) * 1e6


def batch(linter: Linter) -> Callable[[str], object]:
    """The batch path, called message by message so that all columns are measured alike."""
    return lambda text: next(linter.lint_many((text,)))


def wall(*command: str) -> float:
    """Median milliseconds from start to end of a process."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e3


def main() -> None:
    """Print both tables."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    texts = messages(sys.argv[1:] or [str(data_dir("corpus"))])
    linter = Linter()
    rows = {
        "jieba.lcut": per_message(jieba.lcut, texts),
        "jieba.lcut, HMM off": per_message(lambda text: jieba.lcut(text, HMM=False), texts),
        "Linter.lint": per_message(linter.lint, texts),
        "Linter.lint_many": per_message(batch(linter), texts),
    }
    print(f"{len(texts)} messages of {SHORTEST}–{LONGEST} characters, {len(linter.rules)} rules")
    print(f"{'':22}{'µs/message':>12}{'messages/s':>12}{'× jieba.lcut':>14}")
    for name, micros in rows.items():
        print(f"{name:22}{micros:12.1f}{1e6 / micros:12,.0f}{rows['jieba.lcut'] / micros:14.2f}")
    print(f"\nprocess start to end, median of {STARTS}")
    print(f"{'python -c pass':40}{wall('-c', 'pass'):8.0f} ms")
    print(f"{'smslint --version':40}{wall('-m', 'smslint', '--version'):8.0f} ms")
    check = wall("-m", "smslint", "check", "--fail-on", "never", "--text", DRAFT)
    print(f"{'smslint check --text, one draft':40}{check:8.0f} ms")


if __name__ == "__main__":
    main()
