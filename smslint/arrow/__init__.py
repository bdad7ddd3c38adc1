"""The linter over columns of messages: record batches in, record batches out. Needs `smslint[arrow]`."""

from smslint.arrow.lint import lint_batch, lint_stream
from smslint.arrow.results import results_schema

__all__ = ["lint_batch", "lint_stream", "results_schema"]
