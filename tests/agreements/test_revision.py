"""The editor's layer over a proposal."""

import json
from decimal import Decimal

from agreements.proposal import (
    Judgement,
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedTerm,
    Quote,
)
from agreements.revision import Revision

TITLE = ProposedTerm(name="title", value="Harbour Pact", sources=(Quote(0, 3, "The"),))
SIGNED = ProposedMilestone(kind="signed", date="2026-03", sources=(Quote(4, 7, "day"),))
PROPOSAL = Proposal(("FJ", "KE"), (TITLE, SIGNED))
MENDED = ProposedMilestone(kind="signed", date="2026-03-02", sources=(Judgement("I was there", 7),))
AID = ProposedCommitment(type="financing", amount=Decimal("1.50"), currency="USD")


def test_empty_revision_leaves_a_proposal_as_it_is_and_is_not_stored() -> None:
    assert Revision().over(PROPOSAL) == PROPOSAL
    assert Revision().to_json() is None
    assert Revision.from_json(None) == Revision()


def test_revision_changes_adds_and_leaves_out_by_place() -> None:
    revision = Revision(frozenset({0}), {1: MENDED}, (AID,))
    assert revision.over(PROPOSAL).statements == (MENDED, AID)
    assert revision.all_of(PROPOSAL).statements == (TITLE, MENDED, AID)


def test_what_was_added_is_left_out_by_the_places_behind_the_proposed_ones() -> None:
    assert Revision(added=(AID,)).leaving_out([0, 2]).over(PROPOSAL).statements == (SIGNED,)


def test_parties_may_be_said_otherwise() -> None:
    assert Revision(parties=("FJ", "TO")).over(PROPOSAL).parties == ("FJ", "TO")


def test_revision_is_read_as_it_was_stored() -> None:
    revision = Revision(frozenset({0}), {1: MENDED}, (AID,), ("FJ", "TO"))
    assert Revision.from_json(json.loads(json.dumps(revision.to_json()))) == revision
