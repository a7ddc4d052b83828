"""The queue: what is listed, in which order, how it is narrowed, and what comes next."""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.queued import Told, queue_up
from tests.agreements.pages.test_review import decide, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
STORIES = st.lists(
    st.builds(
        Told,
        parties=st.sampled_from([("FJ", "KE"), ("GB", "UA"), ("PL", "UA")]),
        publisher=st.sampled_from(["The Suva Ledger", "Kyiv Post & Sons", ""]),
        kind=st.sampled_from(["new", "update", "conflict"]),
        urgency=st.integers(1, 4),
        score=st.sampled_from([0.3, 0.59, 0.6, 0.95]),
        minute=st.integers(0, 3),
    ),
    max_size=70,
)
ADDRESSES = st.builds(
    lambda only, party, source: f"/review?only={only}&party={party}&source={source}",
    st.sampled_from(["", "new", "update", "conflict", "unsure"]),
    st.sampled_from(["", "UA", "Kenya", "DE"]),
    st.sampled_from(["", "Kyiv+Post+%26+Sons", "Nobody"]),
)
# The fixtures only sign in; every example takes its own drafts away again.
_SHARED = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'name="draft" value="(\d+):\d+"', page)]


def walk(desk: Client, address: str) -> list[int]:
    """Return the numbers on all pages of a list."""
    found: list[int] = []
    while address:
        page = told(desk.get(address))
        found += rows(page)
        following = re.search(r'rel="next" href="(/review\?[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    return found


def chip_counts(page: str) -> dict[str, tuple[str, int]]:
    """Return {label of a chip: its address and its count}."""
    found = re.findall(r'href="(/review[^"]*)"[^>]*>([\w ]+) <b class="number">(\d+)</b>', page)
    return {label: (url.replace("&amp;", "&"), int(count)) for url, label, count in found}


@given(stories=STORIES)
@_SHARED
def test_the_most_valuable_comes_first_then_the_oldest(desk: Client, stories: list[Told]) -> None:
    Draft.objects.all().delete()
    drafts = queue_up(stories)
    wanted = sorted(drafts, key=lambda d: (d.urgency, d.queued_at, d.pk))
    assert walk(desk, "/review") == [draft.pk for draft in wanted]


@given(stories=STORIES, address=ADDRESSES)
@_SHARED
def test_every_chip_counts_what_its_list_holds(
    desk: Client, stories: list[Told], address: str
) -> None:
    Draft.objects.all().delete()
    queue_up(stories)
    chips = chip_counts(told(desk.get(address)))
    assert len(chips) == 5
    for url, count in chips.values():
        assert len(walk(desk, url)) == count


def test_pages_lead_back_to_where_one_came_from(desk: Client) -> None:
    queue_up([Told(minute=number) for number in range(120)])
    first = told(desk.get("/review?only=new"))
    second = told(desk.get(_link(first, "next")))
    third = told(desk.get(_link(second, "next")))
    assert [len(rows(page)) for page in (first, second, third)] == [50, 50, 20]
    assert rows(told(desk.get(_link(third, "prev")))) == rows(second)
    assert rows(told(desk.get(_link(second, "prev")))) == rows(first)
    assert 'rel="next"' not in third


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_page_that_is_empty_by_now_gives_way_to_the_first(desk: Client) -> None:
    (draft,) = queue_up([Told()])
    page = told(desk.get("/review?after=9-1-1"))
    assert rows(page) == [draft.pk]
    assert "this is the first page" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("only=good", "There are no &#x27;good&#x27;: new, update, conflict or unsure."),
        ("tab=attic", "There is no list &#x27;attic&#x27;: open, mine or later."),
        ("party=Atlantis", "There is no party &#x27;Atlantis&#x27;."),
        ("document=first", "A document has a number."),
        ("document=9999999999999999999999", "A document has a number."),
        ("source=%00", "That is no publisher&#x27;s name."),
        ("after=1-2", "That is no place in this list."),
        ("before=1-999999999999999999-1", "That is no place in this list."),
        ("colour=red", "This page knows nothing called &#x27;colour&#x27;"),
    ],
)
def test_what_makes_no_sense_is_ignored_and_said(desk: Client, query: str, sentence: str) -> None:
    (draft,) = queue_up([Told()])
    response = desk.get(f"/review?{query}")
    assert response.status_code == 200
    page = told(response)
    assert sentence in page
    assert rows(page) == [draft.pk]


def test_a_party_is_known_by_its_name_too(desk: Client) -> None:
    kenya, _ = queue_up([Told(), Told(("GB", "UA"))])
    page = told(desk.get("/review?party=kenya"))
    assert rows(page) == [kenya.pk]
    assert "Party: <b>Kenya</b>" in page


def test_a_filter_that_leaves_nothing_says_which_to_remove(desk: Client) -> None:
    queue_up([Told(), Told(score=0.3)])
    page = told(desk.get("/review?only=unsure&party=UA"))
    assert "No draft fits" in page
    assert 'href="/review?only=unsure">Without <i>party Ukraine</i> there is 1</a>' in page
    assert 'href="/review?party=UA">Without <i>kind Low confidence</i> there are 0</a>' in page


def test_an_empty_queue_says_when_something_last_came(desk: Client, make_draft: MakeDraft) -> None:
    assert "No text has come in yet" in told(desk.get("/review"))
    decide(desk, make_draft())
    page = told(desk.get("/review"))
    assert "The last text came in" in page
    assert "1 decided in 1 minute." in page
    assert 'href="/review/articles"' in page


def test_texts_that_tell_the_same_are_one_row_with_all_their_sources(
    desk: Client, make_draft: MakeDraft
) -> None:
    head = make_draft()
    for number in (1, 2):
        make_draft(text=f"{TEXT} Again {number}.")
    page = told(desk.get("/review"))
    assert rows(page) == [head.pk]
    assert '<b class="number">3 sources</b>: The Suva Ledger' in page


def test_a_source_finds_the_stories_that_it_tells_too(desk: Client) -> None:
    head, other = queue_up([Told(publisher="First"), Told(publisher="Second")])
    Draft.objects.filter(pk=other.pk).update(head=head)
    assert rows(told(desk.get("/review?source=Second"))) == [head.pk]


def test_mine_are_those_i_have_open_or_have_edited(desk: Client, editor: User) -> None:
    opened, edited, foreign, old = queue_up([Told(minute=number) for number in range(4)])
    curation.take_lease(opened, editor)
    curation.take_lease(foreign, User.objects.create_user("taras"))
    Draft.objects.filter(pk=edited.pk).update(revised={"left_out": [0]}, revised_by=editor)
    Draft.objects.filter(pk=old.pk).update(
        lease_by=editor, lease_until=timezone.now() - timedelta(seconds=1)
    )
    page = told(desk.get("/review?tab=mine"))
    assert rows(page) == [opened.pk, edited.pk]
    assert "Mine 2" in page


def test_later_are_those_put_off_with_their_day(desk: Client) -> None:
    later, due, _ = queue_up([Told(), Told(), Told()])
    when = timezone.now() + timedelta(days=3)
    Draft.objects.filter(pk=later.pk).update(deferred_until=when)
    Draft.objects.filter(pk=due.pk).update(deferred_until=timezone.now() - timedelta(days=1))
    page = told(desk.get("/review?tab=later"))
    assert rows(page) == [later.pk]
    assert f">{when:%Y-%m-%d}</time>" in page
    assert later.pk not in rows(told(desk.get("/review")))
    assert due.pk in rows(told(desk.get("/review")))


def test_who_looks_at_a_draft_is_shown_by_initials(desk: Client) -> None:
    (draft,) = queue_up([Told()])
    taras = User.objects.create_user("taras", first_name="Taras", last_name="Koval")
    curation.take_lease(draft, taras)
    page = told(desk.get("/review"))
    assert '<abbr class="queue__initials" title="Taras Koval">TK</abbr> since' in page
    assert 'data-act="start"' not in page


def numbers(links: Iterable[str]) -> list[int]:
    return [int(re.findall(r"/review/(\d+)", link)[0]) for link in links]


def test_the_list_goes_with_the_editor_from_draft_to_draft(desk: Client) -> None:
    first, _, second, third = queue_up(
        [Told(minute=0), Told(("GB", "UA"), minute=1), Told(minute=2), Told(minute=3)]
    )
    page = told(desk.get(f"/review/{second.pk}?party=KE&page=7"))
    assert "2 of 3" in page
    previous, following = _link_of(page, "previous"), _link_of(page, "next")
    assert (previous, following) == (
        f"/review/{first.pk}?party=KE",
        f"/review/{third.pk}?party=KE",
    )
    refused = desk.post(f"/review/{second.pk}/decide?party=KE", _rejection(second))
    assert refused.headers["Location"] == f"/review/{third.pk}?party=KE"
    last = desk.post(f"/review/{third.pk}/decide?party=KE", _rejection(third))
    assert last.headers["Location"] == f"/review/{first.pk}?party=KE"
    end = desk.post(f"/review/{first.pk}/decide?party=KE", _rejection(first))
    assert end.headers["Location"] == "/review?party=KE"


def _link_of(page: str, act: str) -> str:
    found = re.search(rf'href="([^"]*)" rel="\w+" data-act="{act}"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def _rejection(draft: Draft) -> dict[str, object]:
    version = Draft.objects.get(pk=draft.pk).version
    return {"verdict": "reject", "version": version, "reason": "Read wrongly"}


def test_next_passes_over_what_others_look_at(desk: Client) -> None:
    first, busy, third = queue_up([Told(minute=number) for number in range(3)])
    curation.take_lease(busy, User.objects.create_user("taras"))
    assert _link_of(told(desk.get(f"/review/{first.pk}")), "next") == f"/review/{third.pk}"
    response = desk.post(f"/review/{first.pk}/decide", _rejection(first))
    assert response.headers["Location"] == f"/review/{third.pk}"
    assert busy.pk in rows(told(desk.get("/review")))


def test_a_page_of_fifty_costs_as_many_queries_as_one_of_two(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queue_up([Told(), Told(("GB", "UA"), publisher="Kyiv Post & Sons")])
    with django_assert_num_queries(13):
        desk.get("/review?party=UA&source=Kyiv+Post+%26+Sons&only=new")
    queue_up([Told(publisher=f"Paper {number}", minute=number) for number in range(120)])
    with django_assert_num_queries(12):
        desk.get("/review")


def test_without_script_the_page_is_links_and_forms(desk: Client) -> None:
    queue_up([Told()])
    page = told(desk.get("/review?only=new"))
    assert "onclick" not in page
    assert '<input type="hidden" name="only" value="new">' in page
    assert '<form method="post" action="/review/reject?only=new">' in page
