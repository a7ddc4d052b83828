"""Files and pictures that somebody has already are not made again."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.curation import Verdict
from tests.agreements.pages.conftest import MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

FILES = [
    "/agreements.csv",
    "/agreements.json",
    "/agreements.metadata.json",
    "/timeline.csv",
    "/timeline.metadata.json",
    "/commitments.csv",
    "/commitments.metadata.json",
    "/commitments/consultation.csv",
    "/commitments/consultation.metadata.json",
    "/map.csv",
    "/map.metadata.json",
    "/map.svg",
    "/map/years.json",
    "/changes.atom",
]


@pytest.mark.parametrize("address", [*FILES, "/map.png"])
def test_who_has_a_file_already_is_told_so_for_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    first = client.get(address)
    assert first.status_code == 200
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "must-revalidate" in again.headers["Cache-Control"]


@pytest.mark.parametrize("address", FILES)
def test_another_query_or_another_day_is_another_file(client: Client, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    for other in ("party=UA", "as_of=2020-01-01"):
        answer = client.get(f"{address}?{other}", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["ETag"] != tag


def test_what_editors_publish_makes_every_file_another(
    client: Client, make_draft: MakeDraft, editor: User
) -> None:
    tags = {address: client.get(address).headers["ETag"] for address in FILES}
    draft = make_draft()
    curation.approve(draft.pk, editor, Verdict(version=draft.version))
    for address, tag in tags.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, address


@pytest.mark.parametrize("address", FILES)
def test_a_refusal_is_nothing_to_keep(client: Client, address: str) -> None:
    refused = client.get(f"{address}?colour=red")
    assert refused.status_code == 400
    assert "ETag" not in refused.headers
