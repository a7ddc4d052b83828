"""Shapes for the pages: how many, for whom, since when. Each function asks the database once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Count, F, Func, Max, Min, Q, QuerySet

from agreements import codebook
from agreements.models import Agreement, Card, CommitmentType, Decision, Draft, Framework, Party
from agreements.models.agreement import AgreementQuerySet
from agreements.models.card import CardQuerySet
from agreements.models.draft import DraftQuerySet

Cards = QuerySet[Card]


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
class Change:
    """An agreement that an editor published something of, and when."""

    key: str
    title: str
    at: datetime


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


def standing(cards: Cards, *statuses: str) -> Cards:
    """Keep the agreements that stand so; the cards must stand on a day."""
    return cards.filter(Q(status__in=statuses))


def count_by_party(cards: Cards) -> dict[str, int]:
    """Return {party code: number of agreements}, zero counts left out."""
    return _count_members(cards, "parties")


def count_by_commitment(cards: Cards) -> dict[str, int]:
    """Return {commitment type: number of agreements that hold it}, zero counts left out."""
    return _count_members(cards, "commitment_types")


def count_by_status(cards: Cards) -> dict[str, int]:
    """Return {status: number of agreements}; the cards must stand on a day."""
    return dict(_bare(cards).values_list(F("status")).annotate(Count("pk")))


def count_by_kind(cards: Cards) -> dict[str, int]:
    """Return {kind: number of agreements}; agreements whose kind is not known are left out."""
    return dict(_bare(cards).exclude(kind="").values_list("kind").annotate(Count("pk")))


def count_by_partner(cards: Cards, party: str) -> dict[str, int]:
    """Return {partner's code: number of agreements} of one party's agreements."""
    counts = count_by_party(cards)
    counts.pop(party, None)
    return counts


def ranked(counts: dict[str, int], names: dict[str, str]) -> list[Ranked]:
    """Return the counts with their names, the largest first, equal ones by name."""
    entries = (Ranked(code, names.get(code, code), count) for code, count in counts.items())
    return sorted(entries, key=lambda entry: (-entry.count, entry.name))


def signed_last(cards: Cards, number: int, *, by: date) -> list[Card]:
    """Return the agreements that were signed last, on a known date up to `by`."""
    signed = cards.filter(signed_latest__lte=by)
    return list(signed.order_by("-signed_earliest", "-agreement")[:number])


def latest_changes(number: int, *, known_at: datetime | None = None) -> list[Change]:
    """Return what editors changed last, as known at that moment; who they are stays unsaid.

    Two queries. An agreement stands there once; what was undone, or is held no more, is left out.
    """
    published = Decision.objects.filter(
        verb=Decision.Verb.APPROVE, agreement__isnull=False, undone_by=None
    )
    if known_at is not None:
        published = published.filter(at__lte=known_at)
    changed = published.values_list("agreement").annotate(last=Max("at")).order_by("-last")
    found = list(changed[:number])
    titles = known_titles([f"A-{pk}" for pk, _ in found], known_at=known_at) if found else {}
    named = ((f"A-{pk}", at) for pk, at in found)
    return [Change(key, titles[key], at) for key, at in named if key in titles]


def first_day(*, known_at: datetime | None = None) -> date | None:
    """Return the first day on which any agreement existed in some way, as known at that moment."""
    held = CardQuerySet(Card).held_at(known_at)
    first: date | None = held.aggregate(first=Min("spans__first_day"))["first"]
    return first


def card(key: str, *, known_at: datetime | None = None) -> Card | None:
    """Return an agreement's card with its spans, or None where it is not known at that moment."""
    held = CardQuerySet(Card).held_at(known_at).filter(agreement__in=_with_key(key))
    return held.prefetch_related("spans").first()


def last_title(agreement_id: int, *, known_at: datetime | None = None) -> str:
    """Return what an agreement is called, or was when something was last held of it."""
    cards = Card.objects.filter(agreement=agreement_id).order_by("-known_from")
    if known_at is not None:
        cards = cards.filter(known_from__lte=known_at)
    return cards.values_list("title", flat=True).first() or f"A-{agreement_id}"


def status_on(card: Card, day: date) -> str | None:
    """Return how the agreement stood on a day; None before anything happened."""
    for span in card.spans.all():
        if span.first_day <= day and (span.end_day is None or day < span.end_day):
            return span.status
    return None


def party_names() -> dict[str, str]:
    """Return {party code: name}."""
    return dict(codebook.party_names())


def commitment_words() -> dict[str, tuple[str, str]]:
    """Return {commitment type: its name and definition}."""
    words = CommitmentType.objects.values_list("code", "name", "definition")
    return {code: (name, definition) for code, name, definition in words}


def commitment_names() -> dict[str, str]:
    """Return {commitment type: its name} in the codebook's order."""
    return dict(CommitmentType.objects.values_list("code", "name"))


def known_titles(keys: list[str], *, known_at: datetime | None = None) -> dict[str, str]:
    """Return {agreement key: title} of these agreements, as known at that moment."""
    numbers = [int(key.removeprefix("A-")) for key in keys]
    held = CardQuerySet(Card).held_at(known_at).filter(agreement__in=numbers)
    return {f"A-{number}": title for number, title in held.values_list("agreement", "title")}


def framework(slug: str) -> Framework | None:
    """Return a framework by its name, or None."""
    return Framework.objects.filter(pk=slug).first()


def waiting_drafts(editor: User | None = None) -> Queue:
    """Return how long the queue is, for one editor or for anybody."""
    drafts = DraftQuerySet(Draft)
    waiting = drafts.waiting_for(editor) if editor else drafts.waiting()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Queue(found["count"], found["oldest"])


def _with_key(key: str) -> QuerySet[Agreement]:
    return AgreementQuerySet(Agreement).with_key(key)


def _bare(cards: Cards) -> Cards:
    """Return the same agreements without an order, which would split the groups."""
    return cards.order_by()


def _count_members(cards: Cards, column: str) -> dict[str, int]:
    member = Func(F(column), function="unnest")
    member.set_returning = True
    return dict(_bare(cards).values_list(member).annotate(Count("pk")))
