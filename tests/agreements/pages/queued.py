"""Drafts in the queue by the dozen, without what a reader would have to say of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agreements.models import Document, Draft
from agreements.proposal import Proposal, ProposedTerm

BEGIN = datetime(2026, 11, 20, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A draft of the queue: what it is filtered and ordered by."""

    parties: tuple[str, str] = ("FJ", "KE")
    publisher: str = "The Suva Ledger"
    kind: str = "new"
    urgency: int = 4
    score: float = 0.9
    minute: int = 0


def queue_up(told: Sequence[Told]) -> list[Draft]:
    """Have these drafts wait, each of a text of its own."""
    Document.objects.bulk_create(
        [_document(f"Text {number}", one.publisher) for number, one in enumerate(told)],
        ignore_conflicts=True,
    )
    texts = [_document(f"Text {number}", one.publisher) for number, one in enumerate(told)]
    numbers = dict(
        Document.objects.filter(sha256__in=[t.sha256 for t in texts]).values_list("sha256", "pk")
    )
    return Draft.objects.bulk_create(
        Draft(
            document_id=numbers[text.sha256],
            reader_version="test",
            ordinal=0,
            proposed=Proposal(one.parties, (ProposedTerm(name="title", value="A pact"),)).to_json(),
            score=one.score,
            kind=one.kind,
            urgency=one.urgency,
            queued_at=BEGIN + timedelta(minutes=one.minute),
        )
        for text, one in zip(texts, told, strict=True)
    )


def _document(text: str, publisher: str) -> Document:
    words = f"{text} of {publisher}"
    return Document(text=words, publisher=publisher, sha256=Document.fingerprint(words))
