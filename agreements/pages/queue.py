"""The editors' queue: which draft is where, who looks at it, who decided it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from agreements.models import Decision, Draft
from agreements.models.draft import DraftQuerySet
from agreements.pages.desk import pair_words, short_labels
from agreements.proposal import Proposal

_LONGEST_NUMBER: Final = 15  # digits that surely fit into a bigint


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A waiting draft in the queue: between whom, and what it tells of."""

    draft: Draft
    parties: str
    tells: str


def all_drafts() -> DraftQuerySet:
    """Return every draft with what its page needs beside it."""
    return DraftQuerySet(Draft).select_related("document", "match", "lease_by")


def open_drafts(document: str = "") -> QuerySet[Draft]:
    """Return the drafts that wait, the oldest first; of one document where its number is given."""
    waiting = all_drafts().waiting().order_by("created_at", "pk")
    is_number = document.isascii() and document.isdecimal() and len(document) <= _LONGEST_NUMBER
    return waiting.filter(document=int(document)) if is_number else waiting


def queue_row(draft: Draft, names: Mapping[str, str]) -> QueueRow:
    """Return a draft as the queue shows it; asks the database for nothing."""
    proposal = Proposal.from_json(draft.proposed)
    return QueueRow(draft, pair_words(proposal, names), ", ".join(short_labels(proposal)))


def next_draft(draft: Draft) -> Draft | None:
    """Return the draft that waits behind this one, else the first that waits."""
    behind = Q(created_at__gt=draft.created_at) | Q(created_at=draft.created_at, pk__gt=draft.pk)
    return open_drafts().filter(behind).first() or open_drafts().exclude(pk=draft.pk).first()


def position(draft: Draft) -> int:
    """Return the draft's place in the queue, from 1."""
    before = Q(created_at__lt=draft.created_at) | Q(created_at=draft.created_at, pk__lt=draft.pk)
    return open_drafts().filter(before).count() + 1


def other_reader(draft: Draft, editor: User, now: datetime) -> User | None:
    """Return somebody else who has the draft open."""
    is_leased = draft.lease_until is not None and draft.lease_until > now
    return draft.lease_by if is_leased and draft.lease_by != editor else None


def standing_decision(draft: Draft) -> Decision | None:
    """Return how a draft was decided; None where that was undone."""
    decided = draft.decisions.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO)
    return decided.select_related("editor", "draft__match").first()


def last_decision(editor: User, *, since: datetime) -> Decision | None:
    """Return the editor's last decision after `since`, unless it was undone or is an undo."""
    own = Decision.objects.filter(editor=editor, at__gte=since)
    last = own.select_related("draft__match", "undone_by").first()
    is_standing = last is not None and last.verb != Decision.Verb.UNDO
    return last if is_standing and not hasattr(last, "undone_by") else None
