"""Rule packs: YAML in, frozen values out, every fault with its place."""

from smslint.pack.load import find_pack, load_pack
from smslint.pack.types import Pack, Rule

__all__ = ["Pack", "Rule", "find_pack", "load_pack"]
