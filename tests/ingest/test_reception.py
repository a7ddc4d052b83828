"""Handing articles in: what is taken, what is refused and with which words."""

import time
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from ingest.models import Article, Job
from ingest.reception import NotTakenError, Receipt, Submission, receive, receive_all
from tests.ingest.articles import PACT, hand_in

pytestmark = pytest.mark.django_db


def test_an_article_gets_its_row_and_its_job_together() -> None:
    receipt = hand_in(title="Pact", published=date(2026, 3, 4))
    assert receipt.is_new
    assert receipt.article.state == Article.State.WAITING
    assert receipt.article.job.state == Job.State.PENDING


def test_the_same_text_twice_is_one_article() -> None:
    first, second = hand_in(), hand_in()
    assert (first.is_new, second.is_new) == (True, False)
    assert first.article == second.article
    assert Job.objects.count() == 1


def test_addresses_that_differ_only_in_tracking_are_one_article() -> None:
    one = _url("https://news.example.org/pact?utm_source=mail")
    other = _url("https://NEWS.example.org:443/pact#top")
    assert one.article == other.article


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"", "text/plain", "empty"),
        (b"  \n\t ", "text/plain", "empty"),
        (b"a" * (settings.MAX_ARTICLE_BYTES + 1), "text/plain", "too_large"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "", "binary"),
        (b"PK\x03\x04\x14\x00", "", "broken"),
        (b"<html><body><nav>Menu</nav></body></html>", "text/html", "no_text"),
    ],
)
def test_what_no_reader_could_read_is_refused_at_once(
    body: bytes, content_type: str, code: str
) -> None:
    with pytest.raises(NotTakenError) as refusal:
        receive(Submission(origin=Article.Origin.FILE, body=body, content_type=content_type))
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert refusal.value.sentence.endswith(".")
    assert not Article.objects.exists()


def test_a_declared_charset_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(NotTakenError) as refusal:
        receive(
            Submission(
                origin=Article.Origin.FILE,
                body=bytes(range(0xA1, 0x100)) * 3,
                content_type="text/plain; charset=klingon-8",
            )
        )
    assert refusal.value.code == "unknown_charset"
    assert "klingon-8" in refusal.value.sentence


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/pact",
        "http://localhost/pact",
        "http://[::1]/pact",
        "http://10.0.0.7/pact",
        "http://169.254.169.254/latest/meta-data",
        "ftp://news.example.org/pact",
        "file:///etc/passwd",
        "http://news.example.org:8080/pact",
        "not an address",
        "",
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused_before_anything_is_stored(url: str) -> None:
    with pytest.raises(NotTakenError) as refusal:
        _url(url)
    assert refusal.value.field == "url"
    assert not Article.objects.exists()


@pytest.mark.parametrize("url", ["https://atlas.example.org/", "http://ATLAS.example.org./map"])
def test_our_own_pages_are_no_articles(url: str) -> None:
    with override_settings(ALLOWED_HOSTS=["atlas.example.org", "*"]):
        with pytest.raises(NotTakenError) as refusal:
            _url(url)
        assert _url("https://example.org/").is_new
    assert (refusal.value.code, refusal.value.field) == ("own_address", "url")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "news.example.org/pact"}, "url"),
        ({"url": f"https://news.example.org/{'a' * 2000}"}, "url"),
        ({"url": "https://news.example.org/\0"}, "url"),
        ({"title": "Pact\0"}, "title"),
        ({"publisher": "\ud800"}, "publisher"),
        ({"published": date(2999, 1, 1)}, "published"),
    ],
)
def test_what_is_told_beside_a_text_must_make_sense(told: dict[str, Any], field: str) -> None:
    with pytest.raises(NotTakenError) as refusal:
        receive(Submission(origin=Article.Origin.PASTE, body=PACT.encode(), **told))
    assert refusal.value.field == field
    assert not Article.objects.exists()


def test_a_file_may_have_a_name_that_is_no_unicode() -> None:
    receipt = receive(
        Submission(origin=Article.Origin.FILE, body=PACT.encode(), file_name="\udcff.txt")
    )
    assert receipt.article.file_name == "?.txt"


def test_a_refused_article_is_tried_again_when_it_comes_again() -> None:
    article = _url("https://news.example.org/pact").article
    Article.objects.filter(pk=article.pk).update(state=Article.State.REFUSED, refusal="Not found.")
    Job.objects.filter(article=article).update(state=Job.State.DEAD, attempts=5)
    again = _url("https://news.example.org/pact").article
    assert (again.state, again.refusal) == (Article.State.WAITING, "")
    assert (again.job.state, again.job.attempts) == (Job.State.PENDING, 0)


def test_several_are_taken_in_together() -> None:
    submissions = [
        Submission(origin=Article.Origin.PASTE, body=f"{PACT} {n}".encode()) for n in range(3)
    ]
    assert [receipt.is_new for receipt in receive_all(submissions)] == [True, True, True]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_loses_nothing_and_keeps_nobody_waiting() -> None:
    began = time.monotonic()
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        article = hand_in().article
    assert article.job.state == Job.State.PENDING
    assert time.monotonic() - began < 15


def _url(url: str) -> Receipt:
    return receive(Submission(origin=Article.Origin.URL, url=url))
