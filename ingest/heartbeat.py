"""Signs of life: of a process that nobody would miss at once, were it to fall silent."""

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from ingest.models import Heartbeat


def beat(name: str) -> None:
    """Say that we are at work."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def silence(name: str) -> timedelta | None:
    """Return how long ago it was last at work, by the database's clock; None if it never was."""
    ago = ExpressionWrapper(Now() - F("at"), DurationField())
    return Heartbeat.objects.filter(name=name).values_list(ago, flat=True).first()
