"""Parties and the codebook of commitments."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Framework, Party
from agreements.reference.loading import Loaded

pytestmark = pytest.mark.django_db


def test_all_parties_come_at_once_by_code(client: Client, loaded_record: Loaded) -> None:
    with CaptureQueriesContext(connection) as asked:
        told = client.get("/api/v1/parties").json()
    codes = [party["code"] for party in told["results"]]
    assert codes == sorted(codes)
    assert len(codes) == loaded_record.parties
    assert (told["next"], told["previous"]) == (None, None)
    assert len(asked) == 2


def test_party_tells_its_codes_and_frameworks(client: Client, loaded_record: Loaded) -> None:
    framework = Framework.objects.get()
    framework.members.add(Party.objects.get(code="UA"))
    with CaptureQueriesContext(connection) as asked:
        told = client.get("/api/v1/parties/UA").json()
    assert (told["name"], told["iso3"], told["cow_code"]) == ("Ukraine", "UKR", 369)
    assert [entry["slug"] for entry in told["frameworks"]] == [framework.slug]
    assert len(asked) == 3


@pytest.mark.parametrize("code", ["ZZ", "ua", "U%00", "UA%20"])
def test_code_of_no_party_is_404(client: Client, loaded_record: Loaded, code: str) -> None:
    response = client.get(f"/api/v1/parties/{code}")
    assert response.status_code == 404
    assert response.json()["code"] == "record.unknown"


def test_codebook_comes_in_its_order(client: Client, loaded_record: Loaded) -> None:
    told = client.get("/api/v1/commitment-types").json()
    assert len(told["results"]) == loaded_record.commitment_types
    assert told["results"][0]["code"] == "mutual_defence"
    assert all(entry["definition"] for entry in told["results"])
