"""Kind `limit`: counts of a message against numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from smslint.model import NO_EVIDENCE
from smslint.pack.types import Limit
from smslint.patterns import compiled
from smslint.scan.context import Context, Fault
from smslint.scan.fill import sizes
from smslint.scan.lexicon import Compiled
from smslint.sms import count_segments
from smslint.text import Span

Measured = tuple[int, Span]

_EXCLAMATION = r"[!！]"
_ALARM = (
    r"[!！?？]{2,}|[!！][^!！]*[!！][^!！]*[!！]|[【\[(（「]?(?:紧急|特急|最后通牒|严正警告|加急)[^,，。]{0,4}[!！】\]]"
)
_MAY_ALARM = re.compile("[!！?？急牒警]")  # one of these is in all that alarms


def limit_faults(compiled: Compiled, context: Context) -> Iterator[Fault]:
    """One fault at the highest severity whose number the measure exceeds."""
    spec = compiled.rule.spec
    if not isinstance(spec, Limit) or (compiled.rule.forms and context.form not in compiled.rule.forms):
        return
    value, span = MEASURES[spec.measure](context, spec)
    for severity, most in sorted(spec.over.items(), key=lambda item: -item[0].rank):
        if value > most:
            values = {"value": str(value), "limit": f"{most:g}", **_range(context, spec)}
            yield Fault(compiled.rule, span, severity, NO_EVIDENCE, values)
            return


def _range(context: Context, spec: Limit) -> dict[str, str]:
    """What a message may say of a template: parts and length with its variables at their least, usual, greatest."""
    if not spec.variable:
        return {}
    found = sizes(context.hits.message, spec.variable)
    each = (found.least, found.usual, found.most)
    return {"parts": "/".join(str(one.parts) for one in each), "lengths": "/".join(str(one.length) for one in each)}


def _length(context: Context, spec: Limit) -> Measured:
    return count_segments(context.text).length, _whole(context)


def _segments(context: Context, spec: Limit) -> Measured:
    return count_segments(context.text).parts, _whole(context)


def _segments_usual(context: Context, spec: Limit) -> Measured:
    return sizes(context.hits.message, spec.variable).usual.parts, _whole(context)


def _length_most(context: Context, spec: Limit) -> Measured:
    return sizes(context.hits.message, spec.variable).most.length, _whole(context)


def _exclamations(context: Context, spec: Limit) -> Measured:
    return _found(compiled(_EXCLAMATION), context)


def _alarm(context: Context, spec: Limit) -> Measured:
    return _found(compiled(_ALARM), context) if _MAY_ALARM.search(context.text) else (0, _whole(context))


def _variables(context: Context, spec: Limit) -> Measured:
    return len(context.hits.message.variables), _whole(context)


def _found(pattern: re.Pattern[str], context: Context) -> Measured:
    found = list(pattern.finditer(context.text))
    return len(found), Span(found[0].start(), found[-1].end()) if found else _whole(context)


def _whole(context: Context) -> Span:
    return Span(0, len(context.text))


MEASURES: Mapping[str, Callable[[Context, Limit], Measured]] = {
    "length": _length,
    "segments": _segments,
    "exclamations": _exclamations,
    "alarm": _alarm,
    "variables": _variables,
    "segments-usual": _segments_usual,
    "length-most": _length_most,
}
