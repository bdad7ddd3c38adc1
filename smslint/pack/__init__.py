"""Rule packs: YAML in, frozen values out, every fault with its place."""

from smslint.pack.load import LIKENESS, find_pack, load_pack
from smslint.pack.types import Pack, Rule

__all__ = ["LIKENESS", "Pack", "Rule", "find_pack", "load_pack"]
