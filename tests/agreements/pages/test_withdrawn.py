"""The address of an agreement of which nothing is held any more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Decision
from tests import cast
from tests.desk import told

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def withdrawn() -> Agreement:
    """A treaty that was published and taken back."""
    cast.parties()
    made = cast.agreement()
    curation.undo(Decision.objects.get(agreement=made).pk, cast.olena())
    return made


def moment(**later: float) -> str:
    return (timezone.now() + timedelta(**later)).isoformat().replace("+", "%2B")


def test_it_says_so_and_leads_to_the_history(client: Client, withdrawn: Agreement) -> None:
    response = client.get(f"/agreements/{withdrawn.key}")
    page = told(response)
    assert response.status_code == 410
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Treaty of Friendship" in page
    assert "has been withdrawn" in page
    assert f'href="/agreements/{withdrawn.key}/history"' in page
    assert client.get(f"/agreements/{withdrawn.key}/history").status_code == 200


def test_it_says_so_for_a_moment_after_it_too(client: Client, withdrawn: Agreement) -> None:
    now = moment(seconds=0)
    response = client.get(f"/agreements/{withdrawn.key}?known_at={now}")
    assert response.status_code == 410
    page = told(response)
    assert "was withdrawn" in page
    assert f'href="/agreements/{withdrawn.key}/history?known_at=' in page


def test_before_it_was_published_there_was_nothing(client: Client, withdrawn: Agreement) -> None:
    before = moment(days=-1)
    assert client.get(f"/agreements/{withdrawn.key}?known_at={before}").status_code == 404


def test_while_it_stood_it_is_shown(client: Client, withdrawn: Agreement) -> None:
    undone = Decision.objects.get(verb="undo").at
    then = (undone - timedelta(microseconds=1)).isoformat().replace("+", "%2B")
    assert client.get(f"/agreements/{withdrawn.key}?known_at={then}").status_code == 200


@pytest.mark.parametrize("key", ["A-999999", "A-01031", "A-x"])
def test_what_never_was_is_not_found(client: Client, withdrawn: Agreement, key: str) -> None:
    assert client.get(f"/agreements/{key}").status_code == 404


def test_programs_are_answered_as_the_api_has_it(client: Client, withdrawn: Agreement) -> None:
    response = client.get(f"/api/v1/agreements/{withdrawn.key}")
    assert response.status_code == 410
    assert response.json()["code"] == "record.withdrawn"


def test_it_costs_few_queries(
    client: Client, withdrawn: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        client.get(f"/agreements/{withdrawn.key}")
