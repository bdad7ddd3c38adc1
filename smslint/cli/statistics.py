"""`--statistics`: how many findings of which rule, pack and severity, in which words, and how the scores lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from smslint.model import Finding, RunReport, Severity
from smslint.render.excerpt import visible

_WORDS = 10  # the most frequent words to show
_BAR = 40
_STEP = 10
_HEADS = {
    "zh": {"rules": "规则", "severities": "级别", "packs": "规则包", "words": "最常见的词句", "scores": "得分"},
    "en": {"rules": "rules", "severities": "severities", "packs": "packs", "words": "top wording", "scores": "scores"},
}


def statistics(run: RunReport, packs: Mapping[str, str], lang: str) -> str:
    """The table; `packs` tells the pack of every rule."""
    findings = [one for report in run.reports for one in report.findings]
    head = _HEADS[lang]
    titles = {one.rule.id: f"{one.rule.id}  {visible(one.rule.title)}" for one in findings}
    sections = (
        (head["rules"], Counter(titles[one.rule.id] for one in findings).most_common()),
        (head["severities"], [(str(one), sum(each.severity is one for each in findings)) for one in Severity]),
        (head["packs"], Counter(packs.get(one.rule.id, "?") for one in findings).most_common()),
        (head["words"], _words(run)),
    )
    return "\n".join([*chain.from_iterable(_section(*one) for one in sections), *_histogram(run, head["scores"]), ""])


def _section(title: str, rows: list[tuple[str, int]]) -> Iterator[str]:
    yield f"{title}:"
    for name, count in rows:
        if count:
            yield f"{count:>7}  {name}"


def _words(run: RunReport) -> list[tuple[str, int]]:
    words = Counter(_word(one, report.draft.text) for report in run.reports for one in report.findings if one.span)
    return words.most_common(_WORDS)


def _word(finding: Finding, text: str) -> str:
    return f"{visible(finding.span.of(text))}  ({finding.rule.id})"


def _histogram(run: RunReport, title: str) -> Iterator[str]:
    bands = Counter(min(one.score, 99) // _STEP for one in run.reports)
    most = max(bands.values(), default=1)
    yield f"{title}:"
    for band in range(9, -1, -1):
        if bands[band]:
            last = 100 if band == 9 else band * _STEP + _STEP - 1
            yield f"{bands[band]:>7}  {band * _STEP:>3}–{last:<3} {'#' * max(1, bands[band] * _BAR // most)}"
