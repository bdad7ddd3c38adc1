"""A pack as a project wants it: rules off, severities fixed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from smslint.model import Severity
from smslint.pack.severity import fix_severity
from smslint.pack.types import Pack


def adjust(pack: Pack, off: Collection[str], severities: Mapping[str, Severity]) -> Pack:
    """`pack` without the rules that are `off`, and with the `severities` given, both by id."""
    if pack.categories.keys().isdisjoint((*off, *severities)):
        return pack
    rules = {
        name: fix_severity(rule, severities[name]) if name in severities else rule
        for name, rule in pack.rules.items()
        if name not in off
    }
    content = f"{pack.content} off {sorted(off)} with {sorted(severities.items())}" if pack.content else ""
    return pack.with_parts(pack.parts.value._replace(rules=rules), content)
