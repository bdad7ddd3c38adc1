"""Files -> drafts, with the place of every character; a record that cannot be read never hides the others."""

from smslint.sources.files import READERS, read_bytes, read_path
from smslint.sources.types import ReadOptions, Record, Source
from smslint.sources.walk import Walk, expand

__all__ = ["READERS", "ReadOptions", "Record", "Source", "Walk", "expand", "read_bytes", "read_path"]
