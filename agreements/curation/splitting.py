"""Cut a draft in two, where one text tells of two agreements, and make one of them again."""

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation import noting
from agreements.curation.claiming import claim, one_change
from agreements.models import Decision, Draft
from agreements.proposal import Proposal
from agreements.revision import Revision
from agreements.verdicts import CurationError


def split(
    draft_id: int,
    editor: User,
    places: Collection[int],
    *,
    version: int,
    seconds: float | None = None,
) -> Decision:
    """Let the values at `places` (as `Revision` counts) go to a draft of their own.

    Both keep all that the reader proposed: each leaves out what the other one has.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: nothing would go, or nothing would stay.
    """
    with one_change():
        draft = claim(draft_id, version, Draft.State.OPEN, by=editor)
        before = noting.before(draft)
        proposal = Proposal.from_json(draft.proposed)
        revision = Revision.from_json(draft.revised)
        moved = _moved(revision, proposal, places)
        everything = frozenset(range(len(revision.all_of(proposal).statements)))
        other = _cut_off(draft, revision.leaving_out(revision.left_out | (everything - moved)))
        draft.revised = revision.leaving_out(revision.left_out | moved).to_json()
        draft.save(update_fields=["revised"])
        decision = Decision(
            verb=Decision.Verb.SPLIT,
            editor=editor,
            draft=draft,
            before=before,
            after={
                "split_off": other.pk,
                "places": sorted(moved),
                "added": len(revision.added),
            },
            seconds=seconds,
        )
        with ledger.entry(decision):
            return decision


def _moved(revision: Revision, proposal: Proposal, places: Collection[int]) -> frozenset[int]:
    """Return which values go.

    Raises:
        CurationError: there are no such values, none goes, or none stays.
    """
    kept = frozenset(revision.kept(proposal))
    moved = frozenset(places)
    if not moved <= kept:
        raise CurationError(
            gettext(
                "One of the values to be split off is left out, or not there: look at "
                "the draft again."
            )
        )
    if not moved:
        raise CurationError(
            gettext("Nothing would go to the other draft: choose the values that do.")
        )
    if moved == kept:
        raise CurationError(
            gettext("Nothing would stay in this draft: choose fewer of its values.")
        )
    return moved


def _cut_off(draft: Draft, revision: Revision) -> Draft:
    reading = Draft.objects.filter(document=draft.document_id, reader_version=draft.reader_version)
    last = reading.aggregate(last=Max("ordinal"))["last"]
    return Draft.objects.create(
        document_id=draft.document_id,
        reader_version=draft.reader_version,
        ordinal=last + 1,
        proposed=draft.proposed,
        revised=revision.to_json(),
        revised_by=draft.revised_by,
        score=draft.score,
        kind=draft.kind,
        urgency=draft.urgency,
        queued_at=draft.queued_at,
        split_from=draft,
    )


def rejoined(
    mine: Revision, theirs: Revision, proposal: Proposal, moved: frozenset[int], shared: int
) -> Revision:
    """Return the layer of a draft that takes back what was split off, with what was done to it.

    `shared` is how many added values both had when they were split.
    """
    first = len(proposal.statements)
    added = list(mine.added)
    for place in moved:
        at = place - first
        if 0 <= at < min(len(added), len(theirs.added)):
            added[at] = theirs.added[at]
    more = theirs.added[shared:]
    left_out = (mine.left_out - moved) | (theirs.left_out & moved)
    left_out |= {
        first + len(added) + at for at in range(len(more)) if first + shared + at in theirs.left_out
    }
    changed = {place: said for place, said in mine.changed.items() if place not in moved}
    changed |= {place: said for place, said in theirs.changed.items() if place in moved}
    return replace(mine, left_out=left_out, changed=changed, added=(*added, *more))
