"""The list of the parties."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

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


def test_every_party_is_listed(client: Client) -> None:
    assert text_of(client, "/countries").count('class="country-list__row') == 200


@pytest.mark.parametrize("name", ["Ukraine", "ukraine", "UA", " ua "])
def test_a_name_leads_to_its_country(client: Client, name: str) -> None:
    response = client.get("/countries", {"name": name, "as_of": "2024-01-01"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/countries/UA?as_of=2024-01-01"


def test_a_name_nobody_has_is_said(client: Client) -> None:
    assert "No party is called &#x27;Atlantis&#x27;" in text_of(client, "/countries?name=Atlantis")
