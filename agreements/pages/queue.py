"""The editors' queue: which draft is where, who looks at it, who decided it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q

from agreements import curation
from agreements.models import Agreement, Decision, Draft
from agreements.models.draft import DraftQuerySet
from agreements.pages.desk import pair_words, short_labels
from agreements.proposal import Proposal

_LONGEST_NUMBER: Final = 15  # digits that surely fit into a bigint
_OTHERS_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in the list of an editor's own; `published` is the agreement it stands in."""

    decision: Decision
    parties: str
    published: Agreement | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A waiting draft in the queue: between whom, and what it tells of."""

    draft: Draft
    parties: str
    tells: str


def all_drafts() -> DraftQuerySet:
    """Return every draft with what its page needs beside it."""
    return DraftQuerySet(Draft).select_related("document", "match", "lease_by")


def open_drafts(document: str = "") -> DraftQuerySet:
    """Return the drafts that wait, the oldest first; of one document where its number is given."""
    waiting = all_drafts().waiting().order_by("queued_at", "pk")
    return waiting.filter(document=int(document)) if _is_number(document) else waiting


def other_drafts(document: str, names: Mapping[str, str]) -> list[QueueRow]:
    """Return a document's drafts that do not wait: decided, or waiting behind another text's."""
    if not _is_number(document):
        return []
    found = all_drafts().filter(document=int(document)).select_related("head")
    return [queue_row(draft, names) for draft in found.order_by("pk")[:_OTHERS_SHOWN]]


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER


def queue_row(draft: Draft, names: Mapping[str, str]) -> QueueRow:
    """Return a draft as the queue shows it; asks the database for nothing."""
    proposal = Proposal.from_json(draft.proposed)
    return QueueRow(draft, pair_words(proposal, names), ", ".join(short_labels(proposal)))


def decision_row(decision: Decision, names: Mapping[str, str]) -> DecisionRow:
    """Return a decision as the list shows it; asks the database for nothing."""
    draft = decision.draft
    parties = pair_words(Proposal.from_json(draft.proposed), names) if draft else ""
    stands = decision.verb == Decision.Verb.APPROVE and not hasattr(decision, "undone_by")
    return DecisionRow(decision, parties, decision.agreement if stands else None)


def next_draft(draft: Draft, editor: User) -> Draft | None:
    """Return the draft that waits behind this one, else the first; none that others have open."""
    free = open_drafts().free_for(editor)
    behind = Q(queued_at__gt=draft.queued_at) | Q(queued_at=draft.queued_at, pk__gt=draft.pk)
    return free.filter(behind).first() or free.exclude(pk=draft.pk).first()


def position(draft: Draft) -> int:
    """Return the draft's place in the queue, from 1."""
    before = Q(queued_at__lt=draft.queued_at) | Q(queued_at=draft.queued_at, pk__lt=draft.pk)
    return open_drafts().filter(before).count() + 1


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of a draft that waits no longer, and where to go on from it.

    `successor` is the draft of a later reading that took its place.
    """

    decision: Decision | None
    successor: Draft | None
    following: Draft | None


def aftermath(draft: Draft, editor: User) -> Aftermath:
    """Return what became of a draft that waits no longer."""
    decided = draft.decisions.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO)
    is_superseded = draft.state == Draft.State.SUPERSEDED
    return Aftermath(
        decision=decided.select_related("editor", "draft__match").first(),
        successor=curation.successor(draft) if is_superseded else None,
        following=next_draft(draft, editor),
    )


def last_decision(editor: User, *, since: datetime) -> Decision | None:
    """Return the editor's last decision after `since`, unless it was undone or is an undo."""
    own = Decision.objects.filter(editor=editor, at__gte=since)
    last = own.select_related("draft__match", "undone_by").first()
    is_standing = last is not None and last.verb != Decision.Verb.UNDO
    return last if is_standing and not hasattr(last, "undone_by") else None
