"""The frame around every page, refusals included."""

import pytest
from django.test import Client

from tests.agreements.pages.conftest import MakeDraft


@pytest.mark.django_db
def test_a_clock_that_makes_no_sense_leaves_the_other_one_said(client: Client) -> None:
    bar, back = b"This page shows", b'href="/about"'
    answer = client.get("/about?as_of=1992-12-31&known_at=2999-01-01").content
    assert bar in answer
    assert back in answer
    assert b'/agreements?as_of=1992-12-31"' in answer
    known = client.get("/about?as_of=1992-13-31&known_at=2020-01-01").content
    assert bar not in known
    assert b"knew on" in known


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused_inside_the_frame(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/agreements", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert b"Accord Atlas" in answer.content


@pytest.mark.django_db
def test_what_stands_around_a_page_for_editors_is_shown_to_nobody_else(
    desk: Client, make_draft: MakeDraft
) -> None:
    make_draft()
    visitor = Client()
    for _ in range(2):
        at_the_desk = desk.get("/about").content.decode()
        assert 'href="/review"' in at_the_desk
        assert '<span class="count">1<' in at_the_desk
        outside = visitor.get("/about").content.decode()
        assert 'href="/review"' not in outside
        assert 'href="/login"' in outside


@pytest.mark.django_db
def test_the_place_that_a_page_has_in_the_navigation_is_its_own(client: Client) -> None:
    for path, day in (("/countries", ""), ("/countries", "?as_of=2020-01-01"), ("/data", "")):
        page = client.get(path + day).content.decode()
        assert page.count(f'href="{path}{day}" aria-current="page"') == 2
        assert page.count('aria-current="page"') == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/review", "/review/articles", "/review/keys", "/sources", "/sources/add"]
)
def test_every_page_of_editors_is_under_review_in_the_navigation(desk: Client, path: str) -> None:
    page = desk.get(path).content.decode()
    assert page.count('class="nav-link" href="/review" aria-current="page"') == 2


@pytest.mark.django_db
def test_what_is_no_page_of_editors_is_not_under_review(desk: Client) -> None:
    assert 'href="/review" aria-current' not in desk.get("/data").content.decode()
