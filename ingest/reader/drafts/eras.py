"""Tell the instruments of one pair apart by the years that are told or known of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ingest.reader.drafts.draft import PENDING, Draft
from ingest.reader.mentions.days import UNKNOWN_YEAR
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.events import Event

OWN_DATE = 40
"""Characters after the last of several partners in which its date stands."""
STILL_NEW = 1
"""Years after its signing in which a treaty known by name can be what the news calls new."""


def are_apart(
    draft: Draft, mention: InstrumentMention, events: tuple[Event, ...], published: date | None
) -> bool:
    """Tell whether a mention is of another time than the draft."""
    year = published.year if published else None
    past = mention.year is not None and mention.year != year
    brought_in = mention.determiner in {"a", "an"}
    return (
        (past and draft.is_recent and draft.year != mention.year)
        or (brought_in and draft.is_recent and _is_past(events, year))
        or (_holds_other(draft, mention) and draft.is_recent and _is_past(events, year))
        or _has_long_worked(draft, events, year)
        or _is_known_as_older(draft, mention, year)
        or _is_newer(draft, mention, events, year)
        or _is_of_another_date(draft, mention, events, published)
    )


def _holds_other(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "the shiprider agreement" from a defence pact."""
    return (
        bool(mention.holds) and mention.kind != draft.kind and not {*mention.holds} & {*draft.holds}
    )


def _is_of_another_date(
    draft: Draft, mention: InstrumentMention, events: tuple[Event, ...], published: date | None
) -> bool:
    """Tell "an arrangement concluded in August last year" from the framework signed on Friday."""
    if not (mention.is_proper or (mention.determiner in {"a", "an"} and mention.kind)):
        return False
    for family in ("sign", "agree"):
        old, new = _dates(draft.events, family, published), _dates(events, family, published)
        if old and new and not any(_overlap(one, other) for one in old for other in new):
            return True
    return False


def _dates(events: Iterable[Event], family: str, published: date | None) -> set[str]:
    done = (one for one in events if one.family == family and one.mood == "done" and one.date)
    return {one.date.edtf(published, ahead=False) or "" for one in done if one.date} - {""}


def _overlap(one: str, other: str) -> bool:
    """Tell whether two EDTF dates can be the same day; of an unknown year only the rest counts."""
    if UNKNOWN_YEAR in one + other:
        one, other = one[len(UNKNOWN_YEAR) :], other[len(UNKNOWN_YEAR) :]
    return one.startswith(other) or other.startswith(one)


def _is_past(events: Iterable[Event], year: int | None) -> bool:
    """Tell whether one of an earlier year is told: "signed in 1995", "has had one since 1995"."""
    signed = [one.date.year for one in events if one.family in {"sign", "working"} and one.date]
    return year is not None and any(told and told < year for told in signed)


def _has_long_worked(draft: Draft, events: tuple[Event, ...], year: int | None) -> bool:
    """Tell what is being negotiated from a pact that the two "have had since 1991"."""
    since = [one for one in draft.events if one.family == "working" and one.date]
    pending = any(one.status in PENDING for one in events)
    return pending and _is_past(since, year)


def _is_known_as_older(draft: Draft, mention: InstrumentMention, year: int | None) -> bool:
    """Tell "the Lombok Treaty", of 2006, from a treaty of this year and from one of 1995."""
    since = mention.known_since
    if since is None or draft.title.head_word == mention.head_word:
        return False
    if not _can_be_of(since, draft.events, year):
        return True
    return draft.is_recent and year is not None and year - since > STILL_NEW


def _is_newer(
    draft: Draft, mention: InstrumentMention, events: tuple[Event, ...], year: int | None
) -> bool:
    """Tell "a defence agreement", signed last week, from the Lombok Treaty."""
    since = draft.title.known_since
    brought_in = mention.determiner in {"a", "an"} and mention.kind != ""
    if since is None or not brought_in:
        return False
    if (
        year is not None
        and year - since > STILL_NEW
        and any(one.status in PENDING for one in events)
    ):
        return True
    return not _can_be_of(since, events, year)


def _can_be_of(since: int, events: Iterable[Event], year: int | None) -> bool:
    """Tell whether signings can be of the year `since`; one that tells no year is of this one."""
    signed = [one for one in events if one.family == "sign" and one.mood == "done"]
    years = [(one.date.year if one.date else None) or year for one in signed]
    return not signed or any(told is None or abs(told - since) <= STILL_NEW for told in years)


def own_dates(events: tuple[Event, ...], binding: Binding, order: int) -> tuple[Event, ...]:
    """Read "with Australia in 2022 and Britain (2023)": each partner has its own date."""
    if not binding.places:
        return events
    start = binding.places[order].end
    limit = min(
        (one.start for one in binding.places if one.start > start), default=start + OWN_DATE
    )
    return tuple(_of_own_date(event, start, limit) for event in events)


def _of_own_date(event: Event, start: int, limit: int) -> Event:
    """Give an event its date of a place; "has pacts with Britain (2023)" tells when it signed."""
    own = next((one for one in event.dates if start <= one.span.start < limit), None)
    if own is None:
        return event
    if event.family == "working" and own.span.start - start <= len(" ("):
        return replace(event, family="sign", mood="done", status="signed", date=own)
    return replace(event, date=own)
