"""Texts that nobody should paste: refused at their field, or taken for the text that is seen."""

import html
import json
import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from agreements.models import Document, Draft
from ingest import pipeline, reader, reception
from ingest.clean import clean
from ingest.models import Article
from tests.ingest.articles import PACT
from tests.record import load_record

FORM, API = "/review/ingest", "/api/v1/articles"


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client with an editor signed in; nobody is rung for."""
    monkeypatch.setattr(reception, "ring_on_commit", lambda step, numbers: None)
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def by_api(desk: Client, text: str) -> HttpResponse:
    body = json.dumps({"text": text})
    response = desk.post(API, body, content_type="application/json")
    assert isinstance(response, HttpResponse)
    return response


def archived(desk: Client, text: str) -> Document:
    """Paste a text, have it read, and return what was archived of it."""
    load_record()
    desk.post(FORM, {"text": text})
    article = Article.objects.get()
    assert pipeline.read(article.pk)
    article.refresh_from_db()
    document = article.document
    assert document is not None
    return document


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n\t ",
        "\u200b\u200d\ufeff\u2060",
        "\u0301\u0302\u0303",
        "...!?",
        "\ufdd0\uffff",
        "\xad",
    ],
    ids=["nothing", "spaces", "zero width", "marks", "points", "no characters", "soft hyphen"],
)
def test_text_without_a_word_is_refused(desk: Client, text: str) -> None:
    assert desk.post(FORM, {"text": text}).status_code == 422
    answer = by_api(desk, text)
    assert (answer.status_code, json.loads(answer.content)["pointer"]) == (400, "/text")
    assert not Article.objects.exists()


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u6f22", "\U0001f600"])
def test_two_megabytes_are_counted_in_bytes(desk: Client, letter: str) -> None:
    size = len(letter.encode())
    text = PACT + letter * ((2_000_000 - len(PACT)) // size)
    assert desk.post(FORM, {"text": text + letter}).status_code == 422
    assert by_api(desk, text + letter).status_code == 400
    assert not Article.objects.exists()
    assert desk.post(FORM, {"text": text}).status_code == 302


def test_more_than_the_largest_form_is_not_even_read(desk: Client) -> None:
    assert desk.post(FORM, {"text": "a" * 21_500_000}).status_code == 413
    assert by_api(desk, "a" * 8_500_000).status_code == 413


PAYLOADS = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<form action=//evil.test><input name=csrfmiddlewaretoken></form>",
    "<img src=x onerror=alert(1)>",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "]]><script>alert(1)</script>",
    "{{ 7|add:7 }}{% load i18n %}{% debug %}",
    "${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(1)')()}}",
    "%s%s%n %(text)s {0.__class__}",
    "'; DROP TABLE ingest_article; --",
    "javascript:alert(1)",
]


def test_code_in_a_text_is_shown_and_does_nothing(desk: Client) -> None:
    text = PACT + "\n\n" + "\n\n".join(PAYLOADS)
    document = archived(desk, text)
    for payload in PAYLOADS:
        assert payload in document.text
    page = desk.get(f"/documents/{document.pk}").content.decode()
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    for payload in PAYLOADS:
        assert payload not in page or not set("<>&'\"") & set(payload)
        assert payload in shown


def test_page_pasted_as_text_is_a_text(desk: Client) -> None:
    document = archived(desk, f"<html><body onload=alert(1)><p>{PACT}</p></body></html>")
    assert document.text.startswith("<html><body onload=alert(1)><p>Estonia")


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("Jap\u0301" + "\u0301" * 1_000 + "an", "Ja\u1e55" + "\u0301" * 3 + "an"),
        ("\ufdfa" * 100, "\ufdfa" * 100),
        ("Est\ufdd0onia\uffff", "Estonia"),
        ("Est\u200bonia and \u202eJap\u202can", "Estonia and Japan"),
        ("a\u0085b\u2028c\x0bd", "a\nb\nc\nd"),
    ],
    ids=["a pile of marks", "a long letter", "no characters", "hidden ones", "line ends"],
)
def test_odd_letters_take_their_plain_form(desk: Client, pasted: str, text: str) -> None:
    document = archived(desk, f"{PACT}\n\n{pasted}")
    assert document.text == f"{PACT}\n\n{text}"


def test_letter_that_is_eighteen_when_taken_apart_stays_one(desk: Client) -> None:
    assert len(archived(desk, PACT + "\n\n" + "\ufdfa" * 100_000).text) < len(PACT) + 100_010


@pytest.mark.parametrize(
    ("words", "warnings"),
    [
        ("Es\u202etonia and Japan", ["text.bidi"]),
        ("\u202eainotsE\u202c and Japan", ["text.bidi"]),
        ("Russi\u0430 and \u0421hina", ["text.mixed_script"]),
        ("\u0395stonia, Es\u200ftonia", ["text.bidi", "text.mixed_script"]),
        (
            "\u200f\u0627\u0644\u200f, Russia (\u0420\u043e\u0441\u0438\u044f), 5\u03bcm, \u0394v",
            [],
        ),
    ],
)
def test_text_that_looks_like_another_is_flagged_and_not_hidden(
    desk: Client, words: str, warnings: list[str]
) -> None:
    document = archived(desk, f"{PACT}\n\nOf {words} nothing more was said.")
    article = Article.objects.get()
    assert article.warnings == warnings
    assert "\u202e" not in document.text
    page = desk.get(f"/review/articles/{article.pk}").content.decode()
    assert page.count("Look closely.") == len(warnings)


def test_name_with_a_letter_of_another_alphabet_is_not_taken_for_the_state(desk: Client) -> None:
    text = (
        "Estonia and Japan signed a security agreement in Oslo on 4 March 2026, the two"
        " governments said. The agreement runs for ten years, they said."
    )
    document = archived(desk, text.replace("Estonia", "Est\u043enia"))
    assert "Est\u043enia" in document.text
    assert not Draft.objects.exists()
    assert reader.read(text)


def test_flag_in_a_page_is_seen_as_an_entity_too() -> None:
    page = f"<html><body><article><p>{PACT}</p><p>Es&#x202E;tonia</p></article></body></html>"
    found = clean(page.encode(), content_type="text/html", charset=None, url=None)
    assert found.warnings == ("text.bidi",)
