"""Send drafts back, with a note for whoever has them next."""

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation import noting
from agreements.curation.claiming import claim, one_change
from agreements.models import Decision, Draft
from agreements.verdicts import CurationError


def send_back(
    draft_id: int, editor: User, *, version: int, reason: str, seconds: float | None = None
) -> Decision:
    """Put a draft at the end of its class of the queue, with a note that its page shows.

    Who revised it last has it among their own still, and is named in the decision.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: there is no note.
    """
    if not reason.strip():
        raise CurationError(gettext("Say what is to be done: whoever has the draft next reads it."))
    with one_change():
        draft = claim(draft_id, version, Draft.State.OPEN, by=editor)
        before = noting.before(draft)
        before["draft"]["queued_at"] = noting.moment(draft.queued_at)
        draft.queued_at = timezone.now()
        draft.save(update_fields=["queued_at"])
        reviser = draft.revised_by
        is_others = reviser is not None and reviser != editor
        decision = Decision(
            verb=Decision.Verb.SEND_BACK,
            editor=editor,
            draft=draft,
            reason=reason.strip(),
            before=before,
            after={"queued_at": noting.moment(draft.queued_at)}
            | ({"to": reviser.get_username()} if reviser and is_others else {}),
            seconds=seconds,
        )
        with ledger.entry(decision):
            return decision
