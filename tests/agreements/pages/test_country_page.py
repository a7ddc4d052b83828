"""The page of one party."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Card, Party

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def listed(client: Client, address: str) -> int:
    """How many agreements the list at an address counts."""
    found = re.search(r"(\d+) agreements?</h2>", text_of(client, address.replace("&amp;", "&")))
    assert found
    return int(found[1])


@pytest.mark.parametrize("code", ["UA", "US", "BT"])
def test_it_costs_six_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, code: str
) -> None:
    text_of(client, f"/countries/{code}")
    with django_assert_num_queries(6):
        client.get(f"/countries/{code}")


def test_the_first_three_numbers_add_up_to_all_agreements(client: Client) -> None:
    page = text_of(client, "/countries/UA")
    numbers = [int(n) for n in re.findall(r"<dd>(?:<a [^>]*>)?(\d+)", page)]
    assert len(numbers) == 4
    assert sum(numbers[:3]) == listed(client, "/agreements?party=UA")


@pytest.mark.parametrize("clock", ["", "?as_of=2014-03-01", "?as_of=2024-06-30"])
def test_every_number_is_what_its_list_counts(client: Client, clock: str) -> None:
    page = text_of(client, f"/countries/UA{clock}")
    numbers = re.findall(r'<dd><a class="numbers__link" href="([^"]+)">(\d+)', page)
    held = re.findall(r'<a href="(/agreements\?[^"]+)">[^<]+</a></th> ?<td [^>]*>(\d+)</td>', page)
    assert numbers
    for address, count in [*numbers, *held[:3]]:
        assert listed(client, address) == int(count), address


def test_every_partner_is_in_the_picture_and_in_the_list_under_it(client: Client) -> None:
    page = text_of(client, "/countries/UA")
    drawn = set(re.findall(r'<a href="(/pairs/\w+/\w+)" aria-label', page))
    told = set(re.findall(r'<a href="(/pairs/\w+/\w+)">', page))
    assert drawn == told
    assert "/pairs/PL/UA" in drawn
    assert "/pairs/UA/US" in drawn


def test_links_stay_on_the_day_and_with_the_knowledge_of_the_page(client: Client) -> None:
    page = text_of(client, "/countries/UA?as_of=2025-06-30")
    main = page[page.index("<main") : page.index("</main>")]
    addresses = re.findall(r'href="(/[^"]+)"', main)
    assert len(addresses) > 100
    assert {a for a in addresses if "as_of=2025-06-30" not in a} == set()
    assert ">30 June 2025</text>" in page


def test_what_would_narrow_a_list_is_left_out_and_said(client: Client) -> None:
    page = text_of(client, "/countries/UA?status=signed&party=US")
    assert "it is not narrowed by party, status" in page
    plain = text_of(client, "/countries/UA")
    assert page.count("/pairs/") == plain.count("/pairs/")


def test_a_country_without_agreements_names_its_neighbours(client: Client) -> None:
    held = {code for card in Card.objects.all() for code in card.parties}
    lonely = Party.objects.exclude(code__in=held).first()
    assert lonely is not None
    page = text_of(client, f"/countries/{lonely.code}")
    assert "No agreement recorded" in page
    assert page.count('<a class="chip" href="/countries/') == 6


def test_a_day_on_which_nothing_was_in_force_says_so(client: Client) -> None:
    page = text_of(client, "/countries/RU?as_of=1997-06-01")
    assert "No agreement of Russia is in force" in page or "in force with" in page


def test_it_leads_to_the_frameworks_it_has_part_in(client: Client) -> None:
    link = 'href="/frameworks/g7-vilnius-2023"'
    assert link in text_of(client, "/countries/UA")
    assert link in text_of(client, "/countries/US")
    assert link not in text_of(client, "/countries/AU")


def test_nothing_is_shown_that_was_not_known(client: Client) -> None:
    page = text_of(client, "/countries/UA?known_at=2001-01-01")
    assert "No agreement recorded for this day" in page
    assert "/pairs/" not in page


def test_data_and_changes_are_of_this_party_alone(client: Client) -> None:
    page = text_of(client, "/countries/UA")
    for address in ("/agreements.csv?party=UA", "/agreements.json?party=UA", "/changes?party=UA"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_small_letters_are_sent_to_the_one_address(client: Client) -> None:
    assert client.get("/countries/ua").headers["Location"] == "/countries/UA"


@pytest.mark.parametrize("code", ["ZZ", "XX1", "%00", "ß"])
def test_a_code_nobody_has_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/countries/{code}", follow=True).status_code == 404


def test_nothing_is_styled_or_scripted_inline_and_the_page_stays_small(client: Client) -> None:
    page = client.get("/countries/US").content.decode()
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert len(re.findall(r"<[a-z]", page)) <= 1_500
    assert all(urlsplit(a).path for a in re.findall(r'<a href="(/[^"]+)"', page))
