"""What git says has changed: the files, and by comparing contents the very records, wherever they have moved to."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from smslint.errors import ConfigError
from smslint.sources.files import read_bytes
from smslint.sources.types import ReadOptions, Record, Source


@dataclass(frozen=True, slots=True)
class _Tree:
    """A working tree compared with a commit: its root, the files the commit has, and old names of changed ones."""

    root: str
    commit: str
    old: frozenset[str]
    changed: Mapping[str, str | None]


class Changes:
    """The changes of working trees, uncommitted ones included, since they left `ref`."""

    def __init__(self, ref: str) -> None:
        self._ref = ref
        self._roots: dict[str, str] = {}
        self._trees: dict[str, _Tree] = {}

    def has_changed(self, path: str) -> bool:
        """Whether the file differs from what it was."""
        tree, name = self._locate(path)
        return name in tree.changed or name not in tree.old

    def only_changed(self, source: Source, options: ReadOptions) -> Source:
        """`source` with those of its records that were not in the file before."""
        before = Counter(map(_content, self._before(source.path, options)))
        kept: list[Record] = []
        for record in source.records:
            content = _content(record)
            if before[content]:
                before[content] -= 1
            else:
                kept.append(record)
        return source._replace(records=tuple(kept))

    def _before(self, path: str, options: ReadOptions) -> tuple[Record, ...]:
        tree, name = self._locate(path)
        old = tree.changed.get(name, name)
        if old is None or old not in tree.old:
            return ()
        return read_bytes(_git(tree.root, "cat-file", "blob", f"{tree.commit}:{old}"), path, options).records

    def _locate(self, path: str) -> tuple[_Tree, str]:
        absolute = os.path.realpath(path)
        folder = os.path.dirname(absolute)
        if folder not in self._roots:
            self._roots[folder] = _git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n")
        root = self._roots[folder]
        if root not in self._trees:
            self._trees[root] = _compare(root, self._ref)
        return self._trees[root], os.path.relpath(absolute, os.path.realpath(root)).replace(os.sep, "/")


def _content(record: Record) -> Hashable:
    draft = record.draft
    return draft.id, draft.text, draft.form, tuple(sorted((name, str(value)) for name, value in draft.facts.items()))


def _compare(root: str, ref: str) -> _Tree:
    commit = _commit(root, ref)
    old = _names(_git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit))
    changed = dict(_changed(root, commit))
    return _Tree(root, commit, frozenset(old), changed)


def _commit(root: str, ref: str) -> str:
    """The commit at which the working tree left `ref`: what others have done there since is none of our changes."""
    if ref.startswith("-"):
        raise ConfigError(f"--since: '{ref}' is no commit")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", what=f"'{ref}' is no commit")
    wanted = commit.decode().strip()
    try:
        return _git(root, "merge-base", wanted, "HEAD").decode().split()[0]
    except (ConfigError, IndexError):  # no history in common
        return wanted


def _changed(root: str, commit: str) -> Iterator[tuple[str, str | None]]:
    """The files that differ, by the names they have now, and the names they had."""
    fields = iter(_names(_git(root, "diff", "--name-status", "--no-ext-diff", "-z", "-M", commit)))
    for status in fields:
        name = next(fields)
        if status[0] in "RC":
            yield next(fields), name
        else:
            yield name, None if status[0] == "A" else name


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(one) for one in output.split(b"\0") if one]


def _git(folder: str, *arguments: str, what: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError as error:
        raise ConfigError(f"--since needs git: {error.strerror or error}") from error
    if done.returncode:
        told = what or done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "git failed"
        raise ConfigError(f"--since: {told}")
    return done.stdout
