"""Take a draft for a duplicate: of an agreement, or of another draft that waits."""

from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from agreements import ledger
from agreements.checking import problems
from agreements.curation import noting
from agreements.curation.approving import approve_joined
from agreements.curation.claiming import claim, one_change
from agreements.curation.targets import check_pair, still_held
from agreements.edtf import EdtfError
from agreements.holding import Holding
from agreements.joining import told_on
from agreements.merging import Effect, foresee, merge
from agreements.models import Agreement, Decision, Draft
from agreements.proposal import Proposal
from agreements.revision import Revision
from agreements.verdicts import CurationError


def duplicate_of_agreement(
    draft_id: int,
    editor: User,
    agreement: Agreement,
    *,
    version: int,
    seconds: float | None = None,
) -> Decision:
    """Let a draft's evidence go to an agreement that says the same; the draft is done with that.

    What the agreement says already gains the draft's quotes. What it doesn't say, or says
    otherwise, is left out, and the decision lists it. So do drafts that wait behind this one.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: the agreement can't take it; nothing was changed.
    """
    with one_change():
        draft = claim(draft_id, version, Draft.State.APPROVED, by=editor)
        before = noting.before(draft)
        held = still_held(agreement)
        revision = Revision.from_json(draft.revised)
        whole = revision.all_of(Proposal.from_json(draft.proposed))
        check_pair(held.agreement, whole.parties)
        day = told_on(draft.document, timezone.now().date())
        same = _agreeing(held, whole, draft, day) - revision.left_out
        kept = _kept(whole, same, draft, held)
        left_out = sorted(set(range(len(whole.statements))) - same)
        draft.match = held.agreement
        draft.save(update_fields=["match"])
        decision = Decision(
            verb=Decision.Verb.DUPLICATE,
            editor=editor,
            draft=draft,
            before=before,
            after={
                "agreement": held.agreement.key,
                "statements": len(same),
                "left_out": left_out,
            },
            seconds=seconds,
        )
        plan = merge(held, kept.statements, document_id=draft.document_id, told_on=day)
        with ledger.entry(decision) as made:
            ledger.carry_out(made, [plan])
        approve_joined(decision, held.agreement, editor)
        return decision


def duplicate_of_draft(
    draft_id: int, editor: User, other_id: int, *, version: int, seconds: float | None = None
) -> Decision:
    """Let a draft wait behind another one that tells the same, with all that waits behind it.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: the other draft can't lead it; nothing was changed.
    """
    with one_change():
        draft = claim(draft_id, version, Draft.State.OPEN, by=editor)
        before = noting.before(draft)
        head = _head(draft, other_id)
        behind = Draft.objects.filter(head=draft, state=Draft.State.OPEN)
        moved = list(behind.order_by("pk").values_list("pk", flat=True))
        Draft.objects.filter(pk__in=moved).update(head=head)
        draft.head = head
        draft.save(update_fields=["head"])
        decision = Decision(
            verb=Decision.Verb.DUPLICATE,
            editor=editor,
            draft=draft,
            before=before,
            after={"head": head.pk} | ({"moved": moved} if moved else {}),
            seconds=seconds,
        )
        with ledger.entry(decision):
            return decision


def _agreeing(held: Holding, whole: Proposal, draft: Draft, day: date) -> set[int]:
    """Return the places of what the agreement says already."""
    found = set()
    for place, statement in enumerate(whole.statements):
        try:
            (effect,) = foresee(held, [statement], document_id=draft.document_id, told_on=day)
        except EdtfError:
            continue
        if effect == Effect.SUPPORTS:
            found.add(place)
    return found


def _kept(whole: Proposal, same: set[int], draft: Draft, held: Holding) -> Proposal:
    key = held.agreement.key
    if not same:
        raise CurationError(
            gettext(
                "Nothing that this draft says stands in %(key)s yet, so it is no "
                "duplicate: approve it onto %(key)s instead, or reject it."
            )
            % {"key": key}
        )
    kept = whole.without(frozenset(range(len(whole.statements))) - same)
    found = problems(kept, draft.document.text)
    if found:
        raise CurationError(" ".join(found))
    return kept


def _head(draft: Draft, other_id: int) -> Draft:
    """Return the draft to wait behind: the other one, or the one behind which that one waits.

    Raises:
        CurationError: there is none.
    """
    drafts = Draft.objects.select_related("head", "match")
    head = drafts.filter(pk=other_id).first()
    if head is None:
        raise CurationError(gettext("There is no draft %(other_id)s.") % {"other_id": other_id})
    if head == draft:
        raise CurationError(gettext("A draft is no duplicate of itself: choose another one."))
    if head.state != Draft.State.OPEN:
        raise CurationError(_decided(head))
    if _pair(head) != _pair(draft):
        raise CurationError(
            gettext("Draft %(pk)s is between other parties than this one.") % {"pk": head.pk}
        )
    while head.head is not None and head.head.state == Draft.State.OPEN:
        head = drafts.get(pk=head.head.pk)
    if head == draft:
        raise CurationError(
            gettext(
                "Draft %(other_id)s waits behind this one already: decide on this one, "
                "or open draft %(other_id)s and make this one wait behind it."
            )
            % {"other_id": other_id}
        )
    return head


def _decided(head: Draft) -> str:
    onto = f", as {head.match.key}" if head.match and head.state == Draft.State.APPROVED else ""
    return gettext(
        "Draft %(pk)s is open no longer (%(names)s%(onto)s): choose %(value)s instead."
    ) % {
        "pk": head.pk,
        "names": head.get_state_display().lower(),
        "onto": onto,
        "value": "that agreement" if onto else "another",
    }


def _pair(draft: Draft) -> tuple[str, ...]:
    revision = Revision.from_json(draft.revised)
    return tuple(sorted(revision.parties or draft.proposed["parties"]))
