"""The right to work on a row, for the time of a lease."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import models
from django.db.models.functions import Now

# What is written to a row to let others have it.
FREED: Final[Mapping[str, None]] = {"lease_token": None, "lease_until": None}


class Leased(models.Model):
    """What one worker at a time works on.

    Who claims it writes a token of its own, and all else only while the token is still there: so
    who was thought dead and comes back changes nothing. `rung_at` is when the broker was last asked
    to tell somebody.
    """

    rung_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, default=None)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def is_free(now: datetime | Now | None = None) -> models.Q:
    """Tell whether nobody works on the row, by the database's clock if by no other."""
    return models.Q(lease_until=None) | models.Q(lease_until__lt=now or Now())
