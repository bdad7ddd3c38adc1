"""The corpus described: how many messages of which voice, form and kind, and how often each rule occurs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_INTRO = """# Labelled messages

Generated from the files beside it by the tests; do not edit.

Every message was written for this project, by hand, in the voice of a sender; no real person, lender or number is
meant.
`dev.jsonl` and `dev-wording.jsonl` (labelled for wording only) are for tuning rules, and these and `dev-voices.jsonl`
(wording and form only) for learning (`smslint learn`). `test.jsonl` and `test-blind.jsonl` (wording and form, by
writers who saw no rules) are only for measuring: `smslint eval corpus/test.jsonl`. The thresholds of what was learned
were chosen with an eye on the sums of both, those of the messages `q5-` apart, which came last.

One JSON object a line: `id`, `voice`, `form`, `tags`, `pair` (the other half of a minimal pair), `text`, `facts`,
`expect` (every finding at error or warning of the content rules, with `start` and `end` in code points), `unsure`
(rules, field kinds or `form` on which careful people differ), `missing` (required fields that are absent), `fields`
(by kind, with `quote`, `start`, `end`, `value`, `role`; empty where nobody labelled them)."""


def corpus_page(folder: Path) -> str:
    """The README of the corpus in `folder`, in Markdown."""
    files = {path.name: _rows(path) for path in sorted(folder.glob("*.jsonl"))}
    return "\n".join(_page(files)) + "\n"


def _rows(path: Path) -> list[Mapping[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _page(files: Mapping[str, list[Mapping[str, object]]]) -> Iterator[str]:
    yield _INTRO
    yield ""
    yield from _table("file", {name: len(rows) for name, rows in files.items()})
    rows = [row for found in files.values() for row in found]
    for head, values in (
        ("voice", (str(row["voice"]) for row in rows)),
        ("form", (str(row["form"]) for row in rows)),
        ("tag", (tag for row in rows for tag in _texts(row["tags"]))),
        ("expected finding", (rule for row in rows for rule in _rules(row["expect"]))),
    ):
        yield ""
        yield from _table(head, Counter(values))


def _table(head: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"| {head} | messages |"
    yield "|---|---|"
    yield from (f"| {name} | {count} |" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _texts(value: object) -> Iterable[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _rules(value: object) -> Iterable[str]:
    return {f"{one['rule']} ({one['severity']})" for one in value} if isinstance(value, list) else set()
