"""The bytes of a page, in and out of the database as they are."""

from contextlib import suppress

import pytest
from django.db import DataError, InternalError, connection, transaction

from ingest import bodies, jobs, pipeline
from ingest.models import Article, Job
from tests.ingest.articles import PACT, hand_in

ALL = bytes(range(256)) * 3

pytestmark = pytest.mark.django_db


def test_every_byte_comes_back_as_it_went_in() -> None:
    number = hand_in(PACT).article.pk
    bodies.keep(number, ALL)
    assert bodies.body_of(number) == ALL
    assert bytes(Article.objects.get(pk=number).body) == ALL


def test_what_was_not_fetched_yet_is_empty() -> None:
    number = hand_in(PACT).article.pk
    bodies.keep(number, b"")
    assert bodies.body_of(number) == b""
    assert bodies.body_of(0) == b""


def test_what_is_rolled_back_is_not_kept() -> None:
    number = hand_in(PACT).article.pk
    with transaction.atomic():
        bodies.keep(number, ALL)
        transaction.set_rollback(True)
    assert bodies.body_of(number) == PACT.encode()


def test_the_database_s_errors_are_told_as_django_tells_them() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        with suppress(DataError):
            cursor.execute("SELECT 1 / 0")
        with pytest.raises(InternalError):
            bodies.body_of(1)
        with pytest.raises(InternalError):
            bodies.keep(1, ALL)
        transaction.set_rollback(True)


def test_a_claim_leaves_the_bytes_where_they_are_until_they_are_read() -> None:
    number = hand_in(PACT).article.pk
    claim = jobs.claim(number, Job.Step.READ, pipeline._LEASE)
    assert claim is not None
    assert claim.article.get_deferred_fields() == {"body"}
    assert claim.article == Article.objects.get(pk=number)
    assert claim.article.source_key == Article.objects.get(pk=number).source_key
