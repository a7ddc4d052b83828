"""Where editors looked for agreements and found none: said, taken back, and asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements.models import Look

PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor says: about whom (one party, or two), when and where they looked."""

    parties: tuple[str, ...]
    looked_on: date
    where: str
    note: str = ""


def say(said: Said, editor: User) -> Look:
    """Keep an editor's word that they looked and found none."""
    first, *rest = sorted(said.parties)
    return Look.objects.create(
        party_id=first,
        partner_id=rest[0] if rest else None,
        looked_on=said.looked_on,
        where=said.where,
        note=said.note,
        editor=editor,
        at=timezone.now(),
    )


def take_back(number: int, editor: User, *, reason: str) -> bool:
    """Take a word back, whoever gave it; False where it is back already, or there is none."""
    look = Look.objects.filter(pk=number, takes_back=None).first()
    if look is None:
        return False
    try:
        with transaction.atomic():
            Look.objects.create(
                party_id=look.party_id,
                partner_id=look.partner_id,
                looked_on=look.looked_on,
                where=look.where,
                note=reason,
                editor=editor,
                at=timezone.now(),
                takes_back=look,
            )
    except IntegrityError:
        return False
    return True


def standing(known_at: datetime | None = None) -> "QuerySet[Look]":
    """Return the words that stood at a moment (None is now), the newest first."""
    found = Look.objects.filter(takes_back=None)
    if known_at is None:
        return found.filter(taken_back_by=None)
    still = Q(taken_back_by=None) | Q(taken_back_by__at__gt=known_at)
    return found.filter(still, at__lte=known_at)


def of(*parties: str, known_at: datetime | None = None) -> Look | None:
    """Return the latest word on a party, or on two; one query."""
    first, *rest = sorted(parties)
    found = standing(known_at).filter(party=first, partner=rest[0] if rest else None)
    return found.order_by("-looked_on", "-pk").first()


def every() -> list[Look]:
    """Return the newest words and those that take one back, as editors look through them."""
    found = Look.objects.select_related("party", "partner", "editor", "taken_back_by")
    return list(found.select_related("taken_back_by__editor").filter(takes_back=None)[:PAGE_SIZE])
