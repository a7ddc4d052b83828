"""Messages to a receiver that takes them, and to one that does whatever it likes."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import curation
from agreements.models import Decision
from ingest import sending, signing, subscribing, sweeper, tasks
from ingest.fetch import Limits
from ingest.models import Attempt, Delivery, Subscription
from tests import cast
from tests.receiver import Receiver, subscribe, told

pytestmark = pytest.mark.django_db


def fresh(subscription: Subscription) -> Subscription:
    return Subscription.objects.get(pk=subscription.pk)


def make_due(subscription: Subscription) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(next_at=timezone.now(), rung_at=None)


# A receiver that takes what it is sent.


def test_every_change_is_sent_in_order_with_its_kind(receiver: Receiver) -> None:
    before = cast.agreement()
    subscription = subscribe()
    one, other = cast.agreement(cast.signed(title="One")), cast.agreement(cast.signed(title="Two"))
    merge = curation.merge_agreements(one, other, cast.olena())
    curation.undo(merge.pk, cast.olena())
    curation.undo(Decision.objects.get(agreement=one, verb="approve").pk, cast.olena())
    tasks.send(subscription.pk)
    assert told(receiver) == [
        ("published", one.key),
        ("published", other.key),
        ("merged", one.key),
        ("changed", other.key),
        ("restored", one.key),
        ("changed", other.key),
        ("withdrawn", one.key),
    ]
    assert before.key not in str(receiver.got)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    tasks.send(subscription.pk)
    assert len(receiver.got) == 7


def test_message_is_the_change_and_its_signature_holds(receiver: Receiver) -> None:
    subscription = subscribe()
    agreement = cast.agreement()
    tasks.send(subscription.pk)
    (message,) = receiver.got
    body = json.loads(message.body)
    change = body["data"]["number"]
    assert body["timestamp"] == body["data"]["at"]
    assert body["data"]["agreement"]["key"] == agreement.key
    assert body["data"]["agreement"]["status"] == "signed"
    assert body["data"]["as_of"] == f"{timezone.now():%Y-%m-%d}"
    assert message.headers["content-type"] == "application/json; charset=utf-8"
    assert message.headers["webhook-id"] == f"change_{change}"
    sent_at = int(message.headers["webhook-timestamp"])
    assert abs(sent_at - timezone.now().timestamp()) < 60
    (secret,) = subscribing.secrets_of(subscription, timezone.now())
    signed = signing.signature(secret, f"change_{change}", sent_at, message.body)
    assert message.headers["webhook-signature"] == signed
    assert "olena" not in message.body.decode()


def test_two_secrets_sign_while_rotating_and_then_one(receiver: Receiver) -> None:
    subscription = subscribe()
    (old,) = subscribing.secrets_of(subscription, timezone.now())
    new = subscribing.rotate(subscription)
    assert new != old
    cast.agreement()
    tasks.send(subscription.pk)
    (message,) = receiver.got
    name, sent_at = message.headers["webhook-id"], int(message.headers["webhook-timestamp"])
    both = [signing.signature(secret, name, sent_at, message.body) for secret in (new, old)]
    assert message.headers["webhook-signature"].split(" ") == both
    later = timezone.now() + subscribing.ROTATING
    assert subscribing.secrets_of(fresh(subscription), later) == [new]


def test_kinds_and_filters_narrow_what_is_sent(receiver: Receiver) -> None:
    only = subscribe(kinds=("agreement.withdrawn",))
    about = subscribe(query="party=JP&status=signed")
    ours = cast.agreement(cast.signed(parties=("JP", "US")))
    cast.agreement()
    curation.undo(Decision.objects.get(agreement=ours).pk, cast.olena())
    tasks.send(only.pk)
    assert told(receiver) == [("withdrawn", ours.key)]
    receiver.got.clear()
    tasks.send(about.pk)
    assert told(receiver) == [("published", ours.key), ("withdrawn", ours.key)]


def test_sweep_finds_what_is_due_and_rings_once(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(sweeper, "ring_to_send", rung.extend)
    subscription, off = subscribe(), subscribe()
    subscribing.switch_off(off)
    assert sweeper.sweep_out() == 0
    cast.agreement()
    assert sweeper.sweep_out() == 1
    assert sweeper.sweep_out() == 0
    assert rung == [subscription.pk]
    tasks.send(subscription.pk)
    assert len(receiver.got) == 1
    assert sweeper.sweep_out() == 0


# A receiver that does not.


@pytest.mark.parametrize(
    ("mood", "status", "error"),
    [
        ("failing", 500, ""),
        ("elsewhere", 307, ""),
        ("hanging", None, "timeout"),
        ("closing", None, "connection"),
    ],
)
def test_failure_is_noted_and_tried_again_later(
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    mood: str,
    status: int | None,
    error: str,
) -> None:
    subscription = subscribe()
    cast.agreement(), cast.agreement()
    receiver.mood = mood
    began = timezone.now()
    with monkeypatch.context() as impatient:
        if mood == "hanging":
            impatient.setattr(sending, "LIMITS", Limits(read_seconds=2))
        tasks.send(subscription.pk)
    ended = timezone.now()
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.error) == (status, error)
    assert len(receiver.got) == 1
    now = fresh(subscription)
    assert now.attempts == 1
    assert began + timedelta(seconds=5) <= now.next_at < ended + timedelta(seconds=12)
    assert now.lease_token is None
    tasks.send(subscription.pk)
    assert len(receiver.got) == 1
    receiver.mood = "taken"
    make_due(subscription)
    tasks.send(subscription.pk)
    assert len(receiver.got) == 3
    assert receiver.got[0].body == receiver.got[1].body
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]
    assert fresh(subscription).attempts == 0


def test_first_words_of_an_answer_are_kept_and_no_more(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "failing"
    tasks.send(subscription.pk)
    answer = Attempt.objects.get().answer
    assert answer.startswith("It broke.\N{REPLACEMENT CHARACTER}xxx")
    assert len(answer) == 500


def test_huge_answer_is_not_read(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "huge"
    tasks.send(subscription.pk)
    assert Attempt.objects.get().status == 200
    assert Delivery.objects.get().state == "delivered"
    assert receiver.sent_bytes < 10_000_000


def test_receiver_may_ask_for_a_longer_pause(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "busy"
    tasks.send(subscription.pk)
    pause = fresh(subscription).next_at - timezone.now()
    assert timedelta(seconds=800) < pause <= timedelta(seconds=900)


def test_name_that_leads_inside_by_now_is_not_called(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = subscribe()
    cast.agreement()
    for numbers in (("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("::1",), ("169.254.169.254",)):
        monkeypatch.setattr(subscribing, "NETWORK", receiver.network(*numbers))
        make_due(subscription)
        tasks.send(subscription.pk)
        assert Attempt.objects.order_by("-pk")[0].error == "private_address"
    assert receiver.got == []


def test_it_is_given_up_after_two_days_and_a_quarter_and_switched_off(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "failing"
    waited = timedelta()
    for tries in range(1, 10):
        assert fresh(subscription).off_at is None
        make_due(subscription)
        began = timezone.now()
        tasks.send(subscription.pk)
        assert len(receiver.got) == tries
        waited += max(fresh(subscription).next_at - began, timedelta())
    now = fresh(subscription)
    assert timedelta(hours=55) < waited < timedelta(hours=56)
    assert now.off_at is not None
    assert now.off_reason == "given_up"
    assert Delivery.objects.get().state == "failed"
    assert "is switched off" in caplog.text
    make_due(subscription)
    tasks.send(subscription.pk)
    assert len(receiver.got) == 9


def test_receiver_that_wants_no_more_is_asked_no_more(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "gone"
    tasks.send(subscription.pk)
    assert fresh(subscription).off_reason == "gone"


def test_switched_on_again_it_goes_on_where_it_stopped(receiver: Receiver) -> None:
    subscription = subscribe()
    first = cast.agreement(cast.signed(title="First"))
    receiver.mood = "gone"
    tasks.send(subscription.pk)
    second = cast.agreement(cast.signed(title="Second"))
    receiver.mood = "taken"
    receiver.got.clear()
    subscribing.switch_on(subscription)
    tasks.send(subscription.pk)
    assert told(receiver) == [("published", first.key), ("published", second.key)]


def test_claim_of_another_worker_is_respected_until_its_lease_ends(receiver: Receiver) -> None:
    subscription = subscribe()
    cast.agreement()
    held = Subscription.objects.filter(pk=subscription.pk)
    held.update(lease_until=timezone.now() + timedelta(seconds=30))
    tasks.send(subscription.pk)
    assert receiver.got == []
    held.update(lease_until=timezone.now())
    tasks.send(subscription.pk)
    assert len(receiver.got) == 1
