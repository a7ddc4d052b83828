"""Pages as they were known at some moment in the past, at random ones of the record's own time."""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from agreements import cards
from agreements.models import Card
from tests.bench.rounds import Goal, Pages, Row
from tests.bench.visitor import Visitor

GOAL: Final = Goal(p95=500)
_CHECKED: Final = 3
_SAMPLE: Final = 1000


def pages_of_the_past(pages: Pages, times: int, words: Sequence[str]) -> Iterator[Row]:
    """Measure map, list, search and agreements, each time at another moment."""
    rng = random.Random(3)  # noqa: S311  no secret
    span = Card.objects.aggregate(first=Min("known_from"), last=Max("known_from"))
    first, last = span["first"], span["last"]
    known = list(Card.objects.order_by("?").values_list("agreement", "known_from")[:_SAMPLE])
    check(pages.visitor, [_between(rng, first, last) for _ in range(_CHECKED)])
    moments = iter(lambda: _written(_between(rng, first, last)), None)
    kinds = {
        "map": (f"/?known_at={at}" for at in moments),
        "list": (f"/agreements?known_at={at}" for at in moments),
        "list by name": (f"/agreements?sort=name&known_at={at}" for at in moments),
        "search": (
            f"/agreements?q={rng.choice(words).replace(' ', '+')}&known_at={at}" for at in moments
        ),
        "agreement": (
            f"/agreements/A-{number}?known_at={_written(_between(rng, since, last))}"
            for number, since in iter(lambda: rng.choice(known), None)
        ),
    }
    for name, paths in kinds.items():
        yield pages.open(f"{name}, known_at in the past", paths, times, GOAL)


def check(visitor: Visitor, moments: Sequence[datetime]) -> None:
    """See that a list tells of each moment what was known then, and that this is not nothing.

    Raises:
        RuntimeError: it does not.
    """
    today = timezone.now().date()
    for moment in moments:
        known = cards.standing_on(today, known_at=moment).count()
        body = visitor.get(f"/agreements?known_at={_written(moment)}").body
        told = re.search(r'id="count">([\d.,\s]+)', body)
        # Long numbers are told in groups of digits.
        digits = re.sub(r"\D", "", told[1]) if told else ""
        if digits != str(known) or known == 0:
            raise RuntimeError(f"known at {moment}: {known}, told: {digits}")
    connection.close()


def _between(rng: random.Random, first: datetime, last: datetime) -> datetime:
    """Return a moment from `first` on; microseconds count, for a decision has one of its own."""
    span = (last - first) // timedelta(microseconds=1)
    return first + timedelta(microseconds=rng.randint(0, span))


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
