"""Subscriptions: what can be subscribed to, and what is sent again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from agreements.models import Decision
from ingest import subscribing, tasks
from ingest.models import Attempt, Delivery
from tests import cast
from tests.receiver import Receiver, subscribe, told

pytestmark = pytest.mark.django_db


# Sent again.


def test_one_change_is_sent_again_under_the_same_name(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement(), cast.agreement(cast.signed(title="Second"))
    tasks.send(subscription.pk)
    number = Delivery.objects.order_by("change").values_list("change", flat=True)[0]
    assert number
    assert subscribing.replay_one(subscription, number)
    assert not subscribing.replay_one(subscription, 10_000)
    tasks.send(subscription.pk)
    first, _, again = receiver.got
    assert again.body == first.body
    assert again.headers["webhook-id"] == first.headers["webhook-id"]


def test_all_since_a_moment_are_sent_again_also_what_came_before_it(receiver: Receiver) -> None:
    cast.agreement(cast.signed(title="Too early"))
    early = cast.agreement(cast.signed(title="Before there was the subscription"))
    moment = Decision.objects.get(agreement=early).at
    subscription = subscribe()
    late = cast.agreement(cast.signed(title="After"))
    tasks.send(subscription.pk)
    assert told(receiver) == [("published", late.key)]
    receiver.got.clear()
    subscribing.replay_since(subscription, moment)
    tasks.send(subscription.pk)
    assert told(receiver) == [("published", early.key), ("published", late.key)]


@pytest.mark.parametrize(
    "moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)]
)
def test_moment_at_either_end_of_time_is_one_too(receiver: Receiver, moment: datetime) -> None:
    subscription = subscribe()
    cast.agreement()
    subscribing.replay_since(subscription, moment)
    tasks.send(subscription.pk)
    assert len(receiver.got) == 1


def test_log_is_kept_for_a_while(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement(), cast.agreement(cast.signed(title="Second"))
    tasks.send(subscription.pk)
    first = Delivery.objects.order_by("change")[:1].values("pk")
    long_ago = timezone.now() - subscribing.LOG_KEPT
    Delivery.objects.filter(pk__in=first).update(finished_at=long_ago)
    tasks.tidy()
    assert Delivery.objects.count() == Attempt.objects.count() == 1


# What can't be subscribed to.


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://news.test/hook", "begin with https://"),
        ("https://localhost/hook", "inner name"),
        ("https://127.0.0.1/hook", "inner name"),
        ("https://169.254.169.254/latest", "inner name"),
        ("https://[::1]/", "inner name"),
        ("https://news.test:8443/hook", "leave the port out"),
        ("https://user:word@news.test/", "without a name or password"),
        ("ftp://news.test/", "begin with https://"),
        ("https://2130706433/", "write it like https://example.org/hook"),
        ("", "begin with https://"),
    ],
)
def test_address_that_may_not_be_called_is_not_taken_and_why_is_said(
    receiver: Receiver, url: str, words: str
) -> None:
    with pytest.raises(subscribing.NotTakenError, match=words) as refusal:
        subscribing.subscribe(cast.olena(), url, kinds=[])
    assert refusal.value.field == "url"


def test_name_that_is_not_known_is_not_taken(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = replace(receiver.network(), resolve=lambda *_: [])
    monkeypatch.setattr(subscribing, "NETWORK", world)
    with pytest.raises(subscribing.NotTakenError, match="The name was not found"):
        subscribe()


def test_name_that_leads_inside_is_not_taken(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "NETWORK", receiver.network("10.0.0.1"))
    with pytest.raises(subscribing.NotTakenError, match="a private or reserved number"):
        subscribe()


@pytest.mark.parametrize("query", ["colour=red", "party=ZZ", "as_of=2024", "q=%00", "q=a&q=b"])
def test_filters_that_make_no_sense_are_not_taken(receiver: Receiver, query: str) -> None:
    with pytest.raises(subscribing.NotTakenError) as refusal:
        subscribe(query=query)
    assert refusal.value.field == "query"
    with pytest.raises(subscribing.NotTakenError):
        subscribe(kinds=("agreement.eaten",))
