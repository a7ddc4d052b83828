"""What stands around one agreement's card: its versions, what points at it, its documents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Left

from agreements.models import Card, Decision, Document, Link, Rank, Status
from agreements.models.card import CardQuerySet

# Of a longer text the rest is not looked at: quotes from there stand without what is around them.
_TEXT_READ = 300_000
_NOT_YET = frozenset({Status.PROPOSED, Status.NEGOTIATING, Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Version:
    """The record of one agreement as a decision left it; numbered from 1, as its history does."""

    number: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Pointer:
    """Another agreement that says what it is to this one; `is_concluded` on the day asked about."""

    kind: str
    key: str
    title: str
    is_concluded: bool


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived text, as far as it is looked at, and when it was archived."""

    text: str
    language: str
    archived_at: datetime


def versions(agreement_id: int, *, known_at: datetime | None = None) -> list[Version]:
    """Return the versions of an agreement's record up to that moment, the oldest first.

    Two queries. Each change of the record leaves a new card, or none where nothing is held any
    more: so the cards tell the moments without the statements being read.
    """
    lives = Card.objects.filter(agreement=agreement_id).values_list("known_from", "known_to")
    moments = {moment for life in lives for moment in life if moment is not None}
    known = [m for m in moments if known_at is None or m <= known_at]
    made = Decision.objects.filter(at__in=known).order_by("at").defer("before", "after")
    return [Version(number, decision) for number, decision in enumerate(made, 1)]


def pointers(agreement_id: int, *, day: date, known_at: datetime | None = None) -> list[Pointer]:
    """Return what other agreements say of this one; two queries, one where none says anything."""
    held = Q(known_to__isnull=True)
    if known_at is not None:
        held = Q(known_from__lte=known_at) & (held | Q(known_to__gt=known_at))
    links = Link.objects.filter(held, target=agreement_id, rank=Rank.PREFERRED).order_by("pk")
    found = list(links.values_list("kind", "agreement"))
    if not found:
        return []
    cards = CardQuerySet(Card).held_at(known_at).filter(agreement__in=[pk for _, pk in found])
    titles = dict(cards.values_list("agreement", "title"))
    concluded = _concluded(titles, day, known_at)
    return [
        Pointer(kind, f"A-{pk}", titles[pk], pk in concluded) for kind, pk in found if pk in titles
    ]


def archived(document_ids: Collection[int]) -> dict[int, Archived]:
    """Return the documents by their numbers; one query, none for none."""
    if not document_ids:
        return {}
    rows = Document.objects.filter(pk__in=document_ids).annotate(read=Left("text", _TEXT_READ))
    told = rows.values_list("pk", "read", "language", "archived_at")
    return {pk: Archived(text, language, at) for pk, text, language, at in told}


def _concluded(
    agreement_ids: Iterable[int], day: date, known_at: datetime | None
) -> frozenset[int]:
    standing = CardQuerySet(Card).held_at(known_at).filter(agreement__in=list(agreement_ids))
    told = standing.standing_on(day).values_list("agreement", "spans__status")
    return frozenset(pk for pk, status in told if status not in _NOT_YET)
