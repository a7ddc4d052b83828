"""The day of a test: never the one on which the run of the tests began, since midnight may come."""

from datetime import date

from django.utils import timezone


def today() -> date:
    return timezone.now().date()
