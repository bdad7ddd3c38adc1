"""Structured texts (JSON, YAML, TOML) -> trees that know where every character of every string stands."""

from smslint.trees.jsontree import json_tree
from smslint.trees.node import Branch, Leaf, Node, TreeError
from smslint.trees.pointer import Hit, parse_pointer, select, strings
from smslint.trees.spelling import Spelling
from smslint.trees.tomltree import toml_tree
from smslint.trees.yamltree import yaml_trees

__all__ = [
    "Branch", "Hit", "Leaf", "Node", "Spelling", "TreeError", "json_tree", "parse_pointer", "select", "strings",
    "toml_tree", "yaml_trees",
]  # fmt: skip
