"""Shapes for the pages: how many, for whom, since when. Each function asks the database once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q

from agreements import codebook
from agreements.models import (
    Agreement,
    Card,
    CommitmentType,
    Decision,
    Draft,
    Framework,
    StatusSpan,
)
from agreements.models.card import CardQuerySet
from agreements.models.draft import DraftQuerySet
from agreements.tally import Selection

# What pages read of a card: the words to search by are longer than all else, and none shows them.
_SHOWN: Final = (
    *("agreement", "known_from", "title", "parties", "signed"),
    *("row_json", "item_json"),
)
# In words of SQL: every page of an agreement asks it, and to put together a query of Django's takes
# longer than to carry it out. At any moment an agreement has one card at most.
_CARD: Final = """
SELECT id, agreement_id, known_from, title, parties, signed, row_json, item_json
FROM agreements_card
WHERE agreement_id = %s AND (known_to IS NULL OR known_to > %s) AND (%s IS NULL OR known_from <= %s)
"""
_LISTED: Final = ("agreement", "title", "kind", "commitment_types", "signed", "row_json")


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
    return [Place(*row) for row in codebook.place_rows()]


def called(places: Iterable[Place], wanted: str) -> Place | None:
    """Return the party that is called so, or has this code; capitals don't count."""
    sought = wanted.strip().casefold()
    return next((p for p in places if sought in (p.name.casefold(), p.code.casefold())), None)


def count_by_partner(selection: Selection, party: str) -> dict[str, int]:
    """Return {partner's code: number of agreements} of one party's agreements."""
    counts = selection.of_any_party([party]).count_by("party")
    counts.pop(party, None)
    return counts


def ranked(counts: dict[str, int], names: dict[str, str]) -> list[Ranked]:
    """Return the counts with their names, the largest first, equal ones by name."""
    entries = (Ranked(code, names.get(code, code), count) for code, count in counts.items())
    return sorted(entries, key=lambda entry: (-entry.count, entry.name))


def newest(selection: Selection, number: int, *, more: Sequence[str] = ()) -> list[Card]:
    """Return the newest agreements of a selection, in the order of a list.

    Of each card there is what a list shows, and `more` of its columns.
    """
    numbers = selection.newest(number)
    standing = CardQuerySet(Card).standing_on(selection.day).filter(pk__in=numbers)
    found = {card.pk: card for card in standing.only(*_LISTED, *more)}
    return [found[number] for number in numbers if number in found]


def spans(cards: Iterable[int]) -> list[tuple[int, str, date, date | None]]:
    """Return (card, status, first day, end day) of how these cards stood, the oldest first."""
    found = StatusSpan.objects.filter(card__in=list(cards)).order_by("first_day")
    return list(found.values_list("card", "status", "first_day", "end_day"))


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
    """Return what a page shows of an agreement's card, or None where it is not known then."""
    number = Agreement.number(key)
    found = Card.objects.raw(_CARD, [number, known_at, known_at, known_at]) if number else ()
    return next(iter(found), None)


def known_cards(keys: Sequence[str], *, known_at: datetime | None = None) -> dict[str, Card]:
    """Return {agreement key: its card} of those known at that moment."""
    numbers = [int(key.removeprefix("A-")) for key in keys]
    held = CardQuerySet(Card).held_at(known_at).filter(agreement__in=numbers)
    return {f"A-{card.agreement_id}": card for card in held.only(*_SHOWN)}


def last_title(agreement_id: int, *, known_at: datetime | None = None) -> str:
    """Return what an agreement is called, or was when something was last held of it."""
    cards = Card.objects.filter(agreement=agreement_id).order_by("-known_from")
    if known_at is not None:
        cards = cards.filter(known_from__lte=known_at)
    return cards.values_list("title", flat=True).first() or f"A-{agreement_id}"


def status_on(told: Mapping[str, Any], day: date) -> str | None:
    """Return how the agreement of which a card tells so stood on a day; None before it began."""
    written = day.isoformat()
    for span in told["status_history"]:
        if span["from"] <= written and (span["to"] is None or written < span["to"]):
            return str(span["status"])
    return None


def party_names() -> dict[str, str]:
    """Return {party code: name}."""
    return dict(codebook.party_names())


def commitment_words() -> dict[str, tuple[str, str]]:
    """Return {commitment type: its name and definition}."""
    return codebook.commitment_words()


def commitment_type(code: str) -> CommitmentType | None:
    """Return an entry of the codebook, or None."""
    return CommitmentType.objects.filter(pk=code).first()


def commitment_names() -> dict[str, str]:
    """Return {commitment type: its name} in the codebook's order."""
    return {code: name for code, (name, _) in codebook.commitment_words().items()}


def known_titles(keys: list[str], *, known_at: datetime | None = None) -> dict[str, str]:
    """Return {agreement key: title} of these agreements, as known at that moment."""
    numbers = [int(key.removeprefix("A-")) for key in keys]
    held = CardQuerySet(Card).held_at(known_at).filter(agreement__in=numbers)
    return {f"A-{number}": title for number, title in held.values_list("agreement", "title")}


def framework(slug: str) -> Framework | None:
    """Return a framework by its name, or None."""
    return Framework.objects.filter(pk=slug).first()


def frameworks_of(party: str, others: Collection[str] = ()) -> list[Framework]:
    """Return the frameworks that a party joined, and those of the names; the newest first."""
    found = Framework.objects.filter(Q(members=party) | Q(pk__in=others)).distinct()
    return list(found.order_by("-adopted", "slug"))


def waiting_drafts(editor: User | None = None) -> Queue:
    """Return how long the queue is, for one editor or for anybody."""
    drafts = DraftQuerySet(Draft)
    waiting = drafts.waiting_for(editor) if editor else drafts.waiting()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Queue(found["count"], found["oldest"])
