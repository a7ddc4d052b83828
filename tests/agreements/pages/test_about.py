"""The pages about the record: about, methods, coverage, data."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import coverage, curation
from agreements.coverage import Checked, Coverage
from agreements.curation import Verdict
from agreements.models import CommitmentType, Status
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
PAGES = ["/about", "/about/methods", "/coverage", "/data"]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "?as_of=1200-01-01", "?colour=red", "?known_at=2999-01-01"])
def test_each_can_be_asked_anything(client: Client, page: str, query: str) -> None:
    told = text_of(client, page + query)
    assert ("banner--info" in told) == ("colour" in query or "2999" in query)


@pytest.mark.parametrize("page", PAGES)
def test_links_stay_on_the_day(client: Client, page: str) -> None:
    assert "?as_of=1992-12-31" in text_of(client, f"{page}?as_of=1992-12-31").split("<main")[1]


class TestMethods:
    def test_every_type_and_every_status_is_explained(self, client: Client) -> None:
        page = text_of(client, "/about/methods")
        for code in [*CommitmentType.objects.values_list("code", flat=True), *Status.values]:
            assert f"<code>{code}</code>" in page

    def test_figures_are_those_that_were_measured(self, client: Client) -> None:
        measured = json.loads(Path(settings.READER_FIGURES).read_text("utf-8"))
        page = text_of(client, "/about/methods")
        for figures in measured.values():
            assert f">{figures['facts']:.1f}<" in page

    def test_without_figures_the_page_says_so(
        self, client: Client, settings: object, tmp_path: Path
    ) -> None:
        settings.READER_FIGURES = tmp_path / "none.json"  # type: ignore[attr-defined]
        assert "No figures are installed here" in text_of(client, "/about/methods")


class TestCoverage:
    def test_every_party_stands_in_one_of_three_lists(self, client: Client) -> None:
        page = text_of(client, "/coverage")
        found, none_found, not_checked = map(int, re.findall(r"<dd>(\d+)</dd>", page)[:3])
        assert found + none_found + not_checked == 200
        assert none_found == 0
        linked = re.findall(r'href="/countries/([A-Z]{2})"', page.split("<main")[1])
        assert len(set(linked)) == 200

    def test_none_found_is_not_the_same_as_not_checked(
        self, client: Client, make_draft: MakeDraft, editor: User
    ) -> None:
        draft = make_draft()
        before = coverage.read({}, None)
        assert before["FJ"].checked == Checked.NOT_CHECKED
        assert before["FJ"].waiting == 1
        curation.reject(draft.pk, editor, version=draft.version, reason="Not bilateral")
        after = coverage.read({}, None)
        assert after["FJ"].checked == Checked.NONE_FOUND
        assert after["FJ"].waiting == 0
        assert after["FJ"].publishers == 1
        page = text_of(client, "/coverage?as_of=1900-01-01")
        assert page.index('id="none-found"') < page.index(">Fiji<") < page.index('id="not-checked"')

    def test_the_delay_runs_from_signing_to_record(
        self, make_draft: MakeDraft, editor: User
    ) -> None:
        today = timezone.now().date()
        signed = today - timedelta(days=3)
        draft = make_draft(signed=signed.isoformat())
        curation.approve(draft.pk, editor, Verdict(version=draft.version))
        more = make_draft(text=f"{TEXT} Again.", signed=signed.isoformat())
        curation.approve(more.pk, editor, Verdict(version=more.version))
        found = coverage.read({"FJ": 1}, signed)
        assert found["FJ"].median_delay == 3
        assert coverage.read({"FJ": 1}, today)["FJ"].median_delay is None

    def test_a_text_counts_once_for_a_party(self, make_draft: MakeDraft) -> None:
        make_draft()
        make_draft(ordinal=1)
        assert coverage.read({}, None)["FJ"].texts == 1

    def test_what_is_in_the_middle(self) -> None:
        assert Coverage(delays=[1, 2, 30]).median_delay == 2
        assert Coverage().median_delay is None

    def test_it_costs_nine_queries_at_most(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        text_of(client, "/coverage")
        with django_assert_max_num_queries(9):
            client.get("/coverage")


class TestData:
    def test_every_address_on_it_answers(self, client: Client) -> None:
        main = client.get("/data").content.decode().split("<main")[1].split("</main>")[0]
        inside = {a.replace("&amp;", "&") for a in re.findall(r'href="(/[^"#]*)', main)}
        assert len(inside) > 8
        # Of files the head alone: tables by year take a while to make.
        assert {a: client.head(a).status_code for a in inside} == dict.fromkeys(inside, 200)

    def test_machines_find_the_data_set(self, client: Client) -> None:
        page = client.get("/data").content.decode()
        written = re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
        assert written
        told = json.loads(written[1])
        assert told["@type"] == "Dataset"
        assert told["license"].startswith("https://")
        assert told["distribution"][0]["contentUrl"] == "http://testserver/agreements.csv"
        assert told["dateModified"][:2] == "20"

    def test_the_citation_names_both_clocks(self, client: Client) -> None:
        page = text_of(client, "/data?as_of=2024-06-30")
        assert re.search(r"as of 2024-06-30, as known at 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", page)


def test_the_frame_leads_everywhere(client: Client) -> None:
    page = client.get("/about").content.decode()
    top, foot = page.split("<main")[0], page.split("</main>")[1]
    for label in ("Map", "Agreements", "Countries", "Timeline", "Data &amp; API"):
        assert re.search(rf'class="nav-link"[^>]*>\s*{label}\s*<', top)
    links = re.findall(r'href="(/[^"#]*)', foot)
    assert {a: client.get(a).status_code for a in links} == dict.fromkeys(links, 200)
