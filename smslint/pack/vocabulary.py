"""concepts.yaml, frames.yaml and basis.yaml -> concepts, frames, modalities and clauses."""

from __future__ import annotations

from collections.abc import Iterator

from smslint.model import Basis
from smslint.normalize import fold_term
from smslint.pack.nodes import Node
from smslint.pack.types import (
    MODALITIES,
    WITHIN,
    Concept,
    CueGroup,
    Frame,
    RegexTerm,
    Slot,
    Term,
)

_CONCEPT_KEYS = ("terms", "anywhere", "of", "not_in", "regex", "common", "disguise", "extend")
_FRAME_KEYS = ("cues", "not_in", "not_after", "not_before")
_CUE_KEYS = ("terms", "concepts", "side", "within", "reach", "not_after", "not_before")
_REGEX_KEYS = ("pattern", "keywords", "digits")
BASIS_STATUS = ("read", "secondary", "analogy", "policy")
SIDES = ("before", "after", "around")
_DEFAULT_REACH = 20


def read_concepts(node: Node) -> dict[str, Concept]:
    """The concepts of a `concepts:` mapping; a bare list is a list of whole-word terms."""
    return {name: _concept(name, child) for name, child in node.mapping().items()}


def _concept(name: str, node: Node) -> Concept:
    if isinstance(node.value, list):
        return Concept(name, tuple(_terms(node, False)), disguise=False, mark=node.mark)
    keys = node.mapping(_CONCEPT_KEYS, "key of a concept")
    terms = [term for key, anywhere in (("terms", False), ("anywhere", True)) if key in keys
             for term in _terms(keys[key], anywhere)]  # fmt: skip
    concept = Concept(
        name,
        tuple(terms),
        keys["of"].strings() if "of" in keys else (),
        tuple(_terms(keys["not_in"], True)) if "not_in" in keys else (),
        tuple(_regex(child) for child in keys["regex"].sequence()) if "regex" in keys else (),
        keys["common"].flag() if "common" in keys else False,
        "disguise" in keys and (keys["disguise"].value == "homophones" or keys["disguise"].flag()),
        "disguise" in keys and keys["disguise"].value == "homophones",
        keys["extend"].flag() if "extend" in keys else False,
        node.mark,
    )
    if not (concept.terms or concept.of or concept.regexes):
        node.fail(f"concept '{name}' has no words")
    return concept


def _terms(node: Node, anywhere: bool) -> Iterator[Term]:
    seen: dict[str, str] = {}
    for child in node.sequence():
        text = child.text()
        folded = fold_term(text)
        if not folded.strip() or folded != folded.strip():
            child.fail(f"the term '{text}' can never match: nothing is left of it, or a space at its edge")
        if folded in seen:
            child.fail(f"duplicate term '{text}' (as '{seen[folded]}')")
        seen[folded] = text
        yield Term(folded, anywhere, child.mark)


def _regex(node: Node) -> RegexTerm:
    keys = node.mapping(_REGEX_KEYS, "key of a regex")
    if "pattern" not in keys or not ("keywords" in keys or "digits" in keys):
        node.fail("a regex needs a 'pattern', and 'keywords' or 'digits' that say where to try it")
    pattern = keys["pattern"].text()
    keywords = tuple(fold_term(word) for word in keys["keywords"].strings()) if "keywords" in keys else ()
    _check_regex(pattern, keys["pattern"])
    return RegexTerm(pattern, keywords, node.mark, int(keys["digits"].number()) if "digits" in keys else 0)


def _check_regex(pattern: str, node: Node) -> None:
    import regex

    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        node.fail(f"not a valid regular expression: {error}")
    if compiled.fullmatch(""):
        node.fail("the regular expression matches the empty text")


def read_frames(node: Node) -> dict[str, Frame]:
    """The frames of a `frames:` mapping."""
    return {name: _frame(name, child) for name, child in node.mapping().items()}


def _frame(name: str, node: Node) -> Frame:
    keys = node.mapping(_FRAME_KEYS, "key of a frame")
    if "cues" not in keys:
        node.fail(f"frame '{name}' has no cues")
    lists = {key: tuple(_terms(keys[key], True)) if key in keys else () for key in _FRAME_KEYS[1:]}
    return Frame(name, tuple(_cues(child) for child in keys["cues"].sequence()), mark=node.mark, **lists)


def _cues(node: Node) -> CueGroup:
    keys = node.mapping(_CUE_KEYS, "key of a cue group")
    terms = tuple(term.text for term in _terms(keys["terms"], True)) if "terms" in keys else ()
    concepts = keys["concepts"].strings() if "concepts" in keys else ()
    if not terms and not concepts:
        node.fail("a cue group needs 'terms' or 'concepts'")
    return CueGroup(
        Slot(concepts, terms),
        keys["side"].choice(SIDES, "side") if "side" in keys else "before",
        keys["within"].choice(WITHIN, "stretch") if "within" in keys else "clause",
        int(keys["reach"].number()) if "reach" in keys else _DEFAULT_REACH,
        **{key: tuple(_terms(keys[key], True)) for key in _FRAME_KEYS[2:] if key in keys},
    )


def read_modalities(node: Node) -> tuple[Frame, ...]:
    """The modalities of a `modalities:` mapping, in the order in which they are tried."""
    return tuple(_frame(name, child) for name, child in node.mapping(MODALITIES, "modality").items())


def read_basis(node: Node) -> dict[str, Basis]:
    """The clauses of a `basis:` mapping, by key."""
    return {key: _basis(child) for key, child in node.mapping().items()}


def _basis(node: Node) -> Basis:
    keys = node.mapping(("instrument", "article", "status"), "key of a basis")
    if "instrument" not in keys or "status" not in keys:
        node.fail("a basis needs 'instrument' and 'status'")
    article = keys["article"].text() if "article" in keys else ""
    return Basis(keys["instrument"].text(), article, keys["status"].choice(BASIS_STATUS, "status"))
