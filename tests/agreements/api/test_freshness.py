"""Validators: what a client has is confirmed without a row, and refused after a change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.api.agreements import AgreementList
from agreements.models import RecordVersion
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/agreements"
ADDRESSES = [
    LIST,
    f"{LIST}/A-1001",
    "/api/v1/parties",
    "/api/v1/parties/UA",
    "/api/v1/commitment-types",
    "/api/v1/commitments",
    "/api/v1/milestones",
    "/api/v1/pairs",
    "/api/v1/pairs/UA-US",
    "/api/v1/documents",
    "/api/v1/frameworks",
    "/api/v1/frameworks/g7-vilnius-2023",
    "/api/v1/map",
    "/api/v1/timeline",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("header", ["{}", "W/{}", '"other", {}'])
def test_known_tag_is_confirmed_by_one_query(client: Client, address: str, header: str) -> None:
    tag = client.get(address).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers={"If-None-Match": header.format(tag)})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert len(asked) == 1
    assert "recordversion" in asked[0]["sql"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_known_date_is_confirmed(client: Client, address: str) -> None:
    changed = client.get(address).headers["Last-Modified"]
    response = client.get(address, headers={"If-Modified-Since": changed})
    assert response.status_code == 304


@pytest.mark.parametrize("query", ["", "?as_of=2024-06-30", "?known_at=2024-06-30"])
def test_what_has_not_changed_is_told_before_any_view_is_looked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    tag = client.get(f"{LIST}{query}").headers["ETag"]
    monkeypatch.delattr(AgreementList, "get")
    assert client.get(f"{LIST}{query}", headers={"If-None-Match": tag}).status_code == 304
    other = client.get(f"{LIST}{query}", headers={"If-None-Match": f'{tag[:-3]}00"'})
    assert other.status_code == 405


@pytest.mark.parametrize(
    ("more", "status"),
    [({"Accept": "text/turtle"}, 406), ({"If-Match": '"another"'}, 412), ({}, 304)],
)
def test_a_known_tag_changes_nothing_about_what_else_was_asked(
    client: Client, more: dict[str, str], status: int
) -> None:
    tag = client.get(LIST).headers["ETag"]
    assert client.get(LIST, headers={"If-None-Match": tag} | more).status_code == status


def test_a_tag_holds_for_its_address_alone(client: Client) -> None:
    tag = client.get(LIST).headers["ETag"]
    for address, status in ((f"{LIST}?limit=1", 200), ("/api/v1/nothing", 404)):
        assert client.get(address, headers={"If-None-Match": tag}).status_code == status


def test_approval_changes_tag_and_date(client: Client, approve: Approve) -> None:
    RecordVersion.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    before = client.get(LIST).headers
    approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    response = client.get(
        LIST,
        headers={"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]},
    )
    assert response.status_code == 200
    assert response.headers["ETag"] != before["ETag"]
    assert (
        client.get(LIST, headers={"If-Modified-Since": before["Last-Modified"]}).status_code == 200
    )


def test_tag_differs_by_address(client: Client) -> None:
    addresses = [*ADDRESSES, f"{LIST}?limit=1", f"{LIST}?party=UA", f"{LIST}?as_of=2020-01-01"]
    tags = {client.get(address).headers["ETag"] for address in addresses}
    assert len(tags) == len(addresses)


def test_midnight_changes_what_is_about_today(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = client.get(LIST).headers
    old_pinned = client.get(f"{LIST}?as_of=2024-06-30").headers
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    tagged = client.get(LIST, headers={"If-None-Match": old["ETag"]})
    dated = client.get(LIST, headers={"If-Modified-Since": old["Last-Modified"]})
    assert (tagged.status_code, dated.status_code) == (200, 200)
    assert tagged.json()["as_of"] == tomorrow.date().isoformat()
    pinned = client.get(f"{LIST}?as_of=2024-06-30", headers={"If-None-Match": old_pinned["ETag"]})
    assert pinned.status_code == 304


def test_answer_is_the_same_for_everyone(client: Client, admin_client: Client) -> None:
    mine, theirs = client.get(LIST), admin_client.get(LIST)
    assert mine.headers["ETag"] == theirs.headers["ETag"]
    assert mine.content == theirs.content
    assert theirs.headers["Vary"] == "Accept"


def test_empty_record_has_a_tag_too(client: Client) -> None:
    RecordVersion.objects.all().delete()
    response = client.get("/api/v1/parties")
    assert response.headers["ETag"].startswith('"0-')
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("address", [LIST, f"{LIST}/A-1001", "/api/v1/agreements.csv"])
def test_a_condition_that_does_not_hold_is_told_as_such(client: Client, address: str) -> None:
    response = client.get(address, headers={"If-Match": '"other"'})
    assert (response.status_code, response.json()["code"]) == (412, "precondition.failed")
