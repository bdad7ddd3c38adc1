"""Facts: what a sender knows and the text cannot prove, flat by dotted name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from smslint.errors import InputError, did_you_mean

_BOOL = ("agency_published", "assigned", "litigation.filed", "reports_credit", "prior_notice_sent", "lost_contact",
         "opted_out", "third_party_refused", "disputed", "settled", "represented", "consent_night")  # fmt: skip
_NUMBER = ("overdue_days", "principal", "interest", "penalty", "fees", "total", "offer.amount")
_DATE = ("due_date", "send_at", "offer.valid_until")
_TEXT = ("form", "recipient_role", "creditor", "agency", "litigation.court", "litigation.case_no", "judgment_no",
         "enforcement_no", "preservation_no", "law_firm.name", "law_firm.licence", "police_receipt", "offer.id",
         "platform")  # fmt: skip
_LIST = ("corporate_accounts",)
RECIPIENT_ROLES = ("debtor", "guarantor", "spouse_related", "contact", "unknown")
DERIVED = ("limitation_passed",)  # computed from other facts; may be tested by rules, not given
FACT_NAMES: tuple[str, ...] = tuple(sorted((*_BOOL, *_NUMBER, *_DATE, *_TEXT, *_LIST)))
_GROUPS = frozenset(name.split(".")[0] for name in FACT_NAMES if "." in name)
FACT_TRUE, FACT_FALSE = ("true", "yes", "1", "是", "on"), ("false", "no", "0", "否", "off", "")


def flatten_facts(nested: Mapping[str, object]) -> dict[str, object]:
    """Nested or dotted facts -> flat, each value of its type; an unknown name or a wrong value is an InputError."""
    flat: dict[str, object] = {}
    for name, value in _walk(nested, ""):
        check_fact_names([name], _raise)
        flat[name] = _typed(name, value)
    return flat


def check_fact_names(names: Iterable[str], fail: Callable[[str], object], derived: Iterable[str] = ()) -> None:
    """Call `fail` with a message and a suggestion for the first name that is no fact."""
    for name in names:
        if name not in FACT_NAMES and name not in derived:
            fail(f"unknown fact '{name}'{did_you_mean(name, FACT_NAMES)}")


def _raise(message: str) -> None:
    raise InputError(message)


def _walk(nested: Mapping[str, object], prefix: str) -> Iterable[tuple[str, object]]:
    for key, value in nested.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            if name not in _GROUPS:
                raise InputError(f"unknown group of facts '{name}'{did_you_mean(name, _GROUPS)}")
            yield from _walk(value, f"{name}.")
        elif value is not None:
            yield name, value


def _typed(name: str, value: object) -> object:
    if name in _BOOL:
        return _boolean(name, value)
    if name in _NUMBER:
        return _number(name, value)
    if name in _DATE:
        return _date(name, value)
    if name in _LIST:
        return tuple(str(one) for one in value) if isinstance(value, list | tuple) else tuple(str(value).split(","))
    if name == "recipient_role" and value not in RECIPIENT_ROLES:
        raise InputError(f"fact 'recipient_role': '{value}' is none of {', '.join(RECIPIENT_ROLES)}")
    return str(value)


def _boolean(name: str, value: object) -> bool:
    text = str(value).strip().lower()
    if text in FACT_TRUE or text in FACT_FALSE:
        return text in FACT_TRUE
    raise InputError(f"fact '{name}': '{value}' is neither true nor false")


def _number(name: str, value: object) -> object:
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise InputError(f"fact '{name}': '{value}' is not a number") from None
    if not number.is_finite():
        raise InputError(f"fact '{name}': '{value}' is not a number")
    return int(number) if name == "overdue_days" else number


def _date(name: str, value: object) -> object:
    import datetime as dt

    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    try:
        return dt.date.fromisoformat(text) if len(text) <= 10 else dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"fact '{name}': '{value}' is not an ISO 8601 date") from None
