"""One country and its partners on the map, as a page."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import filters
from agreements.atlas import ego
from agreements.models import Card, Party

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def partners_of(code: str, more: str = "") -> set[str]:
    return set(filters.selected(QueryDict(f"party={code}{more}")).count_by("party")) - {code}


def test_it_costs_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/?country=UA")
    with django_assert_num_queries(4):
        client.get("/?country=UA")


@pytest.mark.parametrize("code", ["UA", "US", "EU"])
def test_there_are_as_many_lines_and_rows_as_partners(client: Client, code: str) -> None:
    page = text_of(client, f"/?country={code}")
    found = partners_of(code)
    assert set(re.findall(r'data-arc="(\w+)"', page)) == found
    table = page[page.index('id="table"') :]
    assert table.count('href="/pairs/') == len(found)


def test_a_line_is_solid_only_where_an_agreement_is_in_force(client: Client) -> None:
    page = text_of(client, "/?country=UA")
    solid = set(re.findall(r'class="arc arc--in-force" data-arc="(\w+)"', page))
    assert solid == partners_of("UA", "&status=in_force")
    assert solid < partners_of("UA")


def test_it_opens_in_europe_and_names_who_is_elsewhere(client: Client) -> None:
    page = text_of(client, "/?country=UA")
    assert 'viewBox="416.4 32 192.3 88" data-region="europe"' in page
    outside = page[page.index("Outside this view") :][:900]
    assert ">Japan</a>" in outside
    assert ">Poland</a>" not in outside


def test_filters_and_clocks_hold_for_it_and_stay_in_its_links(client: Client) -> None:
    page = text_of(client, "/?country=UA&commitment=military_training&as_of=2025-06-30")
    wanted = "&as_of=2025-06-30&commitment=military_training"
    assert set(re.findall(r'data-arc="(\w+)"', page)) == partners_of("UA", wanted)
    assert "/?as_of=2025-06-30&amp;commitment=military_training&amp;country=PL" in page


def test_small_letters_mean_the_same_country(client: Client) -> None:
    assert "Ukraine and its partners" in text_of(client, "/?country=ua")


@pytest.mark.parametrize("code", ["ZZ", "%00", "ukraine", "U" * 900])
def test_a_country_that_there_is_none_of_shows_the_world(client: Client, code: str) -> None:
    response = client.get(f"/?country={code}")
    assert response.status_code == 200
    assert "Who has promised whom security" in response.content.decode()


def test_a_country_without_agreements_is_marked_and_says_so(client: Client) -> None:
    held = {code for card in Card.objects.all() for code in card.parties}
    lonely = Party.objects.filter(kind="state").exclude(code__in=held).first()
    assert lonely is not None
    page = text_of(client, f"/?country={lonely.code}")
    assert "No agreement recorded" in page
    assert f'aria-label="{lonely.name}: selected"' in page


def test_without_geometry_the_table_remains(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ego, "load_world", lambda: None)
    page = text_of(client, "/?country=UA")
    assert "its geometry is missing" in page
    assert '<th scope="row">' in page


def test_the_strip_sends_a_year_and_gets_its_last_day(client: Client) -> None:
    response = client.get("/?country=UA&year=1992")
    assert response.headers["Location"] == "/?as_of=1992-12-31&country=UA"
    this_year = timezone.now().year
    assert client.get(f"/?year={this_year}&as_of=2001-01-01").headers["Location"] == "/"


@pytest.mark.parametrize("year", ["", "x", "1900", "99999999999", "٢٠٢٠"])
def test_a_year_that_the_strip_does_not_have_changes_nothing(client: Client, year: str) -> None:
    assert client.get(f"/?year={year}").status_code == 200
