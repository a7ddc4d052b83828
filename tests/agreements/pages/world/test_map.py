"""The map of the world: its numbers, and that map, sentence and table say the same."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.atlas import choropleth

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestMap:
    def test_it_costs_five_queries(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        text_of(client, "/")
        with django_assert_num_queries(5):
            client.get("/")

    def test_the_map_and_the_table_say_the_same(self, client: Client) -> None:
        page = text_of(client, "/")
        on_map = dict(re.findall(r'aria-label="([^"]+): (\d+) agreements?"', page))
        in_table = dict(
            re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th>\s*<td[^>]*>(\d+)</td>', page)
        )
        assert len(on_map) > 90
        assert in_table["European Union"]
        assert {name: count for name, count in in_table.items() if name in on_map} == on_map

    def test_the_sentence_counts_each_agreement_once(self, client: Client) -> None:
        page = text_of(client, "/")
        counts = re.findall(r'<td class="table__number">(\d+)</td>', page)
        assert f"{sum(map(int, counts)) // 2} bilateral security agreements in force" in page
        assert f"between {len(counts)}" in re.sub(r"\s+", " ", page)

    def test_a_day_before_all_records_says_when_they_begin(self, client: Client) -> None:
        page = re.sub(r"\s+", " ", text_of(client, "/?as_of=1200-01-01"))
        assert "No agreement in force on 1 January 1200. First record: 9 May 1386." in page
        assert "This page shows <b>1 January 1200</b>" in page

    def test_the_past_has_other_numbers_and_its_links_stay_there(self, client: Client) -> None:
        then = text_of(client, "/?as_of=1992-12-31")
        assert "/?as_of=1992-12-31&amp;country=US" in then
        assert then.count("1 agreement") != text_of(client, "/").count("1 agreement")

    def test_tabs_count_other_statuses(self, client: Client) -> None:
        page = text_of(client, "/?status=agreed&status=ratified&status=signed")
        assert re.search(r'aria-current="true">Agreed or signed<', page)

    def test_a_region_opens_the_map_there(self, client: Client) -> None:
        assert 'viewBox="416.4 32 192.3 88" data-region="europe"' in text_of(
            client, "/?region=europe"
        )

    def test_without_geometry_the_table_remains(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(choropleth, "load_world", lambda: None)
        page = text_of(client, "/")
        assert "its geometry is missing" in page
        assert '<th scope="row">' in page

    def test_nothing_is_styled_or_scripted_inline(self, client: Client) -> None:
        page = text_of(client, "/")
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize(
    "question",
    [
        "as_of=1949-12-31",
        "as_of=1992-12-31",
        "as_of=2014-06-30&commitment=consultation",
        "as_of=2024-06-30&kind=security_agreement",
        "as_of=2026-11-01&signed_from=2000",
    ],
)
def test_the_map_counts_what_the_api_counts(client: Client, question: str) -> None:
    said = dict(
        re.findall(
            r'data-code="(\w+)"[^>]* aria-label="[^"]+: (\w+) agreements?"',
            text_of(client, f"/?{question}"),
        )
    )
    for code in ("US", "UA", "FR", "JP", "RU", "AU"):
        answer = client.get(
            f"/api/v1/agreements?{question}&status=in_force&party={code}&count=1&limit=1"
        )
        assert said[code].replace("no", "0") == str(answer.json()["count"])


def test_filters_stay_in_the_links_of_the_map(client: Client) -> None:
    page = text_of(client, "/?commitment=consultation&as_of=2020-01-01&region=europe")
    assert 'href="/?as_of=2020-01-01&amp;commitment=consultation&amp;country=FR"' in page
    assert "/map.png?as_of=2020-01-01&amp;commitment=consultation&amp;region=europe" in page
    assert "Commitment: <b>Consultation</b>" in page


@pytest.mark.parametrize(
    "question", ["region=atlantis", "width=x", "colour=red", "status=", "kind=&commitment="]
)
def test_what_makes_no_sense_leaves_the_map_usable(client: Client, question: str) -> None:
    for address in ("/", "/embed/map", "/embed/timeline"):
        assert client.get(f"{address}?{question}").status_code == 200
