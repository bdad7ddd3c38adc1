"""The recipient's clock: a time of a day as an instant, and how long ago something was, in words."""

from __future__ import annotations

import datetime as dt


def at_clock(day: dt.date, clock: dt.time, like: dt.datetime) -> dt.datetime:
    """The first moment of `day` at which the clock of the zone of `like` shows `clock` or, if it skips it, later."""
    wanted = dt.datetime.combine(day, clock, like.tzinfo)
    return wanted.astimezone(dt.UTC).astimezone(like.tzinfo)  # out of a gap, to the other side of it


def elapsed(gap: dt.timedelta, lang: str = "zh") -> str:
    """`3天2小时`, `5小时20分`, `40秒`: the two largest units."""
    seconds = int(gap.total_seconds())
    units = ((86400, "天", "d"), (3600, "小时", "h"), (60, "分", "min"), (1, "秒", "s"))
    parts = []
    for size, chinese, english in units:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number}{chinese}" if lang == "zh" else f"{number} {english}")
    return ("" if lang == "zh" else " ").join(parts[:2]) or ("0秒" if lang == "zh" else "0 s")
