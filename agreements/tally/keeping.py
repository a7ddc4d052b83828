"""The tally of this process: made from all cards, then brought up to date by what came since."""

from dataclasses import replace
from datetime import date, datetime
from threading import Lock

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from agreements.models import Card, Milestone, MilestoneKind, Rank, StatusSpan
from agreements.tally.table import Addition, CardRow, ChangeRow, SpanRow, Tally, Version

_CHUNK = 5_000
_CHANGES = (
    MilestoneKind.AMENDED,
    MilestoneKind.EXTENDED,
    MilestoneKind.SUSPENDED,
    MilestoneKind.RESUMED,
)

_lock = Lock()
_kept = Tally()


def current() -> Tally:
    """Return the tally of the record as it stands; one query where nothing has changed.

    The version is read before the cards: what an editor publishes in between is in the tally, and
    is looked for again with the next question.
    """
    global _kept  # noqa: PLW0603  one for the process
    version = _version()
    if version == _kept.version:
        return _kept
    with _lock:
        if version != _kept.version:
            _kept = _brought_up_to(version, _kept)
        return _kept


def _version() -> Version:
    with connection.cursor() as cursor:
        # In words of SQL: every page that counts asks it.
        cursor.execute("SELECT number, changed_at FROM agreements_recordversion")
        return cursor.fetchone() or (0, None)


def _brought_up_to(version: Version, kept: Tally) -> Tally:
    """Add what came since; make it anew where that does not come to what there is.

    It does not where the record went back, as when a backup was restored.
    """
    since = kept.version[1]
    if since is not None and kept.cards:
        tally = _with_new(kept).closed(_closed_since(since))
        if _totals() == (len(tally.cards), tally.held.bit_count()):
            return replace(tally, version=version, searches={})
    return replace(_with_new(Tally()), version=version)


def _with_new(tally: Tally) -> Tally:
    last = tally.cards[-1] if tally.cards else 0
    new = Addition(len(tally.cards))
    cards = Card.objects.filter(pk__gt=last).order_by("pk").values_list(*CardRow._fields)
    for card in cards.iterator(chunk_size=_CHUNK):
        new.add(CardRow(*card))
    spans = StatusSpan.objects.filter(card__gt=last).order_by().values_list(*SpanRow._fields)
    for span in spans.iterator(chunk_size=_CHUNK):
        new.add_span(SpanRow(*span))
    for change in _changes().filter(agreement__cards__gt=last).iterator(chunk_size=_CHUNK):
        new.add_change(ChangeRow._make(change))
    return new.onto(tally)


def _changes() -> "QuerySet[Milestone, tuple[int, date | None]]":
    """Return (card, day) for what each card holds of changes; the card says since when."""
    since = F("agreement__cards__known_from")
    held = Milestone.objects.filter(
        Q(known_to=None) | Q(known_to__gt=since),
        known_from__lte=since,
        kind__in=_CHANGES,
        rank=Rank.PREFERRED,
        happened_by__isnull=False,
    )
    return held.order_by().values_list("agreement__cards", "happened_by")


def _closed_since(moment: datetime) -> dict[int, datetime]:
    """Return {card's number: when it was closed} of cards held no more since then or later."""
    closed = Card.objects.filter(known_to__gte=moment).values_list("pk", "known_to")
    return {number: known_to for number, known_to in closed if known_to is not None}


def _totals() -> tuple[int, int]:
    held = Count("pk", filter=Q(known_to__isnull=True))
    found = Card.objects.aggregate(all=Count("pk"), held=held)
    return found["all"], found["held"]
