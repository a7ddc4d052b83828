"""The right to poll a source: for the time of a lease, by the database's clock."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from ingest.models import Source

# Longer than a look may take, the sitemaps of an index and the wait for a thread together.
LEASE: Final = timedelta(seconds=150)


@dataclass(frozen=True, slots=True)
class Claim:
    """A source as it was when it was claimed, and the token that its results need."""

    source: Source
    token: uuid.UUID


@transaction.atomic
def claim(most: int, among: Collection[int] | None = None) -> list[Claim]:
    """Claim so many due sources, the longest overdue first; those of others are passed over."""
    due = Source.objects.due()
    wanted = due if among is None else due.filter(pk__in=among)
    found = list(wanted.select_for_update(skip_locked=True).order_by("next_at")[:most])
    token = uuid.uuid4()
    Source.objects.filter(pk__in=[source.pk for source in found]).update(
        lease_token=token, lease_until=Now() + LEASE
    )
    return [Claim(source, token) for source in found]


def still_ours(claimed: Claim) -> bool:
    """Lock the source for this transaction; False where another has claimed it meanwhile."""
    ours = Source.objects.select_for_update(no_key=True).filter(
        pk=claimed.source.pk, lease_token=claimed.token
    )
    return ours.exists()
