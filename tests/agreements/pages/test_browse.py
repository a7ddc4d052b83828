"""The list of agreements, and the note on the map."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestAgreements:
    def test_it_costs_four_queries(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        text_of(client, "/agreements")
        with django_assert_num_queries(4):
            client.get("/agreements")

    def test_a_second_page_costs_no_more(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        older = re.search(r'rel="next" href="([^"]+)"', text_of(client, "/agreements"))
        assert older
        with django_assert_num_queries(4):
            client.get(older[1].replace("&amp;", "&"))

    def test_every_agreement_is_on_one_page_and_only_one(self, client: Client) -> None:
        address, seen = "/agreements?party=US", []
        while address:
            page = text_of(client, address)
            seen += re.findall(r'href="/agreements/(A-\d+)"', page)
            older = re.search(r'rel="next" href="([^"]+)"', page)
            address = older[1].replace("&amp;", "&") if older else ""
        total = re.search(r"(\d+) agreements</h2>", text_of(client, "/agreements?party=US"))
        assert total
        assert len(seen) == len(set(seen)) == int(total[1])

    def test_newer_leads_back(self, client: Client) -> None:
        first = text_of(client, "/agreements")
        older = re.search(r'rel="next" href="([^"]+)"', first)
        assert older
        second = text_of(client, older[1].replace("&amp;", "&"))
        newer = re.search(r'rel="prev" href="([^"]+)"', second)
        assert newer
        again = text_of(client, newer[1].replace("&amp;", "&"))
        assert re.findall(r"A-\d+", again) == re.findall(r"A-\d+", first)

    def test_facets_chips_and_rows_follow_the_query(self, client: Client) -> None:
        page = text_of(client, "/agreements?party=UA&commitment=military_training")
        assert re.search(r'name="party"\s+value="UA" checked', page)
        assert "Party: <b>Ukraine</b>" in page
        assert 'href="/agreements?commitment=military_training"' in page
        assert 'href="/api/v1/agreements?commitment=military_training&amp;party=UA"' in page

    def test_words_are_searched(self, client: Client) -> None:
        page = text_of(client, "/agreements?q=Windsor")
        assert "1 agreement</h2>" in page
        assert "Treaty of Windsor" in page

    def test_an_empty_list_says_which_filter_empties_it(self, client: Client) -> None:
        page = text_of(client, "/agreements?party=GB&q=zzzz")
        assert "No agreement fits" in page
        assert re.search(r'href="/agreements\?party=GB">Without <i>Words</i>', page)

    @pytest.mark.parametrize(
        ("address", "notice"),
        [
            ("/agreements?colour=red", "knows nothing called &#x27;colour&#x27;"),
            ("/agreements?party=ZZ", "has ignored party"),
            ("/agreements?as_of=yesterday", "has ignored as_of"),
            ("/agreements?known_at=2999-01-01", "has ignored known_at"),
            ("/agreements?status=splendid", "has ignored status"),
            ("/agreements?after=x", "begin from the first page"),
        ],
    )
    def test_what_makes_no_sense_is_ignored_with_a_notice(
        self, client: Client, address: str, notice: str
    ) -> None:
        page = text_of(client, address)
        assert notice in page
        assert text_of(client, "/agreements").count("result__title") == page.count("result__title")

    def test_markup_in_the_search_stays_text(self, client: Client) -> None:
        page = text_of(client, "/agreements?q=%22%3E%3Cscript%3E")
        assert '"><script>' not in page


def test_the_note_on_the_map_is_there(client: Client) -> None:
    assert "Crimea" in text_of(client, "/about/map")


def test_an_address_that_leads_nowhere_has_the_frame(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()
