"""What has been decided, and what stands in the way of deciding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User

from agreements import curation
from agreements.models import Agreement, Decision, Draft
from agreements.models.draft import DraftQuerySet
from agreements.pages.desk import pair_words
from agreements.pages.queue.asking import Asked
from agreements.pages.queue.lists import next_draft
from agreements.pages.queue.rows import Row, row
from agreements.proposal import Proposal

_OTHERS_SHOWN: Final = 50
# All that the strip tells.
_OF_LAST: Final = ("verb", "after", "agreement", "draft__match", "undone_by__verb")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in a list; `published` is the agreement it stands in."""

    decision: Decision
    parties: str
    published: Agreement | None


def all_drafts() -> DraftQuerySet:
    """Return every draft with what its page needs beside it."""
    return DraftQuerySet(Draft).select_related("document", "match", "lease_by")


def other_drafts(document: int, names: Mapping[str, str], editor: User) -> list[Row]:
    """Return a document's drafts that do not wait: decided, or waiting behind another text's."""
    found = all_drafts().filter(document=document).select_related("head").order_by("pk")
    return [row(draft, names, editor) for draft in found[:_OTHERS_SHOWN]]


def latest(number: int) -> Sequence[Decision]:
    """Return what editors decided last; one query."""
    found = Decision.objects.filter(editor__isnull=False).select_related(
        "editor", "draft__document", "agreement", "undone_by"
    )
    return list(found.defer("draft__document__text", "before", "after")[:number])


def decision_row(decision: Decision, names: Mapping[str, str]) -> DecisionRow:
    """Return a decision as the list shows it; asks the database for nothing."""
    draft = decision.draft
    parties = pair_words(Proposal.from_json(draft.proposed), names) if draft else ""
    stands = decision.verb == Decision.Verb.APPROVE and not hasattr(decision, "undone_by")
    return DecisionRow(decision, parties, decision.agreement if stands else None)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of a draft that waits no longer, and where to go on from it.

    `successor` is the draft of a later reading that took its place.
    """

    decision: Decision | None
    successor: Draft | None
    following: int | None


def aftermath(draft: Draft, editor: User, asked: Asked) -> Aftermath:
    """Return what became of a draft that waits no longer."""
    decided = draft.decisions.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO)
    is_superseded = draft.state == Draft.State.SUPERSEDED
    return Aftermath(
        decision=decided.select_related("editor", "draft__match").first(),
        successor=curation.successor(draft) if is_superseded else None,
        following=next_draft(draft, editor, asked),
    )


def last_decision(editor: User, *, since: datetime) -> Decision | None:
    """Return the editor's last decision after `since`, unless it was undone or is an undo."""
    own = Decision.objects.filter(editor=editor, at__gte=since)
    last = own.select_related("draft", "undone_by").only(*_OF_LAST).first()
    is_standing = last is not None and last.verb != Decision.Verb.UNDO
    return last if is_standing and not hasattr(last, "undone_by") else None
