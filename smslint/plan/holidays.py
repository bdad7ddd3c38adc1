"""Public holidays of mainland China, where the house asks for them; the calendar is that of a kept library."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from smslint.errors import ConfigError


@lru_cache(maxsize=4096)
def holiday_name(day: dt.date, which: str) -> str:
    """The name of the holiday that `day` is; empty for none. `which`: off, statutory, or rest (weekends too).

    Days of years that the library does not know yet are none. Raises ConfigError where the library is missing.
    """
    if which == "off":
        return ""
    try:
        import chinese_calendar
    except ImportError:
        raise ConfigError("public holidays need chinesecalendar: pip install 'smslint[holidays]'") from None
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    if not free:
        return ""
    return _NAMES.get(name, name) if name else ("周末" if which == "rest" else "")


def years_known() -> tuple[int, int]:
    """The first and the last year of which the library knows the holidays."""
    import chinese_calendar

    years = [day.year for day in chinese_calendar.holidays]
    return min(years), max(years)


_NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}  # fmt: skip
