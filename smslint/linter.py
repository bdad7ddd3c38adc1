"""The linter: the only place that knows the order of the steps from a draft to a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smslint import fields
from smslint.errors import ConfigError, did_you_mean
from smslint.facts import flatten_facts
from smslint.fields import Inferred
from smslint.message import Message, build_message
from smslint.model import NO_FACTS, Draft, Form, PackStamp, Report, Severity
from smslint.normalize import compact
from smslint.pack import Pack, Rule, find_pack, load_pack
from smslint.pack.types import LANGUAGES
from smslint.recall import Memory, Outline, Studied
from smslint.scan import Context, Fault, Hits, Scanner
from smslint.scan.lexicon import Sense
from smslint.score import points, score
from smslint.segment import Segmenter
from smslint.sms import count_segments

if TYPE_CHECKING:
    from smslint.recall.wild import Grounds

DEFAULT_PACKS = ("cn-collection",)
REMEMBERED = 4096


class Linter:
    """Checks drafts against rule packs.

    Immutable once made and safe to share between threads; making one reads the packs, so make it once.
    `packs` are ids of shipped packs, folders, or packs already loaded; `lang` is `zh` or `en`; `placeholders` are
    further patterns of template variables. Of so many kinds of messages (those that differ in name, sums and account
    number alone) it will `remember` the verdict, unless there are `placeholders`; 0 turns that off and changes no
    report. Raises PackError for a faulty pack, ConfigError for a wrong argument.
    """

    def __init__(
        self,
        packs: Sequence[str | Path | Pack] = DEFAULT_PACKS,
        *,
        lang: str = "zh",
        placeholders: Sequence[re.Pattern[str]] = (),
        remember: int = REMEMBERED,
    ) -> None:
        if lang not in LANGUAGES:
            raise ConfigError(f"unknown language '{lang}'; one of {', '.join(LANGUAGES)}")
        self._packs = tuple(one if isinstance(one, Pack) else load_pack(find_pack(str(one))) for one in packs)
        self._lang, self._placeholders = lang, tuple(placeholders)
        self._segmenter = Segmenter(word for pack in self._packs for word in pack.words)
        self._scanner = Scanner(self._packs, fields.CUES, lang, points)
        is_remembering = remember > 0 and not placeholders  # which may tell names and digits apart by any rule
        self._memory = Memory(remember, self._judge, self._study, self._segmenter) if is_remembering else None

    @property
    def packs(self) -> tuple[PackStamp, ...]:
        """Which packs judge, with version and content hash."""
        return tuple(pack.stamp for pack in self._packs)

    @cached_property
    def _grounds(self) -> Grounds:
        from smslint.recall.wild import Grounds  # not needed before a second message of one kind

        return Grounds(self._scanner.lexicon)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by id."""
        return {rule.id: rule for pack in self._packs for rule in pack.rules.values()}

    def lint(
        self, draft: Draft | str, *, form: Form | str | None = None, facts: Mapping[str, object] | None = None
    ) -> Report:
        """The report of one draft. `form` is a Form, its name, or `auto`; `facts` nested or dotted.

        Raises ConfigError for an unknown form and InputError for an unknown or ill-typed fact.
        """
        draft = _as_draft(draft, form, facts)
        return self._judge(draft) if self._memory is None else self._memory.report(draft)

    def lint_many(self, drafts: Iterable[Draft | str]) -> Iterator[Report]:
        """The reports of many drafts, in order, one at a time."""
        return (self.lint(draft) for draft in drafts)

    def inspect(
        self, draft: Draft | str, *, form: Form | str | None = None, facts: Mapping[str, object] | None = None
    ) -> tuple[Context, str, list[Fault]]:
        """What `lint` sees on the way: the context, the reason for the form, and every fault, excused ones included."""
        context, reason = self._look(_as_draft(draft, form, facts))
        return context, reason, list(self._scanner.faults(context))

    @property
    def scanner(self) -> Scanner:
        """The compiled packs."""
        return self._scanner

    def _judge(self, draft: Draft) -> Report:
        return self._report(draft, *self._look(draft))

    def _study(self, draft: Draft, outline: Outline) -> Studied:
        """The report of `draft`, made under watch: what it rests on, as far as `outline` fills in the text."""
        from smslint.recall.proof import Evidence, Watched
        from smslint.recall.view import views_of

        watched = Watched(self._segmenter)
        message = build_message(draft, watched, self._placeholders)
        views = views_of(message.normal, outline)
        wild = self._grounds.wild(draft.text, views)
        context, reason = self._look_at(message, wild)
        report = self._report(draft, context, reason)
        hits = (context.hits,) if context.compact is None else (context.hits, context.compact)
        return Studied(report, Evidence(views, hits, wild, watched, self._grounds))

    def _look(self, draft: Draft) -> tuple[Context, str]:
        return self._look_at(build_message(draft, self._segmenter, self._placeholders))

    def _look_at(self, message: Message, wild: Sequence[Sense] = ()) -> tuple[Context, str]:
        draft = message.draft
        hits = self._scanner.scan(message, wild)
        found = fields.extract(message, hits.cues)
        told = _given(draft.form) if draft.form else fields.infer_form(message, found, self._lang)
        context = Context(
            hits,
            self._compact(message, wild),
            found,
            told.form,
            _with_derived(draft.facts) if draft.facts else draft.facts,
            frozenset([one.kind for one in found]),
            frozenset([one.kind for one in found if not one.generic]),
            told.none,
        )
        if told.again:
            return self._second_look(context, told.reason)
        return context, told.reason

    def _second_look(self, context: Context, reason: str) -> tuple[Context, str]:
        """`context` as of a formal demand if, so read, it does what only such a message does."""
        formal = replace(context, form=Form.FORMAL, doubt=min(context.doubt, _EVEN))
        found = self._scanner.judge(formal)
        worded = [one.rule for one in found if one.severity is Severity.ERROR and one.rule.id in self._scanner.worded]
        grave = any(one.category in _TELLING for one in worded)
        return (formal, _PRESSES[self._lang]) if grave else (context, reason)

    def _compact(self, message: Message, wild: Sequence[Sense]) -> Hits | None:
        squeezed = compact(message.normal)
        if squeezed is None:
            return None
        plain = Message(message.draft, squeezed, message.variables, message.segmenter, plain=message)
        return self._scanner.scan(plain, wild)

    def _report(self, draft: Draft, context: Context, reason: str) -> Report:
        findings, total, grade, contributions = score(self._scanner.judge(context))
        return Report(
            draft=draft,
            form=context.form,
            form_given=draft.form is not None,
            form_reason=reason,
            fields=tuple(context.fields),
            findings=findings,
            score=total,
            grade=grade,
            contributions=contributions,
            segments=count_segments(draft.text),
        )


def _as_draft(draft: Draft | str, form: Form | str | None, facts: Mapping[str, object] | None) -> Draft:
    if isinstance(draft, Draft):
        if form is None and facts is None:
            return draft
        return replace(draft, form=parse_form(form) or draft.form, facts={**draft.facts, **flatten_facts(facts or {})})
    flat = flatten_facts(facts) if facts else NO_FACTS
    return Draft(draft, form=parse_form(form if form is not None else _text(flat.get("form"))), facts=flat)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def parse_form(form: Form | str | None) -> Form | None:
    """The form named; None for None and `auto`. Raises ConfigError for any other text."""
    if form is None or form == "auto" or form == "":
        return None
    try:
        return Form(form)
    except ValueError:
        known = [*Form, "auto"]
        raise ConfigError(f"unknown form '{form}'{did_you_mean(form, known)}; one of {', '.join(known)}") from None


def _given(form: Form) -> Inferred:
    return Inferred(form, "given", float(form is Form.NONE))


# Faults that a text of another kind hardly ever has: what may be a demand and has one of them is a demand.
_TELLING = frozenset(("legal", "third-party", "privacy", "threat"))
_EVEN = 0.5  # who looks a second time takes either for as likely
_PRESSES = {"zh": "含催收性质的用语", "en": "it has wording that presses a debtor"}
_LIMITATION_DAYS = 3 * 365 + 1  # 民法典 188: three years, a leap day included


def _with_derived(facts: Mapping[str, object]) -> Mapping[str, object]:
    """`facts` with what follows from them (`limitation_passed`)."""
    days = facts.get("overdue_days")
    due, sent = facts.get("due_date"), facts.get("send_at")
    if not isinstance(days, int) and due is not None and sent is not None:
        import datetime as dt

        first, last = (one.date() if isinstance(one, dt.datetime) else one for one in (due, sent))
        days = (last - first).days if isinstance(first, dt.date) and isinstance(last, dt.date) else None
    if isinstance(days, int) and days > _LIMITATION_DAYS:
        return {**facts, "limitation_passed": True}
    return facts
