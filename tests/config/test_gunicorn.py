"""What web processes do before the first question."""

import gc
import threading

import pytest
from django.db import OperationalError

from agreements import tally
from config import gunicorn


@pytest.mark.django_db(transaction=True)
def test_the_tally_is_made_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tally.Tally] = []
    monkeypatch.setattr(tally, "current", lambda: made.append(tally.Tally()))
    thread = threading.Thread(target=gunicorn.get_ready)
    gc.unfreeze()  # what the tests themselves had put aside
    try:
        thread.start()
        thread.join(60)
        # What is there by then is looked through for garbage no more.
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.freeze()
    assert made


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(tally, "current", fail)
    thread = threading.Thread(target=gunicorn.count_ahead)
    thread.start()
    thread.join(60)
    assert "waits for its first question" in caplog.text
