"""What holds of sources whoever writes them."""

import pytest
from django.db import IntegrityError, transaction

from ingest.models import Entry, Source


def a_source(**told: object) -> Source:
    defaults = {"name": "Post", "kind": Source.Kind.FEED, "address": "https://post.example/feed"}
    return Source.objects.create(**defaults | told)


@pytest.mark.django_db
def test_a_source_is_due_as_soon_as_it_is_there() -> None:
    source = a_source()
    source.refresh_from_db()
    assert source.next_at is not None
    assert source.health == Source.Health.NEW


@pytest.mark.django_db
def test_an_address_is_one_source_and_an_entry_one_a_source() -> None:
    source, other = a_source(), a_source(address="https://other.example/feed")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_source()
    for each in (source, other):
        Entry.objects.create(source=each, identity="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(source=source, identity="a" * 64)


@pytest.mark.parametrize(
    ("failures", "is_on", "health"),
    [(0, False, "off"), (1, True, "failing"), (4, True, "failing"), (5, True, "broken")],
)
def test_its_health_is_one_word(failures: int, is_on: bool, health: str) -> None:  # noqa: FBT001
    assert Source(failures=failures, is_on=is_on).health == health
