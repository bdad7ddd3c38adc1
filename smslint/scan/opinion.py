"""A second opinion on wording: what a pack's likeness, learned from labelled messages, says of the rules' verdicts.

Rules know what was thought of; the likeness knows what unlawful sentences look like as a whole. Where it finds a
sentence quite unlike them, an error of a rule there is excused, and where it finds one more like the milder ones, that
error is a warning. Where it finds a sentence very like them, it names the rules that its clauses break; and a rule that
the clauses are quite unlike gives way to those. All are told by `smslint explain`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from smslint.learned import ALIKE, ALIKE_ELSEWHERE, MILD, NAMED, UNLIKE, Chances, Likeness, wording
from smslint.message import Message, Stretch
from smslint.model import Evidence, Excuse, Form, Severity
from smslint.pack.types import Rule
from smslint.scan.context import Context, Fault
from smslint.text import Span

_OTHERS = 4.0  # how many times as many messages are none of repayment in the world as among those learned from
_TELLING = 10  # characters; a shorter sentence tells too little by itself
_VOUCHED = 0.65  # from this chance on, a clause by itself keeps a fault that its sentence does not speak for
_BESIDE = 0.5  # how much the rest of a sentence counts for a clause judged by itself
_STRANGE = 0.02  # below this chance that a sentence breaks a rule, another rule explains it better
_UNKNOWN = Chances(1.0, 1.0)
_MARKS = " ,:;!?。、~\n\r"


class Sentence:
    """What an `opinion` thinks of the sentence at `stretch` of its message."""

    def __init__(self, opinion: Opinion, stretch: Stretch) -> None:
        self.opinion, self.message, self.stretch = opinion, opinion.message, stretch
        self.span = self.message.to_source(*stretch)
        self.features = wording(self.message.text[slice(*stretch)])
        self.chances = opinion.chances(self.features, opinion.whole)

    def of(self, span: Span) -> Chances:
        """The chances of the sentence; where they speak for no fault, those of a clause that `span` touches.

        Those are judged as if nothing but the sentence had been sent, of which half counts, so that nobody can talk a
        fault away.
        """
        if self.chances.fault >= UNLIKE:
            return self.chances
        message, alone = self.message, _BESIDE * self.opinion.likeness.around.pull(self.features)
        touched = [one for one in message.clauses_in(self.stretch) if message.to_source(*one).overlaps(span)]
        clauses = [self.opinion.chances(wording(message.text[slice(*one)]), alone) for one in touched]
        likeliest = max(clauses, key=_fault_of, default=_UNKNOWN)
        return likeliest if likeliest.fault >= _VOUCHED else self.chances

    @property
    def severity(self) -> Severity | None:
        """How bad it is by itself; None where it may be lawful, or is too short to tell."""
        if self.stretch[1] - self.stretch[0] < _TELLING:
            return None
        if self.chances.error >= self.opinion.alike:
            return Severity.ERROR
        return Severity.WARNING if self.chances.fault >= self.opinion.alike and self.chances.grave < MILD else None

    @cached_property
    def named(self) -> Mapping[str, tuple[float, Stretch]]:
        """For each rule the chance that the sentence breaks it, and the clause that speaks most for that."""
        text, clauses = self.message.text, self.message.clauses_in(self.stretch)
        told = self.opinion.likeness.naming.value.chances(
            [wording(text[slice(*one)]) for one in clauses], self.features
        )
        likeliest: dict[str, tuple[float, Stretch]] = {}
        for clause, chances in zip(clauses, told, strict=True):
            for rule, chance in chances.items():
                if rule not in likeliest or chance > likeliest[rule][0]:
                    likeliest[rule] = chance, clause
        return likeliest


class Opinion:
    """What `likeness` thinks of the sentences of one message, each asked when needed.

    `doubt` is the chance, 0–1, that the message is none of repayment; if it is one, it is of `form`, or a demand where
    that is none.
    """

    def __init__(self, likeness: Likeness, message: Message, form: Form, doubt: float) -> None:
        self.likeness, self.message = likeness, message
        self.whole = likeness.around.pull(message.grams)
        demand = Form.FORMAL if form is Form.NONE else form
        doubt = _OTHERS * doubt / (1 - doubt + _OTHERS * doubt)
        self._forms = [one for one in ((1 - doubt, demand), (doubt, Form.NONE)) if one[0]]
        self.alike = ALIKE + (ALIKE_ELSEWHERE - ALIKE) * doubt  # from this chance on, a sentence is a fault by itself

    def chances(self, features: Collection[str], around: float) -> Chances:
        """What a sentence with these features is, beside what pulls it `around`."""
        return self.likeness.chances(features, self._forms, around)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the message."""
        return tuple([Sentence(self, one) for one in self.message.sentences if one[0] < one[1]])

    def of(self, span: Span) -> Chances:
        """The chances of the likeliest sentence or clause that `span` touches."""
        touched = [one.of(span) for one in self.sentences if one.span.overlaps(span)]
        return max(touched, key=_fault_of, default=_UNKNOWN)


def _fault_of(one: Chances) -> float:
    return one.fault


def _rank_of(fault: Fault) -> int:
    return fault.severity.rank if fault.severity else 0


def weighed(
    faults: Sequence[Fault], context: Context, likeness: Likeness, rules: Mapping[str, Rule]
) -> Iterator[Fault]:
    """`faults` of wording, those excused that the opinion does not share, and those of `rules` that it alone sees."""
    opinion = Opinion(likeness, context.hits.message, context.form, context.doubt)
    judged = [_tempered(fault, opinion) if _open(fault, context) else fault for fault in faults]
    for sentence in opinion.sentences:
        inside = [fault for fault in judged if fault.span.overlaps(sentence.span)]
        seen = [*_seen(sentence, inside, rules)] if sentence.severity else []
        live = [*seen, *(fault for fault in inside if fault.severity)]
        compete = len(live) > 1 and context.form is not Form.NONE
        fitting = [fault for fault in live if not _is_strange(fault, sentence)] if compete else live
        if 0 < len(fitting) < len(live):
            best = max(fitting, key=_rank_of)
            judged = [_outdone(fault, best, sentence) if fault in inside else fault for fault in judged]
        yield from seen
    yield from judged


def _open(fault: Fault, context: Context) -> bool:
    """Whether `fault` is an error of wording that the likeness may excuse.

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


def _outdone(fault: Fault, fitting: Fault, sentence: Sentence) -> Fault:
    """`fault`, excused if `sentence` is quite unlike those of its rule: another fits it."""
    assert fitting.severity is not None
    if not fault.severity or fault.severity.rank > fitting.severity.rank or not _is_strange(fault, sentence):
        return fault
    chance, _ = sentence.named[fault.rule.id]
    return _with(fault, None, Excuse(f"rather {fitting.rule.id}", True, f"{chance:.3f}"))


def _is_strange(fault: Fault, sentence: Sentence) -> bool:
    """Whether the sentence is quite unlike those that break the rule of `fault`, as far as that is known."""
    if not fault.rule.judges_wording:
        return False
    known = sentence.named.get(fault.rule.id)
    return known is not None and known[0] < _STRANGE


def _seen(sentence: Sentence, inside: Sequence[Fault], rules: Mapping[str, Rule]) -> Iterator[Fault]:
    """The faults of `rules` that the opinion sees in `sentence`: those that are likely, or the likeliest if none is."""
    known, live = {fault.rule.id for fault in inside}, [fault.severity for fault in inside if fault.severity]
    told = {name: told for name, told in sentence.named.items() if name in rules and name not in known}
    likeliest = sorted(told, key=lambda name: (-told[name][0], name))
    chosen = [name for name in likeliest if told[name][0] >= NAMED] or ([] if live else likeliest[:1])
    explained = any(one is sentence.severity for one in (*live, *(rules[name].severity for name in chosen)))
    for place, name in enumerate(chosen):
        whole = place == 0 and not explained  # the likeliest is what makes the sentence so bad
        yield _fault(rules[name], told[name][1], sentence, whole=whole)


def _fault(rule: Rule, clause: Stretch, sentence: Sentence, *, whole: bool) -> Fault:
    assert sentence.severity is not None
    text = sentence.message.text
    start, end = _bared(text, clause)
    said = " ".join(f"{one}+{weight:g}" for one, weight in sentence.opinion.likeness.reasons(sentence.features))
    evidence = Evidence(text[start:end], (f"likeness {sentence.chances.fault:.2f}: {said}",))
    severity = sentence.severity if whole else min(sentence.severity, rule.severity, key=lambda one: one.rank)
    span = sentence.message.to_source(start, end)
    return Fault(rule, span, severity, evidence, clause=span)


def _bared(text: str, clause: Stretch) -> Stretch:
    """`clause` without a signature and the marks around it."""
    start, end = clause
    start = max(start, text.rfind("】", start, end - 1) + 1)
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    while start < end and text[start] in _MARKS:
        start += 1
    return start, end
