"""Which sum an amount is, from the labels that stand before and after it."""

from __future__ import annotations

import re
from bisect import bisect_left

from smslint.fields.spot import Cues, View
from smslint.model import Role

# Where a label ends, minus where it starts, its role (None: no sum owed), whether it says outright that one is owed.
Label = tuple[int, int, Role | None, bool]

_GROUPS = (
    ("total", Role.TOTAL, True),
    ("sum", Role.TOTAL, False),
    ("minimum", Role.MINIMUM, True),
    ("principal", Role.PRINCIPAL, False),
    ("interest", Role.INTEREST, False),
    ("penalty", Role.PENALTY, False),
    ("fee", Role.FEE, False),
    ("unowed", None, False),
)
_AFTER = re.compile(r"(?:整)?(?:的?(?:(本金)|(欠?利息)|(罚息|违约金|滞纳金)|(手续费|服务费|年费))|的(最低))")
_AFTER_ROLES = (Role.PRINCIPAL, Role.INTEREST, Role.PENALTY, Role.FEE, Role.MINIMUM)
_JOINT = re.compile(r"[及和与加并、+]?其?")
_REACH = 24  # how far before its sum a label may stand


def labels(cues: Cues) -> list[Label]:
    """All labels of sums in a message, by where they end; of those with one end the longest comes last."""
    found = [(end, -start, role, firm) for group, role, firm in _GROUPS if group in cues for start, end in cues[group]]
    found.sort(key=_by_end)
    return found


def _by_end(label: Label) -> tuple[int, int]:
    return label[0], label[1]


def label_before(found: list[Label], offset: int) -> Label | None:
    """The longest label that ends nearest before `offset`."""
    index = bisect_left(found, (offset + 1,))
    return found[index - 1] if index else None


def owed_in_clause(view: View, found: list[Label], start: int) -> bool:
    """Whether the clause says before `start` that something is owed."""
    label = label_before(found, start)
    return label is not None and label[2] is Role.TOTAL and -label[1] >= view.clause_start(start)


def role_of(view: View, found: list[Label], start: int, end: int) -> Role | None:
    """The role of the sum at `[start, end)`, or None where it is no sum owed."""
    if _unowed_after(view, end):
        return None
    after = _AFTER.match(view.text, end)
    if after:
        return _AFTER_ROLES[(after.lastindex or 1) - 1]
    return _role_before(view, found, start)


def _unowed_after(view: View, end: int) -> bool:
    if "unowed" not in view.cues:
        return False
    hits = view.cues_in("unowed", end, end + _REACH)
    return any(start == end or (start == end + 1 and view.text[end] in "的起") for start, _ in hits)


def _role_before(view: View, found: list[Label], start: int) -> Role | None:
    low = max(view.clause_start(start), start - _REACH)
    nearest: Label | None = None
    for index in range(bisect_left(found, (start + 1,)) - 1, -1, -1):
        label = found[index]
        if -label[1] < low:
            break
        if label[2] is None:
            return nearest[2] if nearest and -nearest[1] >= label[0] and nearest[3] else None
        nearest = _joined(view, label, nearest) if nearest else label
    return nearest[2] if nearest else Role.TOTAL


def _joined(view: View, label: Label, nearest: Label) -> Label:
    """`nearest`, or a total where it is the second of two parts summed up (本金及利息3,000元)."""
    if label[2] is not Role.PRINCIPAL or nearest[2] not in (Role.INTEREST, Role.PENALTY):
        return nearest
    if _JOINT.fullmatch(view.text, label[0], -nearest[1]):
        return nearest[0], label[1], Role.TOTAL, False
    return nearest
