"""Lists of sources in and out, and the one that comes along."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ingest import feeds
from ingest.models import Source
from ingest.sources import keeping
from tests.ingest.feeds.given import SAMPLES
from tests.ingest.polling.given import a_source

pytestmark = pytest.mark.django_db
OPML = (SAMPLES / "subscriptions.opml").read_bytes()


@pytest.fixture
def desk() -> Client:
    """A client with an editor signed in."""
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def taken(desk: Client, body: bytes, status: int = 200, **more: str) -> str:
    file = SimpleUploadedFile("list.opml", body, "text/x-opml")
    response = desk.post("/sources/import", {"file": file, **more})
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("address", ["/sources/import", "/sources/opml"])
def test_readers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/login?next={address}"


def test_each_line_is_told_taken_known_or_refused_with_why(desk: Client) -> None:
    a_source("https://coast.example/feed.json", name="Ours")
    page = taken(desk, OPML)
    assert "2 taken, 1 known already, 3 refused." in page
    rows = re.findall(r'<th scope="row">(.*?)</th> <td>(.*?)</td>', page)
    told = [(re.sub(r"<[^>]*>.*", "", re.sub("</?a[^>]*>", "", name)), end) for name, end in rows]
    assert told == [
        ("Ministry of Defence: releases", "Taken"),
        ("Coast Radio", "Known already"),
        ("Treaty pages", "Taken"),
        ("Coast Radio once more", "Refused: It is listed twice."),
        (
            "A reader&#x27;s own machine",
            "Refused: It leads to an address that is not called, or to none at all.",
        ),
        ("A script", "Refused: It gives no web address."),
    ]
    first = Source.objects.get(address="https://ministry.example/news.rdf")
    assert (first.publisher, first.reliability, first.language, first.is_on) == (
        "Ministry of Defence",
        "official",
        "en",
        False,
    )
    assert Source.objects.get(address="https://treaties.example/new").kind == "page"
    assert Source.objects.get(address="https://coast.example/feed.json").name == "Ours"


def test_those_that_are_new_are_switched_on_where_that_is_asked_for(
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rung: list[list[int]] = []
    monkeypatch.setattr(keeping, "ring_to_poll", rung.append)
    off = a_source("https://coast.example/feed.json", is_on=False)
    with django_capture_on_commit_callbacks(execute=True):
        taken(desk, OPML, is_on="on")
    fresh = Source.objects.exclude(pk=off.pk)
    assert rung == [sorted(fresh.values_list("pk", flat=True))]
    assert list(Source.objects.due().order_by("pk")) == list(fresh.order_by("pk"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "The file is empty"),
        (b"<rss/>", "no OPML"),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be made out"),
        (b'<!DOCTYPE opml SYSTEM "http://canary.example/"><opml/>', "not read"),
    ],
)
def test_what_is_no_list_is_refused_at_its_field(desk: Client, body: bytes, words: str) -> None:
    page = taken(desk, body, 422)
    error = re.search(r'id="id_file_error"><li>([^<]+)', page)
    assert error
    assert words in error[1]
    assert not Source.objects.exists()


def test_an_address_that_is_too_long_in_its_one_spelling_is_refused(desk: Client) -> None:
    address = "https://a.example/" + "\N{EURO SIGN}" * 900
    page = taken(desk, f'<opml><body><outline xmlUrl="{address}"/></body></opml>'.encode())
    assert "1 refused" in page
    assert not Source.objects.exists()


def test_no_file_is_said(desk: Client) -> None:
    response = desk.post("/sources/import")
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_list_of_no_sources_says_so(desk: Client) -> None:
    assert "The list names no source." in taken(desk, b"<opml><body/></opml>")


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(500))
    with django_assert_max_num_queries(10):
        page = taken(desk, f"<opml><body>{lines}</body></opml>".encode())
    assert "500 taken" in page


def test_what_is_given_out_can_be_taken_in_elsewhere(desk: Client) -> None:
    taken(desk, OPML)
    a_source("/srv/inbox", kind="folder")
    response = desk.get("/sources/opml")
    assert response.headers["Content-Disposition"] == 'attachment; filename="sources.opml"'
    again = feeds.read_opml(response.content)
    assert again.refused == ()
    assert {each.address for each in again.outlines} == set(
        Source.objects.exclude(kind="folder").values_list("address", flat=True)
    )


def test_the_official_sources_are_added_switched_off_and_switched_on_together(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ring_to_poll", lambda numbers: True)
    page = desk.post("/sources/starters", follow=True).content.decode()
    count = Source.objects.count()
    assert f"{count} official sources are added, switched off." in page
    assert "NATO" in page
    assert not Source.objects.filter(is_on=True).exists()
    assert "0 official sources" in desk.post("/sources/starters", follow=True).content.decode()
    told = desk.post("/sources/act/switch-on", {"all": "1", "show": "off", "q": "nato"})
    assert told.headers["Location"] == "/sources?show=off&q=nato"
    on = Source.objects.filter(is_on=True)
    assert 0 < on.count() < count
    assert all("nato" in f"{source.name} {source.address}".lower() for source in on)
