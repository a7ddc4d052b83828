"""Publish drafts."""

from collections.abc import Collection, Iterable
from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from agreements import ledger
from agreements.checking import problems
from agreements.curation import again, noting, second
from agreements.curation.claiming import claim, one_change
from agreements.curation.leases import has_other_holder
from agreements.curation.targets import check_pair, not_merged
from agreements.curation.versions import check_record
from agreements.folding import holdings
from agreements.joining import differing_titles, told_on
from agreements.merging import merge
from agreements.models import Agreement, Decision, Document, Draft, StatusSpan
from agreements.proposal import Proposal, ProposedMilestone
from agreements.revision import Revision
from agreements.said import Said
from agreements.verdicts import CurationError, Verdict

_NOWHERE: Final = gettext_lazy(
    "Nothing would say where the agreement stands: keep a milestone that has "
    "happened, or reject the draft."
)
_NOTHING: Final = gettext_lazy("Nothing would be published: keep a value, or reject the draft.")


def approve(draft_id: int, editor: User, verdict: Verdict) -> Decision:
    """Publish a draft: one transaction from the claim to the rebuilt card.

    What is grave is not published yet but kept for a second editor (see `curation.second`); the
    decision returned is of verb `second` then.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        StaleRecordError: the agreement did.
        CurationError: the verdict can't be carried out; nothing was changed.
    """
    with one_change():
        draft = claim(draft_id, verdict.version, Draft.State.APPROVED, by=editor, of_two=True)
        proposed = Proposal.from_json(draft.proposed)
        revision = Revision.from_json(draft.revised).leaving_out(verdict.left_out)
        proposal = revision.over(proposed)
        _check(proposal, draft.document, onto=verdict.agreement)
        check_record(verdict, proposal.parties)
        said = Said.approval(verdict, revision, proposed)
        opinions = second.unsettled(draft)
        held_back = second.hold_back(draft, editor, said, verdict.seconds, opinions)
        if held_back is not None:
            return held_back
        agreement = verdict.agreement or ledger.new_agreement(*proposal.parties)
        decision = _approval(draft, agreement, editor)
        decision.seconds = verdict.seconds
        second.settle(decision, said, opinions)
        draft.match = agreement
        draft.revised = revision.to_json()
        draft.save(update_fields=["match", "revised"])
        _publish(decision, draft, agreement, proposal, _after(revision.left_out, verdict.speaking))
        approve_joined(decision, agreement, editor)
        again.deal(decision)
        return decision


def _approval(draft: Draft, agreement: Agreement, editor: User, **before: object) -> Decision:
    noted = noting.before(draft)
    noted["draft"] |= before
    return Decision(
        verb=Decision.Verb.APPROVE,
        editor=editor,
        draft=draft,
        before=noted,
        after={"agreement": agreement.key},
    )


def _publish(
    decision: Decision,
    draft: Draft,
    agreement: Agreement,
    proposal: Proposal,
    speaking: Collection[int] = (),
) -> None:
    """Write what is approved of a draft under a decision that is not stored yet."""
    decision.after = (decision.after or {}) | {
        "statements": len(proposal.statements),
        "left_out": (draft.revised or {}).get("left_out", []),
    }
    with ledger.entry(decision) as made:
        (held,) = holdings([agreement.pk])
        plan = merge(
            held,
            proposal.statements,
            document_id=draft.document_id,
            told_on=told_on(draft.document, made.at.date()),
            speaking=speaking,
        )
        ledger.carry_out(made, [plan])
    if not _stands(made, agreement):
        raise CurationError(_NOWHERE)


def _stands(made: ledger.Entry, agreement: Agreement) -> bool:
    """Tell whether the record says where the agreement stands."""
    if agreement.pk in made.written:
        return made.written[agreement.pk].has_spans
    spans = StatusSpan.objects.filter(card__agreement=agreement, card__known_to=None)
    return spans.exists()


def _after(left_out: Collection[int], places: Iterable[int]) -> frozenset[int]:
    """Return where these places are when others are left out."""
    kept = (place for place in places if place not in left_out)
    return frozenset(place - sum(out < place for out in left_out) for place in kept)


def approve_joined(head: Decision, agreement: Agreement, editor: User) -> None:
    """Let texts that say nothing else than the draft just approved add their words to it.

    Those that say more or otherwise wait in the queue, as news of the same agreement; so does one
    that somebody else has open just now.
    """
    joined = Draft.objects.filter(head=head.draft, state=Draft.State.OPEN)
    for draft in joined.select_related("document").order_by("pk"):
        revision, proposal = Revision.from_json(draft.revised), Proposal.from_json(draft.proposed)
        told = revision.over(proposal)
        (held,) = holdings([agreement.pk])
        other = differing_titles(held, told, draft.document, head.at.date())
        if other is None or has_other_holder(draft, editor):
            Draft.objects.filter(pk=draft.pk).update(match=agreement)
            continue
        claimed = claim(draft.pk, draft.version, Draft.State.APPROVED, by=editor)
        was_out, places = revision.left_out, revision.kept(proposal)
        decision = _approval(claimed, agreement, editor, left_out=sorted(was_out))
        decision.after = (decision.after or {}) | {"with": head.pk}
        claimed.match = agreement
        claimed.revised = revision.leaving_out({*was_out, *(places[p] for p in other)}).to_json()
        claimed.save(update_fields=["match", "revised"])
        _publish(decision, claimed, agreement, told.without(other))


def _check(proposal: Proposal, document: Document, *, onto: Agreement | None) -> None:
    if not proposal.statements:
        raise CurationError(_NOTHING)
    if onto is not None:
        check_pair(onto, proposal.parties)
        not_merged(onto)
    elif not any(isinstance(s, ProposedMilestone) for s in proposal.statements):
        raise CurationError(_NOWHERE)
    found = problems(proposal, document.text)
    if found:
        raise CurationError(" ".join(found))
