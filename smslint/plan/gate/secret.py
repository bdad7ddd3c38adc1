"""The key of a store: given by the caller, or made once and kept in a file of the user's own beside the store."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from smslint.errors import ConfigError, StoreError

_LEAST = 16  # bytes


def checked_key(key: bytes | str) -> bytes:
    """`key` as bytes; ConfigError where it is too short to keep phone numbers from being guessed."""
    plain = key.encode() if isinstance(key, str) else bytes(key)
    if len(plain) < _LEAST:
        raise ConfigError(f"the key of a gate has at least {_LEAST} bytes; make one with secrets.token_hex(32)")
    return plain


def fingerprint(key: bytes) -> str:
    """What a store keeps to tell whether a key is its own; says nothing of the key."""
    return hmac.new(key, b"smslint gate", hashlib.sha256).hexdigest()


def key_path(path: Path) -> Path:
    """Where the key of the store `path` is kept."""
    return path.with_name(f"{path.name}.key")


def make_key(path: Path) -> bytes:
    """A new key, written to the file `path`, which must not exist; StoreError where it does or cannot be written."""
    key = secrets.token_hex(32).encode()
    if not create_private(path, key):
        raise StoreError(
            "lost", f"{path} is the key of a store that is no longer there; to begin anew, delete the key too"
        )
    return key


def read_key(path: Path) -> bytes:
    """The key in the file `path`; StoreError where there is none."""
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise StoreError("key", f"the key of the store cannot be read: {error}") from error
    if len(key) < _LEAST:
        raise StoreError("key", f"{path} holds no key")
    return key


def create_private(path: Path, content: bytes) -> bool:
    """Make the file `path`, readable by its owner alone; False where it is there already.

    It is made under another name and linked: nobody sees half of it, and no descriptor of it is ever closed here,
    which would drop the locks that SQLite may hold on it in this process.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
    except OSError as error:
        raise StoreError("unavailable", f"no file can be made in {path.parent}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise StoreError("unavailable", f"{path} cannot be made: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)
    return True
