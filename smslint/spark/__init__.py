"""The linter and the checks of send plans on a Spark cluster. Needs `smslint[spark]`."""

from smslint.spark.lint import lint
from smslint.spark.plan import plan

__all__ = ["lint", "plan"]
