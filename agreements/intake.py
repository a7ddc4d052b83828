"""The door for the machine: archive a text, ask what is known, offer a draft. Never publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements.edtf import EdtfError, bounds
from agreements.models import Card, Document, Draft, Party
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
# How much each likeness speaks for one agreement rather than a new one. Judgement, tried on news
# of the reference data's pairs: a pair alone is never enough, form and telling words or a date are.
_SAME_KIND: Final = 0.35
_NEAR_KIND: Final = 0.3
_KIND_UNSAID: Final = 0.2
_TITLE_WORDS: Final = 0.3
_TITLE_UNTELLING: Final = 0.15
_BOTH_SIGNED: Final = 0.15
_DATE_FITS: Final = 0.4
_DATE_CLASHES: Final = -0.6
_TOLD_AS_COMING: Final = -0.5
_ENOUGH: Final = 0.5
# A pact told of as still to come is hardly the one that was signed longer ago than this.
_STILL_NEWS: Final = timedelta(days=120)
# Forms that news takes for one another.
_NEAR_KINDS: Final = (
    frozenset({"security_agreement", "security_guarantees", "mutual_defence_treaty"}),
    frozenset({"defence_cooperation", "partnership", "declaration", "memorandum"}),
    frozenset({"status_of_forces", "reciprocal_access"}),
)
_PAST: Final = frozenset(
    {"signed", "ratified", "entered_into_force", "suspended", "terminated", "expired"}
)
_EMPTY_WORDS: Final = frozenset(
    {"a", "an", "and", "between", "concerning", "for", "in", "its", "of", "on", "the", "to", "with"}
    | {"accord", "accords", "agreement", "agreements", "arrangement", "deal", "deals", "document"}
    | {"new", "pact", "pacts", "s", "similar", "such", "treaties", "treaty", "u", "uk", "us"}
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
    """Return the agreements of the same pair, the likeliest first; two queries."""
    first, second = sorted(proposal.parties)
    cards = Card.objects.filter(
        known_to=None, agreement__first_party=first, agreement__second_party=second
    ).defer("item_json", "row_json", "search")
    parties = Party.objects.filter(code__in=proposal.parties)
    names = _words(" ".join(parties.values_list("name", flat=True)))
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


def _if_short(value: str, longest: int) -> str:
    """Return what a page says of itself, or nothing where it is too long to be true."""
    return value if len(value) <= longest else ""


def _score(proposal: Proposal, card: Card, names: frozenset[str], published: date | None) -> float:
    likeness = (
        _kind_score(proposal.term("kind"), card.kind),
        _title_score(_words(proposal.term("title") or "") - names, _words(card.title)),
        _date_score(proposal, card),
        _progress_score(proposal, card, published),
    )
    return sum(likeness)


def _kind_score(told: str | None, known: str) -> float:
    if told is None:
        return _KIND_UNSAID
    if told == known:
        return _SAME_KIND
    return _NEAR_KIND if any({told, known} <= near for near in _NEAR_KINDS) else 0.0


def _title_score(told: frozenset[str], known: frozenset[str]) -> float:
    return _TITLE_WORDS * len(told & known) / len(told) if told else _TITLE_UNTELLING


def _date_score(proposal: Proposal, card: Card) -> float:
    told = [
        s.date
        for s in proposal.statements
        if isinstance(s, ProposedMilestone) and s.kind == "signed" and s.date
    ]
    if not told or not card.signed:
        return 0.0
    return _DATE_FITS if any(_fits(day, card.signed) for day in told) else _DATE_CLASHES


def _progress_score(proposal: Proposal, card: Card, published: date | None) -> float:
    """Count for an agreement as far along as told; against one signed long before it is to come."""
    if card.signed_latest is None:
        return 0.0
    milestones = (s for s in proposal.statements if isinstance(s, ProposedMilestone))
    if any(m.kind in _PAST and not m.is_expected for m in milestones):
        return _BOTH_SIGNED
    is_old = published is not None and published - card.signed_latest > _STILL_NEWS
    return _TOLD_AS_COMING if is_old else 0.0


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
