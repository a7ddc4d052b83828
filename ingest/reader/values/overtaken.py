"""Judge what time has done to an instrument: was it more than a plan, and does it still work."""

from datetime import date

from ingest.reader.drafts.draft import Draft
from ingest.reader.relations.events import Event

REACH_OPEN = 50
"""Characters between "is being negotiated" and "is expected to be signed"."""
REACH_OFFER = 120
"""Characters between "a proposed pact" and "was shelved"."""
LONGEST_WAIT = 5
"""Years within which a parliament can be expected to deal with a pact."""
HELD = frozenset({"signed", "ratified", "in_force"})
WEAK = frozenset({"working", "renew", "draft"})
"""Families that tell a status only where nothing stronger is said."""
WORKING = WEAK - {"draft"}


def is_still_open(talks: Event, signing: Event) -> bool:
    """Read "is being negotiated and is expected to be signed this year" as talks."""
    gap = signing.span.start - talks.span.end
    both = talks.family == "negotiate" and signing.family == "sign"
    return both and talks.mood == "done" and 0 < gap < REACH_OPEN


def is_of_old(draft: Draft, best: Event, published: date | None) -> bool:
    """Tell whether "talks to refresh the 2010 treaties" are of what has long been there."""
    if draft.year is None or published is None or best.mood != "done" or best.family == "agree":
        return False
    return draft.year < published.year


def is_renewed_on(best: Event) -> bool:
    """Tell "was renewed on Monday", a new signing, from "was renewed in 2021"."""
    return (
        best.family == "renew"
        and best.mood == "done"
        and best.date is not None
        and best.date.is_a_day
        and best.date.year is None
    )


def is_long_done(best: Event, published: date | None) -> bool:
    """Tell whether "struck last December" was so long ago that it will have been signed."""
    if best.family != "agree" or best.mood != "done" or best.date is None:
        return False
    if published is None:
        return best.date.year is not None
    told = best.date.edtf(published, ahead=False)
    return told is not None and told[:4].isdecimal() and int(told[:4]) < published.year


def by_what_followed(draft: Draft, best: Event, published: date | None) -> str:
    """Name the status that tells more than the strongest word; empty where that one stands."""
    if best.status in {"suspended", "terminated"} and _was_never_held(draft, best):
        return "rejected"
    signed = any(one.family == "sign" and one.date for one in draft.events)
    if best.family == "renew" and not signed and any(is_renewed_on(one) for one in draft.events):
        return "signed"
    works = best.status in {"signed", "ratified"} and _still_works(draft, best, published)
    return "in_force" if works else ""


def _was_never_held(draft: Draft, end: Event) -> bool:
    """Read "a proposed pact was shelved": what was never more than a plan was not ended.

    Nor was what a government "backs out of" and "has decided not to join".
    """
    offers = (one for one in draft.events if one.family == "propose")
    near = any(0 <= end.span.start - one.span.end < REACH_OFFER for one in offers)
    refused = any(one.status == "rejected" for one in draft.events)
    held = any(one.status in HELD for one in draft.events if one is not end)
    return (near or refused) and not held


def _still_works(draft: Draft, signing: Event, published: date | None) -> bool:
    """Tell whether an instrument of an earlier year is told as one that works."""
    works = any(event.family in WORKING and event.status for event in draft.events)
    if any(one.is_current for _, one in draft.mentions):
        return True
    since = (_year_told(one, published) for one in draft.events if one.is_since)
    told = (_year_told(signing, published), draft.year, *since)
    year = min((one for one in told if one is not None), default=None)
    if not works or year is None or _is_waiting(draft, year, published):
        return False
    # Where nothing tells the day of the report, a full date may be today's.
    whole = signing.date is not None and signing.date.day is not None
    return not whole if published is None else year < published.year


def _is_waiting(draft: Draft, year: int, published: date | None) -> bool:
    """Tell "signed in 2021 and yet to be ratified": what it allows is not done so far."""
    waits = any(event.family == "ratify" and event.mood != "done" for event in draft.events)
    return waits and published is not None and published.year - year < LONGEST_WAIT


def _year_told(signing: Event, published: date | None) -> int | None:
    """Give the year of "in May 2023" and "last October"; "last year" is too near to tell."""
    if signing.date is None:
        return None
    relative = signing.date.relative
    if relative and not relative.startswith("last #"):
        return None
    told = signing.date.edtf(published, ahead=False) or ""
    return int(told[:4]) if told[:4].isdecimal() else None
