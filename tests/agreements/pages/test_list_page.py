"""The list: orders, the other side, words that nothing has."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Card

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def titles(page: str) -> list[str]:
    return re.findall(r'<h3 class="result__title"><a [^>]*>([^<]*)</a>', page)


def test_a_list_by_name_begins_at_the_beginning(client: Client) -> None:
    shown = titles(text_of(client, "/agreements?sort=name"))
    named = Card.objects.filter(known_to=None).order_by("title", "agreement")
    assert shown[0] in {card.title for card in named[:3]}
    assert len(shown) == 25


def test_the_oldest_and_the_newest_swap_ends(client: Client) -> None:
    assert titles(text_of(client, "/agreements?sort=signed"))[0] == "Treaty of Windsor"
    assert "Treaty of Windsor" not in titles(text_of(client, "/agreements?sort=-signed"))


def test_the_broadest_come_first(client: Client) -> None:
    first = titles(text_of(client, "/agreements?sort=-breadth"))[0]
    most = max(Card.objects.filter(known_to=None), key=lambda card: len(card.commitment_types))
    same = Card.objects.filter(title=first).first()
    assert same
    assert len(same.commitment_types) == len(most.commitment_types)


@pytest.mark.parametrize("order", ["", "signed", "name", "-breadth"])
def test_every_order_shows_each_agreement_once(client: Client, order: str) -> None:
    address, seen = f"/agreements?party=US&sort={order}", []
    while address:
        page = text_of(client, address)
        seen += re.findall(r'href="/agreements/(A-\d+)[^"]*">', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == Card.objects.filter(parties__contains=["US"]).count()


def test_an_order_that_is_none_is_said_and_the_newest_come(client: Client) -> None:
    page = text_of(client, "/agreements?sort=loudness")
    assert "is no order of a list" in page
    assert titles(page) == titles(text_of(client, "/agreements"))


def test_with_one_party_the_other_side_is_a_facet(client: Client) -> None:
    assert "<legend>Partner</legend>" not in text_of(client, "/agreements")
    page = text_of(client, "/agreements?party=UA")
    assert "<legend>Partner</legend>" in page
    count = re.search(r'name="partner" value="GB"> <span>[^<]*</span> <span [^>]*>(\d+)', page)
    assert count
    assert f"{count[1]} agreement" in text_of(client, "/agreements?party=UA&partner=GB")


def test_a_misspelt_word_finds_what_was_meant_and_says_so(client: Client) -> None:
    page = text_of(client, "/agreements?q=Ukrane")
    assert "No agreement has the words &#x27;Ukrane&#x27;" in page
    assert titles(page) == titles(text_of(client, "/agreements?q=ukraine"))


def test_a_search_costs_two_queries_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/agreements?q=security")
    with django_assert_num_queries(5):
        client.get("/agreements?q=security")


def test_the_day_and_the_years_stand_in_their_fields(client: Client) -> None:
    page = text_of(client, "/agreements?signed_from=2010&signed_to=2020-06&as_of=2021-01-01")
    for value in ("2010", "2020-06", "2021-01-01"):
        assert f'value="{value}"' in page
