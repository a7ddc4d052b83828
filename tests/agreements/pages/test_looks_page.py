"""The page where editors say that they looked and found none, and what readers see of it."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Look

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
SAID = {
    "party": "Botswana",
    "partner": "",
    "looked_on": "2026-11-03",
    "where": "UN Treaty Series",
    "note": "",
}


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_what_an_editor_says_shows_on_the_page_of_coverage(desk: Client, client: Client) -> None:
    page = text_of(client, "/coverage?as_of=1900-01-01")
    assert page.index('id="not-checked"') < page.index(">Botswana<")
    assert desk.post("/review/looks/say", SAID).status_code == 302
    page = text_of(client, "/coverage?as_of=1900-01-01")
    assert page.index('id="none-found"') < page.index(">Botswana<") < page.index('id="not-checked"')
    assert "2026-11-03" in page
    assert "olena" not in page
    country = text_of(client, "/countries/BW")
    assert "Checked, none found: an editor looked on 3 November 2026 in UN Treaty Series" in country
    assert "Said by olena" in text_of(desk, "/review/looks")


def test_of_two_it_shows_on_their_page(desk: Client, client: Client) -> None:
    assert desk.post("/review/looks/say", SAID | {"partner": "KE"}).status_code == 302
    assert "Checked, none found" in text_of(client, "/pairs/BW/KE")
    page = text_of(client, "/coverage")
    assert ">Botswana – Kenya<" in page  # noqa: RUF001  as it is printed
    assert "Checked, none found: an editor" not in text_of(client, "/countries/BW")


def test_it_is_taken_back_for_a_reason(desk: Client, client: Client) -> None:
    desk.post("/review/looks/say", SAID)
    look = Look.objects.get()
    address = f"/review/looks/{look.pk}/take-back"
    desk.post(address, {"reason": " "})
    assert "none found: an editor" in text_of(client, "/countries/BW")
    desk.post(address, {"reason": "Not all volumes"})
    assert "none found: an editor" not in text_of(client, "/countries/BW")
    assert "Not all volumes" in text_of(desk, "/review/looks")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"party": "Atlantis"}, "No party is called"),
        ({"party": ""}, "This field is required"),
        ({"partner": "BW"}, "Name another party, or none"),
        ({"looked_on": "2999-01-01"}, "That day is still to come"),
        ({"looked_on": "3.11."}, "Enter a valid date"),
        ({"where": ""}, "This field is required"),
        ({"where": "x\0"}, "Null characters are not allowed"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(
    desk: Client, wrong: dict[str, str], told: str
) -> None:
    answer = desk.post("/review/looks/say", SAID | {"note": "kept words"} | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "kept words" in answer.content.decode()
    assert not Look.objects.exists()


def test_only_editors_may_say_so(client: Client) -> None:
    for answer in (
        client.get("/review/looks"),
        client.post("/review/looks/say", SAID),
        client.post("/review/looks/1/take-back", {"reason": "x"}),
    ):
        assert answer.status_code in (302, 403)
    assert not Look.objects.exists()


def test_the_page_costs_as_much_with_many(
    desk: Client, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Botswana", "Nauru", "Kiribati"):
        desk.post("/review/looks/say", SAID | {"party": name})
    with django_assert_max_num_queries(6):
        desk.get("/review/looks")
