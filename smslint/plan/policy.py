"""The house's numbers for sends: read from the rules of kind `cadence` of a pack, changed by settings; frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from smslint.errors import ConfigError, did_you_mean
from smslint.model import Form, Severity
from smslint.pack import Pack, Rule, find_pack, load_pack
from smslint.pack.cadence import tuned
from smslint.pack.types import Cadence
from smslint.plan.zones import zone_of

DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_PACK = "cadence"
COLLECTION = frozenset((Form.REMINDER, Form.SOFT, Form.FORMAL))


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the day `[start, end)` on the recipient's clock; over midnight where `end` is the earlier."""

    start: dt.time
    end: dt.time

    def holds(self, clock: dt.time) -> bool:
        """Whether `clock` lies within; the first moment does, the last does not."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number that sends are held to. A rule that is off is not in `rules`, and its numbers mean nothing.

    `daily` and `weekly` give for a severity the count above which it speaks; days and hours are as named.
    """

    rules: Mapping[str, Rule]  # by check
    quiet: Hours
    marketing: Hours
    daily: Mapping[Severity, float]
    weekly: Mapping[Severity, float]
    weekly_days: int
    interval_hours: float
    duplicate_hours: float
    demand_days: int
    escalation_days: int
    retention_days: int
    holidays: str  # off, statutory, rest
    zone: str = DEFAULT_ZONE

    @property
    def tz(self) -> ZoneInfo:
        """The time zone of recipients of whom nothing else is known."""
        return zone_of(self.zone)

    def on(self, check: str) -> bool:
        """Whether `check` is on."""
        return check in self.rules

    def check_of(self, rule: str) -> str:
        """The check of the rule with the id `rule`."""
        return next(check for check, one in self.rules.items() if one.id == rule)

    def forms(self, check: str) -> frozenset[Form]:
        """The forms that `check` looks at and, where it counts, counts."""
        rule = self.rules[check]
        return frozenset(rule.forms) or frozenset(cast(Cadence, rule.spec).by_form) or COLLECTION

    def severity(self, check: str, form: Form) -> Severity:
        """The severity of `check` for a message of `form`."""
        rule = self.rules[check]
        return cast(Cadence, rule.spec).by_form.get(form, rule.severity)

    def over(self, check: str, count: int) -> tuple[Severity, int] | None:
        """The highest severity whose number `count` exceeds, and that number; None within all of them."""
        over = cast(Cadence, self.rules[check].spec).over
        ranked = sorted(over.items(), key=lambda one: -one[0].rank)
        return next(((severity, int(most)) for severity, most in ranked if count > most), None)


def read_policy(
    pack: Pack | str | Path | None = None, numbers: Mapping[str, object] | None = None, *, zone: str | None = None
) -> Policy:
    """The policy of `pack` (by default the one that ships), with `numbers` such as `{"daily-frequency.error": 4}`.

    Raises PackError for a faulty pack; ConfigError for an unknown rule, number or zone.
    """
    return make_policy([_loaded(pack)], numbers or {}, zone or DEFAULT_ZONE)


def make_policy(packs: Iterable[Pack], numbers: Mapping[str, object], zone: str = DEFAULT_ZONE) -> Policy:
    """The policy of all rules of kind `cadence` in `packs`; of two for one check, the later counts."""
    return rules_policy((rule for pack in packs for rule in pack.rules.values()), numbers, zone)


def rules_policy(rules: Iterable[Rule], numbers: Mapping[str, object], zone: str = DEFAULT_ZONE) -> Policy:
    """The policy of those of `rules` that are of kind `cadence`; of two for one check, the later counts."""
    by_check = {rule.spec.check: rule for rule in rules if isinstance(rule.spec, Cadence)}
    return _policy(_with_numbers(by_check, numbers), zone_of(zone).key)


def policy_of(rule: Rule, numbers: Mapping[str, object] | None = None) -> Policy:
    """A policy of nothing but `rule`; `numbers` by their bare names."""
    check = cast(Cadence, rule.spec).check
    changed = _with_numbers({check: rule}, {f"{rule.id}.{name}": value for name, value in (numbers or {}).items()})
    return _policy(changed, DEFAULT_ZONE)


def _loaded(pack: Pack | str | Path | None) -> Pack:
    return pack if isinstance(pack, Pack) else load_pack(find_pack(str(pack or DEFAULT_PACK)))


def _with_numbers(rules: Mapping[str, Rule], numbers: Mapping[str, object]) -> dict[str, Rule]:
    changed = {rule.id: rule for rule in rules.values()}
    for name, value in numbers.items():
        rule, dot, number = name.partition(".")
        if rule not in changed or not dot:
            known = [f"{one}." for one in changed]
            raise ConfigError(
                f"'{name}' is no number of the policy{did_you_mean(rule + '.', known)}; write RULE.NUMBER"
            )
        try:
            spec = tuned(cast(Cadence, changed[rule].spec), {number: value})
        except ValueError as error:
            raise ConfigError(f"{name}: {error}") from None
        changed[rule] = changed[rule]._replace(spec=spec)
    return {cast(Cadence, rule.spec).check: rule for rule in changed.values()}


_NEVER = Hours(dt.time(), dt.time())


def _policy(rules: Mapping[str, Rule], zone: str) -> Policy:
    def number(check: str, name: str) -> float:
        return cast(float, _options(rules, check).get(name, 0))

    return Policy(
        rules=MappingProxyType(dict(rules)),
        quiet=_hours(rules, "quiet-hours"),
        marketing=_hours(rules, "marketing-hours"),
        daily=_over(rules, "daily-frequency"),
        weekly=_over(rules, "weekly-frequency"),
        weekly_days=int(number("weekly-frequency", "days")),
        interval_hours=number("min-interval", "hours"),
        duplicate_hours=number("duplicate-text", "hours"),
        demand_days=int(number("effective-demand-interval", "days")),
        escalation_days=int(number("escalation-order", "days")),
        retention_days=int(number("record-keeping", "days")),
        holidays=str(_options(rules, "holiday-send").get("holidays", "off")),
        zone=zone,
    )


def _options(rules: Mapping[str, Rule], check: str) -> Mapping[str, object]:
    return cast(Cadence, rules[check].spec).options if check in rules else {}


def _over(rules: Mapping[str, Rule], check: str) -> Mapping[Severity, float]:
    return MappingProxyType(dict(cast(Cadence, rules[check].spec).over) if check in rules else {})


def _hours(rules: Mapping[str, Rule], check: str) -> Hours:
    options = _options(rules, check)
    return Hours(cast(dt.time, options["start"]), cast(dt.time, options["end"])) if options else _NEVER
