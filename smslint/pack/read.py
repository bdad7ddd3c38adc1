"""A folder of YAML files -> Pack, with everything it extends merged in."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from smslint.errors import PackError, did_you_mean
from smslint.learned import read_likeness
from smslint.model import Basis, PackStamp, Severity
from smslint.normalize import fold_term
from smslint.pack.cadence import tuned
from smslint.pack.load import files_of, find_pack
from smslint.pack.nodes import Node, read_yaml
from smslint.pack.rules import Context, read_rule, read_words
from smslint.pack.severity import fix_severity
from smslint.pack.types import CHECKS, Cadence, Concept, Frame, Pack, Parts, Rule
from smslint.pack.validate import validate
from smslint.pack.vocabulary import read_basis, read_concepts, read_frames, read_modalities
from smslint.store import Deferred

_HEAD_KEYS = ("id", "version", "title", "requires_smslint", "license", "extends", "overrides", "changelog")
_FILE_KEYS = ("words", "concepts", "frames", "modalities", "basis", "rules")
_OVERRIDE_KEYS = ("severity", "confidence", "options", "over")


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`, read from its files and checked."""
    pack = _load(folder, ())
    validate(pack)
    return pack


def _load(folder: Path, chain: tuple[Path, ...]) -> Pack:
    head_path = folder / "pack.yaml"
    if not head_path.is_file():
        raise PackError("no pack.yaml in this folder", str(folder))
    head_node = read_yaml(head_path)
    head = head_node.mapping(_HEAD_KEYS, "key of pack.yaml")
    for needed in ("id", "version"):
        if needed not in head:
            head_node.fail(f"no '{needed}'")
    bases = [_base(one, folder, chain) for one in head["extends"].sequence()] if "extends" in head else []
    own = _read_files(folder, bases)
    stamp = PackStamp(head["id"].text(), head["version"].text(), _digest(folder, bases))
    title = read_words(head["title"]) if "title" in head else {}
    parts = _override(_merge(own, bases), head.get("overrides"))
    pack = Pack(
        stamp,
        title,
        str(folder),
        {},
        Deferred(Parts()),
        next((one for one in (read_likeness(folder), *(base.likeness for base in bases)) if one), None),
        (*own.words, *(word for base in bases for word in base.words)),
    )
    return pack.with_parts(parts)


def _base(node: Node, folder: Path, chain: tuple[Path, ...]) -> Pack:
    try:
        base = find_pack(node.text(), folder)
    except PackError as error:
        node.fail(error.message)
    if base.resolve() in (*chain, folder.resolve()):
        node.fail(f"pack '{node.text()}' extends itself")
    return _load(base, (*chain, folder.resolve()))


@dataclasses.dataclass(slots=True)
class _Files:
    concepts: dict[str, Concept]
    frames: dict[str, Frame]
    modalities: tuple[Frame, ...]
    rules: dict[str, Rule]
    words: tuple[str, ...] = ()


def _read_files(folder: Path, bases: Iterable[Pack]) -> _Files:
    nodes = [read_yaml(path) for path in sorted(folder.glob("*.yaml")) if path.name != "pack.yaml"]
    sections = [node.mapping(_FILE_KEYS, "section") for node in nodes]
    basis: dict[str, Basis] = {}
    files = _Files({}, {}, (), {})
    for section in sections:
        _add(basis, read_basis(section["basis"]) if "basis" in section else {}, section.get("basis"))
        _add(
            files.concepts, read_concepts(section["concepts"]) if "concepts" in section else {}, section.get("concepts")
        )
        _add(files.frames, read_frames(section["frames"]) if "frames" in section else {}, section.get("frames"))
        if "words" in section:
            files.words += tuple(fold_term(word) for word in section["words"].strings())
        if "modalities" in section:
            files.modalities = read_modalities(section["modalities"])
    context = Context(basis, CHECKS)
    for section in sections:
        for node in section["rules"].sequence() if "rules" in section else ():
            _add_rule(files.rules, read_rule(node, context))
    return files


def _add(into: dict[str, object] | dict[str, Basis] | dict[str, Concept] | dict[str, Frame],
         new: Mapping[str, object], node: Node | None) -> None:  # fmt: skip
    for name, value in new.items():
        if name in into and node and node.keys:
            node.keys[name].fail(f"'{name}' is defined twice")
        into[name] = value  # type: ignore[assignment]


def _add_rule(rules: dict[str, Rule], rule: Rule) -> None:
    if rule.id in rules:
        first = rules[rule.id].mark
        rule.mark.fail(f"rule '{rule.id}' is defined twice (first at {first.path}:{first.line})")
    rules[rule.id] = rule


def _digest(folder: Path, bases: Iterable[Pack]) -> str:
    digest = hashlib.sha256()
    for path in files_of(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for base in bases:
        digest.update(base.stamp.sha256.encode())
    return digest.hexdigest()


def _merge(own: _Files, bases: Iterable[Pack]) -> Parts:
    concepts: dict[str, Concept] = {}
    frames: dict[str, Frame] = {}
    rules: dict[str, Rule] = {}
    modalities = own.modalities
    for base in bases:
        concepts |= base.concepts
        frames |= base.frames
        rules |= base.rules
        modalities = modalities or base.modalities
    for name, concept in own.concepts.items():
        concepts[name] = _extended(concepts, concept)
    return Parts(concepts, frames | own.frames, modalities, rules | own.rules)


def _extended(concepts: Mapping[str, Concept], concept: Concept) -> Concept:
    if not concept.extends:
        return concept
    if concept.id not in concepts:
        concept.mark.fail(f"no concept '{concept.id}' to extend{did_you_mean(concept.id, concepts)}")
    base = concepts[concept.id]
    return base._replace(
        terms=(*base.terms, *concept.terms),
        of=(*base.of, *concept.of),
        not_in=(*base.not_in, *concept.not_in),
        regexes=(*base.regexes, *concept.regexes),
    )


def _override(parts: Parts, node: Node | None) -> Parts:
    if node is None:
        return parts
    rules = dict(parts.rules)
    for name, child in node.mapping(rules, "rule").items():
        changed = override_rule(rules[name], child)
        if changed is None:
            del rules[name]
        else:
            rules[name] = changed
    return parts._replace(rules=rules)


def override_rule(rule: Rule, node: Node) -> Rule | None:
    """`rule` with what `node` says of it: `off` (None), a severity, or a mapping of severity and confidence."""
    if not isinstance(node.value, dict):
        word = "off" if node.value is False else node.choice((*Severity, "off"), "severity")
        return None if word == "off" else fix_severity(rule, Severity(word))
    keys = node.mapping(_OVERRIDE_KEYS, "key of an override")
    if "severity" in keys:
        rule = fix_severity(rule, Severity(keys["severity"].choice(tuple(Severity), "severity")))
    if "confidence" in keys:
        rule = rule._replace(confidence=float(keys["confidence"].number()))
    for name in ("options", "over"):
        if name in keys:
            rule = _tuned(rule, keys[name])
    return rule


def _tuned(rule: Rule, node: Node) -> Rule:
    """`rule` with other numbers, where it is of kind `cadence`."""
    if not isinstance(rule.spec, Cadence):
        node.fail(f"the numbers of '{rule.id}' cannot be changed: it is of kind '{rule.kind}', not 'cadence'")
    try:
        return rule._replace(spec=tuned(rule.spec, {name: one.value for name, one in node.mapping().items()}))
    except ValueError as error:
        node.fail(str(error))
