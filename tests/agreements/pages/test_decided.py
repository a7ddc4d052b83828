"""What editors decided last."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from tests import cast
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.queued import Told, queue_up
from tests.agreements.pages.test_review import decide, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def test_decisions_of_all_editors_are_listed_and_ones_own_have_an_undo(
    desk: Client, make_draft: MakeDraft
) -> None:
    decide(desk, make_draft())
    (other,) = queue_up([Told(("GB", "UA"))])
    theirs = curation.reject(other.pk, cast.tomasz(), version=1, reason="Read wrongly")
    page = told(desk.get("/review/decided"))
    assert "<td>you</td>" in page
    assert "<td>tomasz</td>" in page
    assert "United Kingdom \N{EN DASH} Ukraine" in page
    assert page.count('/undo"') == 1
    assert f"/review/decisions/{theirs.pk}/undo" not in page


def test_the_list_of_decisions_costs_the_same_however_long(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = queue_up([Told() for _ in range(12)])
    curation.reject_many([(d.pk, 1) for d in drafts], cast.tomasz(), reason="Read wrongly")
    with django_assert_max_num_queries(6):
        desk.get("/review/decided")


def test_ones_own_decisions_are_counted_in_words_and_each_undo_says_of_what(
    desk: Client, make_draft: MakeDraft
) -> None:
    assert "What you decide can be taken back here." in told(desk.get("/review/mine"))
    decide(desk, make_draft())
    for page in ("/review/mine", "/review/decided"):
        shown = told(desk.get(page))
        assert "The last 1." not in shown
        undo = 'Undo<span class="unseen">: Approved Fiji \N{EN DASH} Kenya</span></button>'
        assert undo in shown
