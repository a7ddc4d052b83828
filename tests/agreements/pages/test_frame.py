"""The frame around the pages."""

import re

import pytest
from django.template import engines
from django.test import Client

from tests.agreements.pages.conftest import MakeDraft


def test_the_current_entry_is_marked(client: Client, db: None) -> None:
    page = client.get("/countries").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="page"', page)[0] == "/countries"


def test_editors_see_how_much_waits(desk: Client, make_draft: MakeDraft) -> None:
    make_draft()
    page = desk.get("/about/map").content.decode()
    assert '<span class="count">1<' in page


def test_another_day_is_said_and_leads_back(client: Client, db: None) -> None:
    page = client.get("/countries?as_of=2020-02-02").content.decode()
    assert "2 February 2020" in page
    assert '<a href="/countries">Back to today</a>' in page
    assert 'href="/agreements?as_of=2020-02-02"' in page


def test_today_has_no_bar(client: Client, db: None) -> None:
    assert "clockbar" not in client.get("/countries").content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_pages_stand_without_any_context(name: str) -> None:
    page = engines["django"].get_template(name).render()
    assert "To the map" in page
