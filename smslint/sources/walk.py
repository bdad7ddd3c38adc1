"""Files and folders -> the files to read: globs to include and to exclude, and what git ignores left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from smslint.sources.files import SUFFIXES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_HERE = os.curdir + os.sep


def _nothing(path: str) -> bool:
    return False


def _everything(path: str) -> bool:
    return True


class Walk(NamedTuple):
    """What a walk leaves out: files that are not `included`, files and folders that are `excluded` or ignored by git.

    Files that are named count whatever these say, unless `force`.
    """

    included: Callable[[str], bool] = _everything
    excluded: Callable[[str], bool] = _nothing
    gitignore: bool = True
    force: bool = False


def expand(paths: Iterable[str], walk: Walk | None = None) -> Iterator[str]:
    """The files that `paths` name, each once; a folder stands for its files of a known type that are not hidden."""
    walk = walk or Walk()
    seen: set[str] = set()
    for path in paths:
        for file in _files(path, walk):
            if os.path.normpath(file) not in seen:
                seen.add(os.path.normpath(file))
                yield file


def _files(path: str, walk: Walk) -> Iterator[str]:
    if os.path.isdir(path):
        found = _walk(path, walk, _ignores_above(path) if walk.gitignore else ())
        yield from (one.removeprefix(_HERE) if path == os.curdir else one for one in found)
    elif not (walk.force and path != "-" and _left_out(path, walk)):
        yield path


def _left_out(path: str, walk: Walk) -> bool:
    """Whether a file that is named is excluded, or a folder that it stands in."""
    folders = (str(one) + os.sep for one in Path(path).parents if one.name)
    return walk.excluded(path) or any(map(walk.excluded, folders))


_Ignore = tuple[str, "GitIgnoreSpec"]


def _walk(folder: str, walk: Walk, above: Sequence[_Ignore]) -> Iterator[str]:
    """Depth first and in order; a folder that cannot be read has no files."""
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        return
    ignores = (*above, *_ignore_of(folder)) if walk.gitignore else ()
    kept = [one for one in entries if not one.name.startswith((".", "~$"))]
    for entry in kept:
        if entry.is_file() and _is_wanted(entry.path, walk) and not _is_ignored(entry.path, ignores):
            yield entry.path
    for entry in kept:
        if entry.is_dir(follow_symlinks=False) and not _is_left(entry.path + os.sep, walk, ignores):
            yield from _walk(entry.path, walk, ignores)


def _is_wanted(path: str, walk: Walk) -> bool:
    return os.path.splitext(path)[1].lower() in SUFFIXES and walk.included(path) and not walk.excluded(path)


def _is_left(folder: str, walk: Walk, ignores: Sequence[_Ignore]) -> bool:
    return walk.excluded(folder) or _is_ignored(folder, ignores)


def _is_ignored(path: str, ignores: Sequence[_Ignore]) -> bool:
    """What the nearest .gitignore that has a word on `path` says."""
    absolute = os.path.abspath(path) + (os.sep if path.endswith(os.sep) else "")
    for folder, spec in reversed(ignores):
        verdict = spec.check_file(os.path.relpath(absolute, folder) + (os.sep if path.endswith(os.sep) else "")).include
        if verdict is not None:
            return verdict
    return False


def _ignore_of(folder: str) -> Iterator[_Ignore]:
    yield from _ignore_file(folder, os.path.join(folder, ".gitignore"))


def _ignore_file(folder: str, path: str) -> Iterator[_Ignore]:
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    from pathspec import GitIgnoreSpec

    yield os.path.abspath(folder), GitIgnoreSpec.from_lines(lines)


def _ignores_above(folder: str) -> tuple[_Ignore, ...]:
    """The .gitignore files between the root of the repository and `folder`, and the repository's own exclusions."""
    absolute = Path(folder).resolve()
    root = next((one for one in (absolute, *absolute.parents) if (one / ".git").exists()), None)
    if root is None:
        return ()
    between = [one for one in reversed(absolute.parents) if one == root or root in one.parents]
    own = _ignore_file(str(root), str(root / ".git" / "info" / "exclude"))
    return (*own, *(ignore for one in between for ignore in _ignore_of(str(one))))
