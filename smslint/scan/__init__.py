"""Scanning: one pass over a message's text, then the rules whose words were met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smslint.message import Message
from smslint.model import Finding, RuleInfo
from smslint.pack.types import Content, Pack, Rule
from smslint.scan.checks import check_faults
from smslint.scan.content import content_faults
from smslint.scan.context import Context, Fault
from smslint.scan.hits import Hits
from smslint.scan.lexicon import Compiled, Lexicon, compile_lexicon
from smslint.scan.limit import limit_faults
from smslint.scan.require import require_faults
from smslint.scan.settle import settle

__all__ = ["Context", "Fault", "Hits", "Scanner"]

_JUDGES: Mapping[str, Callable[[Compiled, Context], Iterator[Fault]]] = {
    "forbid": check_faults,
    "near": check_faults,
    "claim": check_faults,
    "require": require_faults,
    "limit": limit_faults,
    "consistency": check_faults,
}


class Scanner:
    """The loaded packs, ready to judge messages; immutable and safe to share between threads."""

    def __init__(
        self, packs: Sequence[Pack], cues: Mapping[str, Iterable[str]], is_word: Callable[[str], bool], lang: str
    ) -> None:
        self.lexicon: Lexicon = compile_lexicon(packs, cues, is_word)
        self.lang = lang
        self.infos = {one.rule.id: rule_info(one.rule, lang) for one in self.lexicon.rules}
        self._always = [
            one for one in self.lexicon.rules if not isinstance(one.rule.spec, Content) or one.rule.spec.check
        ]

    def scan(self, message: Message) -> Hits:
        """The hits of `message`."""
        return Hits(self.lexicon, message)

    def cues(self, hits: Hits) -> dict[str, list[tuple[int, int]]]:
        """The hits of the field cue groups, by group, sorted."""
        names = self.lexicon.cue_slots
        return {names[slot]: sorted((one[0], one[1]) for one in found) for slot, found in hits.raw.items() if slot in names}

    def judge(self, context: Context) -> tuple[Finding, ...]:
        """The findings of one message, unscored, in the order of the text."""
        return settle(self.faults(context), self.infos, context, self.lang)

    def faults(self, context: Context) -> Iterator[Fault]:
        """Every fault of one message, those that an exception or a lawful modality excuses included."""
        for compiled in self._always:
            yield from _JUDGES[compiled.rule.kind](compiled, context)
        yield from self._wording(context, context.hits)
        if context.compact is not None:
            yield from (fault for fault in self._wording(context, context.compact) if fault.evidence.disguised)

    def _wording(self, context: Context, hits: Hits) -> Iterator[Fault]:
        by_anchor, rules = self.lexicon.by_anchor, self.lexicon.rules
        chosen: dict[int, set[int]] = {}
        for slot in hits.raw:
            for number, place in by_anchor.get(slot, ()):
                chosen.setdefault(number, set()).add(place)
        for number, places in chosen.items():
            compiled = rules[number]
            yield from content_faults(compiled, [compiled.chains[place] for place in sorted(places)], context, hits)


def rule_info(rule: Rule, lang: str) -> RuleInfo:
    """What reports say of `rule`, in `lang`."""
    return RuleInfo(
        rule.id, rule.title[lang], rule.category, rule.severity, rule.basis, rule.advice[lang], f"rules/{rule.id}.md"
    )
