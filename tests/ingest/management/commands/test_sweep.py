"""`manage.py sweep`: a process of its own, whose silence is noticed."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from ingest import sweeper
from ingest.management.commands import sweep
from ingest.models import Heartbeat, Job
from tests.ingest.articles import hand_in

pytestmark = pytest.mark.django_db(transaction=True)  # /readyz asks in a thread of its own


def readiness(client: Client) -> dict[str, str]:
    told = json.loads(client.get("/readyz").content)
    assert isinstance(told, dict)
    return told


def test_it_says_for_how_much_it_rang() -> None:
    hand_in()
    Job.objects.update(rung_at=None)
    said = io.StringIO()
    call_command("sweep", "--once", stdout=said)
    assert said.getvalue() == "Rung for 1.\n"


def test_one_that_never_was_at_work_is_noticed(client: Client) -> None:
    with pytest.raises(CommandError, match="No sweeper has ever been at work"):
        call_command("sweep", "--check")
    told = readiness(client)
    assert (told["status"], told["sweeper"]) == ("degraded", "down")


def test_one_that_is_at_work_is_well(client: Client) -> None:
    sweeper.look()
    call_command("sweep", "--check")
    assert readiness(client)["sweeper"] == "up"


def test_silence_of_a_minute_is_noticed_and_ends_with_the_next_round(client: Client) -> None:
    sweeper.look()
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=75))
    with pytest.raises(CommandError, match=r"silent for 7\d s"):
        call_command("sweep", "--check")
    assert readiness(client)["sweeper"] == "down"
    sweeper.look()
    assert readiness(client)["sweeper"] == "up"
    assert Heartbeat.objects.count() == 1


def test_a_database_that_is_away_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> int:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(sweep, "connection", io.StringIO())  # this test's own stays open
    monkeypatch.setattr(sweep, "close_old_connections", lambda: None)
    monkeypatch.setattr(sweeper, "look", away)
    assert sweep._look() == 0
    assert "nothing swept: the connection is lost" in caplog.text
