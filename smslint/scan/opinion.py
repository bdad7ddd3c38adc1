"""A second opinion on wording: what a pack's likeness, learned from labelled messages, says of the rules' verdicts.

Rules know what was thought of; the likeness knows what unlawful sentences look like as a whole. Where it finds a
sentence quite unlike them, an error of a rule there is excused; where it finds one very like them that no rule
explains, it names the rule whose sentences it is most like. Both are told by `smslint explain`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from smslint.learned import ALIKE, UNLIKE, Likeness, grams
from smslint.message import Message, Stretch
from smslint.model import Evidence, Excuse, Form, Severity
from smslint.pack.types import Rule
from smslint.scan.context import Context, Fault
from smslint.text import Span

_MARKS = " ,:;!?。、~\n\r"


class Opinion:
    """What `likeness` thinks of the sentences of one message, each asked when needed."""

    def __init__(self, likeness: Likeness, message: Message) -> None:
        self.likeness, self.message = likeness, message

    @cached_property
    def sentences(self) -> tuple[tuple[Span, Stretch, float], ...]:
        """Where each sentence stands in the source and in the folded text, and its probability."""
        text = self.message.text
        return tuple(
            (self.message.to_source(start, end), (start, end), self.likeness.probability(grams(text[start:end])))
            for start, end in self.message.sentences
            if start < end
        )

    def of(self, span: Span) -> float:
        """The probability of the likeliest sentence that `span` touches."""
        return max([chance for sentence, _, chance in self.sentences if sentence.overlaps(span)], default=1.0)

    def heart(self, sentence: Stretch) -> Stretch:
        """The clause of `sentence` that speaks most for unlawful wording, without the marks around it."""
        clauses = [one for one in self.message.clauses if sentence[0] <= one[0] and one[1] <= sentence[1]]
        start, end = max(clauses or [sentence], key=self._pull)
        text = self.message.text
        while start < end and text[end - 1] in _MARKS:
            end -= 1
        while start < end and text[start] in _MARKS:
            start += 1
        return start, end

    def _pull(self, stretch: Stretch) -> float:
        return self.likeness.pull(grams(self.message.text[slice(*stretch)]))


def weighed(faults: Sequence[Fault], context: Context, opinion: Opinion, rules: Mapping[str, Rule]) -> Iterator[Fault]:
    """`faults` of wording, those excused that the opinion does not share, and those that it alone sees."""
    judged = [_excused(fault, opinion) if fault.severity is Severity.ERROR else fault for fault in faults]
    yield from judged
    if context.form is not Form.NONE:
        yield from _seen_alone(judged, opinion, rules)


def _excused(fault: Fault, opinion: Opinion) -> Fault:
    chance = opinion.of(fault.span)
    if chance >= UNLIKE:
        return fault
    excuse = Excuse("unlike unlawful wording", True, f"{chance:.3f}")
    evidence = dataclasses.replace(fault.evidence, excuses=(*fault.evidence.excuses, excuse))
    return dataclasses.replace(fault, severity=None, evidence=evidence)


def _seen_alone(judged: Sequence[Fault], opinion: Opinion, rules: Mapping[str, Rule]) -> Iterator[Fault]:
    for sentence, stretch, chance in opinion.sentences:
        if chance >= ALIKE:
            inside = [fault for fault in judged if fault.span.overlaps(sentence)]
            if not any(fault.severity is Severity.ERROR for fault in inside):
                fault = _fault(stretch, chance, opinion, rules)
                if fault is not None and not _judged(fault.rule, inside):
                    yield fault


def _judged(rule: Rule, faults: Collection[Fault]) -> bool:
    """Whether `rule` itself looked at the sentence and found it lawful or less grave."""
    return any(fault.rule.id == rule.id for fault in faults)


def _fault(sentence: Stretch, chance: float, opinion: Opinion, rules: Mapping[str, Rule]) -> Fault | None:
    features = grams(opinion.message.text[slice(*sentence)])
    name = opinion.likeness.rule(features, rules)
    if name is None:
        return None
    start, end = opinion.heart(sentence)
    said = " ".join(f"{one}+{weight:g}" for one, weight in opinion.likeness.reasons(features))
    evidence = Evidence(opinion.message.text[start:end], (f"likeness {chance:.2f}: {said}",))
    span = opinion.message.to_source(start, end)
    return Fault(rules[name], span, Severity.ERROR, evidence, clause=span)
