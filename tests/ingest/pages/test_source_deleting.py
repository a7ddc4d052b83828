"""A source that is deleted, or can't be and says why."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ingest.models import Article, Entry, Poll, Source
from tests.ingest.polling.given import FEED, a_source, feed, item, polled
from tests.publisher import Publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


@pytest.fixture
def idle(publisher: Publisher) -> Source:
    """A source that was polled and has brought nothing."""
    publisher.lay(FEED, feed([item(1, title="Chess cup"), item(2, title="Tennis cup")]))
    source = a_source(keywords=["pact"])
    polled(source)
    return source


def told(answer: Any) -> str:  # noqa: ANN401  a client's answer
    return re.sub(r"\s+", " ", answer.content.decode())


def test_one_that_brought_nothing_is_deleted_when_asked_twice(
    desk: Client, idle: Source, caplog: pytest.LogCaptureFixture
) -> None:
    other = a_source("http://post.example/other", name="Other")
    address = f"/sources/{idle.pk}/delete"
    assert f'href="{address}"' in told(desk.get(f"/sources/{idle.pk}"))
    page = told(desk.get(address))
    assert "Delete this source?" in page
    assert "1 poll, 2 entries that brought no article" in page
    assert Source.objects.filter(pk=idle.pk).exists()
    answer = desk.post(address, follow=True)
    assert answer.redirect_chain[0][0] == "/sources"
    assert "Post is deleted." in told(answer)
    assert list(Source.objects.all()) == [other]
    assert not Poll.objects.exists()
    assert not Entry.objects.exists()
    assert f"source {idle.pk} (Post) was deleted by olena" in caplog.text
    assert desk.post(address).status_code == 404


def test_one_that_brought_articles_stays_and_says_why(
    desk: Client, publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    publisher.lay(FEED, feed([item(1), item(2)]))
    source = a_source()
    polled(source)
    address = f"/sources/{source.pk}/delete"
    for answer, status in ((desk.get(address), 200), (desk.post(address), 409)):
        page = told(answer)
        assert answer.status_code == status
        assert "It has brought 2 articles, which tell where they came from." in page
        assert f'href="/sources/{source.pk}/articles"' in page
        assert "Delete it" not in page
    assert Article.objects.filter(source=source).count() == 2
    assert "deleted" not in caplog.text
    paused = desk.post("/sources/act/pause", {"only": source.pk, "at": "source"}, follow=True)
    assert "1 source is switched off" in told(paused)
    assert "It is switched off: nothing more comes in." in told(desk.get(address))


def test_one_that_lists_what_had_come_in_before_is_deleted_and_the_article_stays(
    desk: Client, publisher: Publisher
) -> None:
    publisher.lay(FEED, feed([item(1)]))
    polled(a_source())
    publisher.lay("http://post.example/same", feed([item(1)]))
    same = a_source("http://post.example/same", name="Same")
    polled(same)
    assert same.entries.get().article is not None
    desk.post(f"/sources/{same.pk}/delete")
    assert not Source.objects.filter(pk=same.pk).exists()
    assert Article.objects.get().source is not None


def test_one_that_is_being_polled_stays_until_that_is_done(desk: Client, idle: Source) -> None:
    Source.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    answer = desk.post(f"/sources/{idle.pk}/delete")
    assert answer.status_code == 409
    assert "It is being polled just now." in told(answer)
    Source.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert desk.post(f"/sources/{idle.pk}/delete").status_code == 302


def test_one_that_was_never_polled_takes_nothing_with_it(desk: Client) -> None:
    source = a_source(is_on=False)
    assert "Nothing: it was never polled." in told(desk.get(f"/sources/{source.pk}/delete"))


def test_only_editors_may_and_only_with_the_forms_token(desk: Client) -> None:
    address = f"/sources/{a_source().pk}/delete"
    assert Client().post(address).headers["Location"] == f"/login?next={address}"
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(User.objects.get())
    assert careful.post(address).status_code == 403
    assert Source.objects.exists()
    assert desk.post("/sources/99999999999999999/delete").status_code == 404


def test_asking_costs_the_same_however_much_there_is(
    desk: Client, idle: Source, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Poll.objects.bulk_create(
        Poll(source=idle, began_at=timezone.now(), seconds=1, outcome="nothing") for _ in range(60)
    )
    with django_assert_max_num_queries(9):
        desk.get(f"/sources/{idle.pk}/delete")
