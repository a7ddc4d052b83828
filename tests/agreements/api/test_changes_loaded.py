"""Following the record from its first load on."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.agreements.api.test_changes import CHANGES, dump, replay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]


def test_replay_of_what_was_loaded_is_the_dump(client: Client) -> None:
    day = timezone.now().date()
    whole = dump(day)
    assert client.get("/api/v1/agreements.jsonl").getvalue().decode() == whole
    assert whole.count("\n") > 200
    assert replay(client, f"{CHANGES}?limit=200") == whole


def test_what_was_loaded_is_told_as_the_houses(client: Client) -> None:
    change = client.get(f"{CHANGES}?limit=1").json()["results"][0]
    assert (change["cause"]["verb"], change["cause"]["by"]) == ("load", "the house")


def test_page_takes_three_queries_at_any_depth(client: Client) -> None:
    known_at = f"known_at={timezone.now():%Y-%m-%dT%H:%M:%S.%fZ}"
    for query in ("", "limit=200", "after=280", "before=250", "as_of=1950-01-01", known_at):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{CHANGES}?{query}")
        assert len(asked) == 3  # the record's version, the last change there is, the rows
