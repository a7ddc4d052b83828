"""What the API's tests share: approving an agreement on the way that editors take."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User

from agreements import curation, intake
from agreements.models import Draft
from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone, ProposedTerm, Quote

Approve = Callable[..., str]


@pytest.fixture
def approve(db: None) -> Approve:
    """Return a function that has an editor approve an agreement and returns its key."""
    olena = User.objects.create_user("olena")

    def approve_one(first: str, second: str, *, signed: str, title: str) -> str:
        text = f"{title}: signed {signed}. Either side will train the other's soldiers."
        document, _ = intake.archive_document(
            intake.Text(text=text, title="A statement", published=date(2026, 11, 20))
        )
        whole = (Quote(0, len(text), text),)
        proposal = Proposal(
            (first, second),
            (
                ProposedTerm(name="title", value=title, sources=whole),
                ProposedMilestone(kind="signed", date=signed, sources=whole),
                ProposedCommitment(type="military_training", direction="mutual", sources=whole),
            ),
        )
        number = intake.propose_draft(document, proposal, reader_version="t", ordinal=0, score=1.0)
        draft = Draft.objects.get(pk=number)
        decision = curation.approve(number, olena, curation.Verdict(version=draft.version))
        assert decision.agreement is not None
        return decision.agreement.key

    return approve_one
