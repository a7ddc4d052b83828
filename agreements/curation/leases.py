"""Have a draft to oneself for a while: others see it, may take it over, and it ends by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from agreements.models import Draft
from agreements.models.draft import DraftQuerySet
from agreements.verdicts import AlreadyDecidedError, CurationError, LeaseLostError, SupersededError

LEASE: Final = timedelta(minutes=10)
FREED: Final[Mapping[str, None]] = {"lease_by": None, "lease_since": None, "lease_until": None}
_ASKED: Final = ("state", "document", "pair", "ordinal", "lease_since", "lease_until", "lease_by")
_NO_MORE: Final = gettext_lazy("This draft has changed hands just now: look at it again.")


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a draft, since when and until when; `is_mine` tells whether that is who asked."""

    holder: User
    since: datetime
    until: datetime
    is_mine: bool


def lease_of(draft: Draft, editor: User) -> Lease | None:
    """Return the lease on a draft as it was read, for showing it; None where it has run out."""
    holder, until = draft.lease_by, draft.lease_until
    if holder is None or until is None or until <= timezone.now():
        return None
    return Lease(holder, draft.lease_since or until - LEASE, until, is_mine=holder == editor)


def seconds_on(draft: Draft, editor: User) -> float | None:
    """Return how long this editor has had a draft open, as it was read; None where others have."""
    if draft.lease_by != editor or draft.lease_since is None:
        return None
    return round((timezone.now() - draft.lease_since).total_seconds(), 1)


def has_other_holder(draft: Draft, editor: User) -> bool:
    """Tell whether somebody else has the draft open."""
    lease = lease_of(draft, editor)
    return lease is not None and not lease.is_mine


def take_lease(draft: Draft, editor: User) -> bool:
    """Take or renew the lease on an open draft; False while somebody else has it.

    `draft` knows its lease afterwards, whoever has it.
    """
    now, known = timezone.now(), lease_of(draft, editor)
    # Who goes on with what they have keeps the moment since when.
    since = known.since if known is not None and known.is_mine else now
    free = DraftQuerySet(Draft).free_for(editor).filter(pk=draft.pk)
    was_open = draft.state == Draft.State.OPEN
    # Only where a second editor is asked is there anything to ask about who has had a say.
    held = free.filter(state=Draft.State.OPEN) if was_open else free.asking(editor)
    if held.filter(state__in=Draft.UNDECIDED).update(
        lease_by=editor, lease_since=since, lease_until=now + LEASE
    ):
        draft.lease_by, draft.lease_since, draft.lease_until = editor, since, now + LEASE
        return True
    draft.refresh_from_db(fields=["lease_by", "lease_since", "lease_until", "state"])
    return was_open and draft.state == Draft.State.SECOND and take_lease(draft, editor)


def renew_lease(draft_id: int, editor: User) -> Lease:
    """Go on with a draft; one that nobody has any more is taken again.

    Raises:
        LeaseLostError: somebody else has taken it over.
        CurationError: it waits no longer.
    """
    draft = Draft.objects.select_related("lease_by").filter(pk=draft_id).first()
    if draft is None or not take_lease(draft, editor):
        raise refusal(draft_id, editor) or CurationError(_NO_MORE)
    lease = lease_of(draft, editor)
    if lease is None:
        raise CurationError(_NO_MORE)
    return lease


def take_over(draft_id: int, editor: User, *, held_by: int | None) -> Lease:
    """Take a draft from the editor `held_by`, who will be told.

    Raises:
        LeaseLostError: a third editor has it by now.
        CurationError: it waits no longer.
    """
    now = timezone.now()
    of_that_one = Draft.objects.filter(pk=draft_id, state__in=Draft.UNDECIDED, lease_by=held_by)
    given = {"lease_by": editor, "lease_since": now, "lease_until": now + LEASE}
    if held_by != editor.pk and of_that_one.update(**given):
        return Lease(editor, now, now + LEASE, is_mine=True)
    return renew_lease(draft_id, editor)


def release(draft_id: int, editor: User, *, until: datetime | None = None) -> bool:
    """Let others have a draft; with `until` only the lease that runs until then.

    A page that is left says so late, when the next one may have opened the draft already.
    """
    own = Draft.objects.filter(pk=draft_id, lease_by=editor)
    own = own if until is None else own.filter(lease_until=until)
    return bool(own.update(**FREED))


def refusal(draft_id: int, editor: User) -> CurationError | None:
    """Return why this editor may not go on with a draft; None where nothing is in the way."""
    draft = Draft.objects.select_related("lease_by").only(*_ASKED).filter(pk=draft_id).first()
    if draft is None:
        return CurationError(gettext("There is no such draft."))
    if draft.state == Draft.State.SUPERSEDED:
        return SupersededError(successor(draft))
    if draft.state not in Draft.UNDECIDED:
        return AlreadyDecidedError(draft.decisions.select_related("editor").first())
    lease = lease_of(draft, editor)
    if lease is not None and not lease.is_mine:
        return LeaseLostError(lease.holder, lease.since)
    return None


def successor(draft: Draft) -> Draft | None:
    """Return the draft of a later reading that took the place of this one; None if none did."""
    later = Draft.objects.filter(document=draft.document_id, pk__gt=draft.pk, pair=draft.pair)
    standing = later.exclude(state=Draft.State.SUPERSEDED).order_by("pk")
    return standing.filter(ordinal=draft.ordinal).first() or standing.first()
