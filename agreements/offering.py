"""Take drafts that people's programs propose: through the door, and marked as theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from agreements import intake
from agreements.checking import Fault, faults
from agreements.edtf import bounds
from agreements.models import Document, Draft, MilestoneKind
from agreements.proposal import Proposal, ProposedMilestone

# Of who does not say how sure they are.
_UNSAID: float = 0.5
_ENDS: Final = frozenset({MilestoneKind.DENOUNCED, MilestoneKind.TERMINATED, MilestoneKind.EXPIRED})


class ProposalError(Exception):
    """A proposal that could never be approved as it is; `faults` say why, by places."""

    def __init__(self, found: list[Fault]) -> None:
        """Keep what is wrong."""
        self.faults = found
        super().__init__(found[0].words)


@dataclass(frozen=True, slots=True)
class Offered:
    """The draft that a proposal has become, and whether it is new."""

    number: int
    is_new: bool


@transaction.atomic
def offer(owner: User, handle: str, document: int | intake.Text, proposal: Proposal) -> Offered:
    """Put a proposal into the queue, its document archived; the same one twice is one draft.

    `document` is the number of an archived one, or the text itself; `handle` is the API key's.

    Raises:
        Document.DoesNotExist: there is no document of this number.
        ProposalError: a value is wrong, or not what its document says.
    """
    number = document if isinstance(document, int) else intake.archive_document(document)[0]
    # One after the other: places among the drafts of a document are given out here.
    archived = Document.objects.select_for_update().get(pk=number)
    found = faults(proposal, archived.text) + _unquoted(proposal, archived.text)
    found = found or list(_reversed(proposal))
    if found:
        raise ProposalError(found)
    own = Draft.objects.filter(document=archived, proposed_by=owner)
    known = own.filter(proposed=proposal.to_json()).values_list("pk", flat=True).first()
    if known is not None:
        return Offered(known, is_new=False)
    version = f"api {handle}"
    made = intake.propose_draft(
        archived.pk,
        proposal,
        reader_version=version,
        ordinal=Draft.objects.filter(document=archived, reader_version=version).count(),
        score=_score(proposal),
    )
    Draft.objects.filter(pk=made).update(proposed_by=owner)
    return Offered(made, is_new=True)


def _unquoted(proposal: Proposal, text: str) -> list[Fault]:
    quote = proposal.parties_quote
    if quote is None or text[quote.start : quote.end] == quote.words:
        return []
    return [Fault(None, "parties_quote", "The document does not say that there.")]


def _reversed(proposal: Proposal) -> Iterator[Fault]:
    """Find what ended an agreement before it was signed; its dates must be such.

    An entry into force may lie before the signature: some texts work backwards.
    """
    told = [(p, s) for p, s in enumerate(proposal.statements) if isinstance(s, ProposedMilestone)]
    signed = [bounds(s.date).earliest for _, s in told if s.date and s.kind == MilestoneKind.SIGNED]
    first = min((day for day in signed if day), default=None)
    for place, statement in told:
        last = bounds(statement.date).latest if statement.date else None
        if first and last and statement.kind in _ENDS and last < first:
            yield Fault(place, "date", f"{statement.kind} before it was signed.")


def _score(proposal: Proposal) -> float:
    told = [s.confidence for s in proposal.statements if s.confidence is not None]
    return min(told, default=_UNSAID)
