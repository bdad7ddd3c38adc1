"""Frames and modalities: whether a denial, a warning, a condition or a tense stands around a match."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from smslint.scan.hits import Hit, Hits, inside
from smslint.scan.join import Match, stretch_of
from smslint.scan.lexicon import Cue, Framed

_NEAR_BEFORE = 3  # a phrase of `not_before` may stand this many characters behind the cue (不会[轻易]放过)


def frame_cue(frame: Framed, hits: Hits, match: Match, own: bool = True) -> Hit | None:
    """The cue of `frame` that holds for `match`, or None; unless `own`, words of the match itself are no cues."""
    for cue in frame.cues:
        if hits.any(cue.mask):
            for hit in _candidates(cue, hits, match):
                if (own or not _is_own(hit, match)) and not _cancelled(frame, cue, hits, hit):
                    return hit
    return None


def _is_own(cue: Hit, match: Match) -> bool:
    return any(hit.start <= cue.start and cue.end <= hit.end for hit in match.hits)


def _candidates(cue: Cue, hits: Hits, match: Match) -> Sequence[Hit]:
    start, _ = stretch_of(hits.message, cue.within, match.start)
    _, end = stretch_of(hits.message, cue.within, match.end - 1)
    cues = hits.of(cue.ids)
    inner = [hit for hit in cues[bisect_left(cues, (start,)) :] if hit.end <= end] if cues else []
    return [hit for hit in inner if _reaches(cue, hit, match)]


def _reaches(cue: Cue, hit: Hit, match: Match) -> bool:
    before = any(0 <= core.start - hit.end <= cue.reach for core in match.core)
    after = 0 <= hit.start - match.core[-1].end <= cue.reach
    return {"before": before, "after": after, "around": before or after}[cue.side]


def _cancelled(frame: Framed, group: Cue, hits: Hits, cue: Hit) -> bool:
    if frame.not_in >= 0 and inside(cue, hits.of((frame.not_in,))):
        return True
    return any(_followed(hits, cue, slot) for slot in (frame.not_before, group.not_before)) or any(
        _preceded(hits, cue, slot) for slot in (frame.not_after, group.not_after)
    )


def _followed(hits: Hits, cue: Hit, slot: int) -> bool:
    if slot < 0 or not hits.any(1 << slot):
        return False
    near = min(cue.end + _NEAR_BEFORE, hits.message.clause_of(cue.end - 1)[1] - 1)
    return any(cue.end <= one.start <= near or one.start < cue.end < one.end for one in hits.of((slot,)))


def _preceded(hits: Hits, cue: Hit, slot: int) -> bool:
    start, _ = hits.message.clause_of(cue.start)
    return slot >= 0 and any(start <= phrase.start and phrase.end <= cue.start for phrase in hits.of((slot,)))


def modality_of(modalities: Sequence[Framed], hits: Hits, match: Match, default: str) -> tuple[str, Hit | None]:
    """The first modality whose cue holds for `match`, with the cue; `default` where no word tells."""
    for modality in modalities:
        cue = frame_cue(modality, hits, match)
        if cue is not None:
            return modality.id, cue
    return default, None
