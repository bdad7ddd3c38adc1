"""Frames and modalities: whether a denial, a warning, a condition or a tense stands around a match."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from smslint.scan.hits import LONGEST, Hit, Hits
from smslint.scan.join import Match, stretch_of
from smslint.scan.lexicon import Cue, Framed, Group

_NEAR_BEFORE = 3  # a phrase of `not_before` may stand this many characters behind the cue (不会[轻易]放过)


def frame_cue(frame: Framed, hits: Hits, match: Match, own: bool = True) -> Hit | None:
    """The cue of `frame` that holds for `match`, or None; unless `own`, words of the match itself are no cues."""
    if not hits.everywhere() & frame.needs:
        return None
    for cue in frame.cues:
        met = hits.met(cue.group)
        if met:
            for hit in _candidates(cue, met, hits, match):
                if (own or not _is_own(hit, match)) and not _cancelled(frame, cue, hits, hit):
                    return hit
    return None


def _is_own(cue: Hit, match: Match) -> bool:
    return any(hit.start <= cue.start and cue.end <= hit.end for hit in match.hits)


def _candidates(cue: Cue, met: Sequence[Hit], hits: Hits, match: Match) -> Iterator[Hit]:
    start, _ = stretch_of(hits.message, cue.within, match.start)
    _, end = stretch_of(hits.message, cue.within, match.end - 1)
    # Only what may reach the match is looked at: a long clause may have thousands of cues.
    start = max(start, match.core[0].start - cue.reach - LONGEST)
    last = min(end - 1, match.core[-1].end + cue.reach)
    for place in range(bisect_left(met, (start,)), len(met)):
        hit = met[place]
        if hit.start > last:
            return
        if hit.end <= end and _reaches(cue, hit, match) and hits.stands(hit):
            yield hit


def _reaches(cue: Cue, hit: Hit, match: Match) -> bool:
    if cue.side != "after":
        for core in match.core:
            if 0 <= core.start - hit.end <= cue.reach:
                return True
    return cue.side != "before" and 0 <= hit.start - match.core[-1].end <= cue.reach


def _cancelled(frame: Framed, group: Cue, hits: Hits, cue: Hit) -> bool:
    if frame.not_in is not None and hits.inside(cue, frame.not_in):
        return True
    return any(_followed(hits, cue, phrases) for phrases in (frame.not_before, group.not_before)) or any(
        _preceded(hits, cue, phrases) for phrases in (frame.not_after, group.not_after)
    )


def _followed(hits: Hits, cue: Hit, phrases: Group | None) -> bool:
    met = hits.of(phrases) if phrases is not None else ()
    if not met:
        return False
    near = min(cue.end + _NEAR_BEFORE, hits.message.clause_of(cue.end - 1)[1] - 1)
    places = range(bisect_left(met, (cue.end - LONGEST,)), bisect_left(met, (max(near, cue.end) + 1,)))
    return any(cue.end <= met[at].start <= near or met[at].start < cue.end < met[at].end for at in places)


def _preceded(hits: Hits, cue: Hit, phrases: Group | None) -> bool:
    met = hits.of(phrases) if phrases is not None else ()
    if not met:
        return False
    start, _ = hits.message.clause_of(cue.start)
    places = range(bisect_left(met, (start,)), bisect_left(met, (cue.start,)))
    return any(met[at].end <= cue.start for at in places)


def modality_of(modalities: Sequence[Framed], hits: Hits, match: Match, default: str) -> tuple[str, Hit | None]:
    """The first modality whose cue holds for `match`, with the cue; `default` where no word tells."""
    for modality in modalities:
        cue = frame_cue(modality, hits, match)
        if cue is not None:
            return modality.id, cue
    return default, None
