"""Shapes for the pages: how many, for whom, since when. Each function asks the database once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Func, Min

from agreements.models import Card, CommitmentType, Draft, Party
from agreements.models.card import CardQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """A party with where its capital lies, in degrees."""

    code: str
    name: str
    kind: str
    region: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A party or a commitment type with its number of agreements."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many drafts wait, and since when the oldest does; None where none waits."""

    count: int
    oldest_at: datetime | None


def places() -> list[Place]:
    """Return all parties by name."""
    return [
        Place(p.code, p.name, p.kind, p.region, float(p.longitude), float(p.latitude))
        for p in Party.objects.all()
    ]


def count_by_party(cards: CardQuerySet) -> dict[str, int]:
    """Return {party code: number of agreements}, zero counts left out."""
    return _count_members(cards, "parties")


def count_by_commitment(cards: CardQuerySet) -> dict[str, int]:
    """Return {commitment type: number of agreements that hold it}, zero counts left out."""
    return _count_members(cards, "commitment_types")


def count_by_status(cards: CardQuerySet) -> dict[str, int]:
    """Return {status: number of agreements}; the cards must stand on a day."""
    return dict(_bare(cards).values_list("status").annotate(Count("pk")))


def count_by_kind(cards: CardQuerySet) -> dict[str, int]:
    """Return {kind: number of agreements}; agreements whose kind is not known are left out."""
    return dict(_bare(cards).exclude(kind="").values_list("kind").annotate(Count("pk")))


def count_by_partner(cards: CardQuerySet, party: str) -> dict[str, int]:
    """Return {partner's code: number of agreements} of one party's agreements."""
    counts = count_by_party(cards)
    counts.pop(party, None)
    return counts


def ranked(counts: dict[str, int], names: dict[str, str]) -> list[Ranked]:
    """Return the counts with their names, the largest first, equal ones by name."""
    entries = (Ranked(code, names.get(code, code), count) for code, count in counts.items())
    return sorted(entries, key=lambda entry: (-entry.count, entry.name))


def latest_changes(cards: CardQuerySet, number: int) -> list[Card]:
    """Return the agreements whose status changed last, each with `status` and `since`."""
    newest = cards.annotate(since=F("spans__first_day"))
    return list(newest.order_by("-since", "-agreement")[:number])


def first_day(*, known_at: datetime | None = None) -> date | None:
    """Return the first day on which any agreement existed in some way, as known at that moment."""
    held = CardQuerySet(Card).held_at(known_at)
    return held.aggregate(first=Min("spans__first_day"))["first"]


def commitment_names() -> dict[str, str]:
    """Return {commitment type: its name} in the codebook's order."""
    return dict(CommitmentType.objects.values_list("code", "name"))


def waiting_drafts() -> Queue:
    """Return how long the queue is."""
    found = Draft.objects.filter(state=Draft.State.OPEN).aggregate(
        count=Count("pk"), oldest=Min("created_at")
    )
    return Queue(found["count"], found["oldest"])


def _bare(cards: CardQuerySet) -> CardQuerySet:
    """Return the same agreements without an order, which would split the groups."""
    return cards.order_by()


def _count_members(cards: CardQuerySet, column: str) -> dict[str, int]:
    member = Func(F(column), function="unnest")
    member.set_returning = True
    return dict(_bare(cards).values_list(member).annotate(Count("pk")))
