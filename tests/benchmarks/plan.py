"""How long a log of 100,000, 1,000,000 and 10,000,000 sends takes: time per row, as ratios, and the memory it needs.

    python tests/benchmarks/plan.py [--rows 100000,1000000,10000000] [--threads 2] [--memory 1100MB] [--lint]

Time is that of all cores together, which other work on the machine disturbs least. The logs are made up once below the
folder for temporary files and kept there (some 42 bytes a row). Every size is measured in a process of its own, since
the peak of memory is one of the process. With --lint the same file is the plan, so that its texts are linted too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_CHUNK = 200_000
_SURNAMES = "张李王赵刘陈杨黄周吴"
_TEMPLATES = (
    ("reminder", "【海岬银行】{name}，您尾号{tail}的贷款本期应还{sum}元，请于12月5日前通过手机银行偿还，详询95999。"),
    ("soft", "【海岬银行】{name}，您的信用卡账单已逾期，应还{sum}元，请尽快通过官方APP还款，如已还款请忽略。"),
    ("formal", "【北湾消金】{name}，依据《借款合同》，您应还本息合计{sum}元，请于3日内偿还，详询4006661234。"),
)


def main() -> None:
    options = _options()
    if options.one:
        _measure(Path(options.one), options)
        return
    print(f"{'rows':>12} {'seconds':>9} {'CPU µs a row':>13} {'ratio':>6} {'peak MB':>8}")
    first = 0.0
    for rows in (int(one) for one in options.rows.split(",")):
        path = _log(rows)
        command = [sys.executable, __file__, "--one", str(path), "--threads", str(options.threads), "--memory",
                   options.memory, *(["--lint"] if options.lint else [])]  # fmt: skip
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, work, peak = (float(one) for one in done.stdout.split())
        each = work / rows * 1e6
        first = first or each
        print(f"{rows:>12,} {seconds:>9.1f} {each:>13.1f} {each / first:>6.2f} {peak:>8.0f}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="100000,1000000,10000000")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="1100MB")
    parser.add_argument("--lint", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(path: Path, options: argparse.Namespace) -> None:
    """Check one log, and print the seconds by the clock and of all cores, and the peak of memory."""
    from smslint.linter import Linter
    from smslint.plan import Options, check_plan

    how = Options(lint=options.lint, threads=options.threads, memory=options.memory)
    linter = Linter()
    linter.lint("预热")
    start, work = time.perf_counter(), time.process_time()
    if options.lint:
        check_plan(path, linter=linter, options=how)
    else:
        check_plan((), log=path, linter=linter, options=how)
    took = time.perf_counter() - start, time.process_time() - work
    print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _log(rows: int) -> Path:
    """A log of `rows` sends to an eighth as many recipients within half a year, no two texts the same."""
    import pyarrow as pa
    from pyarrow import parquet

    path = Path(tempfile.gettempdir()) / f"smslint-benchmark-{rows}.parquet"
    if path.is_file():
        return path
    chance, partial = random.Random(rows), path.with_suffix(".partial")
    writer: parquet.ParquetWriter | None = None
    for start in range(0, rows, _CHUNK):
        made = [_send(chance, rows, number) for number in range(start, min(start + _CHUNK, rows))]
        table = pa.Table.from_pylist(made)
        writer = writer or parquet.ParquetWriter(partial, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return partial.rename(path)


def _send(chance: random.Random, rows: int, number: int) -> dict[str, str]:
    form, text = chance.choice(_TEMPLATES)
    at = dt.datetime(2026, 5, 1) + dt.timedelta(days=chance.randrange(180), seconds=chance.gauss(48_000, 12_000))
    name = chance.choice(_SURNAMES) + chance.choice(("先生", "女士"))
    words = text.format(name=name, tail=f"{chance.randrange(10_000):04d}", sum=f"{chance.uniform(100, 9000):,.2f}")
    return {
        "recipient": f"138{chance.randrange(max(1, rows // 8)):08d}", "text": words, "form": form, "id": f"m-{number}",
        "send_at": at.isoformat(sep=" ", timespec="seconds"),
    }  # fmt: skip


if __name__ == "__main__":
    main()
