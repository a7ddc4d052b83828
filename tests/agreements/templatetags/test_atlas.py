"""Small marks on many pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from agreements.models import Status, Strength
from agreements.templatetags import atlas

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", Status.values)
def test_every_status_has_a_glyph_and_words(status: str) -> None:
    pill = atlas.status_pill(status)
    assert "<svg" in pill
    assert str(Status(status).label) in pill


@pytest.mark.parametrize(("strength", "bars"), [("mentioned", 1), ("intent", 2), ("duty", 3)])
def test_strength_is_bars_and_words(strength: str, bars: int) -> None:
    bar = atlas.strength_bar(strength)
    assert bar.count("strength__bar--on") == bars
    assert str(Strength(strength).label) in bar


def test_a_share_of_nothing_is_no_error() -> None:
    assert 'width="0.0"' in atlas.share_bar(0, 0)
    assert 'width="50.0"' in atlas.share_bar(1, 2)


@pytest.mark.parametrize(
    ("confidence", "level"), [(0.9, ""), (0.7, "sure--mid"), (0.3, "sure--low")]
)
def test_confidence_is_a_colour_and_a_number(confidence: float, level: str) -> None:
    shown = atlas.sureness(confidence)
    assert f'class="sure {level}"' in shown
    assert f"{round(confidence * 100)}%" in shown


def test_confidence_that_was_not_said_shows_nothing() -> None:
    assert atlas.sureness(None) == ""


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=9), "9 days ago"),
    ],
)
def test_how_long_ago_is_said_roughly(
    passed: timedelta, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    assert atlas.ago(NOON - passed) == words


def test_a_region_joins_the_address() -> None:
    assert atlas.with_region("/", "europe") == "/?region=europe"
    assert atlas.with_region("/?party=UA", "europe") == "/?party=UA&region=europe"
