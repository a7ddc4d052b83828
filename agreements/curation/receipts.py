"""Carry out a request once, however often it arrives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from agreements.curation.claiming import one_change
from agreements.models import Decision, Receipt
from agreements.verdicts import CurationError, StaleDraftError

# A request that comes again later finds its draft decided: it is told so, and decides nothing.
RECEIPTS_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a decision, on which draft, under which idempotency key ("" for none)."""

    editor: User
    draft_id: int | None
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request did, and the number of the draft to go on to; None at the queue's end."""

    decision: Decision
    following: int | None


def once(
    request: Request, deed: Callable[[], Decision], follow: Callable[[], int | None]
) -> Outcome:
    """Decide, and look for the next draft; a key that was used before gets the same outcome.

    Nothing is kept of a deed that fails, so it may be tried again with its key. Without a key
    nothing is recognised.

    Raises:
        CurationError: whatever the deed raises, or the key belongs to something else.
    """
    with one_change():
        if not request.key:
            return Outcome(deed(), follow())
        # Everybody takes turns here: of two equal requests the second finds the first's receipt.
        known = Receipt.objects.filter(editor=request.editor, key=request.key).first()
        if known is not None:
            return _again(known, request)
        outcome = Outcome(deed(), follow())
        Receipt.objects.create(
            editor=request.editor,
            key=request.key,
            decision=outcome.decision,
            following_id=outcome.following,
        )
        return outcome


def forget_receipts() -> int:
    """Delete the receipts that are older than `RECEIPTS_KEPT`; returns how many."""
    return Receipt.objects.filter(at__lt=timezone.now() - RECEIPTS_KEPT).delete()[0]


def _again(known: Receipt, request: Request) -> Outcome:
    if known.decision.draft_id != request.draft_id:
        raise CurationError(
            gettext("This page was used for another decision already: open it again.")
        )
    if Decision.objects.filter(undoes=known.decision).exists():
        raise StaleDraftError(
            gettext("You have decided this draft and undone it since: look at it again.")
        )
    return Outcome(known.decision, known.following_id)
