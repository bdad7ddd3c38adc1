"""The baseline: findings that were there when a team began to check. It holds no lines, no dates and no text.

A line of `.smslint-baseline` is path, rule, fingerprint of the content, and which of its equals in the file it is. The
lines are sorted, so that a set of findings has one file, and every line stands for itself, so that git may join two
files by taking the lines of both.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from smslint.errors import ConfigError
from smslint.model import Finding, Report, Suppressed
from smslint.render.fingerprint import fingerprint

NAME = ".smslint-baseline"
ATTRIBUTE = f"{NAME} merge=union"
REASON = "baseline"
_NUMBERED = ("序号",)  # ids that are places and not names: one more row above, and all below have another
_HEAD = "# smslint baseline 1: findings from before; made by `smslint baseline create`, thinned by `prune`\n"
_LINE = re.compile(r"([^\t]+)\t([^\t]+)\t([0-9a-f]+)\t([1-9]\d*)")
_ESCAPED = re.compile(r"[%\x00-\x1f\x7f\ud800-\udfff]|^#")
_ESCAPE = re.compile(r"%([0-9A-F]{2,4});")

Key = tuple[str, str, str]  # path, rule, fingerprint


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of every kind in every file are known; `tidy` if the file is as smslint writes it."""

    counts: Mapping[Key, int]
    tidy: bool = True

    def __len__(self) -> int:
        return sum(self.counts.values())


EMPTY = Baseline({})


def read_baseline(path: str) -> Baseline:
    """The baseline in the file `path`; a ConfigError tells the line that is none."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    entries = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            entries.add(_entry(line, path, number))
    baseline = Baseline(Counter((_plain(file), rule, mark) for file, rule, mark, _ in entries))
    return Baseline(baseline.counts, tidy=write_baseline(baseline) == text)


def write_baseline(baseline: Baseline) -> str:
    """The content of the file."""
    lines = [
        f"{_ESCAPED.sub(lambda found: f'%{ord(found[0]):02X};', path)}\t{rule}\t{mark}\t{number}\n"
        for (path, rule, mark), count in baseline.counts.items()
        for number in range(1, count + 1)
    ]
    return _HEAD + "".join(sorted(lines))


def _entry(line: str, path: str, number: int) -> tuple[str, str, str, str]:
    found = _LINE.fullmatch(line)
    if found is None:
        conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
        hint = "a merge conflict: keep the lines of both sides" if conflict else "not an entry of a baseline"
        raise ConfigError(f"{path}:{number}:1: {hint}, then run `smslint baseline prune`")
    return found[1], found[2], found[3], found[4]


def _plain(path: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), path)


def by_path(baseline: Baseline) -> Mapping[str, Mapping[Key, int]]:
    """What is known of every file."""
    found: dict[str, dict[Key, int]] = {}
    for key, count in baseline.counts.items():
        found.setdefault(key[0], {})[key] = count
    return found


def known_before(known: Mapping[Key, int], path: str, reports: Iterable[Report]) -> Iterator[list[Suppressed]]:
    """For every report of the file `path` those of its findings that are `known`, each as often as it is."""
    left = dict(known)
    for report in reports:
        yield [Suppressed(one, REASON) for one in report.findings if left and _take(left, key_of(path, one, report))]


def _take(left: dict[Key, int], key: Key) -> bool:
    if not left.get(key):
        return False
    left[key] -= 1
    return True


def key_of(path: str, finding: Finding, report: Report) -> Key:
    """What a baseline knows a finding by: the words and, so that records are told apart, the id of their record."""
    draft = report.draft
    mark = fingerprint(finding, draft.text)
    if draft.id and draft.id_name not in _NUMBERED:
        mark = hashlib.sha256(f"{mark}\0{draft.id}".encode("utf-8", "surrogatepass")).hexdigest()[: len(mark)]
    return path, finding.rule.id, mark


def count_findings(path: str, reports: Iterable[Report]) -> Counter[Key]:
    """The findings of a file, those that a baseline has set aside included."""
    return Counter(
        key_of(path, one, report)
        for report in reports
        for one in (*report.findings, *(each.finding for each in report.suppressed if each.reason == REASON))
    )
