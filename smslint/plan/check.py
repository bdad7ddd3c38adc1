"""A plan checked whole: read, run through the checks, linted, told."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import ConfigError
from smslint.model import RuleInfo, Severity
from smslint.plan import crowd
from smslint.plan.detail import Teller, detail
from smslint.plan.holidays import years_known
from smslint.plan.keys import recipient_key
from smslint.plan.load import File, find_flags, load
from smslint.plan.model import PlanFinding
from smslint.plan.pick import Source
from smslint.plan.policy import Policy, read_policy
from smslint.plan.problems import bad_rows
from smslint.plan.report import FileFinding, PlanFile, PlanReport, RuleCount
from smslint.plan.session import MEMORY, Progress, Session, session, silent
from smslint.plan.spoken import wording_counts, wording_findings
from smslint.plan.words import fill, numbers_of, plan_info
from smslint.plan.written import Rows, as_file

if TYPE_CHECKING:
    from smslint.linter import Linter

_FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Options:
    """How a plan is checked and told, beside its policy.

    `columns` says which column holds what (part -> name). `limit` is the number of sends, of texts and of bad rows that
    are listed, the worst first (None: all); everything is counted. The texts of a log are linted with `lint_log` only.
    `salt` makes the keys of recipients the same in every run; without one they are those of this run alone. `reveal`
    gives recipients as they are.
    """

    columns: Mapping[str, str] | None = None
    lint: bool = True
    lint_log: bool = False
    suggest: bool = True
    limit: int | None = 1000
    lang: str = "zh"
    salt: bytes | None = None
    reveal: bool = False
    memory: str = MEMORY
    threads: int | None = None
    scratch: str | None = None


def check_plan(
    plan: Rows | Sequence[str | Path],
    *,
    log: Rows | Sequence[str | Path] = (),
    policy: Policy | None = None,
    linter: Linter | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> PlanReport:
    """Check what is about to go out, `plan`, beside what went out, `log`; without a plan, the log itself.

    Each is a path, several paths, a table of Arrow, pandas or polars, or a sequence of rows (mappings, or Sends).
    Raises ConfigError for a missing extra, column or setting and InputError for a file that cannot be read at all; rows
    that cannot be used are listed in the report. `policy` is by default the house's as shipped, `linter` one of the
    default packs.
    """
    options, policy = options or Options(), policy or read_policy()
    if linter is None:
        from smslint.linter import Linter

        linter = Linter(lang=options.lang)
    with session(options.memory, options.threads, options.scratch) as made:
        files = [*_files(made, log, is_log=True), *_files(made, plan, is_log=False)]
        if not files:
            raise ConfigError("nothing to check: name a plan, or a log with --log")
        return _check(made, files, policy, linter, options, progress)


def _files(made: Session, given: Rows | Sequence[str | Path], *, is_log: bool) -> Iterator[File]:
    if isinstance(given, Sequence) and given and all(isinstance(one, str | Path) for one in given) \
            and not isinstance(given, str):  # fmt: skip
        yield from (File(str(one), is_log) for one in given)
    elif not (isinstance(given, Sequence) and not given):
        yield File(as_file(given, made.scratch, "log" if is_log else "plan"), is_log)


def _check(made: Session, files: Sequence[File], policy: Policy, linter: Linter, options: Options,
           progress: Progress) -> PlanReport:  # fmt: skip
    from smslint import __version__
    from smslint.plan.functions import register
    from smslint.plan.wording import lint_texts

    register(made.connection, linter)
    sources = load(made, files, options.columns or {}, policy, progress, logs=options.lint and options.lint_log)
    find_flags(made, policy, progress)
    planned = [one.number for one in sources if not one.is_log]
    judged = f"src IN ({', '.join(map(str, planned or [one.number for one in sources]))})"
    linted = lint_texts(made, linter, progress) if options.lint else 0
    progress("report", 0.0)
    suggests = options.suggest and bool(planned)  # what went out cannot be moved
    teller = Teller(policy, options.lang, _key(options), [one.table.path for one in sources], suggests)
    findings, suggestions = detail(made, teller, judged, options.limit, progress)
    spoken = wording_findings(made, linter, teller, options.limit) if linted else []
    records = list(_records(made, sources, policy, options.lang, judged))
    return PlanReport(
        version=__version__,
        packs=linter.packs,
        policy=policy,
        files=tuple(_file(made, one) for one in sources),
        counts=tuple(_counts(made, policy, linter, options, judged, records, linted=linted)),
        findings=_ordered(findings, spoken, teller.paths),
        file_findings=tuple(records),
        bad_rows=tuple(bad_rows(made, teller.paths, options.limit, options.lang)),
        suggestions=tuple(suggestions),
        cells=crowd.cells(made, judged),
        days=crowd.days(made, judged),
        templates=crowd.templates(made, judged),
        flagged=int(str(made.one(f"SELECT count(*) FROM flagged WHERE {judged}")[0])),
        linted=linted,
        notices=tuple(_notices(made, policy, options.lang)),
    )


def _key(options: Options) -> Callable[[str], str]:
    if options.reveal:
        return str
    salt = options.salt or secrets.token_bytes(16)

    @lru_cache(10_000)
    def key(recipient: str) -> str:
        return recipient_key(recipient, salt)

    return key


def _ordered(findings: Iterable[PlanFinding], spoken: Iterable[PlanFinding], paths: Sequence[str]
             ) -> tuple[PlanFinding, ...]:  # fmt: skip
    order = {path: number for number, path in enumerate(paths)}
    return tuple(sorted([*findings, *spoken], key=lambda one: (order[one.source], one.row)))


def _file(made: Session, source: Source) -> PlanFile:
    rows, bad, events = made.one(f"""SELECT count(*), count(problem), count(*) FILTER (event AND problem IS NULL)
        FROM sends WHERE src = {source.number}""")
    return PlanFile(source.table.path, source.is_log, int(str(rows)), int(str(bad)), int(str(events)))


def _counts(made: Session, policy: Policy, linter: Linter, options: Options, judged: str,
            records: Iterable[FileFinding], *, linted: int) -> Iterator[RuleCount]:  # fmt: skip
    for rule, severity, count in crowd.count_flags(made, policy, judged):
        values = numbers_of(policy.check_of(rule.id), policy)
        yield RuleCount(plan_info(rule, options.lang, values), severity, count)
    yield from (RuleCount(one.rule, one.severity, one.count) for one in records)
    if linted:
        yield from wording_counts(made, linter, options.lang)


def _records(made: Session, sources: Iterable[Source], policy: Policy, lang: str, judged: str) -> Iterator[FileFinding]:
    """The files whose rows have no ids, which is told once of each."""
    if not policy.on("record-keeping"):
        return
    rule, values = policy.rules["record-keeping"], numbers_of("record-keeping", policy)
    info: RuleInfo = plan_info(rule, lang, values)
    severity: Severity = rule.severity
    for source in sources:
        those = f"src = {source.number} AND {judged} AND NOT has_id AND NOT event AND problem IS NULL"
        count, first = made.one(f"SELECT count(*), list_sort(min(row, {_FIRST_ROWS})) FROM sends WHERE {those}")
        if count:
            rows = tuple(int(str(one)) for one in first) if isinstance(first, list) else ()
            yield FileFinding(
                info, severity, fill(rule.message[lang], values), source.table.path, int(str(count)), rows
            )


_UNKNOWN_YEARS = {"zh": "节假日数据只到 {last} 年，{later} 条此后的短信没有核对节假日",
                  "en": "holidays are known up to {last}; {later} later sends were not checked for them"}  # fmt: skip


def _notices(made: Session, policy: Policy, lang: str) -> Iterator[str]:
    if policy.holidays != "off" and policy.on("holiday-send"):
        import datetime as dt

        last = years_known()[1]
        day = (dt.date(last + 1, 1, 1) - dt.date(1970, 1, 1)).days
        later = made.one(f"SELECT count(*) FROM sends WHERE day >= {day} AND problem IS NULL")[0]
        if later:
            yield _UNKNOWN_YEARS[lang].format(last=last, later=later)
