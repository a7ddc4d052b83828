"""What editors do: approve, reject, undo. Nothing else publishes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agreements import ledger
from agreements.edtf import EdtfError
from agreements.folding import holdings
from agreements.merging import merge
from agreements.models import Agreement, Decision, Draft, Evidence, Statement
from agreements.proposal import Proposal

LEASE: Final = timedelta(minutes=10)


class CurationError(Exception):
    """A decision that can't be carried out; the message tells the editor why and what to do."""


class AlreadyDecidedError(CurationError):
    """Somebody else was first; `decision` says who, when and what."""

    def __init__(self, decision: Decision | None) -> None:
        """Say who decided, when, and what."""
        self.decision = decision
        told = "This draft has been decided already."
        if decision is not None and decision.editor is not None:
            told = (
                f"{decision.editor.get_username()} has decided this draft already: "
                f"{decision.get_verb_display().lower()} at {decision.at:%H:%M UTC on %d %B %Y}."
            )
        super().__init__(told)


class StaleDraftError(CurationError):
    """The draft has changed since the editor opened it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor says of a draft: onto which agreement, and which statements to leave out.

    `agreement` None makes a new one; `left_out` counts places in the proposal from 0; `version` is
    the draft's when the editor opened it.
    """

    version: int
    agreement: Agreement | None = None
    left_out: Collection[int] = ()


def approve(draft_id: int, editor: User, verdict: Verdict) -> Decision:
    """Publish a draft: one transaction from the claim to the rebuilt card.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: the verdict can't be carried out; nothing was changed.
    """
    with transaction.atomic():
        draft = _claim(draft_id, verdict.version, Draft.State.APPROVED)
        proposal = Proposal.from_json(draft.proposed).without(frozenset(verdict.left_out))
        if not any(s.ABOUT == "milestone" for s in proposal.statements):
            raise CurationError(
                "Nothing would say where the agreement stands: keep at least one milestone, "
                "or reject the draft."
            )
        agreement = verdict.agreement or ledger.new_agreement(*proposal.parties)
        _check_pair(agreement, proposal)
        draft.match = agreement
        draft.revised = {"left_out": sorted(verdict.left_out)} if verdict.left_out else None
        draft.save(update_fields=["match", "revised"])
        return _publish(draft, agreement, proposal, editor)


def reject(draft_id: int, editor: User, *, version: int, reason: str) -> Decision:
    """Turn a draft down, with a reason.

    Raises:
        CurationError: no reason was given, somebody was first, or the draft changed.
    """
    if not reason.strip():
        raise CurationError("Say why the draft is rejected.")
    with transaction.atomic():
        draft = _claim(draft_id, version, Draft.State.REJECTED)
        with ledger.entry(Decision.Verb.REJECT, editor, draft=draft, reason=reason.strip()) as made:
            return made.decision


def undo(decision_id: int, editor: User) -> Decision:
    """Take back a decision on a draft: close what it opened, hold again what it closed.

    Nothing is deleted; the draft waits in the queue again.

    Raises:
        CurationError: it is undone already, is not an editor's own kind of decision, or a later
            decision builds on it.
    """
    with transaction.atomic():
        decision = Decision.objects.select_related("draft").get(pk=decision_id)
        draft = _reopened_draft(decision)
        with ledger.entry(Decision.Verb.UNDO, editor, draft=draft, undoes=decision) as made:
            opened, closed = _opened(decision), _closed(decision)
            supports = _supports(decision, opened)
            ledger.close(made, opened)
            made.touched |= _withdraw_supports(made, supports)
            for statement, evidence in closed:
                ledger.reopen(made, statement, evidence)
            draft.match = None if _is_empty(draft.match) else draft.match
            draft.save(update_fields=["match", "state", "version"])
            return made.decision


def take_lease(draft: Draft, editor: User) -> bool:
    """Mark the draft as being looked at by this editor; False while somebody else is."""
    now = timezone.now()
    free = Draft.objects.filter(pk=draft.pk).exclude(
        lease_until__gt=now, lease_by__isnull=False, lease_by__in=User.objects.exclude(pk=editor.pk)
    )
    return bool(free.update(lease_by=editor, lease_until=now + LEASE))


def _publish(draft: Draft, agreement: Agreement, proposal: Proposal, editor: User) -> Decision:
    told = draft.document.published
    with ledger.entry(
        Decision.Verb.APPROVE, editor, draft=draft, describe=_described(agreement, proposal)
    ) as made:
        (held,) = holdings([agreement.pk])
        try:
            plan = merge(
                held,
                proposal.statements,
                document_id=draft.document_id,
                told_on=min(told or made.at.date(), made.at.date()),
            )
        except EdtfError as error:
            raise CurationError(str(error)) from error
        ledger.carry_out(made, [plan])
        made.touched.add(agreement.pk)
        return made.decision


def _described(agreement: Agreement, proposal: Proposal) -> dict[str, Any]:
    return {"agreement": agreement.key, "statements": len(proposal.statements)}


def _claim(draft_id: int, version: int, state: Draft.State) -> Draft:
    """Take the draft out of the queue, or say who did; compare and set, so no two can."""
    taken = Draft.objects.filter(pk=draft_id, state=Draft.State.OPEN, version=version)
    if taken.update(state=state, version=version + 1, lease_by=None, lease_until=None):
        return Draft.objects.select_related("document", "match").get(pk=draft_id)
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise CurationError("There is no such draft.")
    if draft.state == Draft.State.OPEN:
        raise StaleDraftError("The draft has changed since you opened it: look at it again.")
    raise AlreadyDecidedError(draft.decisions.select_related("editor").first())


def _check_pair(agreement: Agreement, proposal: Proposal) -> None:
    pair = (agreement.first_party_id, agreement.second_party_id)
    if pair != tuple(sorted(proposal.parties)):
        raise CurationError(f"{agreement.key} is between other parties than the draft.")


def _reopened_draft(decision: Decision) -> Draft:
    if decision.verb not in (Decision.Verb.APPROVE, Decision.Verb.REJECT) or decision.draft is None:
        raise CurationError("Only decisions on drafts can be undone.")
    if Decision.objects.filter(undoes=decision).exists():
        raise CurationError("This decision has been undone already.")
    draft = Draft.objects.select_for_update().get(pk=decision.draft.pk)
    if draft.decisions.exclude(verb=Decision.Verb.UNDO).first() != decision:
        raise CurationError("The draft has been decided anew since: undo that first.")
    draft.state = Draft.State.OPEN
    draft.version += 1
    return draft


def _opened(decision: Decision) -> list[Statement]:
    """Return what is held today of what the decision opened, undone changes seen through.

    Raises:
        CurationError: a decision that stands has changed or supported some of it since.
    """
    live: list[Statement] = []
    for model in ledger.STATEMENT_MODELS:
        for first in model.objects.filter(decision=decision, restores=None).order_by("pk"):
            held = (
                first if first.known_to is None else first.restored_by.filter(known_to=None).first()
            )
            if held is None:
                raise CurationError(
                    f"A later decision ({first.closed_by}) builds on this one: undo it first."
                )
            later = _later_evidence(decision, held)
            if later is not None:
                raise CurationError(
                    f"A later decision ({later.decision}) builds on this one: undo it first."
                )
            live.append(held)
    return live


def _later_evidence(decision: Decision, statement: Statement) -> Evidence | None:
    """Return open evidence of the statement that another decision brought, if any."""
    brought = statement.evidence.filter(known_to=None).select_related(
        "decision", "restores__decision"
    )
    return next((e for e in brought if (e.restores or e).decision_id != decision.pk), None)


def _closed(decision: Decision) -> list[tuple[Statement, list[Evidence]]]:
    return [
        (statement, list(statement.evidence.filter(closed_by=decision).order_by("pk")))
        for model in ledger.STATEMENT_MODELS
        for statement in model.objects.filter(closed_by=decision).order_by("pk")
    ]


def _supports(decision: Decision, opened: list[Statement]) -> list[Evidence]:
    """Return the evidence that the decision added to statements of others."""
    own = {(type(s).__name__.lower(), s.pk) for s in opened}
    brought = Q(decision=decision, restores=None) | Q(restores__decision=decision)
    added = Evidence.objects.filter(brought, known_to=None).order_by("pk")
    return [e for e in added if _pointer(e) not in own]


def _withdraw_supports(made: ledger.Entry, supports: list[Evidence]) -> set[int]:
    Evidence.objects.filter(pk__in=[e.pk for e in supports]).update(
        known_to=made.at, closed_by=made.decision
    )
    statements = [e.milestone or e.commitment or e.term or e.link for e in supports]
    return {s.agreement_id for s in statements if s is not None}


def _pointer(evidence: Evidence) -> tuple[str, int | None]:
    for name in ("milestone", "commitment", "term"):
        if getattr(evidence, f"{name}_id") is not None:
            return name, getattr(evidence, f"{name}_id")
    return "link", evidence.link_id


def _is_empty(agreement: Agreement | None) -> bool:
    if agreement is None:
        return True
    (held,) = holdings([agreement.pk])
    return held.is_empty
