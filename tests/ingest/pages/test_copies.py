"""What the page of an article says of its copies."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ingest.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """A client with an editor signed in."""
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


@pytest.fixture
def head() -> Article:
    return an_article("First told", state=Article.State.READ, drafts_made=1)


def an_article(title: str, **told: object) -> Article:
    number = Article.objects.count()
    return Article.objects.create(
        origin=Article.Origin.PASTE, source_key=f"{number:064}", title=title, **told
    )


def a_copy(head: Article, title: str = "A copy", drafts_made: int = 0) -> Article:
    return an_article(
        title,
        state=Article.State.READ,
        drafts_made=drafts_made,
        story=head,
        told_by=head,
        publisher="The Ledger <3",
    )


def page_of(desk: Client, article: Article) -> str:
    response = desk.get(f"/review/articles/{article.pk}")
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_copy_leads_to_the_one_that_was_published_first(desk: Client, head: Article) -> None:
    page = page_of(desk, a_copy(head))
    assert f'copy of <a href="/review/articles/{head.pk}">First told</a>' in page
    assert "Told before." in page
    assert "further evidence" in page
    assert "more cop" not in page


def test_the_head_lists_its_copies(desk: Client, head: Article) -> None:
    copies = [a_copy(head, f"Copy {number}") for number in range(2)]
    page = page_of(desk, head)
    assert "2 more copies" in page
    for copy in copies:
        assert f'<a href="/review/articles/{copy.pk}">{copy.title}</a>, The Ledger &lt;3' in page


def test_a_copy_lists_the_others(desk: Client, head: Article) -> None:
    copy, other = a_copy(head, "One"), a_copy(head, "Another")
    page = page_of(desk, copy)
    assert "1 more copy:" in page
    assert f'<a href="/review/articles/{other.pk}">Another</a>' in page


def test_an_article_that_stands_alone_says_nothing_of_copies(desk: Client, head: Article) -> None:
    assert "The same story" not in page_of(desk, head)


def test_a_hundred_copies_cost_no_more_than_one_and_twenty_are_listed(
    desk: Client, head: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_copy(head)
    with django_assert_num_queries(7):
        page_of(desk, head)
    for number in range(100):
        a_copy(head, f"Copy {number}")
    with django_assert_num_queries(7):
        page = page_of(desk, head)
    assert "101 more copies" in page
    assert page.count("The Ledger") == 20
