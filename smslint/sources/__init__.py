"""Files -> drafts, with the place of every character; a record that cannot be read never hides the others."""

from smslint.sources.files import READERS, expand, read_bytes, read_path
from smslint.sources.types import ReadOptions, Record, Source

__all__ = ["READERS", "ReadOptions", "Record", "Source", "expand", "read_bytes", "read_path"]
