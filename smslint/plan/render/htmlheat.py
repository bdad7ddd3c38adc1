"""The heat map of a plan as a table of a page: a row a day, a cell an hour, shaded by the number of sends."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from smslint.plan.render.heat import HOURS, Heat, shade
from smslint.plan.render.labels import LABELS

_STEPS = 9


def heat_table(heat: Heat, lang: str) -> Iterator[str]:
    """The lines of the table."""
    label = LABELS[lang]
    hours = "".join(
        f'<th scope="col"{" class=quiet" if hour in heat.quiet else ""}>{hour:02d}</th>' for hour in range(HOURS)
    )
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{label["heat"]}"><table class="heat">'
    yield f'<thead><tr><td></td>{hours}<th scope="col">{label["sends"]}</th></tr>'
    yield "</thead><tbody>"
    for row in heat.rows:
        cells = "".join(_cell(row.sends[hour], row.flagged[hour], heat, hour, lang) for hour in range(HOURS))
        yield f'<tr><th scope="row">{escape(row.name)}</th>{cells}<td class="count">{sum(row.sends):,}</td></tr>'
    yield "</tbody></table></div>"


def _cell(sends: int, flagged: int, heat: Heat, hour: int, lang: str) -> str:
    label = LABELS[lang]
    step = shade(sends, heat.most, _STEPS)
    title = f"{hour:02d}:00–{hour:02d}:59 {label['sends']} {sends:,}{label['comma']}{label['share']} {flagged:,}"
    classes = f"s{step}" + (" quiet" if hour in heat.quiet else "")
    number = f'<b class="error">{_short(flagged)}</b>' if flagged else ""
    text = f"<span>{_short(sends)}</span>{number}" if sends else ""
    return f'<td class="{classes}" title="{title}">{text}</td>'


def _short(number: int) -> str:
    """A number in at most four characters."""
    if number < 10_000:
        return str(number)
    return f"{number / 1000:.0f}k" if number < 1_000_000 else f"{number / 1_000_000:.0f}M"
