"""Turn many drafts down at once, and take that back at once. Nothing is published in bulk."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements.curation.refusing import reject
from agreements.curation.undoing import undo
from agreements.models import Decision
from agreements.verdicts import CurationError


@dataclass(slots=True)
class BulkOutcome:
    """What became of each draft: those that were done, and {draft: why it was not}.

    All decisions of one bulk have `after["bulk"]` = `token`.
    """

    token: str
    done: list[Decision] = field(default_factory=list)
    refused: dict[int, CurationError] = field(default_factory=dict)


def reject_many(chosen: Iterable[tuple[int, int]], editor: User, *, reason: str) -> BulkOutcome:
    """Turn drafts down, each given by its number and version, for one reason.

    Each is a change by itself: what somebody else has decided meanwhile keeps none of the others.

    Raises:
        CurationError: no reason was given; nothing was changed.
    """
    if not reason.strip():
        raise CurationError(gettext("Say why the drafts are rejected."))
    outcome = BulkOutcome(uuid.uuid4().hex)
    for number, version in chosen:
        try:
            decision = reject(number, editor, version=version, reason=reason, bulk=outcome.token)
        except CurationError as error:
            outcome.refused[number] = error
        else:
            outcome.done.append(decision)
    return outcome


def undo_many(token: str, editor: User) -> BulkOutcome:
    """Take back what is left of an editor's own bulk, each decision by itself."""
    outcome = BulkOutcome(token)
    own = Decision.objects.filter(editor=editor, after__contains={"bulk": token}, undone_by=None)
    for decision in own.exclude(verb=Decision.Verb.UNDO).order_by("at"):
        try:
            outcome.done.append(undo(decision.pk, editor, alone=True))
        except CurationError as error:
            outcome.refused[decision.draft_id or 0] = error
    return outcome
