"""The map page and the list of agreements."""

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
        assert "/countries/US?as_of=1992-12-31" in then
        assert then.count("1 agreement") != text_of(client, "/").count("1 agreement")

    def test_tabs_count_other_statuses(self, client: Client) -> None:
        page = text_of(client, "/?status=agreed&status=ratified&status=signed")
        assert re.search(r'aria-current="page">\s*Agreed or signed', page)

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
