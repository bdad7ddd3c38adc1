"""The fields of a message as values: who writes to whom, how much, by when, how to pay, whom to call."""

from __future__ import annotations

from smslint.fields import amount, channel, creditor, date, figures, recipient, reference, signature
from smslint.fields.cues import CUES, find_cues
from smslint.fields.form import Inferred, form_features, infer_form
from smslint.fields.roles import labels
from smslint.fields.spot import Cues, Spot, to_fields, view_of
from smslint.message import Message
from smslint.model import Field

__all__ = ["CUES", "Inferred", "extract", "find_cues", "form_features", "infer_form"]


def extract(message: Message, cues: Cues) -> tuple[Field, ...]:
    """All fields of `message`, by where they stand; `cues` are the hits of `CUES` in its folded text."""
    spots = _spots(message, cues)
    spots.sort(key=_by_place)
    return to_fields(message.normal, spots)


def _spots(message: Message, cues: Cues) -> list[Spot]:
    view = view_of(message, cues)
    sign = signature.find(view)
    body = sign.end if sign and sign.start < 3 else 0
    accounts = reference.accounts(view)
    single = (sign, recipient.find(view, body), creditor.find(view, sign), reference.opt_out(view))
    many = (accounts, channel.find(view), date.day_words(view))
    found = [spot for spot in single if spot is not None]
    addressee = single[1]
    taken = [*accounts, addressee] if addressee else accounts
    found.extend(amount.settle(view.text, figures.read(view, labels(cues), reference.stretches(taken))))
    for group in many:
        found.extend(group)
    return found


def _by_place(spot: Spot) -> tuple[int, int]:
    return spot.start, spot.end
