"""Named checks over fields and facts, for what no pattern can see. Kind `consistency`, or `check` of a content rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from smslint.model import Evidence, Field, FieldKind, Role, Severity
from smslint.pack.types import Claim, Consistency, Content, Spec
from smslint.patterns import compiled
from smslint.scan import platform
from smslint.scan.context import Context, Fault
from smslint.scan.evasion import disguised_words
from smslint.scan.identifiers import account_numbers, id_numbers
from smslint.scan.lexicon import Compiled
from smslint.scan.wording import pressure
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]
CHECKS_ON_FACTS = frozenset({"overdue-agrees", "agency-named", "addressee", "rate"})  # silent where no facts are given
_PARTS = (Role.PRINCIPAL, Role.INTEREST, Role.PENALTY, Role.FEE)
_TOLERANCE = Decimal("0.01")


def check_of(spec: Spec) -> Consistency | None:
    """The named check of a rule, if it has one."""
    content = spec.content if isinstance(spec, Claim) else spec
    return content if isinstance(content, Consistency) else content.check if isinstance(content, Content) else None


def check_faults(compiled: Compiled, context: Context) -> Iterator[Fault]:
    """The faults of the rule's named check, if it has one and looks at messages of this form."""
    rule, check = compiled.rule, check_of(compiled.rule.spec)
    if check is None:
        return
    for span, values, related in CHECKS[check.check](context, check.options):
        severity = Severity(values["severity"]) if "severity" in values else rule.severity
        evidence = Evidence(span.of(context.text), (check.check,))
        yield Fault(rule, span, severity, evidence, values, clause=span, related=related)


class Conflict(NamedTuple):
    """Sums that contradict one another: which check says so and where, what it tells, and the sums beside."""

    check: str
    span: Span
    values: Mapping[str, str]
    related: tuple[Span, ...]


def conflicts_of(fields: Sequence[Field]) -> tuple[Conflict, ...]:
    """Where the sums stated contradict one another."""
    found = [Conflict("parts-sum", *one) for one in _parts_sum(fields)]
    found += [Conflict("one-amount-a-role", *one) for one in _one_amount_a_role(fields)]
    return tuple(found)


def _amounts(fields: Iterable[Field], *roles: Role) -> list[Field]:
    return [
        one for one in fields if one.kind is FieldKind.AMOUNT and one.role in roles and isinstance(one.value, Decimal)
    ]


def parts_sum(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The total where the labelled parts stated beside it do not sum to it."""
    return _parts_sum(context.fields)


def _parts_sum(fields: Sequence[Field]) -> Iterator[Found]:
    parts = _amounts(fields, *_PARTS)
    if len(parts) < 2:
        return
    totals = _amounts(fields, Role.TOTAL)
    has_variable = any(one.kind is FieldKind.AMOUNT and not isinstance(one.value, Decimal) for one in fields)
    if len({one.value for one in totals}) != 1 or has_variable:
        return
    total = totals[0]
    stated = sum((one.value for one in _distinct(parts) if isinstance(one.value, Decimal)), Decimal(0))
    if isinstance(total.value, Decimal) and abs(stated - total.value) > _TOLERANCE:
        yield total.span, {"sum": f"{stated:.2f}", "total": f"{total.value:.2f}"}, tuple(one.span for one in parts)


def _distinct(parts: list[Field]) -> list[Field]:
    seen: dict[tuple[object, object], Field] = {}
    for one in parts:
        key = (one.role, one.value) if one.role is not Role.FEE else (one.span, one.value)
        seen.setdefault(key, one)
    return list(seen.values())


def one_amount_a_role(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The second of two sums for one role that differ (written in capitals and in digits, say)."""
    return _one_amount_a_role(context.fields)


def _one_amount_a_role(fields: Sequence[Field]) -> Iterator[Found]:
    if sum([one.kind is FieldKind.AMOUNT for one in fields]) < 2:
        return
    for role in (Role.TOTAL, Role.MINIMUM, Role.PRINCIPAL, Role.INTEREST, Role.PENALTY):
        stated = _amounts(fields, role)
        for one in stated[1:]:
            if one.value != stated[0].value:
                yield one.span, {"first": stated[0].raw, "second": one.raw}, (stated[0].span,)
                break


def one_hotline(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The second of two different hotlines of the lender."""
    numbers = [one for one in context.of_kind(FieldKind.HOTLINE) if isinstance(one.value, str)]
    for one in numbers[1:]:
        if one.value != numbers[0].value:
            yield one.span, {"first": numbers[0].raw, "second": one.raw}, (numbers[0].span,)
            return


_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_YEAR_BEFORE = r"(\d{4})年$"
_ISO = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"


def date_exists(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Every date of the text that no calendar has (2月30日, 13月)."""
    text = context.hits.message.text
    for found in _DAY.finditer(text) if "月" in text else ():
        year = compiled(_YEAR_BEFORE).search(text, max(0, found.start() - 5), found.start())
        begin = year.start() if year else found.start()
        if not _exists(int(year[1]) if year else None, int(found[1]), int(found[2])) and _whole_number(text, begin):
            yield context.hits.message.to_source(begin, found.end()), {}, ()
    for found in compiled(_ISO).finditer(text) if "-" in text or "/" in text else ():
        whole = _whole_number(text, found.start()) and not text[found.end() : found.end() + 1].isdigit()
        if whole and not _exists(int(found[1]), int(found[2]), int(found[3])):
            yield context.hits.message.to_source(found.start(), found.end()), {}, ()


def _whole_number(text: str, start: int) -> bool:
    """Whether no digit or hyphen before it makes the number part of a longer one (a phone, a contract)."""
    return start == 0 or not (text[start - 1].isdigit() or text[start - 1] in "-./")


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        dt.date(year or 2024, month, day)  # without a year the date may lie in a leap year
    except ValueError:
        return False
    return True


def overdue_agrees(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """The overdue days where they differ from the facts, or where nothing is overdue yet."""
    known = _overdue_days(context.facts)
    if known is None:
        return
    for one in context.of_kind(FieldKind.OVERDUE_DAYS):
        if isinstance(one.value, int) and one.value != known:
            yield one.span, {"stated": str(one.value), "known": str(max(known, 0))}, ()
    if known <= 0:
        yield from _premature(context, known)


def _overdue_days(facts: Mapping[str, object]) -> int | None:
    days = facts.get("overdue_days")
    if isinstance(days, int):
        return days
    due, sent = _day(facts.get("due_date")), _day(facts.get("send_at"))
    return (sent - due).days if due and sent else None


def _day(value: object) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else None


_OVERDUE = r"(?:已经?|业已|现已|严重|仍)逾期|逾期(?:未还|未缴|欠款)"


def _premature(context: Context, known: int) -> Iterator[Found]:
    message = context.hits.message
    for found in compiled(_OVERDUE).finditer(message.text):
        yield message.to_source(found.start(), found.end()), {"stated": found[0], "known": "0"}, ()
        return


def agency_named(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """An outsourced message that does not say who collects for whom."""
    agency = context.facts.get("agency")
    if not agency:
        return
    text = context.text
    entrusted = re.search(r"委托|受托|代理|授权|委託|受託", text)
    end = Span(len(text.rstrip()), len(text.rstrip()))
    creditor = context.facts.get("creditor")
    if not entrusted or str(agency) not in text or (creditor and str(creditor) not in text):
        yield end, {"agency": str(agency)}, ()
    elif context.facts.get("agency_published") is False:
        yield end, {"agency": str(agency), "severity": "warning"}, ()


_DEBT = (
    "积欠|拖欠|结欠|欠[款费债账租]?|逾期|催收|借款|借了|借的|贷款|[车房网]贷|债务|还款"
    "|还清|分期|账单|信用卡|坏账|呆账|断供|的账|未还|不还|没还|拖了|月供|租金|缴款|催缴|代偿"
)
_RELAY = r"转告|转达|转知|带话|捎话|捎个?信|代为通知|请.{0,6}(?:通知|告知|提醒|联系).{0,8}(?:他|她|其|本人|先生|女士)"


def addressee(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Debt facts in a message whose reader, by the facts, is not the one who owes; a relay where nobody is lost."""
    role = context.facts.get("recipient_role")
    if role not in ("contact", "unknown") and not context.facts.get("third_party_refused"):
        return
    values = {"role": str(role)}
    told = _debt_told(context)
    if told is not None:
        yield told, values, ()
    elif not context.facts.get("lost_contact"):
        relay = compiled(_RELAY).search(context.hits.message.text)
        if relay:
            yield context.hits.message.to_source(*relay.span()), {**values, "severity": "warning"}, ()


def _debt_told(context: Context) -> Span | None:
    """The words and sums about a debt in the first clause of the body that has any."""
    message = context.hits.message
    signatures = [one.span for one in context.of_kind(FieldKind.SIGNATURE)]
    for start, end in message.clauses:
        words = [message.to_source(*found.span()) for found in compiled(_DEBT).finditer(message.text, start, end)]
        clause = message.to_source(start, end)
        words += [one.span for one in context.of_kind(FieldKind.AMOUNT) if clause.covers(one.span)]
        words = [one for one in words if not any(sign.covers(one) for sign in signatures)]
        if words:
            return Span(min(one.start for one in words), max(one.end for one in words))
    return None


def rate(context: Context, options: Mapping[str, object]) -> Iterator[Found]:
    """Interest, penalty and fees that, over the overdue days, cost more a year than the cap of the house."""
    facts = context.facts
    principal, days = facts.get("principal"), facts.get("overdue_days")
    if not isinstance(principal, Decimal) or not isinstance(days, int) or principal <= 0 or days <= 0:
        return
    cost = sum(
        (one for one in (facts.get(name) for name in ("interest", "penalty", "fees")) if isinstance(one, Decimal)),
        Decimal(0),
    )
    annual = cost / principal * 365 / days
    cap = Decimal(str(options.get("cap", 0.24)))
    if annual > cap:
        amounts = context.of_kind(FieldKind.AMOUNT)
        span = amounts[0].span if amounts else Span(0, 0)
        yield span, {"annual": f"{annual:.1%}", "cap": f"{cap:.1%}"}, ()


CHECKS: Mapping[str, Callable[[Context, Mapping[str, object]], Iterator[Found]]] = {
    "parts-sum": parts_sum,
    "date-exists": date_exists,
    "overdue-agrees": overdue_agrees,
    "one-amount-a-role": one_amount_a_role,
    "one-hotline": one_hotline,
    "agency-named": agency_named,
    "addressee": addressee,
    "rate": rate,
    "disguised-wording": disguised_words,
    "id-number": id_numbers,
    "account-number": account_numbers,
    "pressure": pressure,
    "characters": platform.characters,
    "inner-brackets": platform.inner_brackets,
    "traditional": platform.traditional,
    "adjacent-variables": platform.adjacent_variables,
    "only-variables": platform.only_variables,
    "repeated-variable": platform.repeated_variable,
    "variable-contact": platform.variable_contact,
    "signature-form": platform.signature_form,
    "signature-first": platform.signature_first,
    "optout": platform.optout,
    "collection-content": platform.collection_content,
}
