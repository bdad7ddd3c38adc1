"""What a rule pack is once read: concepts, frames, modalities, rules. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from smslint.learned import Likeness
from smslint.model import Basis, FieldKind, Form, PackStamp, Severity
from smslint.pack.mark import Mark
from smslint.store import Deferred

LANGUAGES = ("zh", "en")
KINDS = ("forbid", "near", "claim", "require", "limit", "consistency", "cadence")
CATEGORIES = (
    "required", "form", "threat", "legal", "third-party", "privacy", "money", "contact", "cadence", "platform",
    "disguise",
)  # fmt: skip
MODALITIES = ("reserved", "conditional", "possible", "future", "imminent", "ongoing", "done")
CHECKS = (
    "parts-sum", "date-exists", "overdue-agrees", "one-amount-a-role", "one-hotline", "agency-named", "addressee",
    "rate", "disguised-wording", "id-number", "account-number", "pressure",
    "characters", "inner-brackets", "traditional", "adjacent-variables", "only-variables", "repeated-variable",
    "variable-contact", "signature-form", "signature-first", "optout", "collection-content",
)  # fmt: skip
WITHIN = ("clause", "sentence", "message")

Words = Mapping[str, str]  # language -> text
_NONE: Mapping[Any, Any] = {}


class Term(NamedTuple):
    """A literal, folded as text is; `anywhere` terms match across the edges of words."""

    text: str
    anywhere: bool
    mark: Mark


class RegexTerm(NamedTuple):
    """A regular expression over folded text, tried only where a keyword or a run of so many digits stands."""

    pattern: str
    keywords: tuple[str, ...]
    mark: Mark
    digits: int = 0


class Concept(NamedTuple):
    """A named class of words. `common` words are poor anchors; those with `disguise` are also looked for disguised."""

    id: str
    terms: tuple[Term, ...]
    of: tuple[str, ...] = ()
    not_in: tuple[Term, ...] = ()
    regexes: tuple[RegexTerm, ...] = ()
    common: bool = False
    disguise: bool = False
    homophones: bool = False  # short words too are looked for as they sound
    extends: bool = False  # adds its words to the concept of the same name in the pack that is extended
    mark: Mark = Mark("", 0, 0)


class Slot(NamedTuple):
    """One place of a pattern: any word of the concepts, or any of the literals."""

    concepts: tuple[str, ...]
    literals: tuple[str, ...]


class Pattern(NamedTuple):
    """Slots in order; before slot i stands at most `gaps[i]` characters since slot i-1 (0 for the first)."""

    source: str
    slots: tuple[Slot, ...]
    gaps: tuple[int, ...]
    within: str
    severity: Severity | None
    mark: Mark
    at_most: Severity | None = None  # of a claim: a milder act, whatever its modality
    beside: tuple[Pattern, ...] = ()  # counts only where one of these stands somewhere in the message too
    forms: tuple[Form, ...] = ()  # counts in messages of these forms, whatever forms its rule names
    verdict: Severity | None = None  # of a claim: this severity, whatever its modality


class CueGroup(NamedTuple):
    """Words that open a frame: for what stands on `side` (before: the cue precedes it) within a stretch and a reach."""

    slot: Slot
    side: str
    within: str
    reach: int
    not_after: tuple[Term, ...] = ()  # as those of the frame, for this group alone
    not_before: tuple[Term, ...] = ()


class Frame(NamedTuple):
    """A stretch in which words mean something else (a denial, a warning, a quotation …)."""

    id: str
    groups: tuple[CueGroup, ...]
    not_in: tuple[Term, ...]
    not_after: tuple[Term, ...]
    not_before: tuple[Term, ...]
    mark: Mark


class FactTest(NamedTuple):
    """Alternatives of facts that must all be true: `litigation.filed & litigation.case_no`."""

    alternatives: tuple[tuple[str, ...], ...] = ()

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether any alternative has all its facts present and true."""
        return any(all(_holds(name, facts) for name in names) for names in self.alternatives)


def _holds(name: str, facts: Mapping[str, object]) -> bool:
    wanted, equals, value = name.partition("=")
    return str(facts.get(wanted)) == value if equals else bool(facts.get(wanted))


class Unless(NamedTuple):
    """What excuses a hit: a frame around it, a phrase in its reach, a field of the message, or facts."""

    frames: tuple[str, ...] = ()
    phrases: tuple[Pattern, ...] = ()
    fields: tuple[FieldKind, ...] = ()
    facts: FactTest = FactTest()


class Verdict(NamedTuple):
    """What a modality is worth: a severity or None (ok), by form where forms differ, and the facts that make it ok."""

    severity: Severity | None
    by_form: Mapping[Form, Severity | None] = _NONE
    ok_if: FactTest = FactTest()

    def judge(self, form: Form, facts: Mapping[str, object]) -> Severity | None:
        """The severity for `form` with `facts`, or None where the wording is lawful."""
        if self.ok_if.holds(facts):
            return None
        return self.by_form.get(form, self.severity)


class Escalation(NamedTuple):
    """Becomes `severity` beside a finding of these categories or rules; if `silent`, a milder one alone is none."""

    severity: Severity
    beside: tuple[str, ...]
    silent: bool = False


class Rewrite(NamedTuple):
    """A compliant wording for the clause of a hit (empty: leave it out), for some forms or for all."""

    text: Words
    forms: tuple[Form, ...]


class Consistency(NamedTuple):
    """Kind `consistency`: a named check over fields and facts, with its options."""

    check: str
    options: Mapping[str, object]


class Content(NamedTuple):
    """Kinds `forbid` and `near`: wording that must not stand in a message."""

    match: tuple[Pattern, ...]
    unless: Unless = Unless()
    lower: tuple[str, ...] = ()  # frames that lower the severity by one
    where: str = "any"  # any | body | signature
    when: FactTest | None = None
    check: Consistency | None = None  # a named check that finds what no pattern can, under the same rule


class Claim(NamedTuple):
    """Kind `claim`: an action whose verdict depends on its modality."""

    content: Content
    table: Mapping[str, Verdict]
    default: str


class Require(NamedTuple):
    """Kind `require`: a field or a phrase that must stand in the message, by form."""

    fields: tuple[FieldKind, ...]
    phrases: tuple[Pattern, ...]
    by_form: Mapping[Form, Severity]
    strict_forms: tuple[Form, ...]  # forms for which a generic field is too weak
    when: FactTest | None
    unless: Unless
    place: str  # start | end | after-<field kind>
    insert: Words
    at: tuple[Pattern, ...] = ()  # the words that call for it, where the fault is shown; if given, one must stand


class Limit(NamedTuple):
    """Kind `limit`: a measure of the message against numbers; a variable takes at most so many characters."""

    measure: str
    over: Mapping[Severity, float]
    forms: tuple[Form, ...] = ()
    variable: int = 0


class Cadence(NamedTuple):
    """Kind `cadence`: a named check over the sends to one recipient, which no single message can fail.

    `options` are its numbers, `over` the counts above which it speaks, `by_form` the severities where forms differ.
    """

    check: str
    options: Mapping[str, object]
    over: Mapping[Severity, float]
    by_form: Mapping[Form, Severity] = _NONE


Spec = Content | Claim | Require | Limit | Consistency | Cadence


class Example(NamedTuple):
    """A text that the rule must hit (`bad`, the words between « and » if marked) or leave alone."""

    text: str
    marked: tuple[int, int] | None
    form: Form | None
    facts: Mapping[str, object]
    severity: Severity | None
    mark: Mark


class Rule(NamedTuple):
    """One rule of a pack, whole."""

    id: str
    kind: str
    category: str
    severity: Severity
    confidence: float
    title: Words
    message: Words
    advice: Words
    basis: tuple[Basis, ...]
    spec: Spec
    forms: tuple[Form, ...]
    yields_to: tuple[str, ...]
    escalate: Escalation | None
    rewrites: tuple[Rewrite, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    stage: str
    mark: Mark

    @property
    def judges_wording(self) -> bool:
        """Whether it judges what is said: no number, link, signature or disguise, which patterns show better."""
        content = self.spec.content if isinstance(self.spec, Claim) else self.spec
        if not isinstance(content, Content) or self.category in ("disguise", "contact"):
            return False
        return content.check is None and content.where != "signature"


class Parts(NamedTuple):
    """What a pack is made of: shared vocabulary and rules."""

    concepts: Mapping[str, Concept] = _NONE
    frames: Mapping[str, Frame] = _NONE
    modalities: tuple[Frame, ...] = ()  # in the order in which they are tried
    rules: Mapping[str, Rule] = _NONE


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack. Its parts are read from the store only where somebody wants to see them."""

    stamp: PackStamp
    title: Words
    path: str
    categories: Mapping[str, str]  # of every rule, by id
    parts: Deferred[Parts]
    likeness: Likeness | None = None  # what was learned from labelled messages
    words: tuple[str, ...] = ()  # that the dictionary of words lacks (product names, words of the trade)
    content: str = field(default="", compare=False)  # tells packs apart without reading them; "" if that is not known

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """The classes of words, by id."""
        return self.parts.value.concepts

    @property
    def frames(self) -> Mapping[str, Frame]:
        """The frames, by id."""
        return self.parts.value.frames

    @property
    def modalities(self) -> tuple[Frame, ...]:
        """The frames of modality, in the order in which they are tried."""
        return self.parts.value.modalities

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by id."""
        return self.parts.value.rules

    def with_parts(self, parts: Parts, content: str = "") -> Pack:
        """The pack with other parts; `content` tells it from others."""
        categories = {name: rule.category for name, rule in parts.rules.items()}
        return replace(self, categories=categories, parts=Deferred(parts), content=content)
