"""Scanning: one pass over a message's text, then the rules whose words were met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smslint.message import Message
from smslint.model import Finding, Form, RuleInfo
from smslint.pack.types import Limit, Pack, Rule
from smslint.scan.checks import CHECKS_ON_FACTS, check_faults, check_of
from smslint.scan.content import content_faults
from smslint.scan.context import Context, Fault
from smslint.scan.hits import Hits
from smslint.scan.lexicon import Compiled, Lexicon, Sense, compile_lexicon
from smslint.scan.limit import limit_faults
from smslint.scan.opinion import weighed
from smslint.scan.require import demands_of, require_faults
from smslint.scan.settle import Dresser, Weigh, settle

__all__ = ["Context", "Fault", "Hits", "Scanner"]

_Judge = Callable[[Compiled, Context], Iterator[Fault]]
_Plan = tuple[tuple[_Judge, Compiled, bool], ...]


class Scanner:
    """The loaded packs, ready to judge messages; immutable and safe to share between threads."""

    def __init__(
        self,
        packs: Sequence[Pack],
        cues: Mapping[str, Iterable[str]],
        lang: str,
        weigh: Weigh,
    ) -> None:
        self.lexicon: Lexicon = compile_lexicon(packs, cues)
        self.infos = {one.rule.id: rule_info(one.rule, lang) for one in self.lexicon.rules}
        self._dresser = Dresser(self.infos, lang, weigh)
        self._likeness = next((pack.likeness for pack in packs if pack.likeness is not None), None)
        self.worded = {one.rule.id: one.rule for one in self.lexicon.rules if one.rule.judges_wording}
        self._demands = {form: demands_of(self.lexicon.rules, form) for form in Form}
        self._plans = {form: _plan(self.lexicon.rules, form) for form in Form}

    def scan(self, message: Message, wild: Sequence[Sense] = ()) -> Hits:
        """The hits of `message`; as if it had words of the senses `wild` too."""
        return Hits(self.lexicon, message, wild)

    def judge(self, context: Context) -> tuple[Finding, ...]:
        """The findings of one message, unscored, in the order of the text."""
        return settle(self.faults(context), context, self._dresser)

    def faults(self, context: Context) -> Iterator[Fault]:
        """Every fault of one message, those that an exception or a lawful modality excuses included."""
        yield from require_faults(self._demands[context.form], context)
        for judge, compiled, on_facts in self._plans[context.form]:
            if context.facts or not on_facts:
                yield from judge(compiled, context)
        found = [*self._wording(context, context.hits)]
        if context.compact is not None:
            found += [fault for fault in self._wording(context, context.compact) if fault.evidence.disguised]
        if self._likeness is not None:
            yield from weighed(found, context, self._likeness, self.worded)
        else:
            yield from found

    def _wording(self, context: Context, hits: Hits) -> Iterator[Fault]:
        rules = self.lexicon.rules
        chosen: dict[int, list[int]] = {}
        for number, place in hits.started():
            chosen.setdefault(number, []).append(place)
        for number in sorted(chosen):
            compiled = rules[number]
            chains = [compiled.chains[place] for place in sorted(chosen[number])]
            yield from content_faults(compiled, chains, context, hits)


def _plan(rules: Iterable[Compiled], form: Form) -> _Plan:
    """The rules that look at every message of `form`, how they judge, and whether they do so only by facts."""
    return tuple(_planned(rules, form))


def _planned(rules: Iterable[Compiled], form: Form) -> Iterator[tuple[_Judge, Compiled, bool]]:
    for compiled in rules:
        spec = compiled.rule.spec
        check = check_of(spec)
        if not compiled.rule.forms or form in compiled.rule.forms:
            if isinstance(spec, Limit):
                yield limit_faults, compiled, False
            elif check is not None:
                yield check_faults, compiled, check.check in CHECKS_ON_FACTS


def rule_info(rule: Rule, lang: str) -> RuleInfo:
    """What reports say of `rule`, in `lang`."""
    return RuleInfo(
        rule.id,
        rule.title[lang],
        rule.category,
        rule.severity,
        rule.basis,
        rule.advice[lang],
        f"rules/docs/{rule.id}.md",
    )
