"""The list of sources, and the pages of one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ingest.models import Article, Poll, Source
from ingest.sources import keeping
from tests.ingest.polling.given import FEED, a_source, feed, item, polled
from tests.publisher import Publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The sources that were rung for."""
    heard: list[Any] = []
    monkeypatch.setattr(keeping, "ring_to_poll", heard.append)
    return heard


@pytest.fixture
def desk(rung: list[Any]) -> Client:
    """A client with an editor signed in."""
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def shown(desk: Client, address: str = "/sources") -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/sources/\d+">([^<]+)</a>', page)


@pytest.mark.parametrize(
    "address", ["/sources", "/sources/add", "/sources/1", "/sources/1/edit", "/sources/1/polls"]
)
def test_readers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/login?next={address}"


def test_without_sources_the_list_leads_to_adding_one(desk: Client) -> None:
    page = shown(desk)
    assert "Nothing is polled yet." in page
    assert 'href="/sources/add"' in page


def test_the_list_tells_how_each_source_does(desk: Client, publisher: Publisher) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(3)))
    polled(a_source())
    polled(a_source("http://gone.example/feed", name="Gone", failures=1))
    a_source("http://off.example/feed", name="Off one", is_on=False)
    page = shown(desk)
    assert names(page) == ["Gone", "Off one", "Post"]
    gone, off, post = re.findall(r"<tr> <td class=\"queue__tick\">.*?</tr>", page)
    assert "Failing" in gone
    assert "The last 2 polls failed." in gone
    assert "Nothing is at this address" in gone or "404" in gone
    assert "Switched off" in off
    assert "never" in off
    assert "Well" in post
    assert "just now" in post
    assert re.search(r'data-label="New today">3<', post)


def test_sources_are_found_by_state_and_by_name(desk: Client) -> None:
    a_source("http://a.example/", name="Anna")
    a_source("http://b.example/", name="Bert", is_on=False)
    a_source("http://c.example/", name="Cleo", failures=2)
    a_source("http://d.example/", name="Dora", failures=2, is_on=False)
    assert names(shown(desk, "/sources?show=on")) == ["Anna", "Cleo"]
    assert names(shown(desk, "/sources?show=off")) == ["Bert", "Dora"]
    assert names(shown(desk, "/sources?show=failing")) == ["Cleo"]
    assert names(shown(desk, "/sources?show=nonsense&page=x")) == ["Anna", "Bert", "Cleo", "Dora"]
    assert names(shown(desk, "/sources?q=B.EXAMPLE")) == ["Bert"]
    assert "No source is like this." in shown(desk, "/sources?q=%00zz")


def test_a_long_list_is_turned_page_by_page_at_the_same_cost(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        a_source(f"http://post.example/{number}", name=f"Post {number:02}", is_on=False)
    with django_assert_max_num_queries(7):
        first = shown(desk, "/sources?show=off")
    assert len(names(first)) == 50
    assert "/sources?show=off&amp;page=2" in first
    assert names(shown(desk, "/sources?show=off&page=2")) == [f"Post {n}" for n in range(50, 60)]


def test_one_source_is_polled_paused_and_switched_on(
    desk: Client,
    rung: list[Any],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    source = a_source(next_at=timezone.now() + timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/sources/act/poll", {"only": source.pk})
    assert rung == [[source.pk]]
    told = desk.post("/sources/act/pause", {"only": source.pk, "at": "source"}, follow=True)
    assert told.redirect_chain[0][0] == f"/sources/{source.pk}"
    assert "1 source is switched off" in told.content.decode()
    source.refresh_from_db()
    assert not source.is_on
    told = desk.post("/sources/act/switch-on", {"only": source.pk, "show": "off"}, follow=True)
    assert told.redirect_chain[0][0] == "/sources?show=off"
    source.refresh_from_db()
    assert source.is_on


def test_many_sources_are_switched_on_together(desk: Client) -> None:
    numbers = [a_source(f"http://{n}.example/", is_on=False).pk for n in range(3)]
    told = desk.post("/sources/act/switch-on", {"source": numbers[:2]}, follow=True)
    assert "2 sources are switched on" in told.content.decode()
    assert list(Source.objects.filter(is_on=True).values_list("pk", flat=True)) == numbers[:2]


@pytest.mark.parametrize("sent", [{}, {"source": "x"}, {"only": "-1"}, {"source": "٣"}])
def test_nothing_ticked_is_said(desk: Client, sent: dict[str, str]) -> None:
    told = desk.post("/sources/act/pause", sent, follow=True)
    assert "Tick the sources first." in told.content.decode()


def test_acts_that_there_are_none_of_and_sources_that_are_gone(desk: Client) -> None:
    assert desk.post("/sources/act/erase").status_code == 404
    assert desk.get("/sources/act/poll").status_code == 405
    assert desk.get("/sources/99999999999999999999").status_code == 404
    assert (
        "0 sources" in desk.post("/sources/act/poll", {"only": "9"}, follow=True).content.decode()
    )


def test_acts_need_the_forms_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("olena"))
    source = a_source()
    assert client.post("/sources/act/pause", {"only": source.pk}).status_code == 403
    source.refresh_from_db()
    assert source.is_on


class TestOne:
    @pytest.fixture
    def source(self, publisher: Publisher) -> Source:
        publisher.lay(FEED, feed([item(1, title="Pact signed"), item(2, title="Chess cup")]))
        source = a_source(keywords=["pact"])
        polled(source)
        return source

    def test_it_tells_its_polls_and_what_became_of_its_entries(
        self, desk: Client, source: Source
    ) -> None:
        page = shown(desk, f"/sources/{source.pk}")
        article = Article.objects.get()
        assert "New articles" in page
        assert '">1 \N{MULTIPLICATION SIGN}</b> It has none of the keywords.' in page
        assert f'<a href="/review/articles/{article.pk}">Pact signed</a>' in page
        assert "Waiting to be read" in page
        assert "Left out: It has none of the keywords." in page
        assert "1 of at most 1,000" in page
        assert "every 2s" not in page

    def test_what_was_read_leads_to_its_drafts(self, desk: Client, source: Source) -> None:
        Article.objects.update(state=Article.State.READ, drafts_made=2)
        assert "2 drafts" in shown(desk, f"/sources/{source.pk}/entries")

    def test_while_it_waits_to_be_polled_the_page_asks_again(
        self, desk: Client, source: Source
    ) -> None:
        Source.objects.update(next_at=timezone.now())
        page = shown(desk, f"/sources/{source.pk}")
        assert "It waits to be polled." in page
        assert 'hx-trigger="every 2s"' in page
        Source.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
        assert "It is being polled." in shown(desk, f"/sources/{source.pk}")

    def test_its_articles_lead_to_their_pages(self, desk: Client, source: Source) -> None:
        article = Article.objects.get()
        page = shown(desk, f"/sources/{source.pk}/articles")
        assert f'<a href="/review/articles/{article.pk}">Pact signed</a>' in page

    def test_histories_cost_the_same_however_long_and_are_turned(
        self,
        desk: Client,
        source: Source,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        Poll.objects.bulk_create(
            Poll(source=source, began_at=timezone.now(), seconds=1, outcome="nothing")
            for _ in range(60)
        )
        with django_assert_max_num_queries(8):
            shown(desk, f"/sources/{source.pk}")
        for part in ("polls", "entries", "articles"):
            with django_assert_max_num_queries(6):
                page = shown(desk, f"/sources/{source.pk}/{part}")
        page = shown(desk, f"/sources/{source.pk}/polls")
        assert page.count("Nothing new") == 50
        assert shown(desk, f"/sources/{source.pk}/polls?page=2").count("Nothing new") == 10

    def test_text_from_outside_is_shown_and_never_run(self, desk: Client, source: Source) -> None:
        Source.objects.update(last_error="<script>x()</script>", failures=1)
        source.entries.update(title="<img src=x onerror=y()>")
        page = shown(desk, f"/sources/{source.pk}")
        assert "<script>x()" not in page
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
