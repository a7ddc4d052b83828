"""Turn drafts down."""

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation import again, noting, second
from agreements.curation.claiming import claim, one_change
from agreements.models import Decision, Draft
from agreements.said import Said
from agreements.verdicts import CurationError


def reject(
    draft_id: int,
    editor: User,
    *,
    version: int,
    reason: str,
    seconds: float | None = None,
    bulk: str = "",
) -> Decision:
    """Turn a draft down, with a reason; `bulk` marks those that are turned down together.

    Where another editor has approved it, that is kept as a second verdict, which differs: the
    decision returned is of verb `second` then.

    Raises:
        CurationError: no reason was given, somebody was first, or the draft changed.
    """
    if not reason.strip():
        raise CurationError(gettext("Say why the draft is rejected."))
    with one_change():
        draft = claim(draft_id, version, Draft.State.REJECTED, by=editor, of_two=True)
        said = Said.rejection(reason.strip())
        opinions = second.unsettled(draft)
        held_back = second.hold_back(draft, editor, said, seconds, opinions)
        if held_back is not None:
            return held_back
        decision = Decision(
            verb=Decision.Verb.REJECT,
            editor=editor,
            draft=draft,
            reason=reason.strip(),
            before=noting.before(draft),
            seconds=seconds,
            after={"bulk": bulk} if bulk else None,
        )
        second.settle(decision, said, opinions)
        with ledger.entry(decision):
            pass
        again.deal(decision)
        return decision
