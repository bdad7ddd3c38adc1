"""The checks of sends in Spark and in DuckDB over one generated log, compared row by row.

    python tests/benchmarks/spark_plan.py [--rows 1000000] [--workers 2]

Prints the seconds that each takes from the Parquet file to its flags and, for Spark, to findings in words; ends with an
error if any row differs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.append(str(Path(__file__).parent.parent))
from plan_sends import STATED, made_sends

from smslint import Linter
from smslint.plan import Send, read_policy
from smslint.plan.functions import register
from smslint.plan.load import File, find_flags, load
from smslint.plan.queries import FLAG_COLUMNS
from smslint.plan.session import session, silent
from smslint.spark.plan import flags, plan

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

POLICY = read_policy()
FACTS = (*STATED, "consent_night", "prior_notice_sent")
CHUNK = 100_000


def write(path: Path, rows: int) -> None:
    """A log of `rows` sends as a Parquet file, in which every row has its number."""
    sends = made_sends(rows, 1, "log")
    with pq.ParquetWriter(path, table(sends[:1], 1).schema) as out:
        for first in range(0, rows, CHUNK):
            out.write_table(table(sends[first : first + CHUNK], first + 1))


def table(sends: list[Send], first: int) -> pa.Table:
    texts: dict[str, list[str | None]] = {
        "recipient": [one.recipient for one in sends],
        "send_at": [one.at.isoformat() for one in sends],
        "zone": [one.zone or None for one in sends],
        "form": [str(one.form) for one in sends],
        "channel": ["marketing" if one.marketing else None for one in sends],
        "creditor": [one.creditor or None for one in sends],
        "id": [one.id or None for one in sends],
        "text": [one.text or None for one in sends],
    }
    facts = {name: pa.array([one.facts.get(name) for one in sends], pa.bool_()) for name in FACTS}
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    return pa.table({"number": pa.array(range(first, first + len(sends)), pa.int64()), **columns, **facts})


def by_duckdb(path: Path, workers: int) -> pa.Table:
    with session(threads=workers) as made:
        register(made.connection, Linter())
        load(made, [File(str(path), True)], {}, POLICY, silent)
        find_flags(made, POLICY, silent)
        (first,) = made.one("SELECT min(row) FROM sends")
        listed = ", ".join(name for name in FLAG_COLUMNS if name not in ("src", "row"))
        found = made.connection.execute(
            f"SELECT row - {first} + 1 AS row, {listed} FROM flagged ORDER BY row"
        ).to_arrow_table()
        return plain(found)


def by_spark(spark: SparkSession, path: Path, out: Path) -> None:
    flags(spark.read.parquet(str(path)), None, policy=POLICY, row="number", sent=True).drop("given").write.parquet(
        str(out)
    )


def plain(found: pa.Table) -> pa.Table:
    """The flags as both have them."""
    names = [name for name in FLAG_COLUMNS if name != "src"]
    kinds = {pa.bool_(): pa.bool_(), pa.string(): pa.string()}
    columns = [found.column(name) for name in names]
    return pa.table({n: c.cast(kinds.get(c.type, pa.int64())) for n, c in zip(names, columns, strict=True)})


def flagged(out: Path) -> pa.Table:
    found = pq.read_table(out)
    hit = None
    import pyarrow.compute as pc

    for name in FLAG_COLUMNS[7:-1]:
        column = found.column(name)
        one = column if column.type == pa.bool_() else pc.greater(column, 0)
        hit = one if hit is None else pc.or_(hit, one)
    return plain(found.filter(hit).sort_by("row"))


def timed(what: str, work: Callable[[], object], rows: int) -> object:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{what:32} {seconds:8.1f} s  {rows / seconds:10,.0f} rows/s", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "log.parquet", asked.rows)
        spark = (
            SparkSession.builder.master(f"local[{asked.workers}]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "4g")
            .config("spark.sql.files.maxPartitionBytes", "4m")
            .config("spark.sql.shuffle.partitions", str(4 * asked.workers))
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        spark.range(1).count()
        wanted = timed("DuckDB, to flags", lambda: by_duckdb(folder / "log.parquet", asked.workers), asked.rows)
        timed("Spark, to flags", lambda: by_spark(spark, folder / "log.parquet", folder / "flags"), asked.rows)
        found = flagged(folder / "flags")
        told = plan(spark.read.parquet(str(folder / "log.parquet")), policy=POLICY, row="number", sent=True)
        timed("Spark, to findings in words", lambda: told.write.parquet(str(folder / "told")), asked.rows)
        back = pq.read_table(folder / "told", columns=["number", "plan_findings"])
        spark.stop()
    assert isinstance(wanted, pa.Table)
    assert back.num_rows == asked.rows
    same = found.equals(wanted)
    print(f"{wanted.num_rows:,} of {asked.rows:,} rows flagged; {'all equal' if same else 'THEY DIFFER'}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
