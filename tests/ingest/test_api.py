"""POST /api/v1/articles: what a program may hand in, and what it is told."""

import base64
import json
from typing import Any, Protocol

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from ingest import pipeline
from ingest.models import Article
from tests.ingest.articles import PACT
from tests.record import load_record

pytestmark = pytest.mark.django_db
URL = "/api/v1/articles"

BESIDE = ("url", "title", "publisher", "published", "story", "refusal_code", "refusal")


class Answer(Protocol):
    """What the tests look at in an answer."""

    status_code: int
    content: bytes
    headers: Any


@pytest.fixture
def editor(client: Client) -> Client:
    User.objects.create_user("olena", password="a-long-pass-word")  # noqa: S106  of this test alone
    client.defaults["HTTP_AUTHORIZATION"] = (
        "Basic " + base64.b64encode(b"olena:a-long-pass-word").decode()
    )
    return client


def told(answer: Answer) -> dict[str, object]:
    content = json.loads(answer.content)
    assert isinstance(content, dict)
    return content


def post(client: Client, **sent: object) -> Answer:
    return client.post(URL, sent, content_type="application/json")


def test_an_article_is_taken_in_and_its_way_can_be_followed(editor: Client) -> None:
    load_record()
    answer = post(editor, text=PACT, title="Pact", published="2026-03-04")
    assert answer.status_code == 202
    assert told(answer)["state"] == "waiting"
    assert answer.headers["Location"] == told(answer)["href"]
    pipeline.read(int(str(told(answer)["id"])))
    later = told(editor.get(str(told(answer)["href"])))
    assert (later["state"], later["drafts_made"]) == ("read", 1)


def test_the_same_article_again_is_answered_with_the_first(editor: Client) -> None:
    first, again = post(editor, text=PACT), post(editor, text=PACT)
    assert again.status_code == 200
    assert told(again)["id"] == told(first)["id"]


def test_without_a_name_nothing_is_taken_in(client: Client) -> None:
    answer = post(client, text=PACT)
    assert answer.status_code == 401
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "a" * 2_000_001}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": "a\x00b" * 100}, "text"),
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "gopher://news.example.org/"}, "url"),
        ({"text": PACT, "published": "yesterday"}, "published"),
        ({"text": PACT, "published": "99999-01-01"}, "published"),
        ({"text": PACT, "published": "2999-01-01"}, "published"),
        ({"text": PACT, "publised": "2026-03-04"}, "publised"),
        ({"text": PACT, "url": "javascript:alert(1)"}, "url"),
        ({"text": PACT, "title": "a" * 501}, "title"),
    ],
)
def test_bad_input_is_answered_with_its_field(
    editor: Client, sent: dict[str, object], field: str
) -> None:
    answer = post(editor, **sent)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in answer.content.decode()
    assert not Article.objects.exists()


def test_what_is_no_json_is_answered_with_a_problem(editor: Client) -> None:
    answer = editor.post(URL, b"{text:", content_type="application/json")
    assert answer.status_code == 400
    assert editor.post(URL, b"[" * 100_000, content_type="application/json").status_code == 400
    assert editor.post(URL, b"a=b", content_type="text/csv").status_code == 415


def test_a_lone_surrogate_is_bad_input(editor: Client) -> None:
    answer = editor.post(URL, rb'{"text": "\ud800 and more"}', content_type="application/json")
    assert answer.status_code == 400


def test_an_unknown_article_is_not_found(editor: Client) -> None:
    assert editor.get(f"{URL}/987654").status_code == 404


def test_what_is_absent_is_null_and_may_be_sent_so(editor: Client) -> None:
    first = told(post(editor, text=PACT))
    assert {name: first[name] for name in BESIDE} == dict.fromkeys(BESIDE)
    again = post(editor, text=PACT, url=None, title=None, publisher=None, published=None)
    assert (again.status_code, told(again)) == (200, first)
    named = told(post(editor, text=f"{PACT} More.", title="Pact", publisher=""))
    assert (named["title"], named["publisher"]) == ("Pact", None)
    assert post(editor, text=None, url=None).status_code == 400
    by_address = told(post(editor, text=None, url="https://news.example.org/pact"))
    assert (by_address["origin"], by_address["url"]) == ("url", "https://news.example.org/pact")


def _handed_in(editor: Client, number: int) -> list[Article]:
    found = [told(post(editor, text=f"{PACT} Take {n}.")) for n in range(number)]
    return [Article.objects.get(pk=int(str(each["id"]))) for each in found]


def test_copies_of_a_story_and_the_first_name_each_other(editor: Client) -> None:
    first, second, third, other = _handed_in(editor, 4)
    Article.objects.filter(pk__in=(second.pk, third.pk)).update(story=first)
    answers = [told(editor.get(f"{URL}/{each.pk}")) for each in (first, second, third, other)]
    assert [(a["story"], a["copies"]) for a in answers] == [
        (None, [second.pk, third.pk]),
        (first.pk, []),
        (first.pk, []),
        (None, []),
    ]


def test_copies_cost_one_query_however_many_there_are(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, *copies = _handed_in(editor, 5)
    address = f"{URL}/{first.pk}"
    with CaptureQueriesContext(connection) as alone:
        editor.get(address)
    Article.objects.filter(pk__in=[each.pk for each in copies]).update(story=first)
    with django_assert_num_queries(len(alone)):
        answer = told(editor.get(address))
    assert answer["copies"] == [each.pk for each in copies]
    with django_assert_num_queries(len(alone) - 1):
        editor.get(f"{URL}/{copies[0].pk}")
