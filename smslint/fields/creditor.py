"""Who is owed: the lender or product that the signature or the body names."""

from __future__ import annotations

from smslint.fields.spot import Spot, View
from smslint.model import FieldKind
from smslint.patterns import compiled

_NEUTRAL = (
    "提示|提醒|通知|客服|法务|律师|调解|征信|司法|法院|公安|仲裁|资产|保全"
    "|催|咨询|外包|委外|诉讼|信用管理|债|关怀|服务中心|中心$"
)
_ENTRUST = r"受(?:了)?([^,。;:受]{2,20}?)(?:的)?(?:委托|之托)|([\u4e00-\u9fff]{2,14})委托"
_STOPS = frozenset("的在于您你我与和向受、,。:;()!?“”\"'《》「」 欠对从由将为是及")


def find(view: View, signature: Spot | None) -> Spot | None:
    """The creditor: whoever entrusted an agency, else the signature's lender, else a lender named in the body."""
    if view.hits("entrust"):
        found = compiled(_ENTRUST).search(view.text)
        if found:
            group = 1 if found[1] else 2
            return Spot(*found.span(group), FieldKind.CREDITOR, view.raw(*found.span(group)))
    if signature and isinstance(signature.value, str) and not compiled(_NEUTRAL).search(signature.value):
        return Spot(signature.start + 1, signature.end - 1, FieldKind.CREDITOR, signature.value)
    return _in_body(view, signature)


def _in_body(view: View, signature: Spot | None) -> Spot | None:
    for start, end in view.hits("creditor"):
        if signature and signature.start <= start < signature.end:
            continue
        begin = start
        while begin > max(0, start - 8) and view.text[begin - 1] not in _STOPS:
            begin -= 1
        if end - begin >= 4:
            return Spot(begin, end, FieldKind.CREDITOR, view.raw(begin, end))
    return None
