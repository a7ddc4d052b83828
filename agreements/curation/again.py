"""Dealing again: some decided drafts go to another editor too, to see how far both agree.

What that editor says is kept beside what the first one said, and publishes nothing.
"""

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from agreements.checking import problems
from agreements.curation.claiming import one_change
from agreements.curation.revising import check_revision
from agreements.models import Decision, Draft, Opinion
from agreements.proposal import Proposal
from agreements.revision import Revision
from agreements.said import Said
from agreements.verdicts import CurationError, Verdict

# So that which drafts are dealt again depends on their numbers alone, and on nothing seen in them.
_SALT: Final = "dealt again"
_OF_HUNDRED: Final = 10_000


def is_dealt_again(draft_id: int) -> bool:
    """Tell whether a draft is one of the few that two editors decide on; always the same ones."""
    told = sha256(f"{_SALT}:{draft_id}".encode()).digest()
    place = int.from_bytes(told[:8]) % _OF_HUNDRED
    return place < settings.REDEAL_PERCENT * _OF_HUNDRED // 100


def deal(decision: Decision) -> None:
    """Deal a draft just decided to those who had no part in it, if it is one of the few."""
    draft = decision.draft
    if draft is None or not is_dealt_again(draft.pk):
        return
    if not strangers(draft) or draft.opinions.filter(purpose=Opinion.Purpose.AGAIN).exists():
        return
    Opinion.objects.create(draft=draft, purpose=Opinion.Purpose.AGAIN)
    draft.dealt_again = True
    draft.save(update_fields=["dealt_again"])


def strangers(draft: Draft) -> list[User]:
    """Return the active editors who had no part in deciding on a draft."""
    return list(User.objects.filter(is_active=True).exclude(decisions__draft=draft))


def recall(draft: Draft) -> None:
    """Deal a draft no more, since what was decided on it has been undone."""
    waiting = draft.opinions.filter(purpose=Opinion.Purpose.AGAIN, said_at=None)
    waiting.update(settled_at=timezone.now())
    draft.dealt_again = False


def is_dealt_to(draft: Draft, editor: User) -> bool:
    """Tell whether this editor is asked, as another one, what they say of a decided draft."""
    return draft.dealt_again and not draft.decisions.filter(editor=editor).exists()


def revise_again(draft_id: int, editor: User, _version: int, revision: Revision) -> Draft:
    """Return the draft as this editor would have it, checked as a layer is; nothing is stored.

    Raises:
        CurationError: the draft is not dealt to this editor, or a value is unsound.
    """
    draft = _waiting(draft_id, editor).draft
    check_revision(revision, draft, editor, earlier=Revision())
    draft.revised = revision.to_json()
    return draft


def approve_again(
    draft_id: int, editor: User, verdict: Verdict, layer: Revision | None = None
) -> Opinion:
    """Keep which values this editor would publish, said otherwise as in the layer.

    Raises:
        CurationError: the draft is not dealt to this editor, or this could not be published.
    """
    with one_change():
        opinion = _asked(draft_id, editor)
        draft = opinion.draft
        proposed = Proposal.from_json(draft.proposed)
        revision = (layer or Revision()).leaving_out(verdict.left_out)
        check_revision(revision, draft, editor, earlier=Revision())
        found = problems(revision.over(proposed), draft.document.text)
        if found:
            raise CurationError(" ".join(found))
        return _say(opinion, editor, Said.approval(verdict, revision, proposed), verdict.seconds)


def reject_again(
    draft_id: int, editor: User, *, reason: str, seconds: float | None = None
) -> Opinion:
    """Keep that this editor would reject the draft.

    Raises:
        CurationError: the draft is not dealt to this editor, or no reason was given.
    """
    if not reason.strip():
        raise CurationError(gettext("Say why the draft is rejected."))
    with one_change():
        return _say(_asked(draft_id, editor), editor, Said.rejection(reason.strip()), seconds)


def _asked(draft_id: int, editor: User) -> Opinion:
    return _waiting(draft_id, editor, Opinion.objects.select_for_update(of=("self",)))


def _waiting(draft_id: int, editor: User, opinions: QuerySet[Opinion] | None = None) -> Opinion:
    asked = Opinion.objects.all() if opinions is None else opinions
    waiting = asked.filter(
        draft=draft_id, purpose=Opinion.Purpose.AGAIN, said_at=None, settled_at=None
    )
    opinion = waiting.select_related("draft__document").first()
    if opinion is None or not is_dealt_to(opinion.draft, editor):
        raise CurationError(
            gettext("Nobody asks you about this draft any more: go on to the next one.")
        )
    return opinion


def _say(opinion: Opinion, editor: User, said: Said, seconds: float | None) -> Opinion:
    draft = opinion.draft
    opinion.editor, opinion.said_at, opinion.seconds = editor, timezone.now(), seconds
    opinion.settled_at = opinion.said_at
    opinion.verdict = said.to_json() | {"first": _first(draft).to_json()}
    opinion.save()
    draft.dealt_again = False
    draft.save(update_fields=["dealt_again"])
    return opinion


def _first(draft: Draft) -> Said:
    """Return what the decision that stands says of the draft."""
    decided = draft.decisions.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO)
    decision = decided.filter(verb__in=(Decision.Verb.APPROVE, Decision.Verb.REJECT)).first()
    if decision is None:
        raise CurationError(
            gettext("What was decided on this draft has been undone: go on to the next.")
        )
    if decision.verb == Decision.Verb.REJECT:
        return Said.rejection(decision.reason)
    verdict = Verdict(draft.version, decision.agreement)
    revision = Revision.from_json(draft.revised)
    return Said.approval(verdict, revision, Proposal.from_json(draft.proposed))
