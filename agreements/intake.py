"""The door for the machine: archive a text, ask what is known, offer a draft. Never publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements.edtf import EdtfError, bounds
from agreements.models import Card, CommitmentType, Document, Draft, Party
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
    "known_commitment_types",
    "known_parties",
    "propose_draft",
]

# How much each likeness speaks for one agreement rather than a new one; judgement, tried on the
# reference data: a pair alone is never enough, title words or a fitting date are.
_SAME_KIND: Final = 0.25
_TITLE_WORDS: Final = 0.45
_DATE_FITS: Final = 0.4
_DATE_CLASHES: Final = -0.6
_TOLD_AS_COMING: Final = -0.5
_ENOUGH: Final = 0.5
# A pact told of as still to come is hardly the one that was signed longer ago than this.
_STILL_NEWS: Final = timedelta(days=120)
_EMPTY_WORDS: Final = frozenset(
    (
        "a",
        "an",
        "and",
        "between",
        "concerning",
        "for",
        "in",
        "its",
        "new",
        "of",
        "on",
        "the",
        "with",
    )
)


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


@dataclass(frozen=True, slots=True)
class Match:
    """An agreement that a proposal may be about, and how much speaks for it (0 to about 1)."""

    agreement_id: int
    key: str
    title: str
    signed: str
    score: float

    @property
    def is_likely(self) -> bool:
        """Tell whether it is more likely this agreement than a new one."""
        return self.score >= _ENOUGH


def archive_document(text: Text) -> tuple[int, bool]:
    """Return the number of the document with these words, and whether it is new.

    Safe to run twice and at once: the same words are one document, with the first one's origin.
    """
    document, is_new = Document.objects.get_or_create(
        sha256=Document.fingerprint(text.text),
        defaults={
            "text": text.text,
            "url": text.url,
            "canonical_url": text.canonical_url,
            "publisher": text.publisher[:200],
            "title": text.title[:500],
            "published": text.published,
            "language": text.language,
        },
    )
    return document.pk, is_new


def known_parties() -> Mapping[str, str]:
    """Return {code: name} of every party of the record."""
    return dict(Party.objects.values_list("code", "name"))


def known_commitment_types() -> frozenset[str]:
    """Return the codes of the codebook."""
    return frozenset(CommitmentType.objects.values_list("code", flat=True))


def propose_draft(
    document_id: int, proposal: Proposal, *, reader_version: str, ordinal: int, score: float
) -> int:
    """Offer what a reader made of a document; returns the draft's number.

    Safe to run twice: one reading of one document makes each draft once.
    """
    published = Document.objects.values_list("published", flat=True).get(pk=document_id)
    likely = [m for m in find_matches(proposal, published=published) if m.is_likely]
    draft, _ = Draft.objects.get_or_create(
        document_id=document_id,
        reader_version=reader_version,
        ordinal=ordinal,
        defaults={
            "proposed": proposal.to_json(),
            "match_id": likely[0].agreement_id if likely else None,
            "score": score,
        },
    )
    return draft.pk


def find_matches(proposal: Proposal, *, published: date | None = None) -> list[Match]:
    """Return the agreements of the same pair, the likeliest first; one query."""
    cards = Card.objects.filter(
        known_to=None,
        agreement__first_party=proposal.parties[0],
        agreement__second_party=proposal.parties[1],
    )
    names = _words(" ".join(known_parties()[code] for code in proposal.parties))
    matches = [
        Match(
            agreement_id=card.agreement_id,
            key=f"A-{card.agreement_id}",
            title=card.title,
            signed=card.signed,
            score=round(_score(proposal, card, names, published), 3),
        )
        for card in cards
    ]
    return sorted(matches, key=lambda match: (-match.score, match.agreement_id))


def _score(proposal: Proposal, card: Card, names: frozenset[str], published: date | None) -> float:
    title = _words(proposal.term("title") or "") - names
    shared = len(title & _words(card.title)) / len(title) if title else 0.0
    score = _TITLE_WORDS * shared
    if proposal.term("kind") == card.kind:
        score += _SAME_KIND
    return score + _date_score(proposal, card) + _coming_score(proposal, card, published)


def _date_score(proposal: Proposal, card: Card) -> float:
    told = [
        s.date
        for s in proposal.statements
        if isinstance(s, ProposedMilestone) and s.kind == "signed" and s.date
    ]
    if not told or not card.signed:
        return 0.0
    return _DATE_FITS if any(_fits(day, card.signed) for day in told) else _DATE_CLASHES


def _coming_score(proposal: Proposal, card: Card, published: date | None) -> float:
    """Count against an agreement that was signed long before the text tells of it as coming."""
    is_past = any(
        isinstance(s, ProposedMilestone)
        and not s.is_expected
        and s.kind
        in ("signed", "ratified", "entered_into_force", "terminated", "suspended", "expired")
        for s in proposal.statements
    )
    if is_past or published is None or card.signed_latest is None:
        return 0.0
    return _TOLD_AS_COMING if published - card.signed_latest > _STILL_NEWS else 0.0


def _fits(one: str, other: str) -> bool:
    """Tell whether two EDTF dates can be the same day; X fits any digit."""
    try:
        if not bounds(one).meet(bounds(other)):
            return False
    except EdtfError:
        return False
    digits = zip(one.rstrip("?~%"), other.rstrip("?~%"), strict=False)
    return all(a == b or "X" in (a, b) for a, b in digits)


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold().replace("defense", "defence"))
    return frozenset(words) - _EMPTY_WORDS
