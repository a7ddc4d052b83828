"""The timeline: bars of the years, and what happened in each."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation, filters, intake
from agreements.curation import Verdict
from agreements.models import Draft
from agreements.proposal import Proposal, ProposedMilestone
from tests.agreements.pages.conftest import MakeDraft, quote

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
SHOWN = ["signed", "in_force", "changed", "ended"]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def bars(page: str) -> dict[int, int]:
    return {int(y): int(n) for y, n in re.findall(r"<title>(\d+): (\d+)</title>", page)}


def rows(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    written = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(written, newline="")))


def test_it_costs_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text_of(client, "/timeline")
    with django_assert_num_queries(4):
        client.get("/timeline")


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize("query", ["", "&party=US", "&as_of=1994-06-30", "&status=in_force"])
def test_bars_list_and_table_say_the_same(client: Client, show: str, query: str) -> None:
    counts = bars(text_of(client, f"/timeline?show={show}{query}"))
    table = rows(client, f"/timeline.csv?show={show}{query}")
    years = [int(row["year"]) for row in table]
    assert years == sorted(years, reverse=True)
    assert counts == {year: years.count(year) for year in set(years) if year >= 1950}
    for year in sorted(counts)[-2:]:
        page = text_of(client, f"/timeline?show={show}{query}&year={year}")
        assert page.count("year__event") == min(50, counts[year])
        assert f"{counts[year]} " in page


def test_a_year_of_signing_has_what_was_surely_signed_in_it(client: Client) -> None:
    counts = bars(text_of(client, "/timeline"))
    maybe = filters.selected(QueryDict("signed_from=2024&signed_to=2024")).count()
    assert 0 < counts[2024] <= maybe


def test_every_event_is_on_one_page_and_only_one(client: Client) -> None:
    address, seen = "/timeline", []
    while address:
        page = text_of(client, address)
        seen += re.findall(r'<b>[^<]+</b> <a href="/agreements/(A-\d+)"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == [row["key"] for row in rows(client, "/timeline.csv")]


def test_the_past_has_no_later_years(client: Client) -> None:
    page = text_of(client, "/timeline?as_of=1992-12-31")
    assert max(bars(page)) <= 1992
    assert re.search(r'href="/agreements/A-\d+\?as_of=1992-12-31"', page)
    assert 'href="/timeline?as_of=1992-12-31&amp;show=ended"' in page


def test_a_day_before_1950_has_the_years_before_it(client: Client) -> None:
    assert bars(text_of(client, "/timeline?as_of=1934-12-31"))[1934] >= 1
    assert "Nothing on record was signed." in text_of(client, "/timeline?as_of=1200-01-01")
    assert client.get("/timeline?as_of=0001-01-01").status_code == 200


def test_a_day_thousands_of_years_off_draws_no_empty_years(client: Client) -> None:
    far = bars(text_of(client, "/timeline?as_of=9999-12-31"))
    assert far == bars(text_of(client, "/timeline"))
    assert client.get("/timeline?as_of=9999-12-31&year=9999").status_code == 200


def test_a_year_leads_to_its_neighbours(client: Client) -> None:
    page = text_of(client, "/timeline?year=2024&party=UA")
    assert re.search(r'href="/timeline\?party=UA&amp;year=2025">2025</a>', page)
    assert 'href="/timeline?party=UA">All years' in page


def test_what_came_before_the_bars_is_one_link_away(client: Client) -> None:
    page = text_of(client, "/timeline")
    earlier = re.search(r'href="([^"]+)">(\d+) before 1950', page)
    assert earlier
    older = text_of(client, earlier[1].replace("&amp;", "&"))
    assert older.count("year__event") == min(50, int(earlier[2]))
    assert re.search(r'id="year-1[0-9]{3}">1[0-9]{3}<', older)
    assert 'id="year-1950"' not in older


def test_an_amendment_is_a_change_of_its_day(
    client: Client, make_draft: MakeDraft, editor: User
) -> None:
    before = bars(text_of(client, "/timeline?show=changed")).get(2026, 0)
    first = make_draft()
    agreed = curation.approve(first.pk, editor, Verdict(version=first.version)).agreement
    text = "Kenya and Fiji amended the Harbour Pact on 4 May 2026."
    document, _ = intake.archive_document(intake.Text(text=text))
    amended = ProposedMilestone(
        kind="amended", date="2026-05-04", confidence=0.9, sources=(quote(text, text),)
    )
    proposal = Proposal(
        parties=("FJ", "KE"),
        parties_quote=quote("Kenya and Fiji", text),
        parties_confidence=0.9,
        statements=(amended,),
    )
    number = intake.propose_draft(document, proposal, reader_version="t", ordinal=0, score=0.9)
    draft = Draft.objects.get(pk=number)
    curation.approve(number, editor, Verdict(version=draft.version, agreement=agreed))
    page = text_of(client, "/timeline?show=changed&year=2026")
    assert "<time>05-04</time>" in page
    assert "Amended" in page
    assert bars(page)[2026] == before + 1


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("show=splendid", "can&#x27;t be shown"),
        ("year=19x", "is no year"),
        ("year=0", "is no year"),
        ("after=x", "begin from the first page"),
        ("colour=red", "knows nothing called"),
        ("party=ZZ", "has ignored party"),
        ("year=%D9%A1%D9%A9", "is no year"),
    ],
)
def test_what_makes_no_sense_is_ignored_with_a_notice(
    client: Client, query: str, notice: str
) -> None:
    page = text_of(client, f"/timeline?{query}")
    assert notice in page
    assert bars(page)
