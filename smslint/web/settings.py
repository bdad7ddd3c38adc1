"""What the service is told when it starts: where it listens, who may call it, and how much it takes on."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
_KIB, _MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one caller may ask for: bytes, drafts, characters, seconds, and requests at once."""

    lint_bytes: int = 256 * _KIB
    batch_bytes: int = 16 * _MIB
    file_bytes: int = 32 * _MIB
    drafts: int = 10_000  # in one batch
    rows: int = 50_000  # in one file
    characters: int = 5_000  # of one draft
    fields: int = 64  # facts of one draft
    read_seconds: float = 15.0  # to send a body
    work_seconds: float = 60.0  # to answer drafts
    file_seconds: float = 300.0  # to answer a file
    header_seconds: float = 10.0  # to send the first header lines of a connection
    requests: int = 256  # in hand at once; one more is turned away with 503
    workers: int = 2  # threads that lint


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the service listens and what it lets in; `token` is None on loopback only."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    names: tuple[str, ...] = ()  # further names that a Host header may carry
    lang: str = "zh"
    packs: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine can connect."""
        return self.host in LOOPBACK

    def answers_to(self, name: str) -> bool:
        """Whether the service answers under a host name (without port), so that no other site can pose as it.

        Open to others, it also answers under any address: only names can be made to point elsewhere.
        """
        known = (*LOOPBACK, self.host.lower(), *(one.lower() for one in self.names))
        return name in known or (not self.is_loopback and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
