"""SARIF 2.1.0, for code scanning: rules with help, places in code points, identities that outlive moved lines, fixes.

Braces in messages stay single, against the letter of the standard: its readers show texts without arguments as they
are, and `{{1}}` would be another placeholder than the one in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from smslint.model import FileReport, RuleInfo, RunReport, Severity
from smslint.render.jsonreport import to_json
from smslint.render.labels import basis_lines
from smslint.render.linehash import line_hashes
from smslint.render.place import Item, PlacedFix, Problem, Region, items_of, problems, uri, web_address, worst_first
from smslint.render.view import RuleHelp, View

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_MOST_RESULTS = 25_000  # GitHub refuses a run with more
_MOST_CHARS = 1024  # of a description
_LEVEL: Mapping[str, str] = MappingProxyType({Severity.INFO: "note"})
_URGENCY: Mapping[str, str] = MappingProxyType({Severity.INFO: "recommendation"})
_PRECISION = ((0.95, "very-high"), (0.8, "high"), (0.5, "medium"), (0.0, "low"))
_LIKE_A_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_ALSO = {"zh": "另见", "en": "see also"}
_SOURCES = {"zh": "项目的根目录", "en": "the root folder of the project"}

Json = dict[str, object]
_Placed = tuple[Item, str | None]


def render_sarif(run: RunReport, view: View) -> str:
    """The run as a SARIF log; of more findings than a reader takes, the worst."""
    found = [one for file in run.files for one in _with_hashes(file, view)]
    if len(found) > _MOST_RESULTS:
        kept = {id(one) for one in worst_first([item for item, _ in found])[:_MOST_RESULTS]}
        found = [one for one in found if id(one[0]) in kept]
    return to_json(_log(run, view, found)) + "\n"


def _with_hashes(file: FileReport, view: View) -> Iterator[_Placed]:
    """The findings of a file with the hashes of their lines, where the text of the file is known."""
    found = list(items_of(file, view))
    known = view.files.get(file.path)
    hashes = line_hashes(_as_stored(known.text, file), {one.region.line for one in found}) if known else {}
    return ((one, hashes.get(one.region.line)) for one in found)


def _as_stored(text: str, file: FileReport) -> str:
    """The text with its byte order mark, which counts for the hash of the first line."""
    return f"\ufeff{text}" if file.encoding == "utf-8-sig" else text


def _log(run: RunReport, view: View, found: Sequence[_Placed]) -> Json:
    rules = list({item.finding.rule.id: item.finding.rule for item, _ in found}.values())
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    told = [one for file in run.files for one in problems(file, view)]
    log: Json = {
        "tool": {"driver": _driver(run, view, rules)},
        "language": "zh-CN" if view.lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": _SOURCES[view.lang]}}},
        "automationDetails": {"id": "smslint/"},
        "invocations": [_invocation(told)],
        "results": [_result(item, line_hash, numbers, view.lang) for item, line_hash in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [log]}


def _driver(run: RunReport, view: View, rules: Sequence[RuleInfo]) -> Json:
    packs = [{"name": one.id, "semanticVersion": one.version} for one in run.packs]
    return {
        "name": "smslint",
        "semanticVersion": run.version,
        "properties": {"packs": packs},
        "rules": [_rule(one, view.rules.get(one.id), view.lang) for one in rules],
    }


def _rule(rule: RuleInfo, known: RuleHelp | None, lang: str) -> Json:
    plain = "\n".join((rule.title, rule.advice, *basis_lines(rule.basis, lang))).strip()
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.title[:_MOST_CHARS]},
        "fullDescription": {"text": (known.summary if known else rule.title)[:_MOST_CHARS]},
        "help": {"text": plain, "markdown": known.page} if known else {"text": plain},
        **({"helpUri": url} if (url := web_address(rule)) else {}),
        "defaultConfiguration": {"level": _level(rule.severity)},
        "properties": _properties(rule, known),
    }


def _properties(rule: RuleInfo, known: RuleHelp | None) -> Json:
    confidence = known.confidence if known else 1.0
    return {
        "precision": next(name for least, name in _PRECISION if confidence >= least),
        "problem.severity": _URGENCY.get(rule.severity, str(rule.severity)),
        "tags": [rule.category],
    }


def _invocation(told: Sequence[Problem]) -> Json:
    notes = [
        {"level": "error", "message": {"text": one.message}, "locations": [{"physicalLocation": _file(one.path)}]}
        for one in told
    ]
    return {"executionSuccessful": not told, **({"toolExecutionNotifications": notes} if notes else {})}


def _result(item: Item, line_hash: str | None, numbers: Mapping[str, int], lang: str) -> Json:
    finding, (mark, occurrence) = item.finding, item.identity
    own = {"smslintFingerprint/v1": f"{mark}:{occurrence + 1}"}
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": numbers[finding.rule.id],
        "level": _level(finding.severity),
        "rank": finding.score,
        "message": {"text": _message(item, lang)},
        "locations": [_location(item)],
        **({"relatedLocations": _related(item)} if item.related else {}),
        "partialFingerprints": ({"primaryLocationLineHash": line_hash} if line_hash else {}) | own,
        **({"fixes": [_fix(one, item.path) for one in item.fixes]} if item.fixes else {}),
        "properties": {"confidence": finding.confidence, "score": item.report.score, "form": item.report.form},
    }


def _level(severity: Severity) -> str:
    return _LEVEL.get(severity, str(severity))


def _message(item: Item, lang: str) -> str:
    """The message with links to the related places; nothing else in it is taken for a link."""
    text = _LIKE_A_LINK.sub(r"\\[", item.finding.message)
    links = [f"[{_ALSO[lang]} {one.line}:{one.column}]({number})" for number, one in enumerate(item.related, 1)]
    return " ".join((text, *links))


def _location(item: Item) -> Json:
    place: Json = {"physicalLocation": {**_file(item.path), "region": _region(item.region, item.match)}}
    draft = item.report.draft
    names = {"name": draft.label, "fullyQualifiedName": draft.pointer}
    logical = {key: name for key, name in names.items() if name}
    return place | ({"logicalLocations": [logical]} if logical else {})


def _related(item: Item) -> list[Json]:
    text, spans = item.report.draft.text, item.finding.related
    return [
        {
            "id": number,
            "physicalLocation": {**_file(item.path), "region": _region(region, span.of(text))},
            "message": {"text": span.of(text) or f"{region.line}:{region.column}"},
        }
        for number, (region, span) in enumerate(zip(item.related, spans, strict=True), 1)
    ]


def _file(path: str) -> Json:
    """The artifact at `path`: relative to the root of the project, unless it lies outside or is no file at all."""
    place = {"uri": uri(path)}
    return {"artifactLocation": place if path.startswith("/") else {**place, "uriBaseId": _ROOT}}


def _region(region: Region, words: str = "") -> Json:
    edges = {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
    return {**edges, "snippet": {"text": words}} if words else {**edges}


def _fix(fix: PlacedFix, path: str) -> Json:
    replacements = [
        {"deletedRegion": _region(region), **({"insertedContent": {"text": text}} if text else {})}
        for region, text in fix.edits
    ]
    return {
        "description": {"text": fix.label},
        "artifactChanges": [{**_file(path), "replacements": replacements}],
    }
