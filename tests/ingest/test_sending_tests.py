"""Test messages: sent once when asked for, and of no consequence."""

import json

import pytest
from django.utils import timezone

from ingest import signing, subscribing, sweeper, tasks
from ingest.models import Attempt, Delivery, Subscription
from tests import cast
from tests.receiver import Receiver, subscribe, told

pytestmark = pytest.mark.django_db


def state_of(test: Delivery) -> str:
    return Delivery.objects.get(pk=test.pk).state


def test_it_is_signed_like_any_message_and_tells_of_nothing(receiver: Receiver) -> None:
    subscription = subscribe()
    test = subscribing.ask_for_test(subscription)
    tasks.send(subscription.pk)
    (message,) = receiver.got
    body = json.loads(message.body)
    assert (body["type"], body["data"]) == ("webhook.test", {"webhook": subscription.pk})
    name, sent_at = message.headers["webhook-id"], int(message.headers["webhook-timestamp"])
    assert name == f"test_{test.pk}"
    (secret,) = subscribing.secrets_of(subscription, timezone.now())
    signed = signing.signature(secret, name, sent_at, message.body)
    assert message.headers["webhook-signature"] == signed
    assert state_of(test) == "delivered"
    tasks.send(subscription.pk)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("mood", ["failing", "gone", "closing"])
def test_its_failure_counts_for_nothing_and_is_not_tried_again(
    receiver: Receiver, mood: str
) -> None:
    subscription = subscribe()
    receiver.mood = mood
    test = subscribing.ask_for_test(subscription)
    before = Subscription.objects.values().get()
    tasks.send(subscription.pk)
    tasks.send(subscription.pk)
    assert state_of(test) == "failed"
    assert Attempt.objects.count() == len(receiver.got) == 1
    assert Subscription.objects.values().get() == before
    subscribing.switch_on(subscription)
    assert state_of(test) == "failed"


def test_it_goes_out_where_all_else_waits_or_is_switched_off(receiver: Receiver) -> None:
    subscription = subscribe()
    agreement = cast.agreement()
    receiver.mood = "failing"
    tasks.send(subscription.pk)
    receiver.mood = "taken"
    waiting = subscribing.ask_for_test(subscription)
    tasks.send(subscription.pk)
    subscribing.switch_off(subscription)
    off = subscribing.ask_for_test(subscription)
    tasks.send(subscription.pk)
    assert (state_of(waiting), state_of(off)) == ("delivered", "delivered")
    assert Subscription.objects.get().attempts == 1
    receiver.got.clear()
    subscribing.switch_on(subscription)
    tasks.send(subscription.pk)
    assert told(receiver) == [("published", agreement.key)]


def test_while_one_waits_there_is_no_other_and_few_are_kept(receiver: Receiver) -> None:
    subscription = subscribe()
    test = subscribing.ask_for_test(subscription)
    assert subscribing.ask_for_test(subscription) == test
    for _ in range(12):
        tasks.send(subscription.pk)
        subscribing.ask_for_test(subscription)
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["delivered"] * 9 + ["pending"]


def test_the_sweep_rings_for_one_that_the_broker_lost(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(sweeper, "ring_to_send", rung.extend)
    subscription = subscribe()
    subscribing.switch_off(subscription)
    assert sweeper.sweep_out() == 0
    subscribing.ask_for_test(subscription)
    assert sweeper.sweep_out() == 1
    assert rung == [subscription.pk]
    tasks.send(subscription.pk)
    Subscription.objects.update(rung_at=None)
    assert sweeper.sweep_out() == 0
