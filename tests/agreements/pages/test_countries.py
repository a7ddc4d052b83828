"""The pages of the parties."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Card, Party

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_all_countries_cost_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/countries")
    with django_assert_num_queries(2):
        client.get("/countries")


def test_one_country_costs_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/countries/UA")
    with django_assert_num_queries(4):
        client.get("/countries/UA")


def test_every_party_is_listed(client: Client) -> None:
    assert text_of(client, "/countries").count("country-list__row") == 200


@pytest.mark.parametrize("name", ["Ukraine", "ukraine", "UA", " ua "])
def test_a_name_leads_to_its_country(client: Client, name: str) -> None:
    response = client.get("/countries", {"name": name, "as_of": "2024-01-01"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/countries/UA?as_of=2024-01-01"


def test_a_name_nobody_has_is_said(client: Client) -> None:
    assert "No party is called &#x27;Atlantis&#x27;" in text_of(client, "/countries?name=Atlantis")


def test_the_four_numbers_add_up(client: Client) -> None:
    page = text_of(client, "/countries/UA")
    total = re.search(r"(\d+) bilateral security agreements on record with (\d+) partner", page)
    assert total
    numbers = re.findall(r"<dd>(\d+)</dd>", page)
    assert sum(map(int, numbers)) == int(total[1])


def test_partners_and_commitments_lead_to_their_agreements(client: Client) -> None:
    page = text_of(client, "/countries/UA?as_of=2025-06-30")
    assert "/agreements?all_of=UA,PL&amp;as_of=2025-06-30" in page
    assert "/agreements?commitment=military_training&amp;party=UA&amp;as_of=2025-06-30" in page


def test_a_country_without_agreements_says_so(client: Client) -> None:
    held = {code for card in Card.objects.all() for code in card.parties}
    lonely = Party.objects.exclude(code__in=held).first()
    assert lonely is not None
    assert "No agreement recorded" in text_of(client, f"/countries/{lonely.code}")


def test_small_letters_are_sent_to_the_one_address(client: Client) -> None:
    assert client.get("/countries/ua").headers["Location"] == "/countries/UA"


@pytest.mark.parametrize("code", ["ZZ", "XX1", "%00"])
def test_a_code_nobody_has_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/countries/{code}").status_code == 404
