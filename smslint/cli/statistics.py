"""`--statistics`: how many findings of which rule, pack and severity, in which words, and how the scores lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from smslint.model import FileReport, Finding, Severity
from smslint.render.excerpt import visible

_WORDS = 10  # the most frequent words to show
_BAR = 40
_STEP = 10
_HEADS = {
    "zh": {"rules": "规则", "severities": "级别", "packs": "规则包", "words": "最常见的词句", "scores": "得分"},
    "en": {"rules": "rules", "severities": "severities", "packs": "packs", "words": "top wording", "scores": "scores"},
}


@dataclass(slots=True)
class Counts:
    """How often there is what: rules by id and title, severities, packs, words, and scores in bands of ten."""

    rules: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    packs: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    bands: Counter[int] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Count what `other` has counted too."""
        self.rules += other.rules
        self.severities += other.severities
        self.packs += other.packs
        self.words += other.words
        self.bands += other.bands


def count(file: FileReport, packs: Mapping[str, str]) -> Counts:
    """The counts of one file; `packs` tells the pack of every rule."""
    found = [(one, report.draft.text) for report in file.reports for one in report.findings]
    return Counts(
        Counter(f"{one.rule.id}  {visible(one.rule.title)}" for one, _ in found),
        Counter(str(one.severity) for one, _ in found),
        Counter(packs.get(one.rule.id, "?") for one, _ in found),
        Counter(_word(one, text) for one, text in found if one.span),
        Counter(min(one.score, 99) // _STEP for one in file.reports),
    )


def statistics(counts: Counts, lang: str) -> str:
    """The table."""
    head = _HEADS[lang]
    sections = (
        (head["rules"], counts.rules.most_common()),
        (head["severities"], [(str(one), counts.severities[one]) for one in Severity]),
        (head["packs"], counts.packs.most_common()),
        (head["words"], counts.words.most_common(_WORDS)),
    )
    return "\n".join(
        [*chain.from_iterable(_section(*one) for one in sections), *_histogram(counts, head["scores"]), ""]
    )


def _section(title: str, rows: list[tuple[str, int]]) -> Iterator[str]:
    yield f"{title}:"
    for name, number in rows:
        if number:
            yield f"{number:>7}  {name}"


def _word(finding: Finding, text: str) -> str:
    return f"{visible(finding.span.of(text))}  ({finding.rule.id})"


def _histogram(counts: Counts, title: str) -> Iterator[str]:
    most = max(counts.bands.values(), default=1)
    yield f"{title}:"
    for band in range(9, -1, -1):
        if counts.bands[band]:
            number, last = counts.bands[band], 100 if band == 9 else band * _STEP + _STEP - 1
            yield f"{number:>7}  {band * _STEP:>3}–{last:<3} {'#' * max(1, number * _BAR // most)}"
