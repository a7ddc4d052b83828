"""What the page tests share: an editor, somebody signed in, a draft in the queue."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements import intake
from agreements.models import Draft
from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone, ProposedTerm, Quote

TEXT = (
    "Kenya and Fiji signed the Harbour Pact in Suva on 2 March 2026. Kenya will train Fiji's coast "
    "guard. The pact does not commit either side to defend the other."
)
MakeDraft = Callable[..., Draft]


def quote(words: str, text: str = TEXT) -> Quote:
    start = text.index(words)
    return Quote(start, start + len(words), words)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("olena", password="a long enough word")  # noqa: S106  a test's


@pytest.fixture
def desk(editor: User) -> Client:
    """A client with the editor signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def make_draft(db: None) -> MakeDraft:
    """Return a function that puts a draft about Kenya and Fiji into the queue."""

    def make(
        text: str = TEXT,
        ordinal: int = 0,
        signed: str = "2026-03-02",
        url: str = "https://ledger.example/pact",
    ) -> Draft:
        document, _ = intake.archive_document(
            intake.Text(
                text=text,
                title="Harbour Pact signed",
                publisher="The Suva Ledger",
                url=url,
                published=date(2026, 3, 3),
            )
        )
        proposal = Proposal(
            parties=("FJ", "KE"),
            parties_quote=quote("Kenya and Fiji"),
            parties_confidence=0.97,
            statements=(
                ProposedTerm(name="title", value="Harbour Pact", sources=(quote("Harbour Pact"),)),
                ProposedMilestone(
                    kind="signed",
                    date=signed,
                    place="Suva",
                    confidence=0.9,
                    sources=(quote("signed the Harbour Pact in Suva on 2 March 2026"),),
                ),
                ProposedCommitment(
                    type="military_training",
                    direction="one_way",
                    debtor="KE",
                    creditor="FJ",
                    strength="intent",
                    confidence=0.7,
                    sources=(quote("will train Fiji's coast guard"),),
                ),
                ProposedCommitment(
                    type="mutual_defence",
                    held="excluded",
                    direction="mutual",
                    confidence=0.4,
                    sources=(quote("does not commit either side to defend the other"),),
                ),
            ),
        )
        number = intake.propose_draft(
            document, proposal, reader_version="test", ordinal=ordinal, score=0.9
        )
        return Draft.objects.get(pk=number)

    return make
