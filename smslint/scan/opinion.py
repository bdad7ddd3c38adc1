"""A second opinion on wording: what a pack's likeness, learned from labelled messages, says of the rules' verdicts.

Rules know what was thought of; the likeness knows what unlawful sentences look like as a whole. Where it finds a
sentence quite unlike them, an error of a rule there is excused, and where it finds one more like the milder ones, that
error is a warning; where it finds a sentence very like them that no rule explains, it names the rule whose sentences it
is most like. All are told by `smslint explain`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from smslint.learned import ALIKE, MILD, UNLIKE, Chances, Likeness, grams
from smslint.message import Message, Stretch
from smslint.model import Evidence, Excuse, Form, Severity
from smslint.pack.types import Rule
from smslint.scan.context import Context, Fault
from smslint.text import Span

_DOUBTFUL = 0.2  # from this chance on that it is no repayment message, a message is left to the rules
_TELLING = 10  # characters; a shorter sentence tells too little by itself
_UNKNOWN = Chances(1.0, 1.0)
_MARKS = " ,:;!?。、~\n\r"


class Opinion:
    """What `likeness` thinks of the sentences of one message, each asked when needed.

    `doubt` is the chance, 0–1, that the message is no repayment message after all.
    """

    def __init__(self, likeness: Likeness, message: Message, form: Form, doubt: float) -> None:
        self.likeness, self.message = likeness, message
        self.form_pull = (1 - doubt) * likeness.form_pull(form) + doubt * likeness.form_pull(Form.NONE)

    @cached_property
    def sentences(self) -> tuple[tuple[Span, Stretch, Chances], ...]:
        """Where each sentence stands in the source and in the folded text, and its chances."""
        text = self.message.text
        return tuple(
            (
                self.message.to_source(start, end),
                (start, end),
                self.likeness.chances(grams(text[start:end]), self.form_pull),
            )
            for start, end in self.message.sentences
            if start < end
        )

    def of(self, span: Span) -> Chances:
        """The chances of the likeliest sentence that `span` touches."""
        touched = [chances for sentence, _, chances in self.sentences if sentence.overlaps(span)]
        return max(touched, key=lambda one: one.fault, default=_UNKNOWN)

    def heart(self, sentence: Stretch) -> Stretch:
        """The clause of `sentence` that speaks most for unlawful wording, without the marks around it."""
        clauses = [one for one in self.message.clauses if sentence[0] <= one[0] and one[1] <= sentence[1]]
        start, end = max(clauses or [sentence], key=self._pull)
        text = self.message.text
        start = max(start, text.rfind("】", start, end - 1) + 1)  # not the signature
        while start < end and text[end - 1] in _MARKS:
            end -= 1
        while start < end and text[start] in _MARKS:
            start += 1
        return start, end

    def _pull(self, stretch: Stretch) -> float:
        return self.likeness.fault.pull(grams(self.message.text[slice(*stretch)]))


def weighed(
    faults: Sequence[Fault], context: Context, likeness: Likeness, rules: Mapping[str, Rule]
) -> Iterator[Fault]:
    """`faults` of wording, those excused that the opinion does not share, and those of `rules` that it alone sees."""
    opinion = Opinion(likeness, context.hits.message, context.form, context.doubt)
    judged = [_tempered(fault, opinion) if _open(fault, context) else fault for fault in faults]
    yield from judged
    if context.form is not Form.NONE and context.doubt < _DOUBTFUL:
        yield from _seen_alone(judged, opinion, rules)


def _open(fault: Fault, context: Context) -> bool:
    """Whether `fault` is an error of wording that the likeness may judge.

    It knows the talk of lenders; the swindlers who pose as courts demand no repayment, and the rules know them better.
    """
    if fault.severity is not Severity.ERROR or not fault.rule.judges_wording:
        return False
    return context.form is not Form.NONE or fault.rule.category != "legal"


def _tempered(fault: Fault, opinion: Opinion) -> Fault:
    """`fault`, an error of wording, as the opinion lets it stand."""
    chances = opinion.of(fault.span)
    if chances.fault < UNLIKE:
        return _with(fault, None, Excuse("unlike unlawful wording", True, f"{chances.fault:.3f}"))
    if chances.grave < MILD:
        return _with(fault, Severity.WARNING, Excuse("like milder wording", True, f"{chances.grave:.3f}"))
    return fault


def _with(fault: Fault, severity: Severity | None, excuse: Excuse) -> Fault:
    evidence = dataclasses.replace(fault.evidence, excuses=(*fault.evidence.excuses, excuse))
    return fault._replace(severity=severity, evidence=evidence)


def _seen_alone(judged: Sequence[Fault], opinion: Opinion, rules: Mapping[str, Rule]) -> Iterator[Fault]:
    for sentence, stretch, chances in opinion.sentences:
        severity = _severity(chances) if stretch[1] - stretch[0] >= _TELLING else None
        if severity is not None:
            inside = [fault for fault in judged if fault.span.overlaps(sentence)]
            if not any(fault.severity and fault.severity.rank >= severity.rank for fault in inside):
                fault = _fault(stretch, severity, chances, opinion, rules)
                if fault is not None and not _judged(fault.rule, inside):
                    yield fault


def _severity(chances: Chances) -> Severity | None:
    if chances.error >= ALIKE:
        return Severity.ERROR
    return Severity.WARNING if chances.fault >= ALIKE and chances.grave < MILD else None


def _judged(rule: Rule, faults: Collection[Fault]) -> bool:
    """Whether `rule` itself looked at the sentence and found it lawful or less grave."""
    return any(fault.rule.id == rule.id for fault in faults)


def _fault(
    sentence: Stretch, severity: Severity, chances: Chances, opinion: Opinion, rules: Mapping[str, Rule]
) -> Fault | None:
    features = grams(opinion.message.text[slice(*sentence)])
    name = opinion.likeness.rule(features, rules)
    if name is None:
        return None
    start, end = opinion.heart(sentence)
    said = " ".join(f"{one}+{weight:g}" for one, weight in opinion.likeness.reasons(features))
    evidence = Evidence(opinion.message.text[start:end], (f"likeness {chances.fault:.2f}: {said}",))
    span = opinion.message.to_source(start, end)
    return Fault(rules[name], span, severity, evidence, clause=span)
