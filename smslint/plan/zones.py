"""Time zones by name, with an error that a user can act on."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from smslint.errors import ConfigError


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone `name`; ConfigError where there is none of that name, or no zone data at all."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # LookupError: ZoneInfoNotFoundError
        raise ConfigError(
            f"unknown time zone '{name}'{_missing_data()}; write an IANA name, as Asia/Shanghai"
        ) from None


def is_zone(name: str) -> bool:
    """Whether there is a zone of this name."""
    try:
        zone_of(name)
    except ConfigError:
        return False
    return True


def _missing_data() -> str:
    try:
        ZoneInfo("Asia/Shanghai")
    except LookupError:
        return " (this machine has no zone data: pip install tzdata)"
    return ""
