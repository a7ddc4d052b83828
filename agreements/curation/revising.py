"""Change what a draft would publish: the editor's layer over the machine's proposal."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements.checking import Fault, faults, in_words
from agreements.curation.claiming import one_change, why_not
from agreements.models import Draft
from agreements.models.draft import DraftQuerySet
from agreements.proposal import Judgement, Proposal, ProposedStatement
from agreements.revision import Revision
from agreements.sorting import sort_again
from agreements.verdicts import CurationError


class RevisionError(CurationError):
    """Values that can't be published as the editor has them; `faults` says which, and why."""

    def __init__(self, found: Sequence[Fault], revised: Proposal) -> None:
        """Say all of it in one message too."""
        self.faults = found
        super().__init__(" ".join(in_words(fault, revised) for fault in found))


def revise(draft_id: int, editor: User, version: int, revision: Revision) -> Draft:
    """Store the editor's layer on an open draft and return the draft, a version later.

    What the machine proposed stays as it is, and so does an earlier editor's layer in what
    `revision` took over of it. Only what the layer says itself is checked: what is wrong with a
    value of the machine's is said when the draft is approved.

    Raises:
        RevisionError: a value is unsound, rests on nothing, or on words that the text doesn't say.
        LeaseLostError: somebody else has it open.
        AlreadyDecidedError: the draft has been decided.
        StaleDraftError: the draft changed since it was opened.
    """
    with one_change():
        free = DraftQuerySet(Draft).free_for(editor).select_for_update(of=("self",))
        open_now = free.filter(pk=draft_id, state__in=Draft.UNDECIDED, version=version)
        draft = open_now.select_related("document").first()
        if draft is None:
            raise why_not(draft_id, editor)
        check_revision(revision, draft, editor, earlier=Revision.from_json(draft.revised))
        draft.revised = revision.to_json()
        draft.revised_by = editor
        draft.version += 1
        draft.save(update_fields=["revised", "revised_by", "version"])
        sort_again(draft)
        return draft


def check_revision(revision: Revision, draft: Draft, editor: User, *, earlier: Revision) -> None:
    """Refuse a layer that could not be published as the editor has it; `earlier` is that before it.

    Raises:
        RevisionError: a value is unsound, rests on nothing, or on words that the text doesn't say.
    """
    proposal = Proposal.from_json(draft.proposed)
    _check_places(revision, proposal)
    found = [*_unsound(revision, proposal, draft.document.text)]
    found += _borrowed(revision, earlier, proposal, editor)
    if found:
        raise RevisionError(found, revision.all_of(proposal))


def _check_places(revision: Revision, proposal: Proposal) -> None:
    proposed = range(len(proposal.statements))
    known = range(len(proposed) + len(revision.added))
    if not (set(revision.changed) <= set(proposed) and revision.left_out <= set(known)):
        raise CurationError(gettext("The draft has no such value: look at it again."))


def _unsound(revision: Revision, proposal: Proposal, text: str) -> Iterable[Fault]:
    """Return what is wrong with what the editor says, left aside what is not to be published."""
    own = set(_own(revision, proposal)) - revision.left_out
    for fault in faults(revision.all_of(proposal), text):
        if fault.place in own or (fault.place is None and revision.parties):
            yield fault
    for place in sorted(own):
        sources = revision.all_of(proposal).statements[place].sources
        if any(isinstance(s, Judgement) and not s.text.strip() for s in sources):
            yield Fault(place, "evidence", "a judgement needs words: say why it is so.")


def _borrowed(
    revision: Revision, earlier: Revision, proposal: Proposal, editor: User
) -> Iterable[Fault]:
    """Refuse new judgements in another's name."""
    said = {j for s in (*earlier.changed.values(), *earlier.added) for j in _judgements(s)}
    for place in _own(revision, proposal):
        for judgement in _judgements(revision.all_of(proposal).statements[place]):
            if judgement not in said and judgement.author_id != editor.pk:
                told = "a judgement is its author's own: write it in your own name."
                yield Fault(place, "evidence", told)


def _own(revision: Revision, proposal: Proposal) -> list[int]:
    """Return the places at which the layer says something itself."""
    first = len(proposal.statements)
    return [*sorted(revision.changed), *range(first, first + len(revision.added))]


def _judgements(statement: ProposedStatement) -> list[Judgement]:
    return [source for source in statement.sources if isinstance(source, Judgement)]
