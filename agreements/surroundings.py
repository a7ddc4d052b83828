"""What stands around one agreement's card: its versions, what points at it, its documents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from agreements.models import Card, Decision, Rank, Status
from agreements.models.card import CardQuerySet

# Of a longer text the rest is not looked at: quotes from there stand without what is around them.
_TEXT_READ = 300_000
_NOT_YET = frozenset({Status.PROPOSED, Status.NEGOTIATING, Status.REJECTED})
# In words of SQL: every page of an agreement asks all this, and to put together queries of Django's
# for it takes several times as long as to carry them out.
_VERSIONS: Final = """
SELECT id, verb, editor_id, reason, at FROM agreements_decision
WHERE at IN (
    SELECT unnest(ARRAY[known_from, known_to]) FROM agreements_card WHERE agreement_id = %s
) AND (%s IS NULL OR at <= %s) ORDER BY at
"""
_POINTERS: Final = """
SELECT kind, agreement_id FROM agreements_link
WHERE target_id = %s AND rank = %s
AND (known_to IS NULL OR known_to > %s) AND (%s IS NULL OR known_from <= %s) ORDER BY id
"""
_ARCHIVED: Final = """
SELECT id, left(text, %s), language, archived_at FROM agreements_document WHERE id = ANY(%s)
"""


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

    One query. Each change of the record leaves a new card, or none where nothing is held any more:
    so the cards tell the moments without the statements being read.
    """
    made = Decision.objects.raw(_VERSIONS, [agreement_id, known_at, known_at])
    return [Version(number, decision) for number, decision in enumerate(made, 1)]


def pointers(agreement_id: int, *, day: date, known_at: datetime | None = None) -> list[Pointer]:
    """Return what other agreements say of this one; three queries, one where none says anything."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTERS, (agreement_id, str(Rank.PREFERRED), known_at, known_at, known_at))
        found: list[tuple[str, int]] = cursor.fetchall()
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
    with connection.cursor() as cursor:
        cursor.execute(_ARCHIVED, (_TEXT_READ, list(document_ids)))
        rows = cursor.fetchall()
    return {pk: Archived(text, language, at) for pk, text, language, at in rows}


def _concluded(
    agreement_ids: Iterable[int], day: date, known_at: datetime | None
) -> frozenset[int]:
    standing = CardQuerySet(Card).held_at(known_at).filter(agreement__in=list(agreement_ids))
    told = standing.standing_on(day).values_list("agreement", "spans__status")
    return frozenset(pk for pk, status in told if status not in _NOT_YET)
