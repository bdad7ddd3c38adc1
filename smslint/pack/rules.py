"""One rule of a YAML file -> Rule; every fault points at the key or value that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smslint.facts import DERIVED, check_fact_names, flatten_facts
from smslint.model import Basis, FieldKind, Form, Severity
from smslint.pack.cadence import CADENCE_CHECKS, read_options
from smslint.pack.nodes import Node
from smslint.pack.patterns import parse_pattern
from smslint.pack.types import (
    CATEGORIES,
    KINDS,
    LANGUAGES,
    MODALITIES,
    WITHIN,
    Cadence,
    Claim,
    Consistency,
    Content,
    Escalation,
    Example,
    FactTest,
    Limit,
    Pattern,
    Require,
    Rewrite,
    Rule,
    Spec,
    Unless,
    Verdict,
    Words,
)

COMMON_KEYS = (
    "id", "kind", "category", "severity", "confidence", "title", "message", "advice", "basis", "forms", "yields_to",
    "escalate", "rewrite", "bad", "good", "stage",
)  # fmt: skip
_CONTENT = ("match", "gap", "within", "beside", "unless", "lower", "where", "when", "check", "options")
KEYS: Mapping[str, tuple[str, ...]] = {
    "forbid": _CONTENT,
    "near": _CONTENT,
    "claim": (*_CONTENT, "modality", "default"),
    "require": (
        "fields",
        "phrases",
        "gap",
        "within",
        "severity_by_form",
        "strict",
        "when",
        "unless",
        "place",
        "insert",
        "at",
    ),
    "limit": ("measure", "over", "variable"),
    "consistency": ("check", "options"),
    "cadence": ("check", "options", "over", "severity_by_form"),
}
STAGES = ("preview", "stable", "deprecated")
MEASURES = ("length", "segments", "exclamations", "alarm", "variables", "segments-usual", "length-most")
_PATTERN_KEYS = ("pattern", "gap", "within", "severity", "at_most", "beside", "forms", "verdict")
_UNLESS_KEYS = ("frames", "phrases", "fields", "facts", "within", "gap")
_EXAMPLE_KEYS = ("text", "form", "facts", "severity")
_DEFAULT_GAP = 6


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may refer to beyond itself: the pack's clauses and the consistency checks that exist."""

    basis: Mapping[str, Basis]
    checks: tuple[str, ...]


def read_rule(node: Node, context: Context) -> Rule:
    """The rule at `node`, complete or a PackError."""
    if not isinstance(node.value, dict) or "kind" not in node.value:
        node.fail("a rule needs a 'kind'")
    kind = node.value["kind"].choice(KINDS, "kind")
    keys = node.mapping((*COMMON_KEYS, *KEYS[kind]), "key")
    for needed in ("id", "category", "severity", "title", "message", "advice", "bad", "good"):
        if needed not in keys:
            node.fail(f"rule '{_id(keys)}': no '{needed}'")
    return Rule(
        id=keys["id"].text(),
        kind=kind,
        category=keys["category"].choice(CATEGORIES, "category"),
        severity=_severity(keys["severity"]),
        confidence=_confidence(keys),
        title=read_words(keys["title"]),
        message=read_words(keys["message"]),
        advice=read_words(keys["advice"]),
        basis=_basis(keys, context),
        spec=_SPECS[kind](keys, node, context),
        forms=_forms(keys.get("forms")),
        yields_to=keys["yields_to"].strings() if "yields_to" in keys else (),
        escalate=_escalation(keys.get("escalate")),
        rewrites=tuple(_rewrite(one) for one in keys["rewrite"].sequence()) if "rewrite" in keys else (),
        bad=_examples(keys["bad"]),
        good=_examples(keys["good"]),
        stage=keys["stage"].choice(STAGES, "stage") if "stage" in keys else "stable",
        mark=node.mark,
    )


def read_words(node: Node) -> Words:
    """A text in one or several languages: `{zh: …, en: …}`, or a bare text for all of them."""
    if not isinstance(node.value, dict):
        return dict.fromkeys(LANGUAGES, node.text())
    words = {key: child.text() for key, child in node.mapping(LANGUAGES, "language").items()}
    if "zh" not in words:
        node.fail("no 'zh' text")
    return {"en": words["zh"], **words}


def _id(keys: Mapping[str, Node]) -> str:
    return str(keys["id"].value) if "id" in keys else "?"


def _severity(node: Node) -> Severity:
    return Severity(node.choice(tuple(Severity), "severity"))


def _confidence(keys: Mapping[str, Node]) -> float:
    if "confidence" not in keys:
        return 0.9
    value = float(keys["confidence"].number())
    if not 0 < value <= 1:
        keys["confidence"].fail("confidence lies between 0 and 1")
    return value


def _basis(keys: Mapping[str, Node], context: Context) -> tuple[Basis, ...]:
    if "basis" not in keys:
        return ()
    return tuple(context.basis[one.choice(context.basis, "basis")] for one in keys["basis"].sequence())


def _forms(node: Node | None) -> tuple[Form, ...]:
    return tuple(Form(one.choice(tuple(Form), "form")) for one in node.sequence()) if node else ()


def _escalation(node: Node | None) -> Escalation | None:
    if node is None:
        return None
    keys = node.mapping(("to", "beside", "alone"), "key of 'escalate'")
    if "to" not in keys or "beside" not in keys:
        node.fail("'escalate' needs 'to' and 'beside'")
    silent = "alone" in keys and keys["alone"].choice(("ok", "same"), "verdict") == "ok"
    return Escalation(_severity(keys["to"]), keys["beside"].strings(), silent)


def _rewrite(node: Node) -> Rewrite:
    if not isinstance(node.value, dict):
        return Rewrite(dict.fromkeys(LANGUAGES, _rewrite_text(node)), ())
    keys = node.mapping(("text", "forms"), "key of a rewrite")
    if "text" not in keys:
        node.fail("a rewrite needs a 'text'")
    return Rewrite(dict.fromkeys(LANGUAGES, _rewrite_text(keys["text"])), _forms(keys.get("forms")))


def _rewrite_text(node: Node) -> str:
    return "" if node.value in ("", None) else node.text()


def _examples(node: Node) -> tuple[Example, ...]:
    found = tuple(_example(one) for one in node.sequence())
    if not found:
        node.fail("no examples")
    return found


def _example(node: Node) -> Example:
    keys = node.mapping(_EXAMPLE_KEYS, "key of an example") if isinstance(node.value, dict) else {"text": node}
    if "text" not in keys:
        node.fail("an example needs a 'text'")
    text = keys["text"].text()
    start, end = text.find("«"), text.find("»") - 1
    facts = flatten_facts(_plain(keys["facts"])) if "facts" in keys else {}
    return Example(
        text=text.replace("«", "").replace("»", ""),
        marked=(start, end) if 0 <= start <= end else None,
        form=_forms(keys["form"])[0] if "form" in keys else None,
        facts=facts,
        severity=_severity(keys["severity"]) if "severity" in keys else None,
        mark=node.mark,
    )


def _plain(node: Node) -> dict[str, object]:
    return {
        key: _plain(child) if isinstance(child.value, dict) else child.value for key, child in node.mapping().items()
    }


def read_patterns(node: Node, gap: int, within: str) -> tuple[Pattern, ...]:
    """The patterns of a list; an entry is a text, or a mapping with its own gap, stretch, severity and conditions."""
    return tuple(_pattern(one, gap, within) for one in node.sequence())


def _pattern(node: Node, gap: int, within: str) -> Pattern:
    if not isinstance(node.value, dict):
        return parse_pattern(node.text(), node.mark, gap, within)
    keys = node.mapping(_PATTERN_KEYS, "key of a pattern")
    if "pattern" not in keys:
        node.fail("a pattern entry needs a 'pattern'")
    parsed = parse_pattern(
        keys["pattern"].text(),
        keys["pattern"].mark,
        int(keys["gap"].number()) if "gap" in keys else gap,
        keys["within"].choice(WITHIN, "stretch") if "within" in keys else within,
        _severity(keys["severity"]) if "severity" in keys else None,
    )
    beside = read_patterns(keys["beside"], gap, "sentence") if "beside" in keys else ()
    at_most = _severity(keys["at_most"]) if "at_most" in keys else None
    verdict = _severity(keys["verdict"]) if "verdict" in keys else None
    forms = _forms(keys.get("forms"))
    return parsed._replace(at_most=at_most, beside=beside, forms=forms, verdict=verdict)


def _gap_within(keys: Mapping[str, Node], within: str = "clause") -> tuple[int, str]:
    gap = int(keys["gap"].number()) if "gap" in keys else _DEFAULT_GAP
    return gap, keys["within"].choice(WITHIN, "stretch") if "within" in keys else within


def _matched(keys: Mapping[str, Node]) -> tuple[Pattern, ...]:
    """The patterns of `match`; the rule's own `beside` holds for those that name none."""
    patterns = read_patterns(keys["match"], *_gap_within(keys)) if "match" in keys else ()
    beside = read_patterns(keys["beside"], *_gap_within(keys, "sentence")) if "beside" in keys else ()
    return tuple(one._replace(beside=one.beside or beside) for one in patterns)


def _content(keys: Mapping[str, Node], node: Node, context: Context) -> Content:
    if "match" not in keys and "check" not in keys:
        node.fail(f"rule '{_id(keys)}': no 'match'")
    patterns = _matched(keys)
    if keys["kind"].value == "forbid":
        for pattern in patterns:
            if len(pattern.slots) > 1:
                pattern.mark.fail(f"pattern '{pattern.source}' has several slots: use kind 'near'")
    return Content(
        patterns,
        _unless(keys.get("unless")),
        keys["lower"].strings() if "lower" in keys else (),
        keys["where"].choice(("any", "body", "signature"), "place") if "where" in keys else "any",
        read_fact_test(keys["when"]) if "when" in keys else None,
        _consistency(keys, node, context) if "check" in keys else None,
    )


def _unless(node: Node | None) -> Unless:
    if node is None:
        return Unless()
    if not isinstance(node.value, dict):
        return Unless(frames=node.strings())
    keys = node.mapping(_UNLESS_KEYS, "key of 'unless'")
    return Unless(
        keys["frames"].strings() if "frames" in keys else (),
        read_patterns(keys["phrases"], *_gap_within(keys)) if "phrases" in keys else (),
        _field_kinds(keys.get("fields")),
        read_fact_test(keys["facts"]) if "facts" in keys else FactTest(),
    )


def _field_kinds(node: Node | None) -> tuple[FieldKind, ...]:
    return tuple(FieldKind(one.choice(tuple(FieldKind), "field")) for one in node.sequence()) if node else ()


def read_fact_test(node: Node) -> FactTest:
    """Alternatives of facts: `litigation.filed & litigation.case_no`, `recipient_role=contact`."""
    alternatives = []
    for one in node.sequence():
        names = tuple(name.strip() for name in one.text().split("&"))
        check_fact_names((name.partition("=")[0] for name in names), one.fail, DERIVED)
        alternatives.append(names)
    return FactTest(tuple(alternatives))


def _claim(keys: Mapping[str, Node], node: Node, context: Context) -> Claim:
    if "modality" not in keys:
        node.fail(f"rule '{_id(keys)}': no 'modality' table")
    table = {name: _verdict(child) for name, child in keys["modality"].mapping(MODALITIES, "modality").items()}
    default = keys["default"].choice(MODALITIES, "modality") if "default" in keys else "future"
    return Claim(_content(keys, node, context), table, default)


def _verdict(node: Node) -> Verdict:
    if not isinstance(node.value, dict):
        return Verdict(_severity_or_ok(node))
    keys = node.mapping(("severity", *tuple(Form), "ok_if"), "key of a verdict")
    by_form = {Form(name): _severity_or_ok(child) for name, child in keys.items() if name in tuple(Form)}
    severity = _severity_or_ok(keys["severity"]) if "severity" in keys else None
    return Verdict(severity, by_form, read_fact_test(keys["ok_if"]) if "ok_if" in keys else FactTest())


def _severity_or_ok(node: Node) -> Severity | None:
    text = node.choice((*Severity, "ok"), "severity")
    return None if text == "ok" else Severity(text)


def _require(keys: Mapping[str, Node], node: Node, context: Context) -> Require:
    if "fields" not in keys and "phrases" not in keys:
        node.fail(f"rule '{_id(keys)}': 'require' needs 'fields' or 'phrases'")
    if "severity_by_form" not in keys:
        node.fail(f"rule '{_id(keys)}': no 'severity_by_form'")
    by_form = _by_form(keys["severity_by_form"])
    return Require(
        _field_kinds(keys.get("fields")),
        read_patterns(keys["phrases"], *_gap_within(keys)) if "phrases" in keys else (),
        by_form,
        _forms(keys.get("strict")),
        read_fact_test(keys["when"]) if "when" in keys else None,
        _unless(keys.get("unless")),
        keys["place"].text() if "place" in keys else "end",
        read_words(keys["insert"]) if "insert" in keys else {},
        read_patterns(keys["at"], *_gap_within(keys)) if "at" in keys else (),
    )


def _limit(keys: Mapping[str, Node], node: Node, context: Context) -> Limit:
    if "measure" not in keys or "over" not in keys:
        node.fail(f"rule '{_id(keys)}': 'limit' needs 'measure' and 'over'")
    over = _over(keys["over"])
    measure = keys["measure"].choice(MEASURES, "measure")
    longest = int(keys["variable"].number()) if "variable" in keys else 0
    if "-" in measure and longest < 1:
        node.fail(f"rule '{_id(keys)}': '{measure}' needs 'variable', the most characters that one takes")
    return Limit(measure, over, variable=longest)


def _consistency(keys: Mapping[str, Node], node: Node, context: Context) -> Consistency:
    if "check" not in keys:
        node.fail(f"rule '{_id(keys)}': 'consistency' needs a 'check'")
    options = {name: child.plain() for name, child in keys["options"].mapping().items()} if "options" in keys else {}
    return Consistency(keys["check"].choice(context.checks, "check"), options)


def _over(node: Node) -> dict[Severity, float]:
    return {Severity(name): child.number() for name, child in node.mapping(tuple(Severity), "severity").items()}


def _by_form(node: Node) -> dict[Form, Severity]:
    return {Form(name): _severity(child) for name, child in node.mapping(tuple(Form), "form").items()}


def _cadence(keys: Mapping[str, Node], node: Node, context: Context) -> Cadence:
    if "check" not in keys:
        node.fail(f"rule '{_id(keys)}': 'cadence' needs a 'check'")
    check = keys["check"].choice(CADENCE_CHECKS, "check")
    counts = CADENCE_CHECKS[check].counts
    if counts != ("over" in keys):
        node.fail(f"rule '{_id(keys)}': '{check}' {'needs' if counts else 'takes no'} 'over'")
    options = read_options(check, keys.get("options"), node)
    by_form = _by_form(keys["severity_by_form"]) if "severity_by_form" in keys else {}
    return Cadence(check, options, _over(keys["over"]) if counts else {}, by_form)


_SPECS: Mapping[str, Callable[[Mapping[str, Node], Node, Context], Spec]] = {
    "forbid": _content,
    "near": _content,
    "claim": _claim,
    "require": _require,
    "limit": _limit,
    "consistency": _consistency,
    "cadence": _cadence,
}
