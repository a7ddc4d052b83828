"""Agreements side by side."""

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


@pytest.fixture
def keys(loaded_record: object, db: None) -> list[str]:
    """Five agreements of Ukraine that all hold military aid."""
    cards = Card.objects.filter(
        parties__contains=["UA"], commitment_types__contains=["military_aid"]
    ).order_by("-order_day", "-agreement")[:5]
    return [f"A-{card.agreement_id}" for card in cards]


def test_two_stand_side_by_side(client: Client, keys: list[str]) -> None:
    page = text_of(client, f"/compare?a={keys[0]}&a={keys[1]}")
    assert page.count('class="sides__title"') == 2
    shared = page[page.index("Held by all") :]
    assert ">Military aid<" in shared
    assert "No commitment found in the text" in page


def test_four_cost_as_many_queries_as_two(
    client: Client, keys: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/compare?" + "&".join(f"a={key}" for key in keys[:4])
    assert text_of(client, address).count('class="sides__title"') == 4
    with django_assert_num_queries(2):
        client.get(address)


def test_a_fifth_is_left_out_and_said(client: Client, keys: list[str]) -> None:
    page = text_of(client, "/compare?" + "&".join(f"a={key}" for key in keys))
    assert "4 agreements fit side by side" in page
    assert keys[4] not in page.replace(f"a={keys[4]}", "")


def test_each_can_be_taken_out(client: Client, keys: list[str]) -> None:
    page = text_of(client, f"/compare?a={keys[0]}&a={keys[1]}&as_of=2026-01-01")
    assert f'href="/compare?a={keys[1]}&amp;as_of=2026-01-01"' in page


def test_another_one_can_be_found_and_added(client: Client, keys: list[str]) -> None:
    page = text_of(client, f"/compare?a={keys[0]}&q=Windsor")
    assert "Treaty of Windsor" in page
    assert f"/compare?a={keys[0]}&amp;a=A-1001" in page


def test_without_any_it_offers_some(client: Client) -> None:
    page = text_of(client, "/compare")
    assert "Choose two to 4 agreements" in page
    assert page.count('class="offers__row"') == 8


@pytest.mark.parametrize("key", ["A-9", "B-1", "A-0", "A-99999999999999999999", "²"])
def test_what_is_no_agreement_is_said(client: Client, keys: list[str], key: str) -> None:
    page = text_of(client, f"/compare?a={keys[0]}&a={key}")
    assert 'class="banner' in page
    assert page.count('class="sides__title"') == 1


def test_lists_and_agreements_lead_here(client: Client, keys: list[str]) -> None:
    assert f"/compare?a={keys[0]}" in text_of(
        client, "/agreements?party=UA&commitment=military_aid"
    )
    assert f"/compare?a={keys[0]}" in text_of(client, f"/agreements/{keys[0]}")
