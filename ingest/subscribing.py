"""Who is sent what changes: subscriptions made, given new secrets, switched, sent again."""

import secrets as randomness
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agreements import outlet
from ingest import signing, unsent
from ingest.doorbell import ring_to_send
from ingest.fetch import INTERNET, FetchError, check_target
from ingest.models import Delivery, Subscription

# For so long two secrets sign, so that a receiver can take the new one when it likes.
ROTATING: Final = timedelta(hours=24)
LOG_KEPT: Final = timedelta(days=90)
TEST: Final = "webhook.test"
_TESTS_KEPT: Final = 10
_LONGEST_QUERY: Final = 2_000
# Tests put a world of their own here; every check stays in force.
NETWORK = INTERNET
_PURPOSE: Final = "ingest.subscribing"


class NotTakenError(Exception):
    """A subscription that can't be; `field` is the one at fault, the text says what would do."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def subscribe(owner: User, url: str, *, kinds: list[str], query: str = "") -> Subscription:
    """Return a new subscription to what changes from now on.

    Raises:
        NotTakenError: the address may not be called, or the filters make no sense.
    """
    _check(url, kinds, query)
    return Subscription.objects.create(
        owner=owner,
        url=url.strip(),
        kinds=sorted(set(kinds)),
        query=query,
        secret_salt=_new_salt(),
        position=outlet.last_number(),
        next_at=timezone.now(),
    )


def change(
    subscription: Subscription,
    *,
    url: str,
    kinds: list[str],
    query: str,
) -> None:
    """Give it another address, other kinds or other filters, from the next message on."""
    _check(url, kinds, query)
    subscription.url, subscription.query = url.strip(), query
    subscription.kinds = sorted(set(kinds))
    subscription.save(update_fields=["url", "kinds", "query"])


def secrets_of(subscription: Subscription, now: datetime) -> list[str]:
    """Return the secrets that sign at a moment, the newest first."""
    salts = [subscription.secret_salt]
    if subscription.old_secret_until is not None and now < subscription.old_secret_until:
        salts.append(subscription.old_secret_salt)
    return [_secret(salt) for salt in salts]


def secret_of(subscription: Subscription) -> str:
    """Return the newest secret."""
    return _secret(subscription.secret_salt)


def rotate(subscription: Subscription) -> str:
    """Return a new secret; the one before goes on signing beside it for a day."""
    subscription.old_secret_salt = subscription.secret_salt
    subscription.old_secret_until = timezone.now() + ROTATING
    subscription.secret_salt = _new_salt()
    subscription.save(update_fields=["old_secret_salt", "old_secret_until", "secret_salt"])
    return _secret(subscription.secret_salt)


def switch_off(subscription: Subscription) -> None:
    """Send nothing more; what changes meanwhile waits."""
    Subscription.objects.filter(pk=subscription.pk, off_at=None).update(
        off_at=timezone.now(), off_reason=Subscription.OffReason.BY_HAND
    )


def switch_on(subscription: Subscription) -> None:
    """Go on where it stopped, with what was given up first."""
    with transaction.atomic():
        given_up = subscription.deliveries.filter(state=Delivery.State.FAILED, change__gt=0)
        given_up.update(state=Delivery.State.PENDING, finished_at=None)
        Subscription.objects.filter(pk=subscription.pk).update(
            off_at=None, off_reason="", attempts=0, next_at=timezone.now(), rung_at=None
        )


def ask_for_test(subscription: Subscription) -> Delivery:
    """Have a message sent that tells of nothing, also where all else waits or is switched off.

    It is tried once, and its failure counts for nothing. While one waits there is no other.
    """
    with transaction.atomic():
        now = Subscription.objects.select_for_update().get(pk=subscription.pk)
        tests = now.deliveries.filter(change=None).order_by("-pk")
        waiting = tests.filter(state=Delivery.State.PENDING).first()
        if waiting is None:
            kept = list(tests.values_list("pk", flat=True)[: _TESTS_KEPT - 1])
            tests.exclude(pk__in=kept).delete()
            today = timezone.now().date()
            waiting = now.deliveries.create(change=None, kind=TEST, as_of=today)
        transaction.on_commit(lambda: ring_to_send([subscription.pk]))
    return waiting


def replay_one(subscription: Subscription, number: int) -> bool:
    """Send one change again, under the same name; False where it never was to be sent."""
    again = subscription.deliveries.filter(change=number)
    return bool(again.update(state=Delivery.State.PENDING, finished_at=None))


def replay_since(subscription: Subscription, moment: datetime) -> int:
    """Send all changes since a moment again, also such from before there was the subscription.

    Returns the number of the first of them.
    """
    before = outlet.last_number(before=moment)
    with transaction.atomic():
        now = Subscription.objects.select_for_update().get(pk=subscription.pk)
        later = now.deliveries.filter(change__gt=before)
        later.update(state=Delivery.State.PENDING, finished_at=None)
        now.position = min(now.position, before)
        now.save(update_fields=["position"])
    return before + 1


def forget_old() -> int:
    """Delete the log of what was sent or given up long ago; returns how many messages."""
    old = Delivery.objects.filter(finished_at__lt=timezone.now() - LOG_KEPT)
    return old.exclude(state=Delivery.State.PENDING).delete()[1].get("ingest.Delivery", 0)


def _check(url: str, kinds: list[str], query: str) -> None:
    unknown = sorted(set(kinds) - set(outlet.KINDS))
    if unknown:
        known = ", ".join(outlet.KINDS)
        raise NotTakenError("kinds", f"There is no kind {unknown[0][:60]!r}; these are: {known}.")
    if len(query) > _LONGEST_QUERY:
        raise NotTakenError("query", f"Filters take at most {_LONGEST_QUERY} characters.")
    try:
        outlet.check_query(query)
    except outlet.FilterError as error:
        raise NotTakenError("query", f"{error.name}: {error}") from error
    try:
        check_target(url, network=NETWORK)
    except FetchError as error:
        raise NotTakenError("url", unsent.sentence(error.code)) from error


def _new_salt() -> str:
    return randomness.token_hex(16)


def _secret(salt: str) -> str:
    return signing.written(salted_hmac(_PURPOSE, salt, algorithm="sha256").digest())
