"""Packs -> lexicon: patterns, frames and rules compiled over the slots of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smslint.model import Excuse
from smslint.pack.types import Claim, Content, CueGroup, Frame, Pack, Pattern, Require, Rule, Spec
from smslint.scan.lexicon import Chain, Compiled, Cue, Framed, Group, Lexicon, Step, Trigger
from smslint.scan.vocabulary import Collector
from smslint.store import Deferred

# From an anchor so often met, a pattern is worth a look only if its other words were met too …
_WEAK = 0.009
# … but for words met in every message (您, 的, 将), which need no looking for.
_TELLS_NOTHING = 0.2


class Compiler:
    """Compiles `packs` with the field cue groups `cues`; used once."""

    def __init__(self, packs: Sequence[Pack], cues: Mapping[str, Sequence[str]]) -> None:
        self._packs, self._collector = packs, Collector()
        self._cues = {self._collector.literal(tuple(words), f"cue {name}"): name for name, words in cues.items()}

    def compile(self) -> Lexicon:
        """The lexicon."""
        for pack in self._packs:
            for concept in pack.concepts.values():
                self._collector.add(pack, concept)
            tuple(self._rules(pack))  # which words are late is known once every pattern has named those it starts from
        rules = tuple(one for pack in self._packs for one in self._rules(pack))
        collector = self._collector
        concepts = {name: collector.group((slot,)) for (_, name), slot in collector.concepts.items()}
        words, late = collector.vocabularies(_anchored(rules), self._cues)
        return Lexicon(
            words=words,
            late=late,
            digits=collector.digits,
            rules=rules,
            not_in=collector.not_in,
            regexes=collector.regexes,
            names=Deferred(collector.names),
            disguisable=tuple(collector.disguisable),
            concepts=concepts,
            unmasker=collector.unmasker(),
        )

    def _rules(self, pack: Pack) -> Iterator[Compiled]:
        frames = {name: self._frame(pack, frame) for name, frame in pack.frames.items()}
        modalities = tuple(self._frame(pack, frame) for frame in pack.modalities)
        return (self._rule(pack, rule, frames, modalities) for rule in pack.rules.values())

    def _rule(self, pack: Pack, rule: Rule, frames: Mapping[str, Framed], modalities: tuple[Framed, ...]) -> Compiled:
        spec = rule.spec.content if isinstance(rule.spec, Claim) else rule.spec
        content = spec if isinstance(spec, Content) else None
        require = spec if isinstance(spec, Require) else None
        unless = spec.unless if isinstance(spec, Content | Require) else None
        excuses = self._chains(pack, unless.phrases if unless else ())
        return Compiled(
            _light(rule),
            pack.stamp.id,
            Deferred(self._chains(pack, content.match if content else ())),
            self._chains(pack, require.phrases) if require else excuses,
            excuses if require else (),
            tuple(frames[name] for name in unless.frames) if unless else (),
            tuple(frames[name] for name in content.lower) if content else (),
            modalities if isinstance(rule.spec, Claim) else (),
            self._chains(pack, require.at if require else ()),
        )

    def _chains(self, pack: Pack, patterns: Iterable[Pattern]) -> tuple[Chain, ...]:
        return tuple(self._chain(pack, one) for one in patterns)

    def _chain(self, pack: Pack, pattern: Pattern) -> Chain:
        groups = [self._collector.fillers(pack, slot) for slot in pattern.slots]
        steps = tuple(
            Step(group, gap, not self._collector.common.isdisjoint(group.slots))
            for group, gap in zip(groups, pattern.gaps, strict=True)
        )
        anchor = min(steps, key=lambda step: (step.common, self._weight(step)))
        weak = self._weight(anchor) > _WEAK
        for step in steps:
            if step is anchor or (weak and self._weight(step) < _TELLS_NOTHING):
                for slot in step.group.slots:
                    self._collector.hasten(slot)
        needs = _bits(groups)
        early = _bits(group for group in groups if self._collector.late.isdisjoint(group.slots))
        unheld = Excuse(pattern.source, False)
        return Chain(pattern, steps, anchor.group, needs, early, unheld, self._chains(pack, pattern.beside))

    def _weight(self, step: Step) -> float:
        return sum(self._collector.weights[one] for one in step.group.slots)

    def _frame(self, pack: Pack, frame: Frame) -> Framed:
        cues = tuple(self._cue(pack, group) for group in frame.groups)
        not_in, not_after, not_before = (
            self._collector.phrases(terms, f"{frame.id} {what}")
            for what, terms in (
                ("not_in", frame.not_in),
                ("not_after", frame.not_after),
                ("not_before", frame.not_before),
            )
        )
        needs = _bits(cue.group for cue in cues)
        return Framed(frame.id, cues, needs, not_in, not_after, not_before, Excuse(frame.id, False))

    def _cue(self, pack: Pack, group: CueGroup) -> Cue:
        cancels = (self._collector.phrases(terms, "not beside a cue") for terms in (group.not_after, group.not_before))
        return Cue(self._collector.fillers(pack, group.slot), group.side, group.within, group.reach, *cancels)


def _light(rule: Rule) -> Rule:
    """`rule` without what is compiled and without its examples, which take most of the room."""
    return rule._replace(spec=_bare(rule.spec), bad=(), good=())


def _bare(spec: Spec) -> Spec:
    if isinstance(spec, Claim):
        return spec._replace(content=_bare_content(spec.content))
    if isinstance(spec, Content):
        return _bare_content(spec)
    if isinstance(spec, Require):
        return spec._replace(phrases=(), unless=spec.unless._replace(phrases=()))
    return spec


def _bare_content(content: Content) -> Content:
    return content._replace(match=(), unless=content.unless._replace(phrases=()))


def _bits(groups: Iterable[Group]) -> int:
    bits = 0
    for group in groups:
        bits |= group.bit
    return bits


def _anchored(rules: Sequence[Compiled]) -> dict[int, list[Trigger]]:
    """Number of a group -> the chains that start from its words."""
    anchored: dict[int, list[Trigger]] = {}
    for number, compiled in enumerate(rules):
        for place, chain in enumerate(compiled.chains):
            trigger = Trigger(number, place, chain.pattern.within == "clause", chain.early, chain.needs)
            anchored.setdefault(chain.anchor.number, []).append(trigger)
    return anchored
