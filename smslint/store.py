"""Compiled packs kept between runs, in a folder of the user's own that nobody else can write to.

What is stored is keyed by the content of all that it was made from, so it is never stale. It is read only from a folder
that belongs to the user and is closed to others, since reading it is as good as running it; anything odd about folder,
file or content, and it is made anew. `SMSLINT_CACHE=off` turns the store off, `SMSLINT_CACHE=<folder>` moves it.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_KEPT = 12  # files; the oldest go
_SETTING = "SMSLINT_CACHE"


def key_of(parts: Iterable[bytes]) -> str:
    """The key of something made from `parts` by this smslint on this Python."""
    from smslint import __version__

    digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]} {_source_stamp()}".encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def content_of(value: object) -> bytes:
    """The content of `value` as bytes: the same for equal values, however they came about."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # without the memo, which tells which parts are one object and which only equal
    pickler.dump(value)
    return buffer.getvalue()


class Deferred(Generic[T]):
    """A value that is stored apart from the rest of what holds it, and read when somebody first asks for it."""

    __slots__ = ("_content", "_value")

    def __init__(self, value: T) -> None:
        self._content: bytes | None = None
        self._value = value

    @property
    def value(self) -> T:
        """The value."""
        content = self._content
        if content is not None:
            self._value, self._content = _unpickled(content), None
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Deferred) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __reduce__(self) -> tuple[Callable[[bytes], Deferred[T]], tuple[bytes]]:
        return _deferred, (self._content or pickle.dumps(self._value, protocol=pickle.HIGHEST_PROTOCOL),)


def _deferred(content: bytes) -> Deferred[Any]:
    found = Deferred[Any](None)
    found._content = content
    return found


@cache
def _source_stamp() -> str:
    """Changes whenever the installed code does, so that a working copy never reads what an older one made."""
    package = os.path.dirname(__file__)
    folders = [package, *(one.path for one in os.scandir(package) if one.is_dir())]
    files = (one for folder in folders for one in os.scandir(folder) if one.name.endswith(".py"))
    return str(max(one.stat().st_mtime_ns for one in files))


def is_on() -> bool:
    """Whether anything is kept between runs."""
    return _folder() is not None


def stored(key: str, make: Callable[[], T]) -> T:
    """What `make` makes, from the store if it has been made before under `key`."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / f"{key}.bin"
    with contextlib.suppress(Exception):  # whatever is wrong with it, it can be made anew
        if _is_private(path):
            found: T = _unpickled(path.read_bytes())
            return found
    made = make()
    with contextlib.suppress(OSError):
        _write(path, pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        _forget_oldest(folder)
    return made


def _unpickled(content: bytes) -> Any:
    """What was pickled; read without collecting garbage, of which there is none, in half the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)
    finally:
        if collecting:
            gc.enable()


def _folder() -> Path | None:
    setting = os.environ.get(_SETTING, "")
    if setting == "off":
        return None
    try:
        folder = Path(setting) if setting else _user_cache() / "smslint"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home, or a full or read-only disk
        return None
    return folder if _is_private(folder) else None


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _is_private(path: Path) -> bool:
    """Whether only the user can have written here (on Windows the folder's own protection is relied on)."""
    state = path.lstat()
    if sys.platform == "win32":
        return True
    return state.st_uid == os.getuid() and not stat.S_ISLNK(state.st_mode) and not state.st_mode & 0o022


def _write(path: Path, content: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)  # all or nothing, whoever else writes
    except BaseException:
        os.unlink(name)
        raise


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[_KEPT:]:
        path.unlink(missing_ok=True)
