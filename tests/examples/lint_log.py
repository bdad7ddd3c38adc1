"""Checks a log of messages on Spark: `spark-submit lint_log.py FROM TO --text COLUMN` (`--help` for the rest)."""

from __future__ import annotations

import argparse

from pyspark.sql import SparkSession

from smslint.spark import lint


def main() -> None:
    """Read Parquet, add the results, write Parquet."""
    parser = argparse.ArgumentParser(description="Checks a log of messages on Spark.")
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--text", default="text", help="the column of the messages")
    parser.add_argument("--form", default="form", help="the column of their forms, if there is one")
    parser.add_argument("--pack", action="append", help="rule packs, by name or folder")
    asked = parser.parse_args()
    spark = SparkSession.builder.appName("smslint").getOrCreate()
    log = spark.read.parquet(asked.source)
    linted = lint(log, text=asked.text, form=asked.form, packs=asked.pack or ["cn-collection"])
    linted.write.mode("overwrite").parquet(asked.target)
    spark.stop()


if __name__ == "__main__":
    main()
