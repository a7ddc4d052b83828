"""The door for the machine: archive a text, ask what is known, offer a draft. Never publish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.matching import Match, find_head, find_matches
from agreements.models import Document, Draft, Party
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

__all__ = [
    "Match",
    "Proposal",
    "ProposedCommitment",
    "ProposedMilestone",
    "ProposedStatement",
    "ProposedTerm",
    "Quote",
    "Text",
    "archive_document",
    "find_matches",
    "known_parties",
    "propose_draft",
]

# What `Document` has room for.
_LONGEST_ADDRESS: Final = 2000
_LONGEST_LANGUAGE: Final = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be archived, with where it came from; empty where that is not known."""

    text: str
    url: str = ""
    canonical_url: str = ""
    publisher: str = ""
    title: str = ""
    published: date | None = None
    language: str = ""


def archive_document(text: Text) -> tuple[int, bool]:
    """Return the number of the document with these words, and whether it is new.

    Safe to run twice and at once: the same words are one document, with the first one's origin.
    """
    document, is_new = Document.objects.get_or_create(
        sha256=Document.fingerprint(text.text),
        defaults={
            "text": text.text,
            "url": _if_short(text.url, _LONGEST_ADDRESS),
            "canonical_url": _if_short(text.canonical_url, _LONGEST_ADDRESS),
            "publisher": text.publisher[:200],
            "title": text.title[:500],
            "published": text.published,
            "language": _if_short(text.language, _LONGEST_LANGUAGE),
        },
    )
    return document.pk, is_new


def known_parties() -> Mapping[str, str]:
    """Return {code: name} of every party of the record."""
    return dict(Party.objects.values_list("code", "name"))


def propose_draft(
    document_id: int, proposal: Proposal, *, reader_version: str, ordinal: int, score: float
) -> int:
    """Offer what a reader made of a document; returns the draft's number.

    One that tells the same as a waiting draft of another text joins that one. Safe to run twice:
    one reading of one document makes each draft once.
    """
    published = Document.objects.values_list("published", flat=True).get(pk=document_id)
    likely = [m for m in find_matches(proposal, published=published) if m.is_likely]
    match = likely[0].agreement_id if likely else None
    head = find_head(proposal, document_id=document_id, published=published, match=match)
    draft, _ = Draft.objects.get_or_create(
        document_id=document_id,
        reader_version=reader_version,
        ordinal=ordinal,
        defaults={
            "proposed": proposal.to_json(),
            "match_id": match,
            "head_id": head,
            "score": score,
        },
    )
    return draft.pk


def _if_short(value: str, longest: int) -> str:
    """Return what a page says of itself, or nothing where it is too long to be true."""
    return value if len(value) <= longest else ""
