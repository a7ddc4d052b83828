"""Where the key of a merged agreement leads."""

from datetime import datetime

from django.db.models import Q

from agreements.models import Agreement, Decision
from agreements.models.agreement import AgreementQuerySet


def forwarded(key: str, *, known_at: datetime | None = None) -> str | None:
    """Return the key of the agreement that this one had been merged into by then; None if in none.

    One query. That one may have been merged itself since: ask again.
    """
    merges = Decision.objects.filter(
        verb=Decision.Verb.MERGE, agreement__in=AgreementQuerySet(Agreement).with_key(key)
    )
    standing = Q(undone_by=None)
    if known_at is not None:
        merges, standing = merges.filter(at__lte=known_at), standing | Q(undone_by__at__gt=known_at)
    after = merges.filter(standing).values_list("after", flat=True).first()
    return after["into"] if after else None
