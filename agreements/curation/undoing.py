"""Take decisions back: by more rows, never by fewer."""

from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation.claiming import one_change
from agreements.curation.putting_back import UNDOABLE, put_back
from agreements.curation.rolling_back import roll_back
from agreements.models import Decision, Draft
from agreements.verdicts import BuiltUponError, CurationError

# All of a bulk is decided in one request.
_ONE_BULK: Final = timedelta(hours=1)


def undo(decision_id: int, editor: User, *, alone: bool = False) -> Decision:
    """Take back a decision: close what it opened, hold again what it closed, put its draft back.

    Nothing is deleted. Decisions that were taken along with it are taken back too, and so are those
    of one bulk with it, unless it is to be `alone`. A draft that was decided waits again.

    Raises:
        BuiltUponError: a later decision builds on it.
        CurationError: it is undone already, or nothing that can be undone.
    """
    with one_change():
        decision = _decisions().filter(pk=decision_id).first()
        if decision is None:
            raise CurationError(gettext("There is no such decision."))
        if decision.verb not in UNDOABLE:
            raise CurationError(gettext("Only decisions on drafts and agreements can be undone."))
        undone = {
            each.pk: _undo(each, editor) for each in ([decision] if alone else _bulk(decision))
        }
        return undone[decision.pk]


def _undo(decision: Decision, editor: User) -> Decision:
    draft = _locked(decision)
    if draft is not None:
        along = _decisions().filter(draft__head=draft, after__with=decision.pk, undone_by=None)
        for each in along.order_by("-at"):
            _undo(each, editor)
        _check_last(decision, draft)
    taking_back = Decision(
        verb=Decision.Verb.UNDO,
        editor=editor,
        draft=draft,
        agreement=decision.agreement,
        undoes=decision,
    )
    with ledger.entry(taking_back) as made:
        roll_back(made, decision)
        put_back(decision, draft, editor)
        return made.decision


def _locked(decision: Decision) -> Draft | None:
    """Return the decision's draft as it is now.

    Raises:
        CurationError: the decision is undone already.
    """
    draft = decision.draft
    if draft is not None:
        # Locked before it is looked at: of two who undo at once, the second then sees the first.
        locked = Draft.objects.select_for_update(of=("self",)).select_related("match")
        draft = locked.get(pk=draft.pk)
    if Decision.objects.filter(undoes=decision).exists():
        raise CurationError(gettext("This decision has been undone already."))
    return draft


def _check_last(decision: Decision, draft: Draft) -> None:
    since = draft.decisions.filter(at__gt=decision.at, undone_by=None)
    later = since.exclude(verb=Decision.Verb.UNDO).select_related("editor", "draft__document")
    newest = later.first()
    if newest is not None:
        raise BuiltUponError(newest)


def _bulk(decision: Decision) -> list[Decision]:
    """Return the decisions that were made in one go with this one and stand, the newest first."""
    token = (decision.after or {}).get("bulk")
    if token is None or Decision.objects.filter(undoes=decision).exists():
        return [decision]
    near = (decision.at - _ONE_BULK, decision.at + _ONE_BULK)
    own = _decisions().filter(editor=decision.editor, at__range=near)
    return list(own.filter(after__bulk=token, undone_by=None))


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("draft", "agreement", "editor")
