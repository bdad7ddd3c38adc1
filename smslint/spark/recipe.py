"""A linter sent to the workers of a cluster: as its recipe, of which every worker process makes a linter once.

Packs that ship go by name, since every worker has them; others go whole, as pickled as the job itself is.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smslint.datafiles import data_dir
from smslint.linter import DEFAULT_PACKS, Linter
from smslint.pack import Pack, find_pack, load_pack


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a linter is made of: packs by name or pickled, and the language of its messages."""

    packs: tuple[str | bytes, ...]
    lang: str = "zh"


def recipe(packs: Sequence[str | Path | Pack] = DEFAULT_PACKS, lang: str = "zh") -> Recipe:
    """The recipe of a linter; a faulty pack is a PackError here and not on a worker."""
    return Recipe(tuple(map(_portable, packs)), lang)


@cache
def linter_of(made: Recipe) -> Linter:
    """The linter of a recipe: made when a process first asks, kept as long as the process lives."""
    return Linter([pickle.loads(one) if isinstance(one, bytes) else one for one in made.packs], lang=made.lang)


def _portable(pack: str | Path | Pack) -> str | bytes:
    if isinstance(pack, Pack):
        return pickle.dumps(pack)
    folder = find_pack(str(pack)).resolve()
    return folder.name if folder.parent == data_dir("rules").resolve() else pickle.dumps(load_pack(folder))
