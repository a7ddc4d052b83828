"""Take a draft out of the queue for good, inside one change of the record."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.utils.translation import gettext
from psycopg.errors import DeadlockDetected, LockNotAvailable

from agreements import ledger
from agreements.curation.leases import FREED, refusal
from agreements.curation.versions import check_record
from agreements.models import Decision, Draft
from agreements.models.draft import DraftQuerySet
from agreements.proposal import Proposal
from agreements.reading import reading_once
from agreements.revision import Revision
from agreements.sorting import sort_pair
from agreements.verdicts import CurationError, StaleDraftError, Verdict

# What leaves the record as it was, and so what the other drafts would do to it.
_LEAVES_THE_RECORD: Final = (
    Decision.Verb.LOAD,
    Decision.Verb.REJECT,
    Decision.Verb.DEFER,
    Decision.Verb.SEND_BACK,
    Decision.Verb.SECOND,
)


@contextmanager
def one_change() -> Iterator[None]:
    """Do all of it or nothing; who waits too long for others' changes is told so."""
    try:
        # What one change is made of is part of it: the outermost takes the turn and sorts.
        with reading_once() as is_outermost, transaction.atomic(savepoint=is_outermost):
            # Before any draft is claimed: two changes that lock in other orders would block both.
            ledger.take_turn()
            yield
            if is_outermost:
                _sort_again(ledger.decided())
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise CurationError(
                gettext("The record is being changed just now: try again in a moment.")
            ) from error
        raise


def _sort_again(made: Iterable[Decision]) -> None:
    """Sort the open drafts of every pair of which a change has touched the record anew."""
    pairs: set[tuple[str, ...]] = set()
    for decision in made:
        if decision.verb not in _LEAVES_THE_RECORD:
            # An editor may have corrected the parties that the reader found.
            pairs |= {each.parties for each in (decision.agreement,) if each}
            pairs |= {tuple(sorted(each.proposed["parties"])) for each in (decision.draft,) if each}
    for one, other in sorted(pairs):
        sort_pair(one, other)


def claim(
    draft_id: int, version: int, state: Draft.State, *, by: User, of_two: bool = False
) -> Draft:
    """Take the draft out of the queue, or say who did; compare and set, so no two can.

    `of_two` lets the second of two editors have it, who either approves or rejects.

    Raises:
        LeaseLostError: somebody else has it open.
        AlreadyDecidedError: somebody was first.
        SupersededError: a later reading took its place.
        StaleDraftError: it is not the version that was opened.
    """
    free = DraftQuerySet(Draft).free_for(by)
    states = Draft.UNDECIDED if of_two else (Draft.State.OPEN,)
    taken = free.filter(pk=draft_id, state__in=states, version=version)
    if taken.update(state=state, version=version + 1, **FREED):
        return Draft.objects.select_related("document", "match").get(pk=draft_id)
    if not of_two and _waits_for_second(draft_id, version):
        raise CurationError(
            gettext(
                "One editor has approved this draft and a second is asked: approve or reject it."
            )
        )
    raise why_not(draft_id, by)


def check_opened(draft: Draft, by: User, verdict: Verdict) -> None:
    """Compare what the editor looked at with what stands; changes nothing.

    Raises:
        CurationError: as `claim` does, or StaleRecordError: the agreement changed.
    """
    refused = refusal(draft.pk, by)
    if refused is not None:
        raise refused
    if draft.version != verdict.version:
        raise why_not(draft.pk, by)
    parties = Revision.from_json(draft.revised).parties
    check_record(verdict, parties or Proposal.from_json(draft.proposed).parties)


def why_not(draft_id: int, by: User) -> CurationError:
    """Return why an editor can't change a draft as it was when it was opened."""
    return refusal(draft_id, by) or StaleDraftError(
        gettext("The draft has changed since you opened it: look at it again.")
    )


def _waits_for_second(draft_id: int, version: int) -> bool:
    waiting = Draft.objects.filter(pk=draft_id, state=Draft.State.SECOND, version=version)
    return waiting.exists()
