"""Synthetic drafts into the queue, through the door that readers use."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction

from agreements import intake
from agreements.models import Draft
from agreements.proposal import ProposedStatement
from agreements.seeding import VERSION
from agreements.seeding.record import PUBLISHER, Seed
from agreements.seeding.stories import (
    LAST_DAY,
    Cast,
    Story,
    agreement,
    beginning,
    tell_duration,
    tell_milestone,
    tell_promise,
)

READER: Final = "synthetic"
_BATCH: Final = 100
_NEWS_DAYS: Final = 20
_FILLER: Final = 30
# What a draft tells of, and how often.
_MIX: Final = {"new": 40, "update": 35, "conflict": 15, "retold": 10}
# More years than any agreement of the record is made for, so that they contradict it.
_OTHER_YEARS: Final = (40, 90)
_NEWS: Final = ("ratified", "amended", "extended", "suspended")
_PHRASES: Final = (
    "Officials of {one} spoke of a long road that was not over",
    "Nobody in {other} would say what it had cost",
    "The weather in the capital of {one} was mild that week",
    "A spokesman of {other} declined to add anything to this made-up report",
    "Observers in {one} and in {other} had expected as much",
    "Markets did not move, and the newspapers of {other} led with the football",
)


def reader_version(seed: Seed) -> str:
    """Return the name under which the drafts of a seed stand."""
    return f"{READER}-{VERSION}-{seed.number}"


def seed_drafts(seed: Seed, cast: Cast, count: int) -> Iterator[int]:
    """Offer those drafts that are not there yet; yields how many there are so far."""
    first = Draft.objects.filter(reader_version=reader_version(seed)).count()
    for start in range(first, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        with transaction.atomic():
            for number in numbers:
                _offer(seed, number, cast)
        yield numbers.stop


def _offer(seed: Seed, number: int, cast: Cast) -> None:
    story, score = news(seed, number, cast)
    rng = _random(seed, "published", number)
    document, _ = intake.archive_document(
        intake.Text(
            text=story.text,
            publisher=f"{PUBLISHER} {rng.randrange(9)}",
            title=f"Synthetic news {number} of the {story.title}",
            published=LAST_DAY + timedelta(rng.randrange(_NEWS_DAYS)),
            language="en",
        )
    )
    intake.propose_draft(
        document, story.proposal, reader_version=reader_version(seed), ordinal=0, score=score
    )


def news(seed: Seed, number: int, cast: Cast) -> tuple[Story, float]:
    """Return what draft `number` tells, and how sure its reader is of the least certain value."""
    base = number
    while _sort(seed, base) == "retold" and base:
        base -= 1
    text = f"Synthetic news {number} of seed {seed.number}. Nothing in it is true."
    tell = _TELLERS.get(_sort(seed, base), _new) if seed.agreements else _new
    story = tell(seed, base, cast, text)
    rng = _random(seed, "sureness", number)
    sureness = rng.triangular(0.45, 1.15, 1.1)
    story.statements = [_doubted(s, sureness * rng.uniform(0.9, 1.0)) for s in story.statements]
    for _ in range(_FILLER):
        story.say(rng.choice(_PHRASES).format(one=story.one[1], other=story.other[1]))
    return story, min(s.confidence or 0 for s in story.statements)


def _sort(seed: Seed, number: int) -> str:
    (sort,) = _random(seed, "sort", number).choices(list(_MIX), weights=list(_MIX.values()))
    return sort


def _new(seed: Seed, number: int, cast: Cast, text: str) -> Story:
    return agreement(seed.number, seed.agreements + number, cast, text)


def _update(seed: Seed, number: int, cast: Cast, text: str) -> Story:
    rng = _random(seed, "update", number)
    story = beginning(seed.number, rng.randrange(seed.agreements), cast, text)
    tell_milestone(story, rng.choice(_NEWS), LAST_DAY - timedelta(rng.randrange(_NEWS_DAYS)))
    tell_promise(story, rng, *rng.choice(cast.types))
    return story


def _conflict(seed: Seed, number: int, cast: Cast, text: str) -> Story:
    rng = _random(seed, "conflict", number)
    story = beginning(seed.number, rng.randrange(seed.agreements), cast, text)
    tell_duration(story, rng.randint(*_OTHER_YEARS))
    return story


def _doubted(statement: ProposedStatement, sureness: float) -> ProposedStatement:
    return replace(
        statement, confidence=round(min((statement.confidence or 0) * sureness, 0.99), 2)
    )


def _random(seed: Seed, purpose: str, number: int) -> random.Random:
    return random.Random(f"{seed.number} {purpose} {number}")  # noqa: S311  no secret


_TELLERS: Final[Mapping[str, Callable[[Seed, int, Cast, str], Story]]] = {
    "update": _update,
    "conflict": _conflict,
}
