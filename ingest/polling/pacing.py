"""When a source is looked at again, and where."""

import random
from datetime import timedelta
from typing import Any, Final

from django.db.models.functions import Now

from ingest.models import Source

_JITTER: Final = 0.1
_LONGEST_PAUSE: Final = timedelta(hours=24)
# A site may be moved by mistake, or for an hour: it is believed when it says so again and again.
EQUAL_ANSWERS: Final = 3
_random: Final = random.SystemRandom()


def pause(interval_minutes: int, failures: int) -> timedelta:
    """Return the interval, doubled for each failure in a row up to a day, give or take 10 %.

    The random part keeps sources that were added together from being polled together for ever.
    """
    usual = timedelta(minutes=interval_minutes)
    longest = max(usual, _LONGEST_PAUSE)
    doubled = min(usual * (1 << min(failures, 16)), longest)
    return doubled * _random.uniform(1 - _JITTER, 1 + _JITTER)


def next_look(source: Source, *, failures: int = 0, least_seconds: int = 0) -> dict[str, Any]:
    """Return what to store so that a source is looked at again in time."""
    wait = max(pause(source.interval, failures), timedelta(seconds=least_seconds))
    return {"next_at": Now() + wait, "failures": min(failures, 32_767)}


def after_move(source: Source, moved_to: str) -> dict[str, Any]:
    """Return what to store of an answer that came from elsewhere for good, or did not ("").

    The new address is taken after three equal answers in a row, unless another source has it.
    """
    if not moved_to or moved_to == source.address:
        return {"moved_to": "", "moved_times": 0}
    times = source.moved_times + 1 if moved_to == source.moved_to else 1
    if times < EQUAL_ANSWERS or Source.objects.filter(address=moved_to).exists():
        return {"moved_to": moved_to, "moved_times": min(times, EQUAL_ANSWERS)}
    return {"address": moved_to, "moved_to": "", "moved_times": 0}
