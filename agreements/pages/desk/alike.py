"""What a draft may be about or a double of: agreements and waiting drafts of the same pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from agreements import intake
from agreements.edtf import EdtfError, bounds
from agreements.matching import Match
from agreements.models import Draft
from agreements.pages.desk.layers import Layers, layers
from agreements.proposal import Proposal, ProposedMilestone

# Two tellings of one event are hardly further apart than this.
_NEAR: Final = timedelta(days=60)
_SHOWN: Final = 5
_LOOKED_AT: Final = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agreement that the draft may be about; `is_near` tells of one with a date near its own."""

    key: str
    title: str
    signed: str
    is_chosen: bool
    is_near: bool


def candidates(
    draft: Draft, proposal: Proposal, chosen: str | None, names: Mapping[str, str]
) -> list[Candidate]:
    """Return the agreements of the pair; chosen is the one asked for, or the likely one."""
    published = draft.document.published
    matches = intake.find_matches(proposal, published=published, party_names=names)
    if chosen is None:
        chosen = next((match.key for match in matches if match.is_likely), "")
    days = _days(draft, proposal)
    return [
        Candidate(m.key, m.title, m.signed, m.key == chosen, _is_near(m, days)) for m in matches
    ]


def of_pair(draft: Draft, parties: tuple[str, str]) -> list[Draft]:
    """Return the open drafts between the two that do not wait behind this one; one query."""
    pairs = [Draft.pair_of(parties), Draft.pair_of((parties[1], parties[0]))]
    others = Draft.objects.filter(pair__in=pairs, state=Draft.State.OPEN).exclude(pk=draft.pk)
    shown = others.exclude(head=draft).select_related("document").defer("document__text")
    return list(shown.order_by("queued_at", "pk")[:_LOOKED_AT])


def doubles(draft: Draft, told: Layers, others: Iterable[Draft]) -> list[Draft]:
    """Return those of the others with dates near this one's, the newest first; no query."""
    days = _days(draft, told.all)
    near = (
        other
        for other in sorted(others, key=lambda other: -other.pk)
        if other.pk != draft.head_id and _meet(days, _days(other, layers(other).all))
    )
    return list(islice(near, _SHOWN))


def _days(draft: Draft, proposal: Proposal) -> list[date]:
    """Return the days that a text's events can mean, or the day of the text."""
    written = [s.date for s in proposal.statements if isinstance(s, ProposedMilestone) and s.date]
    found = [day for each in written for day in _ends(each)]
    return found or [day for day in (draft.document.published,) if day]


def _ends(written: str) -> Iterable[date]:
    try:
        days = bounds(written)
    except EdtfError:
        return []
    return [day for day in (days.earliest, days.latest) if day]


def _is_near(match: Match, days: Sequence[date]) -> bool:
    return _meet(days, list(_ends(match.signed)) if match.signed else [])


def _meet(one: Sequence[date], other: Sequence[date]) -> bool:
    return any(abs(day - each) <= _NEAR for day in one for each in other)
