"""The page of two parties."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_costs_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/pairs/UA/US")
    with django_assert_num_queries(5):
        client.get("/pairs/UA/US")


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/pairs/US/UA?as_of=2024-01-01", "/pairs/UA/US?as_of=2024-01-01"),
        ("/pairs/ua/us", "/pairs/UA/US"),
        ("/pairs/UA/UA", "/countries/UA"),
    ],
)
def test_a_pair_has_one_address(client: Client, address: str, right: str) -> None:
    response = client.get(address)
    assert response.status_code == 301
    assert response.headers["Location"] == right


def test_it_shows_all_agreements_and_what_they_hold(client: Client) -> None:
    page = text_of(client, "/pairs/UA/US")
    assert "2 bilateral security agreements on record between them" in page
    assert page.count('class="result__title"') == page.count('class="life-line__hit"') == 2
    assert re.search(r'href="/agreements\?all_of=UA,US&amp;commitment=military_training"', page)
    assert "noindex" not in page


def test_a_pair_without_agreements_is_told_to_people_and_not_to_be_indexed(client: Client) -> None:
    page = text_of(client, "/pairs/FJ/KE?as_of=2020-01-01")
    assert "No agreement recorded between Fiji and Kenya" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/countries/KE?as_of=2020-01-01"' in page


@pytest.mark.parametrize("address", ["/pairs/UA/ZZ", "/pairs/%00/UA", "/pairs/UA"])
def test_an_unknown_party_is_not_found(client: Client, address: str) -> None:
    assert client.get(address, follow=True).status_code == 404
