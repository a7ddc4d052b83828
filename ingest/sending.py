"""Messages on their way out: a subscription claimed, its changes sent in order, each call noted."""

import json
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agreements import outlet
from ingest import signing, subscribing
from ingest.fetch import POST_LIMITS, Answer, FetchError, Unreachable, post
from ingest.models import FREED, Attempt, Delivery, Subscription, is_free
from ingest.notices import mail_switched_off

# After each failure it is tried again so much later: 55 hours and 35 minutes in all.
STEPS: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=24),
)
# One call takes 15 s at most, and none is begun after 40: the lease outlasts them.
LEASE: Final = timedelta(seconds=90)
_LATEST_BEGIN_SECONDS: Final = 40.0
_LOOKED_AT: Final = 200
_GONE: Final = 410
_PENDING: Final = Q(state=Delivery.State.PENDING)
# Tests have less patience.
LIMITS = POST_LIMITS
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A subscription that nobody else sends for while the lease lasts."""

    subscription: Subscription
    token: uuid.UUID

    def update(self, **values: object) -> bool:
        """Write to the row while the lease is ours; False where it is another's by now."""
        held = Subscription.objects.filter(pk=self.subscription.pk, lease_token=self.token)
        return bool(held.update(**values))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a call; `status` is None where there was no answer."""

    status: int | None
    error: str = ""
    answer: bytes = b""
    wait_seconds: int = 0

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status <= 299  # noqa: PLR2004  HTTP


def wanting(now: datetime) -> QuerySet[Subscription]:
    """Return the subscriptions that a worker should look at: a test waits, or something is due."""
    tests = Delivery.objects.filter(_PENDING, subscription=OuterRef("pk"), change=None)
    return Subscription.objects.filter(_is_due(now) | Q(Exists(tests)))


def send(subscription_id: int) -> None:
    """Send what is due for a subscription until all is sent, a call fails or time is up.

    A change is sent when the one before it was taken; a test goes before all. Safe to run twice
    and at once: a message that is sent again has the same name.
    """
    _send_test(subscription_id)
    claim = _claimed(subscription_id)
    if claim is None:
        return
    began = time.monotonic()
    try:
        while time.monotonic() - began < _LATEST_BEGIN_SECONDS and _step(claim):
            pass
    finally:
        claim.update(**FREED, rung_at=None)


def _is_due(now: datetime) -> Q:
    """Tell whether there is a change to send, and nobody who sends it."""
    pending = Delivery.objects.filter(_PENDING, subscription=OuterRef("pk"), change__gt=0)
    has_more = Q(position__lt=outlet.last_number()) | Q(Exists(pending))
    return is_free(now) & has_more & Q(off_at=None, next_at__lte=now)


def _send_test(subscription_id: int) -> None:
    """Call the receiver once where a test waits, and note what came of it; nothing else changes."""
    found = Delivery.objects.filter(_PENDING, subscription=subscription_id, change=None)
    test = found.select_related("subscription").first()
    if test is None:
        return
    outcome = _attempt(test.subscription, test)
    state = Delivery.State.DELIVERED if outcome.is_taken else Delivery.State.FAILED
    found.filter(pk=test.pk).update(state=state, finished_at=timezone.now())


def _claimed(subscription_id: int) -> _Claim | None:
    now, token = timezone.now(), uuid.uuid4()
    claimed = Subscription.objects.filter(_is_due(now), pk=subscription_id)
    if not claimed.update(lease_token=token, lease_until=now + LEASE):
        return None
    return _Claim(Subscription.objects.get(pk=subscription_id), token)


def _step(claim: _Claim) -> bool:
    """Send one message, or look for more to send; False where there is no more for now."""
    pending = claim.subscription.deliveries.filter(_PENDING, change__gt=0)
    delivery = pending.order_by("change").first()
    # In order: not before all that came earlier has been looked at.
    if delivery is None or delivery.change is None or delivery.change > _now(claim).position:
        return _look_on(claim)
    return _deliver(claim, delivery)


def _look_on(claim: _Claim) -> bool:
    """Note which of the next changes are to be sent; False where there are none to look at."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update().get(pk=claim.subscription.pk)
        found, last = outlet.events(subscription.position, _LOOKED_AT, subscription.query)
        today = timezone.now().date()
        wanted = [e for e in found if not subscription.kinds or e.kind in subscription.kinds]
        Delivery.objects.bulk_create(
            (
                Delivery(subscription=subscription, change=e.number, kind=e.kind, as_of=today)
                for e in wanted
            ),
            ignore_conflicts=True,
        )
        return last > subscription.position and claim.update(position=last)


def _deliver(claim: _Claim, delivery: Delivery) -> bool:
    outcome = _attempt(claim.subscription, delivery)
    if outcome.is_taken:
        delivery.state, delivery.finished_at = Delivery.State.DELIVERED, timezone.now()
        delivery.save(update_fields=["state", "finished_at"])
        claim.subscription.attempts = 0
        lease_until = timezone.now() + LEASE
        return claim.update(attempts=0, lease_until=lease_until) and _now(claim).off_at is None
    _put_off(claim, delivery, outcome)
    return False


def _now(claim: _Claim) -> Subscription:
    """Return the row as it is: its owner may have switched it off, or asked for a replay."""
    return Subscription.objects.get(pk=claim.subscription.pk)


def _attempt(subscription: Subscription, delivery: Delivery) -> _Outcome:
    """Call the receiver with a message, and note what came of it."""
    at = timezone.now()
    began = time.monotonic()
    outcome = _call(subscription, delivery, at)
    Attempt.objects.create(
        delivery=delivery,
        at=at,
        seconds=time.monotonic() - began,
        status=outcome.status,
        error=outcome.error,
        answer=outcome.answer.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
    )
    return outcome


def _body(delivery: Delivery) -> bytes:
    if delivery.change is not None:
        return outlet.message(delivery.change, as_of=delivery.as_of)
    at = delivery.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    data = {"webhook": delivery.subscription_id}
    return json.dumps({"type": delivery.kind, "timestamp": at, "data": data}).encode()


def _call(subscription: Subscription, delivery: Delivery, at: datetime) -> _Outcome:
    body = _body(delivery)
    headers = signing.headers(
        subscribing.secrets_of(subscription, at), delivery.message_id, int(at.timestamp()), body
    )
    try:
        answer: Answer = post(
            subscription.url,
            body,
            {**headers, "Content-Type": "application/json; charset=utf-8"},
            limits=LIMITS,
            network=subscribing.NETWORK,
        )
    except FetchError as error:
        wait = error.retry_after_seconds if isinstance(error, Unreachable) else None
        return _Outcome(None, error.code, wait_seconds=wait or 0)
    wait = answer.retry_after_seconds or 0
    return _Outcome(answer.status, answer=answer.beginning, wait_seconds=wait)


def _put_off(claim: _Claim, delivery: Delivery, outcome: _Outcome) -> None:
    """Try again later, or switch the subscription off: it has failed too long, or wants no more."""
    attempts = claim.subscription.attempts + 1
    if outcome.status == _GONE:
        _switch_off(claim, delivery, Subscription.OffReason.GONE)
    elif attempts > len(STEPS):
        _switch_off(claim, delivery, Subscription.OffReason.GIVEN_UP)
    else:
        pause = max(STEPS[attempts - 1], timedelta(seconds=outcome.wait_seconds))
        claim.update(attempts=attempts, next_at=timezone.now() + pause)


def _switch_off(claim: _Claim, delivery: Delivery, reason: Subscription.OffReason) -> None:
    now = timezone.now()
    if claim.update(off_at=now, off_reason=reason):
        delivery.state, delivery.finished_at = Delivery.State.FAILED, now
        delivery.save(update_fields=["state", "finished_at"])
        _log.error(
            "subscription %s of %s is switched off: %s",
            claim.subscription.pk,
            claim.subscription.owner.get_username(),
            reason.label,
        )
        mail_switched_off(_now(claim))
