"""Sources that are added, changed, paused and polled at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from ingest import sources
from ingest.models import Source
from ingest.sources import NotKeptError, Told, keeping
from tests.ingest.polling.given import FEED, a_source, feed, item, polled
from tests.publisher import Publisher

pytestmark = pytest.mark.django_db
TOLD = Told(name="Post", kind=Source.Kind.FEED, address=FEED, keywords=("pact",))


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The sources that were rung for."""
    heard: list[Any] = []
    monkeypatch.setattr(keeping, "ring_to_poll", heard.append)
    return heard


@pytest.fixture
def editor() -> int:
    return User.objects.create_user("olena").pk


def test_a_source_that_is_added_is_on_and_rung_for(
    rung: list[Any], editor: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        source = sources.add(TOLD, editor=editor)
    assert rung == [[source.pk]]
    assert list(Source.objects.due()) == [source]
    assert (source.made_by_id, source.keywords) == (editor, ["pact"])


def test_an_address_is_a_source_once(rung: list[Any], editor: int) -> None:
    sources.add(TOLD, editor=editor)
    with pytest.raises(NotKeptError, match="already: Post") as refused:
        sources.add(replace(TOLD, name="Another"), editor=editor)
    assert refused.value.field == "address"
    other = a_source("http://post.example/other")
    with pytest.raises(NotKeptError):
        sources.change(other, TOLD)


def test_other_keywords_let_in_what_was_left_out(publisher: Publisher, rung: list[Any]) -> None:
    publisher.lay(FEED, feed([item(1, title="Pact"), item(2, title="Chess")]))
    source = a_source(keywords=["pact"])
    assert polled(source).taken == 1
    sources.change(source, replace(TOLD, keywords=("chess",)))
    assert polled(source).taken == 1


def test_what_a_poll_has_stored_is_not_overwritten(publisher: Publisher, rung: list[Any]) -> None:
    publisher.lay(FEED, feed([item(1, title="Pact")]))
    source = a_source(keywords=["pact"])
    before = Source.objects.get(pk=source.pk)
    polled(source)
    sources.change(before, replace(TOLD, name="New name"))
    now = Source.objects.get(pk=source.pk)
    assert (now.name, now.etag, now.polled_at) == ("New name", source.etag, source.polled_at)


def test_a_shorter_interval_brings_the_next_poll_forward_a_longer_one_does_not_put_it_off(
    rung: list[Any],
) -> None:
    source = a_source(interval=600, next_at=timezone.now() + timedelta(minutes=600))
    sources.change(source, replace(TOLD, keywords=(), interval=10))
    source.refresh_from_db()
    assert source.next_at < timezone.now() + timedelta(minutes=11)
    sources.change(source, replace(TOLD, keywords=(), interval=900))
    source.refresh_from_db()
    assert source.next_at < timezone.now() + timedelta(minutes=11)


def test_a_paused_source_is_not_polled_until_it_is_switched_on(
    rung: list[Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    source = a_source(next_at=timezone.now() + timedelta(hours=5))
    assert sources.pause([source.pk]) == 1
    assert sources.pause([source.pk]) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sources.poll_now([source.pk]) == 0
    assert rung == []
    assert not Source.objects.due().exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert sources.switch_on([source.pk]) == 1
    assert rung == [[source.pk]]
    assert list(Source.objects.due()) == [source]


def test_polling_now_makes_a_source_due_whenever_its_time_is(
    rung: list[Any], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    source = a_source(next_at=timezone.now() + timedelta(hours=5))
    with django_capture_on_commit_callbacks(execute=True):
        assert sources.poll_now([source.pk, 987_654]) == 1
    assert rung == [[source.pk]]
    assert list(Source.objects.due()) == [source]
