"""Who has shown when that it lives."""

from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    """When a process that must not fall silent was last at work.

    In the database and not with the broker: without the broker nobody should look dead.
    """

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
