"""Frameworks: who joined, and what hangs from them on a day."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Framework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/frameworks"


def test_all_frameworks_come_at_once_with_their_members(client: Client) -> None:
    told = client.get(LIST).json()
    (row,) = told["results"]
    framework = Framework.objects.get()
    assert (row["slug"], row["title"]) == (framework.slug, framework.title)
    codes = [party["code"] for party in row["members"]]
    assert codes == sorted(framework.members.values_list("code", flat=True))
    assert codes


def test_framework_tells_how_far_each_party_has_come(client: Client) -> None:
    slug = Framework.objects.get().slug
    told = client.get(f"{LIST}/{slug}").json()
    assert told["hub"]["code"] == "UA"
    by_stage = {stage: [p for p in told["parties"] if p["stage"] == stage] for stage in ("signed",)}
    assert len(by_stage["signed"]) > 20
    rows = client.get("/api/v1/agreements?party=UA&limit=200").json()["results"]
    hung = {row["key"] for row in rows if row["framework"] == slug}
    assert {a["key"] for party in told["parties"] for a in party["agreements"]} == hung
    members = {party["code"] for party in told["members"]}
    assert {party["code"] for party in told["parties"] if party["has_joined"]} == members


def test_framework_is_told_for_another_day(client: Client) -> None:
    slug = Framework.objects.get().slug
    told = client.get(f"{LIST}/{slug}?as_of=2023-07-13").json()
    assert told["as_of"] == "2023-07-13"
    assert all(party["stage"] == "nothing" for party in told["parties"])


@pytest.mark.parametrize("slug", ["nato", "x%00", "g7-vilnius-2023%20", "9" * 300])
def test_framework_that_there_is_not_is_404(client: Client, slug: str) -> None:
    response = client.get(f"{LIST}/{slug}")
    assert (response.status_code, response.json()["code"]) == (404, "record.unknown")


def test_frameworks_cost_few_queries(client: Client) -> None:
    slug = Framework.objects.get().slug
    for address in (LIST, f"{LIST}/{slug}"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 5
