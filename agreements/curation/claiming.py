"""Have a draft to oneself: for a while by a lease, for good by a claim inside one change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import DeadlockDetected, LockNotAvailable

from agreements import ledger
from agreements.models import Draft
from agreements.verdicts import AlreadyDecidedError, CurationError, StaleDraftError

LEASE: Final = timedelta(minutes=10)


def take_lease(draft: Draft, editor: User) -> bool:
    """Mark the draft as being looked at by this editor; False while somebody else is."""
    now = timezone.now()
    is_free = Q(lease_by=None) | Q(lease_by=editor) | Q(lease_until__lte=now)
    free = Draft.objects.filter(is_free, pk=draft.pk)
    return bool(free.update(lease_by=editor, lease_until=now + LEASE))


@contextmanager
def one_change() -> Iterator[None]:
    """Do all of it or nothing; who waits too long for others' changes is told so."""
    try:
        with transaction.atomic():
            # Before any draft is claimed: two changes that lock in other orders would block both.
            ledger.take_turn()
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise CurationError(
                "The record is being changed just now: try again in a moment."
            ) from error
        raise


def claim(draft_id: int, version: int, state: Draft.State) -> Draft:
    """Take the draft out of the queue, or say who did; compare and set, so no two can."""
    taken = Draft.objects.filter(pk=draft_id, state=Draft.State.OPEN, version=version)
    if taken.update(state=state, version=version + 1, lease_by=None, lease_until=None):
        return Draft.objects.select_related("document", "match").get(pk=draft_id)
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise CurationError("There is no such draft.")
    if draft.state == Draft.State.OPEN:
        raise StaleDraftError("The draft has changed since you opened it: look at it again.")
    raise AlreadyDecidedError(draft.decisions.select_related("editor").first())
