"""The linter on a Spark cluster. Needs `smslint[spark]`."""

from smslint.spark.lint import lint

__all__ = ["lint"]
