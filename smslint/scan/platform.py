"""Named checks for what gateways ask of a template: its variables, its signature, its characters, its subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

from smslint.model import FieldKind, Variable, VariableType
from smslint.normalize.tables import script_variants
from smslint.patterns import compiled
from smslint.scan.context import Context
from smslint.text import Span

Found = tuple[Span, Mapping[str, str], tuple[Span, ...]]
Options = Mapping[str, object]

_EMOJI = "\u231a\u231b\u23e9-\u23f3\u2600-\u2604\u2607-\u27bf\u2b50\u2b55\U0001f000-\U0001faff\ufe0f\u200d"
_BRACKETS = r"【[^【】\n]{0,40}】|[【】]"
_LINK_NAME = r"(?i)url|link|lianjie|链接|网址"
_LINK = r"https?://[\w./?=&%#-]*\Z"
_FILLING = r"[\W_]+"
_R = r"拒收请回复[rR]"
_MAY_END = r"[\s。.!！]*\Z"


def characters(context: Context, options: Options) -> Iterator[Found]:
    """Characters of `chars`, and emoji if `emoji`, outside of signature and variables."""
    pattern = _unwanted(str(options.get("chars", "")), bool(options.get("emoji")))
    return ((Span(*found.span()), {}, ()) for found in pattern.finditer(_body(context)))


def inner_brackets(context: Context, options: Options) -> Iterator[Found]:
    """The marks of a signature anywhere else: with what they hold, or alone."""
    return ((Span(*found.span()), {}, ()) for found in compiled(_BRACKETS).finditer(_body(context)))


def _body(context: Context) -> str:
    """The text with blanks in the place of signature and variables."""
    fields = (one.span for one in context.of_kind(FieldKind.SIGNATURE))
    return _blanked(context.text, [*fields, *(one.span for one in context.hits.message.variables)])


def _blanked(text: str, spans: Iterable[Span]) -> str:
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = " " * len(span)
    return "".join(chars)


@cache
def _unwanted(chars: str, emoji: bool) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(chars)}{_EMOJI if emoji else ''}]+")


def traditional(context: Context, options: Options) -> Iterator[Found]:
    """Runs of characters that the script of the mainland writes otherwise."""
    if context.text.isascii():
        return
    start, plain = 0, ""
    for at, char in enumerate(f"{context.text} "):
        if _is_traditional(char):
            start, plain = (start, plain) if plain else (at, "")
            plain += script_variants()[char]
        elif plain:
            yield Span(start, at), {"plain": plain}, ()
            plain = ""


def _is_traditional(char: str) -> bool:
    return char in script_variants() and not char.encode("gb2312", "ignore")


def adjacent_variables(context: Context, options: Options) -> Iterator[Found]:
    """Two variables with nothing between them."""
    variables = context.hits.message.variables
    for first, second in pairwise(variables):
        if not context.text[first.span.end : second.span.start].strip():
            yield Span(first.span.start, second.span.end), {}, ()


def only_variables(context: Context, options: Options) -> Iterator[Found]:
    """A template of variables and marks, with no words of its own."""
    variables = context.hits.message.variables
    signature = [one.span for one in context.of_kind(FieldKind.SIGNATURE)]
    inner = [one for one in variables if not any(sign.covers(one.span) for sign in signature)]
    if not inner:
        return
    if not compiled(_FILLING).sub("", _body(context)):
        yield Span(inner[0].span.start, inner[-1].span.end), {}, ()


def repeated_variable(context: Context, options: Options) -> Iterator[Found]:
    """A variable that stands there a second time."""
    first: dict[str, Span] = {}
    for one in context.hits.message.variables:
        if one.name and one.name in first:
            yield one.span, {"name": one.name}, (first[one.name],)
        first.setdefault(one.name, one.span)


def variable_contact(context: Context, options: Options) -> Iterator[Found]:
    """A link in a variable or with one in it; where `phone` says so, a phone number in one too."""
    for one in context.hits.message.variables:
        if _is_link(one, context.text) or (options.get("phone") and one.type is VariableType.PHONE):
            yield one.span, {}, ()


def _is_link(variable: Variable, text: str) -> bool:
    return bool(compiled(_LINK_NAME).search(variable.name) or compiled(_LINK).search(text, 0, variable.span.start))


def signature_form(context: Context, options: Options) -> Iterator[Found]:
    """A signature with fewer characters than `least` or more than `most`, or with any but letters if `plain`."""
    for one in context.of_kind(FieldKind.SIGNATURE):
        if not isinstance(one.value, str):
            continue
        name = one.value
        fits = _number(options, "least", 1) <= len(name) <= _number(options, "most", 1 << 30)
        if not fits or (options.get("plain") and not name.isalnum()):
            yield one.span, {"length": str(len(name))}, ()


def _number(options: Options, name: str, default: int) -> int:
    value = options.get(name, default)
    return value if isinstance(value, int) else default


def signature_first(context: Context, options: Options) -> Iterator[Found]:
    """A signature that does not stand first."""
    for one in context.of_kind(FieldKind.SIGNATURE):
        if context.text[: one.span.start].strip():
            yield one.span, {}, ()


def optout(context: Context, options: Options) -> Iterator[Found]:
    """A way to opt out: any if `forbidden`; if `exact`, one other than 拒收请回复R; if `last`, one not at the end."""
    for one in context.of_kind(FieldKind.OPTOUT):
        text = context.text
        is_exact = bool(compiled(_R).fullmatch(one.raw))
        is_last = bool(compiled(_MAY_END).match(text, one.span.end)) or context.end == one.span.end
        wrong = (options.get("exact") and not is_exact) or (options.get("last") and not is_last)
        if options.get("forbidden") or wrong:
            yield one.span, {}, ()


def collection_content(context: Context, options: Options) -> Iterator[Found]:
    """The first of the `words` that a gateway refuses, or else the sum, or the whole message."""
    message = context.hits.message
    for found in _any_of(str(options.get("words", ""))).finditer(message.text):
        yield message.to_source(*found.span()), {}, ()
        return
    amounts = context.of_kind(FieldKind.AMOUNT)
    yield (amounts[0].span if amounts else Span(0, len(context.text))), {}, ()


@cache
def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.split())) or r"(?!)")
