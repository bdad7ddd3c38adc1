"""Reports without the data of persons: names, telephone, identity and account numbers and sums become asterisks.

Each masked character becomes one asterisk, so that every offset still holds. What is to be masked is told by the fields
of a draft, by the findings on personal data, and by the shape of numbers, sums and names anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from smslint.fields.names import COMPOUND_SURNAMES, SURNAMES
from smslint.model import (
    NO_FACTS,
    Evidence,
    Field,
    FieldKind,
    FileReport,
    Finding,
    Fix,
    Report,
    RunReport,
    Suppressed,
    Variable,
)
from smslint.render.fingerprint import fingerprint
from smslint.text import Span

MASK = "*"
_PERSONAL = "pii-"  # how the rules on personal data are called
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_DIGIT = r"\d〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①-⑨⓪⑴-⑼❶-❾"
_NUMERAL = rf"{_DIGIT}十百千万亿拾佰仟萬億两廿卅"
_GAP = rf"[ \-—–－（）()+*xX_.·{_HIDDEN}]{{0,2}}"
_DATE = re.compile(r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_HAN = "\u4e00-\u9fff"
# Surnames that are everyday words too are told as names by the fields of a draft only.
_EVERYDAY = frozenset("和于方单应向都从时相有安经通常能成平关明双充终暨况须后原支付代占过家公权国高白项居立")
_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{''.join(sorted(SURNAMES - _EVERYDAY))}])"
_TITLE = "先生|女士|小姐|太太|夫人|老师|师傅|大哥|大姐|阿姨|大叔|同志"
_OFFICE = "经理|律师|法官|警官|主任|专员"
_ROLE = (
    "户名|收款人|联系人|经办人|承办人|负责人|专员|客户经理|姓名"
    "|借款人|保证人|担保人|债务人|欠款人|申请人|被执行人|当事人"
)
_KIN = "父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|配偶|儿子|女儿|哥哥|姐姐|弟弟|妹妹|同事|朋友|领导"
_OWES = "欠|拖欠|逾期|失信|名下|的(?:债务|欠款|贷款|借款)"
_AFTER_NAME = rf"(?=[^{_HAN}]|$|{_TITLE}|[的于已请您在等与和及名欠未将会])"
_NAME = rf"{_SURNAME}[{_HAN}]{{1,2}}?"
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_ROLE})[是为叫:：]?\s?({_NAME}{_AFTER_NAME}|{_SURNAME}[{_HAN}])",
        rf"(?:{_KIN})[是为叫:：]?\s?({_NAME})(?=[^{_HAN}]|$)",
        rf"(?<![{_HAN}])({_NAME})(?=的?(?:家属|家人|亲属|父母|{_KIN})|{_OWES})",
        rf"({_SURNAME}[{_HAN}]{{0,2}}?)(?:{_TITLE})",
        rf"(?<![{_HAN}])({_SURNAME}[{_HAN}]{{0,2}}?)(?:{_OFFICE})",
    )
)
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{_DIGIT}](?:{_GAP}[{_DIGIT}]){{6,}}+(?:{_GAP}[xX](?![A-Za-z]))?",  # telephones, identities, accounts
        r"1[3-9]\d\*{2,8}\d{2,4}|\d{3,6}\*{4,12}[\dxX]{2,4}",  # half masked by their author
        rf"(?<![{_NUMERAL},，.．])[{_NUMERAL}][{_NUMERAL},，.．]*+\s?(?=(?:港|台币)?[元圆]|块钱?|人民币|RMB|CNY)",
        rf"(?:[¥￥$]|人民币|RMB|CNY)\s?[:：]?\s?[{_NUMERAL}][{_NUMERAL},，.．]*+",
        r"(?<![\d,，])\d[\d,，]{0,15}[.．]\d{2}(?!\d)|(?<!\d)\d{1,3}(?:[,，]\d{3})++",
    )
)
_GREETING = re.compile(rf"^(?:尊敬的|亲爱的|敬爱的|致|Dear\s?)?|(?:/|\s|{_TITLE}|客户|用户|会员|[:：,，])+$")
_LONG = re.compile(r"1[3-9]\d{9}|\d{15,}[\dxX]?")  # in the id of a record, where shorter numbers only count


def redact(run: RunReport) -> RunReport:
    """The run with everything personal masked; fingerprints stay those of the drafts as they were."""
    return replace(run, files=tuple(redact_file(one) for one in run.files))


def mask_text(text: str) -> str:
    """`text` with the numbers, sums and names masked that their shape betrays."""
    return _masked(text, _shapes(text))


def redact_file(file: FileReport) -> FileReport:
    """The reports of one file, or of a part of one, with everything personal masked."""
    errors = tuple(mask_error(one, file.path) for one in file.errors)
    return replace(file, reports=tuple(_report(one) for one in file.reports), errors=errors)


def mask_error(error: str, path: str) -> str:
    """An error with what it quotes masked, but not the path it begins with."""
    told = error.removeprefix(path)
    return error[: len(error) - len(told)] + mask_text(told)


@dataclass(frozen=True, slots=True)
class _Cover:
    """The masked text of a draft, and what else than the shape of words tells that they are personal: its secrets."""

    text: str
    secrets: re.Pattern[str] | None

    def over(self, words: str) -> str:
        """`words` of a report on the draft, masked."""
        return self.secret(mask_text(words))

    def secret(self, words: str) -> str:
        """`words` that are the same for all drafts: an example in them that happens to be a secret of this one goes."""
        return self.secrets.sub(lambda found: MASK * len(found[0]), words) if self.secrets else words


def _cover(text: str, spans: Iterable[Span]) -> _Cover:
    masked = _masked(text, spans)
    secrets = sorted({one.of(text) for one in spans if _tells(one.of(text))}, key=_longest)
    pattern = rf"(?<!\d)(?:{'|'.join(map(re.escape, secrets))})(?!\d)"
    return _Cover(masked, re.compile(pattern) if secrets else None)


def _report(report: Report) -> Report:
    draft = report.draft
    cover = _cover(draft.text, list(_secrets(report)))
    identity = _LONG.sub(lambda found: MASK * len(found[0]), draft.id) if draft.id else draft.id
    return replace(
        report,
        draft=replace(draft, text=cover.text, id=identity, facts=NO_FACTS),
        fields=tuple(_field(one, cover.text) for one in report.fields),
        findings=tuple(_finding(one, draft.text, cover) for one in report.findings),
        suppressed=tuple(
            Suppressed(_finding(one.finding, draft.text, cover), cover.over(one.reason)) for one in report.suppressed
        ),
        form_reason=cover.over(report.form_reason),
    )


def _longest(words: str) -> tuple[int, str]:
    return -len(words), words


def _tells(words: str) -> bool:
    """Whether `words` are long enough to be looked for elsewhere; a name of one character is told by its title."""
    return len(words) > 1 and MASK * len(words) != words


def _secrets(report: Report) -> Iterator[Span]:
    text = report.draft.text
    yield from _shapes(text)
    for field in report.fields:
        yield from _of_field(field)
    for finding in (*report.findings, *(one.finding for one in report.suppressed)):
        if finding.rule.id.startswith(_PERSONAL):
            yield finding.span
    names = {one.of(text) for field in report.fields for one in _name(field)} | set(_names(text))
    for name in names:
        if len(name) > 1:
            yield from (Span(*found.span()) for found in re.finditer(re.escape(name), text))


def _names(text: str) -> Iterator[str]:
    return (found[1] for pattern in _NAMES for found in pattern.finditer(text))


def _shapes(text: str) -> Iterator[Span]:
    """The stretches of `text` that look like a number, a sum or a name, dates left out."""
    dateless = _DATE.sub(lambda found: "\0" * len(found[0]), text)
    yield from (Span(*found.span()) for pattern in _NUMBERS for found in pattern.finditer(dateless))
    yield from (Span(*found.span(1)) for pattern in _NAMES for found in pattern.finditer(dateless))


def _of_field(field: Field) -> Iterator[Span]:
    """What of a field is personal; a placeholder is not."""
    if isinstance(field.value, Variable):
        return
    yield from _name(field)
    if field.kind in (FieldKind.AMOUNT, FieldKind.ACCOUNT_REF, FieldKind.HOTLINE):
        for found in re.finditer(rf"[A-Za-z{_NUMERAL},，.]*[{_NUMERAL}][A-Za-z{_NUMERAL}*,，.]*", field.raw):
            yield Span(*found.span()).shifted(field.span.start)


def _name(field: Field) -> Iterator[Span]:
    """The name in a form of address."""
    if field.kind is not FieldKind.RECIPIENT or field.generic or isinstance(field.value, Variable):
        return
    edges = [found.span() for found in _GREETING.finditer(field.raw)]
    start = edges[0][1] if edges else 0
    end = min((begin for begin, _ in edges[1:]), default=len(field.raw))
    if start < end:
        yield Span(start, end).shifted(field.span.start)


def _masked(text: str, spans: Iterable[Span]) -> str:
    """`text` with the letters and digits of `spans` masked, all else in its place."""
    chars = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(chars))):
            chars[at] = MASK if text[at].isalnum() or text[at] in ",，.．" else text[at]
    return "".join(chars)


def _field(field: Field, masked: str) -> Field:
    raw = field.span.of(masked)
    return field if raw == field.raw else replace(field, raw=raw, value=None)


def _finding(finding: Finding, text: str, cover: _Cover) -> Finding:
    return replace(
        finding,
        rule=replace(finding.rule, advice=cover.secret(finding.rule.advice)),
        message=cover.over(finding.message),
        evidence=_evidence(finding.evidence, cover),
        fixes=tuple(_fixes(finding.fixes, cover)),
        fingerprint=fingerprint(finding, text),
    )


def _evidence(evidence: Evidence, cover: _Cover) -> Evidence:
    return replace(evidence, matched=cover.over(evidence.matched), fired=tuple(map(cover.over, evidence.fired)))


def _fixes(fixes: Iterable[Fix], cover: _Cover) -> Iterator[Fix]:
    """The fixes that put in nothing personal: one with asterisks would do harm."""
    for fix in fixes:
        if all(cover.over(edit.text) == edit.text for edit in fix.edits):
            yield replace(fix, label=cover.over(fix.label))
