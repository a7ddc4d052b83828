"""The pages of the frameworks."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Framework, Party

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
VILNIUS = "/frameworks/g7-vilnius-2023"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<dd>(?:<a [^>]*>)?(\d+)", page)]


def test_one_framework_costs_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, VILNIUS)
    with django_assert_num_queries(5):
        client.get(VILNIUS)


def test_all_frameworks_cost_two_queries_and_one_for_each(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        page = text_of(client, "/frameworks")
    assert f'href="{VILNIUS}"' in page
    assert "30 have signed an agreement under it with Ukraine" in page


def test_it_says_who_has_signed_and_who_has_not(client: Client) -> None:
    page = text_of(client, VILNIUS)
    assert numbers(page) == [28, 30, 0, 2]
    waiting = page[page.index('id="nothing"') :]
    assert re.findall(r'<a class="chip" href="[^"]+">([^<]+)</a>', waiting) == [
        "Kosovo",
        "North Macedonia",
    ]
    assert page.count('class="life-line__hit"') == 30


@pytest.mark.parametrize(
    ("day", "signed"), [("2023-12-31", 0), ("2024-01-12", 1), ("2024-02-16", 3), ("2026-03-30", 30)]
)
def test_who_has_signed_is_counted_on_the_day(client: Client, day: str, signed: int) -> None:
    page = text_of(client, f"{VILNIUS}?as_of={day}")
    assert numbers(page)[1] == signed
    assert f'href="/frameworks?as_of={day}"' in page


def test_before_it_was_adopted_nobody_is_counted(client: Client) -> None:
    page = text_of(client, f"{VILNIUS}?as_of=2023-07-11")
    assert "after the day that this page shows" in page
    assert numbers(page) == []


def test_one_without_agreements_shows_who_joined(client: Client) -> None:
    lonely = Framework.objects.create(slug="kyiv-2027", title="Kyiv Compact", adopted="2020")
    lonely.members.set(Party.objects.filter(code__in=["PL", "FR"]))
    page = text_of(client, "/frameworks/kyiv-2027")
    assert numbers(page) == [2, 0, 0, 2]
    assert 'href="/countries/PL">Poland</a>' in page


def test_agreement_and_footer_lead_there(client: Client) -> None:
    page = text_of(client, VILNIUS)
    agreement = re.search(r'href="(/agreements/A-\d+)"', page)
    assert agreement
    told = client.get(agreement[1], follow=True).content.decode()
    assert f'href="{VILNIUS}"' in told
    assert 'href="/frameworks"' in told


@pytest.mark.parametrize("slug", ["nothing", "%00", "G7-VILNIUS-2023"])
def test_an_unknown_framework_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/frameworks/{slug}").status_code == 404
