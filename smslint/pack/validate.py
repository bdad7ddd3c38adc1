"""What is wrong with a pack beyond its spelling: names that do not exist, words that can never match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from smslint.errors import did_you_mean
from smslint.pack.mark import Mark
from smslint.pack.types import CATEGORIES, Claim, Concept, Content, Pack, Pattern, Require, Rule, Slot, Unless


def validate(pack: Pack) -> None:
    """Raise a PackError at the first fault of `pack`."""
    for concept in pack.concepts.values():
        _check_concept(concept, pack)
    for frame in (*pack.frames.values(), *pack.modalities):
        for group in frame.groups:
            _check_slot(group.slot, pack.concepts, frame.mark)
    for rule in pack.rules.values():
        _check_rule(rule, pack)


def _check_concept(concept: Concept, pack: Pack) -> None:
    for name in concept.of:
        _check_name(name, pack.concepts, concept.mark, "concept")
    if concept.id in _reached(concept, pack.concepts):
        concept.mark.fail(f"concept '{concept.id}' contains itself")
    for term in concept.terms:
        for phrase in concept.not_in:
            if phrase.text == term.text:
                term.mark.fail(f"the term '{term.text}' can never match: 'not_in' names the very same words")
    for phrase in concept.not_in:
        _check_not_in(phrase.text, phrase.mark, concept, pack.concepts)


def _check_not_in(phrase: str, mark: Mark, concept: Concept, concepts: Mapping[str, Concept]) -> None:
    members = [concept, *(concepts[name] for name in _reached(concept, concepts))]
    if not any(term.text in phrase for one in members for term in one.terms) and not concept.regexes:
        mark.fail(f"'not_in' phrase '{phrase}' can never apply: it holds no term of concept '{concept.id}'")


def _reached(concept: Concept, concepts: Mapping[str, Concept]) -> set[str]:
    reached: set[str] = set()
    waiting = list(concept.of)
    while waiting:
        name = waiting.pop()
        if name not in reached and name in concepts:
            reached.add(name)
            waiting.extend(concepts[name].of)
    return reached


def _check_rule(rule: Rule, pack: Pack) -> None:
    for pattern in patterns_of(rule):
        for one in (pattern, *pattern.beside):
            for slot in one.slots:
                _check_slot(slot, pack.concepts, one.mark)
    for name in frames_of(rule):
        _check_name(name, pack.frames, rule.mark, "frame")
    for name in rule.yields_to:
        _check_name(name, pack.rules, rule.mark, "rule")
    for name in rule.escalate.beside if rule.escalate else ():
        _check_name(name, (*CATEGORIES, *pack.rules), rule.mark, "rule or category")


def _check_slot(slot: Slot, concepts: Mapping[str, Concept], mark: Mark) -> None:
    for name in slot.concepts:
        _check_name(name, concepts, mark, "concept")


def _check_name(name: str, known: Iterable[str], mark: Mark, what: str) -> None:
    if name not in known:
        mark.fail(f"unknown {what} '{name}'{did_you_mean(name, known)}")


def patterns_of(rule: Rule) -> Iterator[Pattern]:
    """Every pattern of `rule`, those of its exceptions included."""
    match rule.spec:
        case Content(match=match, unless=unless):
            yield from (*match, *unless.phrases)
        case Claim(content=content):
            yield from (*content.match, *content.unless.phrases)
        case Require(phrases=phrases, unless=unless, at=at):
            yield from (*phrases, *unless.phrases, *at)


def frames_of(rule: Rule) -> tuple[str, ...]:
    """Every frame that `rule` names."""
    spec = rule.spec.content if isinstance(rule.spec, Claim) else rule.spec
    unless = spec.unless if isinstance(spec, Content | Require) else Unless()
    return (*unless.frames, *(spec.lower if isinstance(spec, Content) else ()))
