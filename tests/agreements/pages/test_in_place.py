"""A decision whose answer is the next page."""

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def approve(desk: Client, draft: Draft, onto: str = "", **headers: str) -> HttpResponse:
    numbers = curation.record_numbers(("FJ", "KE"))
    form = {
        "verdict": "approve",
        "version": draft.version,
        "record": [f"{key}:{number}" for key, number in numbers.items()],
        "agreement": onto,
        "keep": list(range(len(draft.proposed["statements"]))),
        "key": f"once-{draft.pk}",
    }
    response = desk.post(f"/review/{draft.pk}/decide", form, headers=headers)
    assert isinstance(response, HttpResponse)
    return response


@pytest.fixture
def several(make_draft: MakeDraft) -> list[Draft]:
    drafts = [make_draft(text=f"{TEXT} Report {number}.") for number in range(5)]
    Draft.objects.update(head=None)
    return drafts


def test_a_decision_and_the_next_page_cost_a_bounded_number_of_queries(
    desk: Client, several: list[Draft], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(72):
        assert approve(desk, several[0], **{"HX-Request": "true"}).status_code == 200
    onto = Agreement.objects.get(drafts=several[0]).key
    with django_assert_max_num_queries(68):
        assert approve(desk, several[1], onto, **{"HX-Request": "true"}).status_code == 200
    with django_assert_max_num_queries(49):
        assert approve(desk, several[2], onto).status_code == 302


def test_the_answer_to_a_script_leaves_out_what_stands_around_the_page(
    desk: Client, several: list[Draft]
) -> None:
    page = approve(desk, several[0], **{"HX-Request": "true"}).content.decode()
    assert '<main id="main"' in page
    assert "<header" not in page
    assert "<footer" not in page
    assert "<header" in desk.get(f"/review/{several[1].pk}").content.decode()
