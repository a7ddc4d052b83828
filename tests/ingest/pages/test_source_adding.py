"""Sources added and changed by editors."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ingest.models import Source
from ingest.sources import keeping, trying
from tests.ingest.polling.given import FEED, a_source, feed, item
from tests.publisher import Publisher

pytestmark = pytest.mark.django_db
ADD = "/sources/add"
FORM = {"address": FEED, "reliability": "press", "interval": "30", "quota_day": "50"}
SITE = "http://post.example/"
SITE_PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/feed"></head>'
    "<body><main><a href='/1'>A defence pact of four states</a></main></body></html>"
)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, publisher: Publisher) -> Client:
    """A client with an editor signed in, beside a feed of two entries."""
    monkeypatch.setattr(keeping, "ring_to_poll", lambda numbers: True)
    monkeypatch.setattr(trying, "MOST_A_MINUTE", 1_000)
    publisher.lay(FEED, feed([item(1, title="A pact is signed"), item(2, title="Chess cup")]))
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def filled(response: object) -> dict[str, str]:
    """Return what a browser would send of the form as it stands."""
    page = told(response)
    fields = dict(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"[^>]*? value="([^"]*)"', page))
    chosen = re.search(r'<option value="(\w+)" selected', page)
    assert chosen
    return {name: html.unescape(value) for name, value in fields.items()} | {
        "reliability": chosen[1]
    }


def error_at(page: str, field: str) -> str:
    found = re.search(rf'id="id_{field}_error"><li>([^<]+)</li>', page)
    return html.unescape(found[1]) if found else ""


def test_it_is_tried_first_then_kept_switched_on(desk: Client) -> None:
    tried = desk.post(ADD, {**FORM, "keywords": "pact, treaty", "act": "try"})
    page = told(tried)
    assert tried.status_code == 200
    assert "2 entries are listed. <b>1 would come in.</b> 1 has none of the keywords." in page
    assert "No: It has none of the keywords." in page
    assert not Source.objects.exists()
    kept = desk.post(ADD, filled(tried) | {"act": "save"})
    source = Source.objects.get()
    assert kept.headers["Location"] == f"/sources/{source.pk}"
    assert (source.name, source.kind, source.address) == ("Post", "feed", FEED)
    assert (source.interval, source.quota_day, source.reliability) == (30, 50, "press")
    assert source.keywords == ["pact", "treaty"]
    assert source.is_on


def test_what_was_not_tried_is_shown_before_it_is_kept(desk: Client) -> None:
    page = told(desk.post(ADD, {**FORM, "act": "save", "kind": "feed", "seal": "made up"}))
    assert "2 entries are listed." in page
    assert not Source.objects.exists()


def test_another_address_than_the_one_that_was_tried_is_tried_anew(
    desk: Client, publisher: Publisher
) -> None:
    tried = desk.post(ADD, {**FORM, "act": "try"})
    publisher.lay("http://post.example/other", feed([item(3, title="Another feed")]))
    sent = filled(tried) | {"act": "save", "address": "http://post.example/other"}
    assert "Another feed" in told(desk.post(ADD, sent))
    assert not Source.objects.exists()


def test_a_site_offers_its_feeds_and_itself(desk: Client, publisher: Publisher) -> None:
    publisher.lay(SITE, SITE_PAGE)
    page = told(desk.post(ADD, {**FORM, "address": SITE, "act": "try"}))
    assert "This is a web page. What is to be polled?" in page
    assert f'name="feed" value="{FEED}"' in page
    chosen = desk.post(ADD, {**FORM, "address": SITE, "feed": FEED})
    assert "2 entries are listed." in told(chosen)
    desk.post(ADD, filled(chosen) | {"act": "save"})
    assert Source.objects.get().address == FEED
    itself = desk.post(ADD, {**FORM, "address": SITE, "keywords": "pact", "act": "page"})
    assert "A defence pact of four states" in told(itself)
    desk.post(ADD, filled(itself) | {"act": "save"})
    assert Source.objects.get(kind="page").keywords == ["pact"]


def test_trying_the_page_again_keeps_to_the_page(desk: Client, publisher: Publisher) -> None:
    publisher.lay(SITE, SITE_PAGE)
    itself = desk.post(ADD, {**FORM, "address": SITE, "keywords": "pact", "act": "page"})
    again = told(desk.post(ADD, filled(itself) | {"act": "try", "keywords": "chess"}))
    assert "<b>0 would come in.</b>" in again


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"address": ""}, "address", "Say where to look"),
        ({"address": "post.example/feed"}, "address", "Write it in full"),
        ({"address": "file:///etc/passwd"}, "address", "begin with http"),
        ({"address": "http://127.0.0.1/feed"}, "address", "read. Give an address on the public"),
        ({"address": "http://user:word@post.example/"}, "address", "user name or a password"),
        ({"address": "http://post.example/none"}, "address", "404"),
        ({"address": "/etc"}, "address", "INGEST_FOLDERS"),
        ({"address": f"http://post.example/{'x' * 3000}"}, "address", "2000"),
        ({"interval": "4"}, "interval", "5"),
        ({"interval": "20000"}, "interval", "10080"),
        ({"interval": "often"}, "interval", "number"),
        ({"quota_day": "0"}, "quota_day", "1"),
        ({"language": "Ukrainian!"}, "language", "such as en, uk or pt-BR"),
        ({"keywords": "x" * 101}, "keywords", "at most 100 characters"),
        ({"keywords": ",".join(map(str, range(101)))}, "keywords", "at most 100 keywords"),
        ({"reliability": "sure"}, "reliability", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: Client, wrong: dict[str, str], field: str, words: str
) -> None:
    response = desk.post(ADD, FORM | {"name": "As typed", "act": "try"} | wrong)
    page = told(response)
    assert response.status_code == 422
    assert words in error_at(page, field)
    assert 'aria-invalid="true"' in page
    assert 'value="As typed"' in page
    assert not Source.objects.exists()


def test_a_source_that_there_is_already_is_not_even_asked(
    desk: Client, publisher: Publisher
) -> None:
    there = a_source()
    response = desk.post(ADD, {**FORM, "act": "try"})
    assert response.status_code == 422
    assert "already: Post" in error_at(told(response), "address")
    assert f'<a href="/sources/{there.pk}">Open Post</a>' in told(response)
    assert publisher.asked == []


def focused(page: str) -> list[str]:
    return re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"[^>]* autofocus', page)


def test_what_is_to_be_written_next_has_the_focus(desk: Client) -> None:
    assert focused(told(desk.get(ADD))) == ["address"]
    assert focused(told(desk.get(f"{ADD}?address={FEED}"))) == []
    wrong = {"interval": "4", "language": "Ukrainian!"}
    page = told(desk.post(ADD, {**FORM, **wrong, "act": "try"}))
    assert len(focused(page)) == 1
    assert error_at(page, focused(page)[0])
    assert focused(told(desk.post(ADD, {**FORM, "act": "try"}))) == []


def test_trials_need_the_forms_token(publisher: Publisher) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("olena"))
    assert client.post(ADD, {**FORM, "act": "try"}).status_code == 403
    assert publisher.asked == []


def test_warnings_and_hostile_titles_are_told_in_words(desk: Client, publisher: Publisher) -> None:
    wild = "<item><guid>1</guid><title>&lt;script&gt;x()&lt;/script&gt;Pact</title>"
    wild += "<link>http://post.example/1</link><pubDate>31 Feb 2026</pubDate></item>"
    publisher.lay(FEED, feed([wild]))
    page = told(desk.post(ADD, {**FORM, "act": "try"}))
    assert "A date can&#x27;t be read; it is kept as it is written." in page
    assert "31 Feb 2026" in page
    assert "<script>x()" not in page


def test_a_trial_costs_few_queries_and_shows_the_beginning_of_a_long_feed(
    desk: Client, publisher: Publisher, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(500)))
    with django_assert_max_num_queries(5):
        page = told(desk.post(ADD, {**FORM, "act": "try"}))
    assert "500 entries are listed." in page
    assert "and 480 more" in page


class TestChange:
    def sent(self, desk: Client, source: Source, **more: str) -> Any:  # noqa: ANN401  a client's answer
        address = f"/sources/{source.pk}/edit"
        return desk.post(address, filled(desk.get(address)) | {"act": "save"} | more)

    def test_it_is_changed_without_a_call_where_the_address_stays(
        self, desk: Client, publisher: Publisher
    ) -> None:
        source = a_source(keywords=["pact"])
        answer = self.sent(desk, source, name="Mail", keywords="pact, chess", interval="15")
        assert answer.headers["Location"] == f"/sources/{source.pk}"
        source.refresh_from_db()
        assert (source.name, source.keywords, source.interval) == ("Mail", ["pact", "chess"], 15)
        assert publisher.asked == []

    def test_another_address_is_tried_first(self, desk: Client, publisher: Publisher) -> None:
        source = a_source("http://post.example/old")
        tried = self.sent(desk, source, address=FEED)
        assert "2 entries are listed." in told(tried)
        source.refresh_from_db()
        assert source.address == "http://post.example/old"
        desk.post(f"/sources/{source.pk}/edit", filled(tried) | {"act": "save"})
        source.refresh_from_db()
        assert source.address == FEED

    def test_the_address_of_another_source_is_refused(self, desk: Client) -> None:
        a_source()
        other = a_source("http://post.example/old", name="Other")
        answer = self.sent(desk, other, address=FEED)
        assert answer.status_code == 422
        assert "already: Post" in error_at(told(answer), "address")
